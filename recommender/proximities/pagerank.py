"""Personalised PageRank: where a walker is who now and then goes back to the seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recommender.graph import TypedGraph


@dataclass(frozen=True, slots=True)
class PersonalisedPageRank:
    """The stationary distribution of a walk with restart.

    Args:
        restart: probability of going back to the seed at each step, in (0, 1]; 1 - damping.
        tolerance: greatest change in any mass at which the iteration ends.

    References:
        L. Page, S. Brin, R. Motwani, T. Winograd (1999). The PageRank citation ranking:
        bringing order to the web. Stanford InfoLab.
        T. H. Haveliwala (2002). Topic-sensitive PageRank. WWW.
    """

    restart: float = 0.15
    tolerance: float = 1e-9
    name: str = "pagerank"

    def nearness(self, graph: TypedGraph, seed: int) -> NDArray[np.float64]:
        """Mass at every node; sums to 1 unless the seed has no edges."""
        rows = graph.weights
        matrix = sparse.csr_array((rows.values, rows.indices, rows.indptr), (len(rows), rows.width))
        strengths = graph.strengths
        leaving = np.divide(1.0, strengths, out=np.zeros_like(strengths), where=strengths > 0)
        source = np.zeros(len(strengths))
        source[seed] = 1.0 if strengths[seed] > 0 else 0.0
        mass, change = source, np.inf
        while change > self.tolerance:
            stepped = matrix @ (mass * leaving)
            new = (1 - self.restart) * stepped + self.restart * source
            change = float(np.abs(new - mass).max(initial=0.0))
            mass = new
        return mass
