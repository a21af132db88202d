"""Term counts become vectors: sublinear frequency, inverse document frequency, pivoted length.

A work's weight of a term is (1 + log tf) * idf / ((1 - s) * L + s * |d|), where |d| is the
length of the unnormalised vector, L its mean over the epoch and s the slope. With s = 1 this is
the cosine, which favours short texts; a smaller slope leans towards the longer ones.

References:
    G. Salton, C. Buckley (1988). Term-weighting approaches in automatic text retrieval.
    Information Processing & Management 24(5).
    A. Singhal, C. Buckley, M. Mitra (1996). Pivoted document length normalization. SIGIR.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.kernels import add_postings
from recommender.parameters import Parameters
from recommender.sparse import Ints, Rows, Vector

_TABLE = 1.0 + np.log(np.maximum(np.arange(1 << 16), 1))


@dataclass(frozen=True, slots=True)
class TermSpace:
    """Works as vectors over terms.

    Weights are kept only by term; by work they are computed from the counts when needed, to the
    same bit.

    Args:
        counts: shape (n_works, n_terms), int32.
        idf: weight of each term; shape (n_terms,), float64.
        pairs: which terms are pairs of words; shape (n_terms,), bool.
        scales: 1 / pivoted length of each work; shape (n_works,), float64.
        inverted: weights by term; shape (n_terms, n_works), float32.
        parameters: the hyperparameters.
    """

    counts: Rows
    idf: NDArray[np.float64]
    pairs: NDArray[np.bool_]
    scales: NDArray[np.float64]
    inverted: Rows
    parameters: Parameters

    @classmethod
    def of(
        cls,
        counts: Rows,
        idf: NDArray[np.float64],
        pairs: NDArray[np.bool_],
        mean_length: float,
        parameters: Parameters,
    ) -> TermSpace:
        """Weigh the counts."""
        lengths, slope = vector_lengths(counts, idf), parameters.length_slope
        pivoted = (1.0 - slope) * mean_length + slope * lengths
        scales = np.divide(1.0, pivoted, out=np.zeros_like(lengths), where=lengths > 0)
        weights = (
            damped(counts.values) * idf[counts.indices] * np.repeat(scales, np.diff(counts.indptr))
        )
        rows = Rows(counts.indptr, counts.indices, weights.astype(np.float32), counts.width)
        return cls(counts, idf, pairs, scales, rows.transposed(), parameters)

    def query(self, work: int) -> Vector:
        """A work as a query: a unit vector, whatever the length of its text."""
        terms, counts = self.counts.row(work)
        return self.query_of(terms, counts)

    def query_of(self, terms: Ints, counts: Ints) -> Vector:
        """Counted terms (ascending) as a unit vector.

        In a short query two words stand side by side by chance more than by custom, so its pairs
        count less: `short_pairs` of their weight up to the full weight at `long_query` words.
        """
        paired = self.pairs[terms]
        words = len(terms) - int(paired.sum())
        least, enough = self.parameters.short_pairs, self.parameters.long_query
        share = min(max(words / enough, least), 1.0)
        weights = damped(counts) * self.idf[terms] * np.where(paired, share, 1.0)
        return Vector(terms, weights).unit()

    def products(self, query: Vector) -> NDArray[np.float32]:
        """Inner product of a query with every work, in single precision; shape (n_works,)."""
        return add_postings(self.inverted, query, len(self.counts))

    def exact(self, query: Vector, works: Ints) -> NDArray[np.float64]:
        """Inner product of a query with some works, in double precision."""
        places, sizes = self.counts.places(works)
        terms = self.counts.indices[places]
        weights = self._weights(terms, self.counts.values[places], np.repeat(works, sizes))
        totals = np.zeros(len(works))
        filled = np.flatnonzero(sizes)
        if len(filled):
            starts = (np.cumsum(sizes) - sizes)[filled]
            totals[filled] = np.add.reduceat(query.at(terms) * weights, starts)
        return totals

    def addends(self, query: Vector, work: int) -> Vector:
        """The non-zero addends of the query's inner product with one work, by term."""
        terms, counts = self.counts.row(work)
        shares = query.at(terms) * self._weights(terms, counts, np.full(len(terms), work))
        shared = shares != 0
        return Vector(terms[shared], shares[shared])

    def _weights(self, terms: Ints, counts: Ints, works: Ints) -> NDArray[np.float64]:
        weights = damped(counts) * self.idf[terms] * self.scales[works]
        return weights.astype(np.float32).astype(np.float64)


def damped(counts: Ints) -> NDArray[np.float64]:
    """1 + log of each count, looked up, so that equal counts are equal to the last bit."""
    values: NDArray[np.float64] = _TABLE[np.minimum(counts, len(_TABLE) - 1)]
    return values


def vector_lengths(counts: Rows, idf: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean length of each unnormalised row.

    Squares are added as integers (multiples of 2**-20), so a length does not depend on the order
    of the columns: an index built in steps has the same weights, bit for bit.
    """
    weights = damped(counts.values) * idf[counts.indices]
    squares = np.rint(np.square(weights) * 2.0**20).astype(np.int64)
    cumulative = np.concatenate([np.zeros(1, np.int64), np.cumsum(squares)])
    sums = cumulative[counts.indptr[1:]] - cumulative[counts.indptr[:-1]]
    lengths: NDArray[np.float64] = np.sqrt(sums * 2.0**-20)
    return lengths
