"""Choosing works from scores: exact top k by blocks, and diversity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def best(totals: NDArray[Any], count: int, block: int) -> NDArray[np.int64]:
    """The highest works, by falling score, ties by number; exact.

    A block whose greatest score is below the count-th greatest block maximum cannot hold one of
    the best, so only the other blocks are looked into. A block is every n-th work, not a stretch
    of works: the maxima of all blocks are then those of whole rows.

    Args:
        totals: minus infinity for works that may not be listed; shape (n_works,).
        count: how many are wanted, >= 0.
        block: works a block, > 0; changes only speed.
    """
    if count <= 0:
        return np.zeros(0, np.int64)
    n_blocks = len(totals) // block
    if n_blocks > count:
        inside = _in_good_blocks(totals, count, n_blocks, block)
    else:
        inside = np.arange(len(totals))
    values = totals[inside]
    if len(inside) > count:
        floor = np.partition(values, len(values) - count)[len(values) - count]
        inside, values = inside[values >= floor], values[values >= floor]
    order = np.lexsort((inside, -values))[:count]
    return inside[order][values[order] > -np.inf]


def _in_good_blocks(
    totals: NDArray[Any], count: int, n_blocks: int, block: int
) -> NDArray[np.int64]:
    """The works of the blocks that may hold one of the best, and those of no block."""
    whole = n_blocks * block
    maxima = totals[:whole].reshape(block, n_blocks).max(axis=0)
    floor = np.partition(maxima, n_blocks - count)[n_blocks - count]
    blocks = np.flatnonzero(maxima >= floor)
    inside = (blocks + np.arange(0, whole, n_blocks)[:, None]).ravel()
    return np.concatenate([inside, np.arange(whole, len(totals))])


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
