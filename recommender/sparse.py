"""Sparse rows in plain arrays: what can be memory-mapped and gathered from without copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]

_ROWS = 50_000  # copied at a time


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: distinct ascending indices and their values."""

    indices: Ints
    values: NDArray[np.float64]

    @classmethod
    def empty(cls) -> Vector:
        """The zero vector."""
        return cls(np.zeros(0, np.int32), np.zeros(0, np.float64))

    @classmethod
    def summed(cls, indices: Ints, values: Floats) -> Vector:
        """From entries in any order; entries of one index are added."""
        if len(indices) == 0:
            return cls.empty()
        order = np.argsort(indices)
        indices = indices[order]
        first = np.flatnonzero(np.r_[True, indices[1:] != indices[:-1]])
        totals = np.add.reduceat(values[order].astype(np.float64), first)
        return cls(indices[first], totals)

    @property
    def norm(self) -> float:
        """Euclidean length."""
        return float(np.sqrt(self.values @ self.values))

    def scaled(self, factor: float) -> Vector:
        """The vector times a number."""
        return Vector(self.indices, self.values * factor)

    def unit(self) -> Vector:
        """The vector at length one; the zero vector stays zero."""
        return self.scaled(1.0 / self.norm) if self.norm > 0 else self

    def heaviest(self, count: int) -> Vector:
        """The entries with the greatest values, so many of them, ties by index."""
        if len(self.values) <= count:
            return self
        places = np.sort(np.argsort(-self.values, kind="stable")[:count])
        return Vector(self.indices[places], self.values[places])

    def at(self, indices: Ints) -> NDArray[np.float64]:
        """Values at the given indices, 0 where there is none."""
        if len(self.indices) == 0:
            return np.zeros(len(indices))
        place = np.minimum(self.indices.searchsorted(indices), len(self.indices) - 1)
        return np.where(self.indices[place] == indices, self.values[place], 0.0)


def mean(vectors: list[Vector]) -> Vector:
    """The average of vectors."""
    if not vectors:
        return Vector.empty()
    total = Vector.summed(
        np.concatenate([vector.indices for vector in vectors]),
        np.concatenate([vector.values for vector in vectors]),
    )
    return total.scaled(1.0 / len(vectors))


@dataclass(frozen=True, slots=True)
class Rows:
    """A matrix by rows (CSR): shape (n_rows, width), indices ascending inside a row."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    values: NDArray[Any]
    width: int

    @classmethod
    def of_entries(
        cls, rows: Ints, columns: Ints, values: NDArray[Any], shape: tuple[int, int]
    ) -> Rows:
        """From distinct (row, column) entries in any order."""
        order = in_order(rows, columns, shape[1])
        indptr = np.zeros(shape[0] + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=shape[0]), out=indptr[1:])
        return cls(indptr, columns[order].astype(np.int32), values[order], shape[1])

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def row(self, index: int) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Indices and values of one row."""
        begin, end = self.indptr[index], self.indptr[index + 1]
        return self.indices[begin:end], self.values[begin:end]

    def vector(self, index: int) -> Vector:
        """One row as a vector."""
        indices, values = self.row(index)
        return Vector(indices, values.astype(np.float64))

    def row_numbers(self) -> NDArray[np.int64]:
        """The row of each stored entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))

    def places(self, rows: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the entries of these rows lie, and how many each row has."""
        begins = self.indptr[rows]
        counts = self.indptr[np.asarray(rows) + 1] - begins
        offsets = np.cumsum(counts) - counts
        return np.repeat(begins - offsets, counts) + np.arange(counts.sum()), counts

    def take(self, rows: Ints) -> Rows:
        """The given rows, in the given order."""
        bounds = self.indptr[np.asarray(rows) + 1] - self.indptr[rows]
        indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(bounds)])
        indices = np.empty(indptr[-1], self.indices.dtype)
        values = np.empty(indptr[-1], self.values.dtype)
        for begin in range(0, len(rows), _ROWS):  # places take twice the memory of indices
            places, _ = self.places(rows[begin : begin + _ROWS])
            inside = slice(indptr[begin], indptr[min(begin + _ROWS, len(rows))])
            indices[inside], values[inside] = self.indices[places], self.values[places]
        return Rows(indptr, indices, values, self.width)

    def transposed(self) -> Rows:
        """The same entries by columns."""
        matrix = self._matrix().tocsc()
        return Rows(matrix.indptr.astype(np.int64), matrix.indices, matrix.data, len(self))

    def sorted(self) -> Rows:
        """The same entries with ascending indices in every row; sorts in place."""
        matrix = self._matrix()
        matrix.sort_indices()
        return Rows(self.indptr, matrix.indices, matrix.data, self.width)

    def _matrix(self) -> Any:
        """As SciPy's matrix, with 32-bit row bounds where they fit, so indices stay so too."""
        small = len(self.indices) < 1 << 31
        indptr = self.indptr.astype(np.int32) if small else self.indptr
        shape = (len(self), self.width)
        return sparse.csr_array((self.values, self.indices, indptr), shape=shape)

    def of_columns(self, chosen: NDArray[np.bool_]) -> Rows:
        """The chosen columns only, numbered anew."""
        kept = chosen[self.indices]
        indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[self.indptr]
        numbers = np.cumsum(chosen, dtype=np.int32) - np.int32(1)
        columns = numbers[self.indices[kept]]
        return Rows(indptr, columns, self.values[kept], int(chosen.sum()))


