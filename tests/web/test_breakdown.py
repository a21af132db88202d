"""The exact table: its rows add up to its total, to the last digit shown."""

from __future__ import annotations

import math
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from recommender.model import Evidence, Result
from web.breakdown import breakdown, folded, rounded_to_sum
from web.naming import Names

_PARTS = st.lists(st.floats(-2, 2, allow_nan=False), max_size=40)


def _pieces(parts: list[float]) -> tuple[Evidence, ...]:
    return tuple(Evidence("text", "term", f"w{i}", (), part) for i, part in enumerate(parts))


@given(_PARTS)
def test_shown_parts_add_up_to_the_shown_total(parts: list[float]) -> None:
    result = Result("arxiv:3103.01001", 1, math.fsum(parts), _pieces(parts))
    table = breakdown(result, Names({}, {}), most=8)
    assert len(table.rows) <= 8
    assert abs(sum(Decimal(row.part) for row in table.rows) - Decimal(table.total)) <= Decimal(
        "0.0001"
    )


@given(_PARTS)
def test_rounding_moves_no_part_by_a_whole_unit(parts: list[float]) -> None:
    for part, shown in zip(parts, rounded_to_sum(parts, 3), strict=True):
        assert abs(float(shown) - part) < 0.001 + 1e-9


@given(_PARTS, st.integers(2, 10))
def test_folding_keeps_the_sum_and_counts_what_it_hides(parts: list[float], most: int) -> None:
    kept = folded(_pieces(parts), most)
    assert math.isclose(math.fsum(p.part for p in kept), math.fsum(parts), abs_tol=1e-9)
    hidden = sum(int(piece.label) for piece in kept if piece.kind == "rest")
    assert len([piece for piece in kept if piece.kind != "rest"]) + hidden == len(parts)


def test_negative_zero_is_not_shown() -> None:
    assert rounded_to_sum([-0.00001, 0.5], 2) == ["0.00", "0.50"]
