from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.results.quantities import find_quantities


@given(st.text(alphabet="0123456789.,%xB배만 억tokens토큰-~/") | st.text())
def test_quantities_stand_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for q in find_quantities(text):
        assert last <= q.start < q.end <= len(text)
        last = q.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("최대 99%의 정확도", ("percent", "99", "%", "up to")),
        ("약 9개의 시각적 토큰만", ("tokens", "9", None, "about")),
        ("at least 2.5x faster", ("times", "2.5", "x", "at least")),
        ("1,024 ms", ("time", "1,024", "ms", None)),
        ("720p video", ("resolution", "720p", "pixels", None)),
        ("512 × 768 images", ("resolution", "512x768", "pixels", None)),
        ("+3.2%p", ("points", "+3.2", "pp", None)),
        ("less than 1/10 of", ("share", "1/10", None, "less than")),
        ("30 frames per second", ("rate", "30", "FPS", None)),
    ],
)
def test_quantities_are_read(text: str, expected: tuple[str, str, str | None, str | None]) -> None:
    (q,) = find_quantities(text)
    assert (q.kind, q.value, q.unit, q.comparator) == expected


@pytest.mark.parametrize(
    "text", ["GPT-4 and ImageNet-64", "top-1", "arXiv 2405.17258v2", "v1.5b", "H100"]
)
def test_numbers_inside_names_are_no_quantities(text: str) -> None:
    assert [q for q in find_quantities(text) if q.kind != "bare"] == []


def test_a_number_is_given_as_decimal_text_only_when_it_is_one() -> None:
    assert [q.number for q in find_quantities("1,024 ms or 4-10%")] == ["1024", None]