def in_order(rows: Ints, columns: Ints, width: int) -> NDArray[np.int64]:
    """What sorts entries by row, then column, keeping the order of equal ones.

    One key and a merge sort: entries that are in order already, or in a few ordered stretches,
    cost one pass.
    """
    return np.argsort(rows.astype(np.int64) * width + columns, kind="stable")


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct numbers, ascending; by sorting, which here is faster than hashing."""
    ordered = np.sort(numbers)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def counted(rows: Ints, columns: Ints, counts: NDArray[Any], shape: tuple[int, int]) -> Rows:
    """Counts by row and column as int32; entries of one place are added."""
    order = in_order(rows, columns, shape[1])
    rows, columns, counts = rows[order], columns[order], counts[order]
    first = np.zeros(0, np.int64)
    if len(rows):
        new = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        first = np.flatnonzero(np.r_[True, new])
        counts = np.add.reduceat(counts, first)
    indptr = np.zeros(shape[0] + 1, np.int64)
    np.cumsum(np.bincount(rows[first], minlength=shape[0]), out=indptr[1:])
    return Rows(indptr, columns[first].astype(np.int32), counts.astype(np.int32), shape[1])


def gathered(parts: list[Rows], order: Ints) -> Rows:
    """Rows of several matrices of equal width.

    Args:
        parts: the matrices, numbered through as if one stood above the other.
        order: the rows to take; runs of neighbours are copied at once.
    """
    starts = np.cumsum([0, *(len(part) for part in parts)])
    indptr = np.zeros(len(order) + 1, np.int64)
    sizes = np.concatenate([np.diff(part.indptr) for part in parts])
    np.cumsum(sizes[order], out=indptr[1:])
    spans = list(_spans(parts, starts, np.asarray(order)))
    return Rows(
        indptr,
        np.concatenate([part.indices[a:b] for part, a, b in spans] or [parts[0].indices[:0]]),
        np.concatenate([part.values[a:b] for part, a, b in spans] or [parts[0].values[:0]]),
        parts[0].width,
    )


def _spans(
    parts: list[Rows], starts: NDArray[np.int64], order: Ints
) -> Iterator[tuple[Rows, int, int]]:
    """Where the entries of runs of neighbouring rows lie: their matrix, begin and end."""
    if len(order) == 0:
        return
    breaks = np.flatnonzero((np.diff(order) != 1) | np.isin(order[1:], starts)) + 1
    firsts, lasts = order[np.r_[0, breaks]], order[np.r_[breaks - 1, len(order) - 1]]
    places = np.searchsorted(starts, firsts, "right") - 1
    for place, first, last in zip(places.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
        part, start = parts[place], int(starts[place])
        yield part, int(part.indptr[first - start]), int(part.indptr[last - start + 1])


def normalised(rows: Rows) -> Rows:
    """Rows at Euclidean length one, as float32.

    Squares are added as integers (multiples of 2**-32), so the norm does not depend on the order
    of the columns: an index built in steps has the same weights, bit for bit.
    """
    squares = np.rint(np.square(rows.values.astype(np.float64)) * 2.0**32).astype(np.int64)
    cumulative = np.concatenate([np.zeros(1, np.int64), np.cumsum(squares)])
    lengths = np.sqrt((cumulative[rows.indptr[1:]] - cumulative[rows.indptr[:-1]]) * 2.0**-32)
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    values = rows.values * np.repeat(scale, np.diff(rows.indptr))
    return Rows(rows.indptr, rows.indices, values.astype(np.float32), rows.width)
