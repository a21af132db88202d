"""Exact top k against sorting, whatever the block size and however many ties there are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.selection import best, diversified


@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=80),
    st.integers(0, 20),
    st.sampled_from([1, 3, 16]),
)
def test_best_equals_sorting(entries: list[tuple[int, bool]], count: int, block: int) -> None:
    totals = np.array([score / 2 for score, _ in entries], np.float32)
    allowed = np.array([ok for _, ok in entries], np.bool_)
    expected = sorted(np.flatnonzero(allowed).tolist(), key=lambda i: (-totals[i], i))[:count]
    open_totals = np.where(allowed, totals, -np.inf)
    assert best(open_totals, count, block).tolist() == expected


def test_full_balance_keeps_the_order() -> None:
    works = np.array([4, 2, 9])
    totals = np.array([3.0, 2.0, -1.0])
    places = diversified(works, totals, lambda work, others: np.zeros(len(others)), 1.0, 3)
    assert places.tolist() == [0, 1, 2]


def test_a_double_of_the_first_is_put_last() -> None:
    works = np.array([4, 2, 9])
    totals = np.array([3.0, 2.9, 1.0])

    def likeness(work: int, others: np.ndarray) -> np.ndarray:
        return np.array([1.0 if {work, other} <= {4, 2} else 0.0 for other in others.tolist()])

    assert diversified(works, totals, likeness, 0.5, 3).tolist() == [0, 2, 1]
