"""Measures of a ranking, and how sure one can be of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.evaluating import bootstrap, ndcg

__all__ = ["bootstrap", "ndcg", "ratio_interval"]


def ratio_interval(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], rounds: int = 2000
) -> tuple[float, float, float]:
    """Ratio of the means and its 95 % interval, drawing the same questions for both."""
    draws = np.random.default_rng(0).integers(0, len(ours), (rounds, len(ours)))
    below = np.maximum(theirs[draws].mean(axis=1), 1e-12)
    ratios = ours[draws].mean(axis=1) / below
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(ours.mean() / max(theirs.mean(), 1e-12)), float(low), float(high)
