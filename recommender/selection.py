"""Choosing works from scores: exact top k by blocks, and diversity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def best(
    totals: NDArray[Any], allowed: NDArray[np.bool_], count: int, block: int
) -> NDArray[np.int64]:
    """The highest allowed works, by falling score, ties by number; exact.

    A block whose greatest score is below the count-th greatest block maximum cannot hold one of
    the best, so only the other blocks are looked into.

    Args:
        totals: shape (n_works,).
        allowed: shape (n_works,), bool.
        count: how many are wanted, >= 0.
        block: works a block, > 0; changes only speed.
    """
    if count <= 0:
        return np.zeros(0, np.int64)
    scores = np.where(allowed, totals, -np.inf)
    n_blocks = -(-len(scores) // block)
    if n_blocks > count:
        maxima = np.maximum.reduceat(scores, np.arange(0, len(scores), block))
        floor = np.partition(maxima, n_blocks - count)[n_blocks - count]
        blocks = np.flatnonzero(maxima >= floor) if floor > -np.inf else np.arange(n_blocks)
        inside = (blocks[:, None] * block + np.arange(block)).ravel()
        inside = inside[inside < len(scores)]
    else:
        inside = np.arange(len(scores))
    inside = inside[scores[inside] > -np.inf]
    if len(inside) > count:
        values = scores[inside]
        floor = np.partition(values, len(values) - count)[len(values) - count]
        inside = inside[values >= floor]
    return inside[np.lexsort((inside, -scores[inside]))][:count]


def diversified(
    works: NDArray[np.int64],
    totals: NDArray[np.float64],
    likeness: Callable[[int, NDArray[np.int64]], NDArray[np.float64]],
    balance: float,
    count: int,
) -> NDArray[np.int64]:
    """Reorder by maximal marginal relevance.

    Args:
        works: candidates, best first.
        totals: their scores.
        likeness: of one work to others, in [0, 1].
        balance: in [0, 1]; 1 keeps the order, less avoids works like those already chosen.
        count: how many to choose.

    Returns:
        places in `works`, in their new order.

    References:
        J. Carbonell, J. Goldstein (1998). The use of MMR, diversity-based reranking for
        reordering documents and producing summaries. SIGIR.
    """
    if len(works) == 0:
        return works
    lowest = min(totals[-1], 0.0)
    span = totals[0] - lowest
    relevance = (totals - lowest) / span if span > 0 else np.ones(len(works))
    nearest = np.zeros(len(works))
    open_places = np.ones(len(works), np.bool_)
    chosen: list[int] = []
    for _ in range(min(count, len(works))):
        gain = np.where(open_places, balance * relevance - (1 - balance) * nearest, -np.inf)
        place = int(np.argmax(gain))
        chosen.append(place)
        open_places[place] = False
        nearest = np.maximum(nearest, likeness(int(works[place]), works))
    return np.array(chosen, np.int64)
