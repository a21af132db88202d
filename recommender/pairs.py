"""Terms and neighbouring pairs of terms, counted on arrays.

A pair is a number until the very end, so names for the millions of pairs that are dropped are
never made, and a posting takes five bytes while the works are read.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR
from recommender.sparse import Rows
from recommender.worth import MOST_SHARING, posting_bytes

_SHIFT = 32
_SECOND = (1 << _SHIFT) - 1
_SHARE_BITS = 8  # hold MOST_SHARING
_SHARE = (1 << _SHARE_BITS) - 1
_WORK_SHIFT = 41  # above a code of 33 bits (its sign included) and its share
_LOWEST = 1 << 32  # added to codes, so that they are positive where they are packed


class PairTable:
    """Numbers pairs of terms as they are met, and counts the works that have each.

    Attributes:
        works: how many works have each pair; shape (n_pairs,), int32.
    """

    def __init__(self) -> None:
        self._keys = np.zeros(0, np.int64)  # ascending
        self._numbers = np.zeros(0, np.int32)  # of the pair with this key
        self.works = np.zeros(0, np.int32)

    def numbers_of(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """The number of each key, in any order and repeated or not; new keys get new numbers."""
        order = np.argsort(keys)
        ordered = keys[order]
        new = np.r_[True, ordered[1:] != ordered[:-1]][: len(keys)]
        found = np.empty(len(keys), np.int32)
        found[order] = self._numbered(ordered[new])[np.cumsum(new) - 1]
        return found

    def _numbered(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """The same for distinct ascending keys: both tables are read from front to back."""
        places = self._keys.searchsorted(keys)
        known = np.zeros(len(keys), np.bool_)
        inside = places < len(self._keys)
        known[inside] = self._keys[places[inside]] == keys[inside]
        numbers = np.empty(len(keys), np.int32)
        numbers[known] = self._numbers[places[known]]
        fresh = np.arange(len(self._keys), len(self._keys) + int((~known).sum()), dtype=np.int32)
        numbers[~known] = fresh
        self._numbers = np.insert(self._numbers, places[~known], fresh)
        self._keys = np.insert(self._keys, places[~known], keys[~known])
        self.works = np.append(self.works, np.zeros(len(fresh), np.int32))
        return numbers

    def seen(self, numbers: NDArray[np.int32]) -> None:
        """Count one more work for each of these pairs, as often as they are given."""
        self.works += np.bincount(numbers, minlength=len(self.works)).astype(np.int32)

    def names(self, kept: NDArray[np.bool_], singles: list[str]) -> list[str]:
        """What the kept pairs are called in the vocabulary, by number."""
        keys = np.empty(len(self._keys), np.int64)
        keys[self._numbers] = self._keys
        first, second = (keys[kept] >> _SHIFT), keys[kept] & _SECOND
        return [
            singles[one] + PAIR + singles[other]
            for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ]


class PairCounts:
    """Counts of single terms and pairs by work, grown chunk by chunk.

    A term is written as its number, a pair as -1 minus its number.
    """

    def __init__(self, pairs: PairTable) -> None:
        self._pairs = pairs
        self._lengths: list[NDArray[np.int32]] = []
        self._codes: list[NDArray[np.int32]] = []
        self._counts: list[NDArray[np.uint8]] = []

    def add(
        self,
        works: NDArray[np.int64],
        terms: NDArray[np.int64],
        sharing: NDArray[np.int64],
        pairable: NDArray[np.bool_],
        n_works: int,
    ) -> NDArray[np.int32]:
        """Count a chunk.

        Args:
            works: the work, from 0, of each token.
            terms: the term of each token, negative where a text ends.
            sharing: 0 for a work's own words, for those of a phrase's translations how many
                terms the phrase brings.
            pairable: which terms may stand in a pair.
            n_works: works in the chunk.

        Returns:
            the pairs of each work, each once; their numbers, work by work.
        """
        single = terms >= 0
        whole = single & pairable[np.maximum(terms, 0)]
        beside = np.flatnonzero(whole[:-1] & whole[1:] & (works[:-1] == works[1:]))
        pairs = self._pairs.numbers_of((terms[beside] << _SHIFT) | terms[beside + 1])
        codes = np.concatenate([terms[single], -1 - pairs.astype(np.int64)])
        packed = np.concatenate([works[single], works[beside]]) << _WORK_SHIFT
        packed |= (codes + _LOWEST) << _SHARE_BITS
        packed |= np.minimum(np.concatenate([sharing[single], sharing[beside]]), MOST_SHARING)
        packed.sort()
        return self._keep(packed, n_works)

    def _keep(self, packed: NDArray[np.int64], n_works: int) -> NDArray[np.int32]:
        """Count what lies side by side: the tokens of one term in one work."""
        entries = packed >> _SHARE_BITS
        first = np.flatnonzero(np.r_[True, entries[1:] != entries[:-1]][: len(entries)])
        heads = entries[first]
        works = heads >> (_WORK_SHIFT - _SHARE_BITS)
        codes = ((heads & ((1 << (_WORK_SHIFT - _SHARE_BITS)) - 1)) - _LOWEST).astype(np.int32)
        self._codes.append(codes)
        self._counts.append(_counted(first, packed & _SHARE))
        self._lengths.append(np.bincount(works, minlength=n_works).astype(np.int32))
        numbers: NDArray[np.int32] = -1 - codes[codes < 0]
        return numbers

    def matrix(self, columns: NDArray[np.int32], width: int) -> Rows:
        """The counts with columns in their final order; what was counted is given up.

        Args:
            columns: the column of each single term, then of each pair from the last to the
                first, so that a code is a place in it; -1 for pairs that are left out.
            width: how many columns there are.
        """
        lengths = []
        for place, codes in enumerate(self._codes):
            found = columns[codes]
            kept = found >= 0
            ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
            bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._lengths[place])])
            lengths.append(np.diff(ends[bounds]))
            self._codes[place] = found[kept]
            self._counts[place] = self._counts[place][kept]
        indptr = np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths]))
        indices, counts = _emptied(self._codes, np.int32), _emptied(self._counts, np.uint8)
        return Rows(indptr, indices, counts, width).sorted()


Number = TypeVar("Number", bound=np.generic)


def _emptied(parts: list[NDArray[Number]], dtype: type[Number]) -> NDArray[Number]:
    """The parts end to end; each goes as soon as it is copied, not to be held twice."""
    whole: NDArray[Number] = np.empty(sum(map(len, parts)), dtype)
    place = 0
    while parts:
        part = parts.pop(0)
        whole[place : place + len(part)] = part
        place += len(part)
    return whole


def _counted(first: NDArray[np.int64], sharing: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The byte of each stretch of tokens of one term that begins at these places."""
    total = np.diff(np.append(first, len(sharing)))
    if not sharing.any():
        return posting_bytes(total, np.zeros_like(total), np.ones_like(total))
    translated = np.add.reduceat((sharing > 0).astype(np.int64), first)
    fewest = np.minimum.reduceat(np.where(sharing > 0, sharing, MOST_SHARING), first)
    return posting_bytes(total - translated, translated, fewest)
