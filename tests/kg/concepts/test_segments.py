from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.segments import BLANK, blank_no_prose, sentence_ranges


@given(st.text())
def test_ranges_are_ordered_and_leave_out_only_space(text: str) -> None:
    last = 0
    for start, end in sentence_ranges(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip("\"'”’)] \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0") or last == 0
        last = end


@given(st.text())
def test_blanking_keeps_every_place(text: str) -> None:
    blanked = blank_no_prose(text)
    assert len(blanked) == len(text)
    assert all(a in (b, BLANK) for a, b in zip(blanked, text, strict=True))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We train nets. It works.", 2),
        ("See Smith et al. 2020 for B.", 1),
        ("Speed (i.e. FPS) rises by 3.5 points.", 1),
        ("첫 문장이다. 둘째 문장이다.", 2),
        ("", 0),
    ],
)
def test_abbreviations_end_no_sentence(text: str, count: int) -> None:
    assert len(sentence_ranges(text)) == count
