"""Topics: cosine of a sparse query with every work, feature at a time.

References:
    J. Zobel, A. Moffat (2006). Inverted files for text search engines. ACM Computing
    Surveys 38(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.kernels import kernels
from recommender.sparse import Ints, Rows, Vector


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Unit vectors of works, by work and by feature.

    Args:
        forward: shape (n_works, n_features), rows of length one (or zero), float32.
        inverted: the same, transposed: shape (n_features, n_works).
    """

    forward: Rows
    inverted: Rows

    @classmethod
    def of(cls, forward: Rows) -> VectorSpace:
        """Invert the given unit rows."""
        return cls(forward, forward.transposed())

    def query(self, work: int) -> Vector:
        """A work as a query."""
        return self.forward.vector(work)

    def products(self, query: Vector) -> NDArray[np.float32]:
        """Inner product of a query with every work, in single precision; shape (n_works,)."""
        totals = np.zeros(len(self.forward), np.float32)
        kernels().add_values(self.inverted, query, totals)
        return totals

    def exact(self, query: Vector, works: Ints) -> NDArray[np.float64]:
        """Inner product of a query with some works, in double precision."""
        rows = self.forward.take(works)
        sums = np.zeros(len(works))
        filled = np.flatnonzero(np.diff(rows.indptr))
        if len(filled):
            shares = query.at(rows.indices) * rows.values
            sums[filled] = np.add.reduceat(shares, rows.indptr[filled])
        return sums

    def addends(self, query: Vector, work: int) -> Vector:
        """The non-zero addends of the query's inner product with one work, by feature."""
        indices, values = self.forward.row(work)
        shares = query.at(indices) * values
        shared = shares != 0
        return Vector(indices[shared], shares[shared])
