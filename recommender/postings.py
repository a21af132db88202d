"""An inverted index: cosine of a sparse query with every work, term at a time.

References:
    J. Zobel, A. Moffat (2006). Inverted files for text search engines. ACM Computing
    Surveys 38(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Rows, Vector


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

    def products(self, query: Vector) -> NDArray[np.float64]:
        """Inner product of the query with every work; shape (n_works,)."""
        totals = np.zeros(len(self.forward))
        for feature, value in zip(query.indices.tolist(), query.values.tolist(), strict=True):
            works, values = self.inverted.row(feature)
            totals[works] += values.astype(np.float64) * value
        return totals

    def addends(self, query: Vector, work: int) -> Vector:
        """The non-zero addends of the query's inner product with one work, by feature."""
        indices, values = self.forward.row(work)
        shares = query.at(indices) * values
        shared = shares != 0
        return Vector(indices[shared], shares[shared])
