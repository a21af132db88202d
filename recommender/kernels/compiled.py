"""The inner loops compiled by numba; compiled once, then read from its cache."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Floats, Ints, Rows, Vector

_SPAN = 1 << 17  # totals of so many works fill half of a usual second-level cache


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call; without a cache where no folder for it can be written."""
    compiled: Callable[..., Any]
    try:
        compiled = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # pragma: no cover - a file system that is read-only everywhere
        compiled = numba.njit(nogil=True)(function)
    return compiled


@_compiled
def _add_counts(indptr, indices, values, terms, weights, table, totals):  # type: ignore[no-untyped-def]
    worth = np.empty((len(terms), 256), np.float32)
    for place in range(len(terms)):
        for count in range(256):
            worth[place, count] = weights[place] * table[count]
    at, ends = indptr[terms], indptr[terms + 1]
    for limit in range(_SPAN, len(totals) + _SPAN, _SPAN):  # so many totals stay in the cache
        for place in range(len(terms)):
            begin, end = at[place], ends[place]
            if limit < len(totals):
                end = begin + np.searchsorted(indices[begin:end], limit)
            for entry in range(begin, end):
                totals[indices[entry]] += worth[place, values[entry]]
            at[place] = end


@_compiled
def _weigh(totals, scales, common, left_out):  # type: ignore[no-untyped-def]
    for work in range(len(totals)):
        totals[work] = totals[work] * scales[work] + left_out * common[work]


@_compiled
def _add_scaled(values, factor, totals, positive):  # type: ignore[no-untyped-def]
    for work in range(len(totals)):
        addend = factor * values[work]
        totals[work] += addend
        positive[work] |= addend > 0


@_compiled
def _add_values(indptr, indices, values, features, weights, totals):  # type: ignore[no-untyped-def]
    for place in range(len(features)):
        weight = weights[place]
        for entry in range(indptr[features[place]], indptr[features[place] + 1]):
            totals[indices[entry]] += weight * values[entry]


@_compiled
def _products(indptr, indices, values, works, terms, weights, table, totals):  # type: ignore[no-untyped-def]
    for place in range(len(works)):
        total = 0.0
        asked = 0
        for entry in range(indptr[works[place]], indptr[works[place] + 1]):
            term = indices[entry]
            while asked < len(terms) and terms[asked] < term:
                asked += 1
            if asked == len(terms):
                break
            if terms[asked] == term:
                total += weights[asked] * table[values[entry]]
        totals[place] = total


@_compiled
def _step(indptr, indices, values, nodes, mass, dense, reached):  # type: ignore[no-untyped-def]
    count = 0
    for place in range(len(nodes)):
        share = mass[place]
        if share == 0.0:
            continue
        for entry in range(indptr[nodes[place]], indptr[nodes[place] + 1]):
            node = indices[entry]
            if dense[node] == 0.0:
                reached[count] = node
                count += 1
            dense[node] += share * values[entry]
    return count


@_compiled
def _taken(dense, reached):  # type: ignore[no-untyped-def]
    """The values at the nodes that were reached; the dense array is all zero again."""
    found = np.empty(len(reached))
    for place in range(len(reached)):
        found[place] = dense[reached[place]]
        dense[reached[place]] = 0.0
    return found


@_compiled
def _sums(indptr, indices, values, table, idf, totals):  # type: ignore[no-untyped-def]
    for row in range(len(totals)):
        total = np.int64(0)
        for entry in range(indptr[row], indptr[row + 1]):
            total += np.int64(np.rint(table[values[entry]] * idf[indices[entry]]))
        totals[row] = total


@_compiled
def _gather(table, places, found):  # type: ignore[no-untyped-def]
    for entry in range(len(places)):
        found[entry] = table[places[entry]]


class CompiledKernels:
    """See `recommender.kernels.contract.Kernels`."""

    name = "numba"

    def __init__(self) -> None:
        self._own = threading.local()

    def add_counts(
        self,
        inverted: Rows,
        terms: Ints,
        weights: NDArray[np.float32],
        table: NDArray[np.float32],
        totals: NDArray[np.float32],
    ) -> None:
        """One loop over all terms."""
        columns = (inverted.indptr, inverted.indices, inverted.values)
        _add_counts(*columns, terms.astype(np.int64), weights, table, totals)

    def weigh(
        self,
        totals: NDArray[np.float32],
        scales: NDArray[np.float32],
        common: NDArray[np.float32],
        left_out: float,
    ) -> None:
        """Work by work."""
        _weigh(totals, scales, common, np.float32(left_out))

    def add_scaled(
        self,
        values: NDArray[np.float32],
        factor: float,
        totals: NDArray[np.float32],
        positive: NDArray[np.bool_],
    ) -> None:
        """Work by work."""
        _add_scaled(values, np.float32(factor), totals, positive)

    def add_values(self, inverted: Rows, query: Vector, totals: NDArray[np.float32]) -> None:
        """One loop over all features."""
        weights = query.values.astype(np.float32)
        columns = (inverted.indptr, inverted.indices, inverted.values)
        _add_values(*columns, query.indices.astype(np.int64), weights, totals)

    def products(
        self, counts: Rows, works: Ints, query: Vector, table: Floats
    ) -> NDArray[np.float64]:
        """Walk along the work's terms and the query's together; both are ascending."""
        totals = np.zeros(len(works))
        columns = (counts.indptr, counts.indices, counts.values)
        terms = query.indices.astype(np.int64)
        _products(*columns, works.astype(np.int64), terms, query.values, table, totals)
        return totals

    def step(self, weights: Rows, mass: Vector, scale: NDArray[np.float64]) -> Vector:
        """Against all nodes spread out, noting which are met."""
        nodes = mass.indices.astype(np.int64)
        most = int((weights.indptr[nodes + 1] - weights.indptr[nodes]).sum())
        dense = self._spread(len(weights))
        reached = np.empty(min(most, len(weights)), np.int32)
        columns = (weights.indptr, weights.indices, weights.values)
        count = _step(*columns, nodes, scale * mass.values, dense, reached)
        met = np.sort(reached[:count])
        return Vector(met, _taken(dense, met))

    def _spread(self, size: int) -> NDArray[np.float64]:
        """An array of zeros that this thread uses again and again; whoever fills it clears it."""
        held: NDArray[np.float64] | None = getattr(self._own, "dense", None)
        if held is None or len(held) != size:
            held = self._own.dense = np.zeros(size)
        return held

    def sums(self, counts: Rows, table: Floats, idf: Floats) -> NDArray[np.int64]:
        """Row by row."""
        totals = np.zeros(len(counts), np.int64)
        _sums(counts.indptr, counts.indices, counts.values, table, idf, totals)
        return totals

    def gathered(self, table: NDArray[np.int32], places: NDArray[np.int32]) -> NDArray[np.int32]:
        """Entry by entry."""
        found = np.empty(len(places), np.int32)
        _gather(table, places, found)
        return found
