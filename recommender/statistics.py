"""What is counted over the whole corpus: document frequencies, and which nodes are hubs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR
from recommender.background import background_shares
from recommender.corpus import Corpus
from recommender.parameters import Parameters
from recommender.sparse import Rows
from recommender.strings import StringTable
from recommender.topics import WorkLinks

_SCRIPTS = ((0xE3, 0xE9), (0xEA, 0xEF))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Frequencies over all works.

    Args:
        n_works: how many works were counted.
        node_works: works linked to each node, wider concepts included; shape (n_nodes,), int64.
        hubs: nodes that no walk passes through; shape (n_nodes,), bool.
    """

    n_works: int
    node_works: NDArray[np.int64]
    hubs: NDArray[np.bool_]

    @classmethod
    def of(cls, corpus: Corpus, links: WorkLinks, parameters: Parameters) -> Statistics:
        """Count over the whole corpus."""
        return cls.counted(corpus.n_works, links.degrees(len(corpus.nodes)), parameters)

    @classmethod
    def counted(
        cls, n_works: int, node_works: NDArray[np.int64], parameters: Parameters
    ) -> Statistics:
        """From what was counted: how many works there are, and how many at each node."""
        limit = max(parameters.hub_share * n_works, parameters.hub_floor)
        return cls(n_works=n_works, node_works=node_works, hubs=node_works > limit)

    def node_idf(self) -> NDArray[np.float64]:
        """Smoothed inverse frequency of each node among works."""
        return smooth_idf(self.n_works, self.node_works)


def term_weights(corpus: Corpus, inverted: Rows, parameters: Parameters) -> NDArray[np.float64]:
    """idf of each term of a corpus; see `weighted_frequencies`."""
    scripts = grams_among(corpus.terms)
    written = [works_having(corpus.n_works, inverted, grams) for grams in scripts]
    works = np.diff(inverted.indptr)
    return weighted_frequencies(corpus.terms, corpus.n_works, works, scripts, written, parameters)


def weighted_frequencies(
    terms: StringTable,
    n_works: int,
    works: NDArray[np.int64],
    scripts: list[NDArray[np.bool_]],
    written: list[int],
    parameters: Parameters,
) -> NDArray[np.float64]:
    """idf of terms; pairs and character 2-grams with their own weights.

    Whole words are counted as if there were some more works, in which they are as common as in
    the field (`recommender.background`): a small corpus cannot tell which words are ordinary.

    A 2-gram is rare or common among the works that are written in its script: where few works
    have Korean words, every one of those words is rare among all works, and would make works
    related for nothing but being written about in Korean.

    Args:
        terms: distinct.
        n_works: how many works there are.
        works: how many of them have each term; shape (n_terms,).
        scripts: which are 2-grams, one mask a script.
        written: how many works have a 2-gram of each script.
        parameters: the hyperparameters.
    """
    idf = smooth_idf(n_works, works)
    pairs = pairs_among(terms)
    idf[pairs] *= parameters.pair_weight
    for grams, number in zip(scripts, written, strict=True):
        idf[grams] = parameters.gram_weight * smooth_idf(number, works[grams])
    words = np.flatnonzero(~np.logical_or.reduce([pairs, *scripts]))
    more = parameters.background_works
    common = more * background_shares(terms[word] for word in words.tolist())
    idf[words] = smooth_idf(n_works + more, np.minimum(works[words], n_works) + common)
    return idf


def works_having(n_works: int, inverted: Rows, terms: NDArray[np.bool_]) -> int:
    """How many works have at least one of some terms."""
    having = np.zeros(n_works, np.bool_)
    having[inverted.take(np.flatnonzero(terms)).indices] = True
    return int(having.sum())


def grams_among(terms: StringTable) -> list[NDArray[np.bool_]]:
    """Which terms are character 2-grams, one mask a script: Han and Kana, Hangul.

    UTF-8 tells by the first byte.
    """
    heads = np.zeros(len(terms), np.uint8)
    filled = np.diff(terms.offsets) > 0
    heads[filled] = terms.blob[terms.offsets[:-1][filled]]
    return [(heads >= low) & (heads <= high) for low, high in _SCRIPTS]


def pairs_among(terms: StringTable) -> NDArray[np.bool_]:
    """Which terms are pairs of words."""
    among = np.zeros(len(terms), np.bool_)
    spaces = np.flatnonzero(terms.blob == ord(PAIR))
    among[np.searchsorted(terms.offsets, spaces, "right") - 1] = True
    return among


def smooth_idf(
    n_works: float, works: NDArray[np.int64] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """log((1 + n) / (1 + works)) + 1, never below 1.

    References:
        K. Spärck Jones (1972). A statistical interpretation of term specificity and its
        application in retrieval. Journal of Documentation 28(1).
    """
    idf: NDArray[np.float64] = np.log((1.0 + n_works) / (1.0 + np.minimum(works, n_works))) + 1.0
    return idf
