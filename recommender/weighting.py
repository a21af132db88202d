"""Term counts become vectors: sublinear frequency, inverse document frequency, floored length.

A work's weight of a term is (1 + log tf) * idf / max(|d|, f * L), where |d| is the length of the
unnormalised vector, L its mean over all works and f the floor. With f = 0 this is the cosine,
which favours texts so short that one shared word is most of them; the floor counts them as if
they had at least f times the mean length, and leaves the others as they are.

References:
    G. Salton, C. Buckley (1988). Term-weighting approaches in automatic text retrieval.
    Information Processing & Management 24(5).
    A. Singhal, C. Buckley, M. Mitra (1996). Pivoted document length normalization. SIGIR. (why
    the cosine favours short texts; its linear pivot was 1 % worse here)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from recommender.kernels import kernels
from recommender.parameters import Parameters
from recommender.selection import best
from recommender.sparse import Ints, Rows, Vector
from recommender.worth import WORTH, WORTH_SINGLE, asked, damped

_UPWARDS = 1.0 + 1e-5  # above the rounding of single precision
_WORTH_COMPARING = 100  # comparing one work in so many costs less than all products
_MOST_LEFT_OUT = 0.4  # of a query's length; beyond it too many works would have to be compared


Nearest = tuple[NDArray[np.int64], NDArray[np.float64]]


class Certainty(Enum):
    """What is known of the products of a query with all works, from the surest on."""

    EXACT = "the products, in single precision"
    AT_MOST = "no product is greater"
    AT_LEAST = "no product is smaller: only the heaviest terms are in it"


def pool_of(count: int) -> int:
    """How many works are compared exactly where a part of the query found them."""
    return max(2 * count, 100)


@dataclass(frozen=True, slots=True)
class TermSpace:
    """Works as vectors over terms.

    Both matrices hold counts (bytes as of `recommender.worth`), not weights: idf and lengths are
    multiplied in when a query comes. So new statistics change a few short arrays and no posting,
    and a posting takes five bytes.

    Args:
        counts: shape (n_works, n_terms), uint8.
        inverted: the same, transposed: shape (n_terms, n_works).
        idf: weight of each term; shape (n_terms,), float64.
        pairs: which terms are pairs of words; shape (n_terms,), bool.
        scales, single: 1 / floored length of each work; shape (n_works,), float64 and float32.
        common: how much of each work's vector lies in very common terms: the length of that
            part, rounded up; shape (n_works,), float32.
        parameters: the hyperparameters.
    """

    counts: Rows
    inverted: Rows
    idf: NDArray[np.float64]
    pairs: NDArray[np.bool_]
    scales: NDArray[np.float64]
    single: NDArray[np.float32]
    common: NDArray[np.float32]
    parameters: Parameters

    @classmethod
    def of(
        cls,
        counts: Rows,
        inverted: Rows,
        idf: NDArray[np.float64],
        pairs: NDArray[np.bool_],
        parameters: Parameters,
        *,
        mean: float | None = None,
    ) -> TermSpace:
        """Weigh the counts; `mean` is the mean length where these are not all the works."""
        lengths = vector_lengths(counts, idf)
        mean = mean_length(lengths) if mean is None else mean
        floored = np.maximum(lengths, parameters.length_floor * mean)
        scales = np.divide(1.0, floored, out=np.zeros_like(lengths), where=lengths > 0)
        limit = _common_limit(len(counts), parameters)
        frequent = np.where(np.diff(inverted.indptr) > limit, idf, 0.0)
        common = (vector_lengths(counts, frequent) * scales * _UPWARDS).astype(np.float32)
        single = scales.astype(np.float32)
        return cls(counts, inverted, idf, pairs, scales, single, common, parameters)

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
        weights = asked(counts) * self.idf[terms] * np.where(paired, share, 1.0)
        return Vector(terms, weights).unit()

    def products(self, query: Vector) -> NDArray[np.float32]:
        """Inner product of a query with every work, in single precision; shape (n_works,)."""
        return self._weighed(query, 0.0)

    def bounds(self, query: Vector) -> tuple[NDArray[np.float32], Certainty]:
        """What no product exceeds, and whether these are the products themselves.

        Common terms have nearly all of the postings and a small part of the query. They are left
        out, and by Cauchy and Schwarz what they could add is at most the length of that part of
        the query times the length of that part of the work. Few works have a bound that reaches
        the last place of a list, and those are compared exactly.
        """
        limit = _common_limit(len(self.counts), self.parameters)
        terms = query.indices
        frequent = self.inverted.indptr[terms + 1] - self.inverted.indptr[terms] > limit
        left_out = float(np.linalg.norm(query.values[frequent]))
        if not 0 < left_out < _MOST_LEFT_OUT:
            return self.products(query), Certainty.EXACT
        rare = Vector(terms[~frequent], query.values[~frequent])
        return self._weighed(rare, left_out), Certainty.AT_MOST

    def _weighed(self, query: Vector, left_out: float) -> NDArray[np.float32]:
        totals = np.zeros(len(self.counts), np.float32)
        weights = (query.values * self.idf[query.indices]).astype(np.float32)
        kernels().add_counts(self.inverted, query.indices, weights, WORTH_SINGLE, totals)
        kernels().weigh(totals, self.single, self.common, left_out)
        return totals

    def nearest(
        self, query: Vector, values: NDArray[np.float32], certainty: Certainty, count: int
    ) -> Nearest | None:
        """The works with the greatest products, exact, ties by number, and those products.

        Args:
            query: what they are compared with.
            values: what `bounds` or `products` gave, 0 for works that are not to be found.
            certainty: what these are; products of a part of the query are AT_LEAST, and the
                works are then the best of those that are the best by that part.
            count: how many, > 0.

        Returns:
            None when bounds leave so many works that all products would cost less.
        """
        wanted = pool_of(count) if certainty is Certainty.AT_LEAST else count
        works = best(values, wanted, int(self.parameters.block_size))
        if len(works) == count:
            floor = self.exact(query, works).min() * (2.0 - _UPWARDS)
            works = np.flatnonzero(values >= max(floor, np.finfo(np.float32).tiny))
            most = max(len(values) // _WORTH_COMPARING, 10 * count)
            if certainty is Certainty.AT_MOST and len(works) > most:
                return None
        products = self.exact(query, works)
        order = np.lexsort((works, -products))[:count]
        order = order[products[order] > 0]
        return works[order], products[order]

    def exact(self, query: Vector, works: Ints) -> NDArray[np.float64]:
        """Inner product of a query with some works, in double precision."""
        weighted = Vector(query.indices, query.values * self.idf[query.indices])
        return kernels().products(self.counts, works, weighted, WORTH) * self.scales[works]

    def addends(self, query: Vector, work: int) -> Vector:
        """The non-zero addends of the query's inner product with one work, by term."""
        terms, counts = self.counts.row(work)
        shares = query.at(terms) * self.idf[terms] * damped(counts) * self.scales[work]
        shared = shares != 0
        return Vector(terms[shared], shares[shared])


def _common_limit(n_works: int, parameters: Parameters) -> float:
    """In how many works at most a term is that is not left out."""
    is_large = n_works >= parameters.prune_floor
    return parameters.common_share * n_works if is_large else math.inf


def vector_lengths(counts: Rows, idf: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean length of each unnormalised row.

    Squares are added as integers (multiples of 2**-20), so a length does not depend on the order
    of the columns: an index built in steps has the same weights, bit for bit.
    """
    squares = kernels().sums(counts, np.square(WORTH), np.square(idf) * 2.0**20)
    lengths: NDArray[np.float64] = np.sqrt(squares * 2.0**-20)
    return lengths


def mean_length(lengths: NDArray[np.float64]) -> float:
    """Mean of the lengths that are not 0; exact to the order of the works, 0 when there is none."""
    filled = lengths[lengths > 0]
    return math.fsum(filled.tolist()) / len(filled) if len(filled) else 0.0
