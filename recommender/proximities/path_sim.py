"""PathSim: two-step paths between two nodes, against the paths each has to itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.graph import TypedGraph


@dataclass(frozen=True, slots=True)
class PathSim:
    """2 * M[s, t] / (M[s, s] + M[t, t]), where M counts weighted two-step paths.

    Args:
        kind: number of the only kind of edge to follow; None follows all.

    References:
        Y. Sun, J. Han, X. Yan, P. S. Yu, T. Wu (2011). PathSim: meta path-based top-k
        similarity search in heterogeneous information networks. PVLDB 4(11).
    """

    kind: int | None = None
    name: str = "pathsim"

    def nearness(self, graph: TypedGraph, seed: int) -> NDArray[np.float64]:
        """The similarity of every node, in [0, 1]; 1 at the seed."""
        weights = graph.weights
        values = weights.values.astype(np.float64)
        if self.kind is not None:
            values = np.where(graph.kinds == self.kind, values, 0.0)
        own = np.bincount(weights.row_numbers(), weights=values**2, minlength=len(weights))
        begin, end = weights.indptr[seed], weights.indptr[seed + 1]
        places, counts = weights.places(weights.indices[begin:end])
        paths = np.bincount(
            weights.indices[places],
            weights=np.repeat(values[begin:end], counts) * values[places],
            minlength=len(weights),
        )
        both = own + own[seed]
        nearness = np.zeros(len(weights))
        np.divide(2 * paths, both, out=nearness, where=paths > 0)
        return nearness
