"""What the byte of a posting says: how often a term stands in a work, or its share of a phrase.

Bytes up to COUNT_MAX are counts, worth 1 + log count. A term that only a dictionary brought has
one of the bytes above: a class of shares and a class of counts. In a work that is looked for it
is worth what its count is. In a query that is multiplied by its share of the phrase: five English
words and pairs that stand for one Korean phrase count together as one term, or they would
outweigh all that the query says in English itself.

References:
    A. Pirkola (1998). The effects of query structure and dictionary setups in dictionary-based
    cross-language information retrieval. SIGIR. (the translations of one word count as one)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Ints

COUNT_MAX = 191  # a term that stands more often in a work counts as often as this
MOST_SHARING = 25  # a phrase that brings more terms counts as if it brought so many
# n words bring n - 1 pairs: phrases bring odd numbers of terms, nearly always
_SHARINGS = np.array([1, 3, 5, 7, 9, 11, 15, MOST_SHARING])
_COUNTS = 8  # classes of counts; a term that is translated more often counts as often as this

_BYTES = np.arange(256)
_OF_COUNTS = 1.0 + np.log(np.maximum(_BYTES, 1))
_PLACES = np.maximum(_BYTES - COUNT_MAX - 1, 0)
_OF_TRANSLATIONS = 1.0 + np.log(_PLACES % _COUNTS + 1)
WORTH = np.where(_BYTES <= COUNT_MAX, _OF_COUNTS, _OF_TRANSLATIONS)
WORTH_SINGLE = WORTH.astype(np.float32)
_ASKED = np.where(_BYTES <= COUNT_MAX, WORTH, WORTH / _SHARINGS[_PLACES // _COUNTS])


def damped(codes: Ints) -> NDArray[np.float64]:
    """What bytes are worth in a work, looked up, so that equal ones are equal to the last bit."""
    values: NDArray[np.float64] = WORTH[codes]
    return values


def asked(codes: Ints) -> NDArray[np.float64]:
    """What bytes are worth in a query."""
    values: NDArray[np.float64] = _ASKED[codes]
    return values


def posting_bytes(
    stated: NDArray[np.int64], translated: NDArray[np.int64], sharing: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """The byte of each posting; what a text states itself needs no translation.

    Args:
        stated: how often the text's own words give the term, >= 0.
        translated: how often phrases of a dictionary do, >= 0; one of both is positive.
        sharing: how many terms the phrase brings, the fewest where several phrases do.
    """
    shares = np.searchsorted(_SHARINGS, np.minimum(sharing, MOST_SHARING))
    counts = np.clip(translated, 1, _COUNTS) - 1
    codes = np.where(
        stated > 0, np.minimum(stated, COUNT_MAX), COUNT_MAX + 1 + shares * _COUNTS + counts
    )
    return codes.astype(np.uint8)
