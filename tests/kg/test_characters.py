"""Characters that no record may hold."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kg.characters import cleaned, folded


def test_what_xml_cannot_hold_is_taken_out() -> None:
    assert cleaned("a\x00b\x1fc\x7fd\ud800e\ufffef\U0001ffffg\ufeffh") == "abcdefgh"
    assert cleaned("line\nand\ttab\r\n") == "line\nand\ttab\r\n"


def test_white_space_is_folded_and_letters_composed() -> None:
    assert folded(" a\u00a0 b\n\tc\u3000d ") == "a b c d"
    assert folded("e\u0301") == "é"


@given(st.text(st.characters(), max_size=100))
def test_cleaning_is_idempotent_and_safe(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
