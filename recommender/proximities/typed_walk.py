"""The typed walk of few steps: mass after two and after three, in given shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.graph import TypedGraph
from recommender.sparse import Vector


@dataclass(frozen=True, slots=True)
class TypedWalk:
    """Where a walker is after two or three steps; what fusion uses, as one proximity.

    Args:
        second, third: shares of the two masses.

    References:
        Y. Sun, J. Han (2012). Mining Heterogeneous Information Networks. Morgan & Claypool.
        (random walks over typed paths)
        D. Liben-Nowell, J. Kleinberg (2007). The link-prediction problem for social networks.
        JASIST 58(7). (truncated walks against stationary ones)
    """

    second: float = 0.5
    third: float = 0.5
    name: str = "typed-walk"

    def nearness(self, graph: TypedGraph, seed: int) -> NDArray[np.float64]:
        """The mass at every node."""
        start = Vector(np.array([seed], np.int32), np.ones(1))
        second = graph.step(graph.step(start, through=False))
        third = graph.step(second)
        nearness = np.zeros(len(graph.weights))
        nearness[second.indices] += self.second * second.values
        nearness[third.indices] += self.third * third.values
        return nearness
