"""What an epoch freezes: document frequencies and the list of hubs.

As long as these stay, a work added later is weighted as if it had been there from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import Corpus
from recommender.parameters import Parameters
from recommender.sparse import Rows
from recommender.topics import WorkLinks


@dataclass(frozen=True, slots=True)
class Statistics:
    """Frequencies over the works of an epoch.

    Args:
        n_works: how many works were counted.
        term_works: works with each term; shape (n_terms,), int64.
        node_works: works linked to each node, wider concepts included; shape (n_nodes,), int64.
        hubs: nodes that no walk passes through; shape (n_nodes,), bool.
    """

    n_works: int
    term_works: NDArray[np.int64]
    node_works: NDArray[np.int64]
    hubs: NDArray[np.bool_]

    @classmethod
    def of(cls, corpus: Corpus, links: WorkLinks, parameters: Parameters) -> Statistics:
        """Count over the whole corpus."""
        node_works = links.degrees(len(corpus.nodes))
        limit = max(parameters.hub_share * corpus.n_works, parameters.hub_floor)
        return cls(corpus.n_works, column_counts(corpus.counts), node_works, node_works > limit)

    def term_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse document frequency of each term."""
        return smooth_idf(self.n_works, self.term_works)

    def node_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse frequency of each node among works."""
        return smooth_idf(self.n_works, self.node_works)


def column_counts(rows: Rows) -> NDArray[np.int64]:
    """How many rows have an entry in each column."""
    return np.bincount(rows.indices, minlength=rows.width).astype(np.int64)


def smooth_idf(n_works: int, works: NDArray[np.int64]) -> NDArray[np.float64]:
    """log((1 + n) / (1 + works)) + 1, never below 1.

    References:
        K. Spärck Jones (1972). A statistical interpretation of term specificity and its
        application in retrieval. Journal of Documentation 28(1).
    """
    idf: NDArray[np.float64] = np.log((1.0 + n_works) / (1.0 + np.minimum(works, n_works))) + 1.0
    return idf
