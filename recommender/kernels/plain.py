"""The inner loops with NumPy and SciPy.

SciPy's compiled column-times-scalar loop runs at memory speed; where a SciPy hides it, NumPy does
the same more slowly, with the same result.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Floats, Ints, Rows, Vector

try:
    from scipy.sparse._sparsetools import csc_matvec
except ImportError:  # pragma: no cover - a private name of SciPy, stable since 0.8
    csc_matvec = None

_DENSE_SHARE = 20  # above a twentieth of all nodes a dense sum is cheaper than sorting

_ROWS = 50_000


class PlainKernels:
    """See `recommender.kernels.contract.Kernels`."""

    name = "NumPy and SciPy"

    def add_counts(
        self,
        inverted: Rows,
        terms: Ints,
        weights: NDArray[np.float32],
        table: NDArray[np.float32],
        totals: NDArray[np.float32],
    ) -> None:
        """Look the counts of one term up, then add them."""
        for place, (begin, end) in enumerate(_bounds(inverted, terms)):
            if end > begin:
                values = table[inverted.values[begin:end]]
                _add(inverted.indices[begin:end], values, weights[place : place + 1], totals)

    def weigh(
        self,
        totals: NDArray[np.float32],
        scales: NDArray[np.float32],
        common: NDArray[np.float32],
        left_out: float,
    ) -> None:
        """Array by array."""
        totals *= scales
        if left_out:
            totals += common * np.float32(left_out)

    def add_scaled(
        self,
        values: NDArray[np.float32],
        factor: float,
        totals: NDArray[np.float32],
        positive: NDArray[np.bool_],
    ) -> None:
        """Array by array."""
        totals += values * np.float32(factor)
        if factor > 0:
            positive |= values > 0

    def add_values(self, inverted: Rows, query: Vector, totals: NDArray[np.float32]) -> None:
        """Add the stored values of one feature after another."""
        weights = query.values.astype(np.float32)
        for place, (begin, end) in enumerate(_bounds(inverted, query.indices)):
            if end > begin:
                indices, values = inverted.indices[begin:end], inverted.values[begin:end]
                _add(indices, values, weights[place : place + 1], totals)

    def products(
        self, counts: Rows, works: Ints, query: Vector, table: Floats
    ) -> NDArray[np.float64]:
        """Gather the works' terms and add up what each run of them gives."""
        rows = counts.take(works)
        addends = query.at(rows.indices) * table[rows.values]
        totals = np.zeros(len(works))
        filled = np.flatnonzero(np.diff(rows.indptr))
        if len(filled):
            totals[filled] = np.add.reduceat(addends, rows.indptr[filled])
        return totals

    def step(self, weights: Rows, mass: Vector, scale: NDArray[np.float64]) -> Vector:
        """Gather all edges, then add by node."""
        places, counts = weights.places(mass.indices)
        values = weights.values[places] * np.repeat(scale * mass.values, counts)
        indices = weights.indices[places]
        if len(indices) * _DENSE_SHARE < len(weights):
            return Vector.summed(indices, values)
        dense = np.bincount(indices, values, len(weights)).astype(np.float64, copy=False)
        reached = np.flatnonzero(dense)
        return Vector(reached, dense[reached])

    def sums(self, counts: Rows, table: Floats, idf: Floats) -> NDArray[np.int64]:
        """Some thousand rows at a time."""
        totals = np.zeros(len(counts), np.int64)
        for begin in range(0, len(counts), _ROWS):
            bounds = counts.indptr[begin : begin + _ROWS + 1]
            inside = slice(int(bounds[0]), int(bounds[-1]))
            addends = np.rint(table[counts.values[inside]] * idf[counts.indices[inside]])
            cumulative = np.concatenate([np.zeros(1), addends]).astype(np.int64).cumsum()
            totals[begin : begin + _ROWS] = np.diff(cumulative[bounds - bounds[0]])
        return totals

    def gathered(self, table: NDArray[np.int32], places: NDArray[np.int32]) -> NDArray[np.int32]:
        """By NumPy's indexing."""
        return table[places]


def _bounds(rows: Rows, numbers: Ints) -> list[list[int]]:
    bounds: list[list[int]] = rows.indptr[np.stack([numbers, numbers + 1], axis=1)].tolist()
    return bounds


def _add(
    works: NDArray[np.int32],
    values: NDArray[np.float32],
    weight: NDArray[np.float32],
    totals: NDArray[np.float32],
) -> None:
    if csc_matvec is None:
        totals[works] += values * weight
    else:
        column = np.array([0, len(works)], np.int32)
        csc_matvec(len(totals), 1, column, works, values, weight, totals)
