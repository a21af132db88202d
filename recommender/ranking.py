"""From scores in single precision to the exact best works."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.fusion import Scores
from recommender.index import Index
from recommender.selection import best
from recommender.weighting import Certainty, pool_of

Ranking = tuple[NDArray[np.int64], NDArray[np.float64]]


def exact_best(index: Index, scores: Scores, allowed: NDArray[np.bool_], count: int) -> Ranking:
    """The best works by exact score, ties by number, with their scores.

    Every work whose total, or the bound of it, comes within the slack of the last exact score is
    scored exactly, so neither rounding nor bounds can drop a work or change the order. Where the
    totals know only the heaviest terms of the texts (`Parameters.heavy_terms`), the best by them
    are scored exactly: scores and order are exact, but a work may be missed.
    """
    totals = np.where(allowed, scores.totals, np.float32(-np.inf))
    if scores.certainty is Certainty.AT_LEAST:
        works = best(totals, pool_of(count), index.block)
    else:
        works = best(totals, count, index.block)
        if len(works) and len(works) == count:
            is_bound = scores.certainty is Certainty.AT_MOST
            last = scores.exact(index, works).min() if is_bound else totals[works[-1]]
            works = np.flatnonzero(totals >= last - scores.slack)
    exact = scores.exact(index, works)
    order = np.lexsort((works, -exact))[:count]
    order = order[exact[order] > -np.inf]
    return works[order], exact[order]


def best_of_groups(index: Index, scores: Scores, allowed: NDArray[np.bool_], count: int) -> Ranking:
    """As `exact_best`, with at most one version of each work, the highest."""
    wanted = count
    while True:
        works, exact = exact_best(index, scores, allowed, wanted)
        _, first = np.unique(index.corpus.groups[works], return_index=True)
        if len(first) >= count or len(works) < wanted:
            places = np.sort(first)[:count]
            return works[places], exact[places]
        wanted *= 2
