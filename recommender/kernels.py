"""The inner loop of scoring: adding weighted postings to a dense array.

SciPy's compiled column-times-scalar loop does it at memory speed; where a SciPy hides it,
NumPy does the same more slowly, with the same result.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Rows, Vector

try:
    from scipy.sparse._sparsetools import csc_matvec
except ImportError:  # pragma: no cover - a private name of SciPy, stable since 0.8
    csc_matvec = None


def add_postings(inverted: Rows, query: Vector, n_works: int) -> NDArray[np.float32]:
    """Inner product of a query with every work, feature by feature.

    Args:
        inverted: shape (n_features, n_works), float32.
        query: over features.
        n_works: how many works there are.

    Returns:
        Shape (n_works,), float32.
    """
    totals = np.zeros(n_works, np.float32)
    weights = query.values.astype(np.float32)
    bounds = inverted.indptr[np.stack([query.indices, query.indices + 1])]
    one_column = np.zeros(2, np.int32)
    for place, (begin, end) in enumerate(bounds.T.tolist()):
        works, values = inverted.indices[begin:end], inverted.values[begin:end]
        if csc_matvec is None:
            totals[works] += values * weights[place]
        elif end > begin:
            one_column[1] = end - begin
            csc_matvec(n_works, 1, one_column, works, values, weights[place : place + 1], totals)
    return totals
