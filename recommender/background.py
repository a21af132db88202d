"""How common words are in the field, for catalogues that are too small to tell.

Fifteen titles do not say that "model" is an ordinary word. So a corpus is counted as if it held
some more works, in which words are as common as in abstracts of machine learning; what it counts
itself soon outweighs them. `data/background.txt` holds how many of a thousand works have each
stem, counted by ``python -m benchmarks.background`` over 12,103 abstracts of arXiv's listings from
March to May 2025.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray


def background_shares(words: Iterable[str]) -> NDArray[np.float64]:
    """The share of the field's works that have each stem; 0 for one that few of them have.

    Returns:
        In [0, 1]; shape (n_words,), float64.

    >>> background_shares(["lora", "adapt", "zebra"]).tolist()
    [0.015, 0.199, 0.0]
    """
    field = _field()
    return np.array([field.get(word, 0.0) for word in words], np.float64)


@cache
def _field() -> dict[str, float]:
    text = resources.files("recommender").joinpath("data", "background.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines())
    return {stem: int(count) / 1000 for count, *stems in lines for stem in stems}
