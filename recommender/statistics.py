"""What an epoch freezes: document frequencies and the list of hubs.

As long as these stay, a work added later is weighted as if it had been there from the start.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR
from recommender.corpus import Corpus
from recommender.parameters import Parameters
from recommender.sparse import Rows
from recommender.strings import StringTable
from recommender.topics import WorkLinks
from recommender.weighting import vector_lengths


@dataclass(frozen=True, slots=True)
class Statistics:
    """Frequencies over the works of an epoch.

    Args:
        n_works: how many works were counted.
        term_works: works with each term; shape (n_terms,), int64.
        node_works: works linked to each node, wider concepts included; shape (n_nodes,), int64.
        hubs: nodes that no walk passes through; shape (n_nodes,), bool.
        mean_length, mean_title_length: of the works' unnormalised vectors that are not empty.
    """

    n_works: int
    term_works: NDArray[np.int64]
    node_works: NDArray[np.int64]
    hubs: NDArray[np.bool_]
    mean_length: float
    mean_title_length: float

    @classmethod
    def of(cls, corpus: Corpus, links: WorkLinks, parameters: Parameters) -> Statistics:
        """Count over the whole corpus."""
        node_works = links.degrees(len(corpus.nodes))
        term_works = column_counts(corpus.counts)
        idf = term_weights_of(corpus.terms, smooth_idf(corpus.n_works, term_works), parameters)
        limit = max(parameters.hub_share * corpus.n_works, parameters.hub_floor)
        return cls(
            n_works=corpus.n_works,
            term_works=term_works,
            node_works=node_works,
            hubs=node_works > limit,
            mean_length=mean_length(vector_lengths(corpus.counts, idf)),
            mean_title_length=mean_length(vector_lengths(corpus.title_counts, idf)),
        )

    def term_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse document frequency of each term."""
        return smooth_idf(self.n_works, self.term_works)

    def node_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse frequency of each node among works."""
        return smooth_idf(self.n_works, self.node_works)


def term_weights(
    corpus: Corpus, statistics: Statistics, parameters: Parameters
) -> NDArray[np.float64]:
    """idf of each term, pairs with their own weight."""
    return term_weights_of(corpus.terms, statistics.term_idf(), parameters)


def term_weights_of(
    terms: StringTable, idf: NDArray[np.float64], parameters: Parameters
) -> NDArray[np.float64]:
    """idf times `pair_weight` where the term is a pair."""
    return np.where(pairs_among(terms), parameters.pair_weight * idf, idf)


def pairs_among(terms: StringTable) -> NDArray[np.bool_]:
    """Which terms are pairs of words."""
    spaces = np.cumsum(terms.blob == ord(PAIR))
    before = np.concatenate([np.zeros(1, np.int64), spaces])[terms.offsets]
    among: NDArray[np.bool_] = np.diff(before) > 0
    return among


def mean_length(lengths: NDArray[np.float64]) -> float:
    """Mean of the lengths that are not 0; exact to the order of the works, 0 when there is none."""
    filled = lengths[lengths > 0]
    return math.fsum(filled.tolist()) / len(filled) if len(filled) else 0.0


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
