"""Measures of a ranking, and how sure one can be of them."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray


def ndcg(ranked: Sequence[str], right: Set[str], depth: int = 20) -> float:
    """Normalised discounted cumulative gain with binary gains, in [0, 1].

    References:
        K. Järvelin, J. Kekäläinen (2002). Cumulated gain-based evaluation of IR techniques.
        ACM TOIS 20(4).

    >>> ndcg(["a", "b"], {"a"}), ndcg(["b", "c"], {"a"})
    (1.0, 0.0)
    """
    discounts = 1.0 / np.log2(np.arange(2, depth + 2))
    gains = np.array([work in right for work in ranked[:depth]], np.float64)
    ideal = discounts[: min(len(right), depth)].sum()
    return float(gains @ discounts[: len(gains)] / ideal) if ideal else 0.0


def bootstrap(
    values: NDArray[np.float64], level: float = 0.95, rounds: int = 2000
) -> tuple[float, float]:
    """Percentile interval of the mean over questions."""
    draws = np.random.default_rng(0).integers(0, len(values), (rounds, len(values)))
    means = values[draws].mean(axis=1)
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def ratio_interval(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], rounds: int = 2000
) -> tuple[float, float, float]:
    """Ratio of the means and its 95 % interval, drawing the same questions for both."""
    draws = np.random.default_rng(0).integers(0, len(ours), (rounds, len(ours)))
    below = np.maximum(theirs[draws].mean(axis=1), 1e-12)
    ratios = ours[draws].mean(axis=1) / below
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(ours.mean() / max(theirs.mean(), 1e-12)), float(low), float(high)
