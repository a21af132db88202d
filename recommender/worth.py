"""What the byte of a posting says: how often a term stands in a work, or its share of a phrase.

Bytes up to COUNT_MAX are counts, worth 1 + log count. A term that only a dictionary brought has
one of the bytes above. In a query it is worth its share of the phrase: five English words and
pairs that stand for one Korean phrase count together as one term, or they would outweigh all
that the query says in English itself. In a work that is looked for it counts as one occurrence.

References:
    A. Pirkola (1998). The effects of query structure and dictionary setups in dictionary-based
    cross-language information retrieval. SIGIR. (the translations of one word count as one)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Ints

COUNT_MAX = 191  # a term that stands more often in a work counts as often as this
_STEPS = 32  # what the bytes above COUNT_MAX count in: parts of one term

_BYTES = np.arange(256)
_OF_COUNTS = 1.0 + np.log(np.maximum(_BYTES, 1))
WORTH = np.where(_BYTES <= COUNT_MAX, _OF_COUNTS, 1.0)
WORTH_SINGLE = WORTH.astype(np.float32)
_ASKED = np.where(_BYTES <= COUNT_MAX, _OF_COUNTS, (_BYTES - COUNT_MAX) / _STEPS)


def damped(codes: Ints) -> NDArray[np.float64]:
    """What bytes are worth in a work, looked up, so that equal ones are equal to the last bit."""
    values: NDArray[np.float64] = WORTH[codes]
    return values


def asked(codes: Ints) -> NDArray[np.float64]:
    """What bytes are worth in a query."""
    values: NDArray[np.float64] = _ASKED[codes]
    return values


def share_among(n_terms: int) -> float:
    """The share of each term of a phrase that brings so many, in (0, 1]."""
    return 1.0 / max(n_terms, 1)


def posting_bytes(
    stated: NDArray[np.int64], translated: NDArray[np.int64], shares: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """The byte of each posting; what a text states itself needs no translation.

    Args:
        stated: how often the text's own words give the term, >= 0.
        translated: how often phrases of a dictionary do, >= 0; one of both is positive.
        shares: the greatest share among these phrases, in [0, 1].
    """
    worth = shares * (1.0 + np.log(np.maximum(translated, 1)))
    steps = np.clip(np.rint(worth * _STEPS), 1, 255 - COUNT_MAX)
    codes = np.where(stated > 0, np.minimum(stated, COUNT_MAX), COUNT_MAX + steps)
    return codes.astype(np.uint8)
