"""What every proximity of graph nodes offers."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.graph import TypedGraph


class Proximity(Protocol):
    """How near the nodes of a typed graph are to one of them."""

    @property
    def name(self) -> str:
        """The name it is listed under."""

    def nearness(self, graph: TypedGraph, seed: int) -> NDArray[np.float64]:
        """How near every node is to the seed.

        Args:
            graph: the typed graph.
            seed: a node's number.

        Returns:
            Shape (n_nodes,); >= 0, and 0 wherever the seed is not connected to.
        """
