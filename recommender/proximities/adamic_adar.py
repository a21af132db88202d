"""Adamic–Adar: common neighbours, the rare ones counting more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.graph import TypedGraph


@dataclass(frozen=True, slots=True)
class AdamicAdar:
    """Sum over the common neighbours of 1 / log(1 + number of their neighbours).

    The original divides by log(degree), which is 0 for a node with one neighbour; such a node is
    common to nobody, so adding one only keeps the formula defined.

    References:
        L. A. Adamic, E. Adar (2003). Friends and neighbors on the web. Social Networks 25(3).
    """

    name: str = "adamic-adar"

    def nearness(self, graph: TypedGraph, seed: int) -> NDArray[np.float64]:
        """The sum for every node, the seed included."""
        middle, _ = graph.weights.row(seed)
        places, counts = graph.weights.places(middle)
        shares = 1.0 / np.log1p(np.maximum(counts, 1))
        nearness: NDArray[np.float64] = np.bincount(
            graph.weights.indices[places],
            weights=np.repeat(shares, counts),
            minlength=len(graph.weights),
        ).astype(np.float64)
        return nearness
