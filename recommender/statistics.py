"""What is counted over the whole corpus: document frequencies, and which nodes are hubs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR
from recommender.corpus import Corpus
from recommender.parameters import Parameters
from recommender.strings import StringTable
from recommender.topics import WorkLinks


@dataclass(frozen=True, slots=True)
class Statistics:
    """Frequencies over all works.

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
    def of(
        cls,
        corpus: Corpus,
        links: WorkLinks,
        term_works: NDArray[np.int64],
        parameters: Parameters,
    ) -> Statistics:
        """Count over the whole corpus; how many works have each term is known already."""
        node_works = links.degrees(len(corpus.nodes))
        limit = max(parameters.hub_share * corpus.n_works, parameters.hub_floor)
        return cls(
            n_works=corpus.n_works,
            term_works=term_works,
            node_works=node_works,
            hubs=node_works > limit,
        )

    def term_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse document frequency of each term."""
        return smooth_idf(self.n_works, self.term_works)

    def node_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse frequency of each node among works."""
        return smooth_idf(self.n_works, self.node_works)


def term_weights(
    pairs: NDArray[np.bool_], statistics: Statistics, parameters: Parameters
) -> NDArray[np.float64]:
    """idf of each term, pairs with their own weight."""
    idf = statistics.term_idf()
    return np.where(pairs, parameters.pair_weight * idf, idf)


def pairs_among(terms: StringTable) -> NDArray[np.bool_]:
    """Which terms are pairs of words."""
    among = np.zeros(len(terms), np.bool_)
    spaces = np.flatnonzero(terms.blob == ord(PAIR))
    among[np.searchsorted(terms.offsets, spaces, "right") - 1] = True
    return among


def smooth_idf(n_works: int, works: NDArray[np.int64]) -> NDArray[np.float64]:
    """log((1 + n) / (1 + works)) + 1, never below 1.

    References:
        K. Spärck Jones (1972). A statistical interpretation of term specificity and its
        application in retrieval. Journal of Documentation 28(1).
    """
    idf: NDArray[np.float64] = np.log((1.0 + n_works) / (1.0 + np.minimum(works, n_works))) + 1.0
    return idf
