"""Terms and neighbouring pairs of terms, counted on arrays.

A pair is one 64-bit key until the very end, so names for the millions of pairs that are dropped
are never made.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR
from recommender.sparse import Rows, distinct
from recommender.worth import posting_bytes

_SHIFT = 32
_FIRST_PAIR = 1 << _SHIFT  # keys below are single terms; pairs have their first term + 1 above
_HASH_BITS = 27


class PairCounts:
    """Counts of single terms and pairs by work, grown chunk by chunk."""

    def __init__(self) -> None:
        self._lengths: list[NDArray[np.int64]] = []
        self._keys: list[NDArray[np.int64]] = []
        self._counts: list[NDArray[np.uint8]] = []

    def add(
        self,
        works: NDArray[np.int64],
        terms: NDArray[np.int64],
        shares: NDArray[np.float64],
        pairable: NDArray[np.bool_],
        n_works: int,
    ) -> None:
        """Count a chunk.

        Args:
            works: the work, from 0, of each token.
            terms: the term of each token, negative where a text ends.
            shares: 0 for a work's own words, the share of a phrase's translations.
            pairable: which terms may stand in a pair.
            n_works: works in the chunk.
        """
        single = terms >= 0
        whole = single & pairable[np.maximum(terms, 0)]
        beside = whole[:-1] & whole[1:] & (works[:-1] == works[1:])
        pairs = ((terms[:-1][beside] + 1) << _SHIFT) | terms[1:][beside]
        keys = np.concatenate([terms[single], pairs])
        rows = np.concatenate([works[single], works[:-1][beside]])
        shares = np.concatenate([shares[single], shares[:-1][beside]])
        order = np.lexsort((keys, rows))
        keys, rows = keys[order], rows[order]
        first = np.flatnonzero(
            np.r_[True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])] if len(keys) else []
        ).astype(np.int64)
        self._keys.append(keys[first])
        self._counts.append(_counted(first, shares[order]))
        self._lengths.append(np.bincount(rows[first], minlength=n_works).astype(np.int64))

    def drop_rare_pairs(self) -> None:
        """Leave out pairs that only one work has.

        A table of hashes, seen once and seen again, finds nearly all of them in little memory;
        what collides with another pair is found by counting exactly.
        """
        once = np.zeros(1 << _HASH_BITS, np.bool_)
        again = np.zeros(1 << _HASH_BITS, np.bool_)
        for keys in self._keys:
            places, seen = np.unique(_hashed(keys[keys >= _FIRST_PAIR]), return_counts=True)
            again[places] |= once[places] | (seen > 1)
            once[places] = True
        self._keep(lambda keys: again[_hashed(keys)])
        found = np.sort(np.concatenate([keys[keys >= _FIRST_PAIR] for keys in self._keys]))
        common = distinct(found[1:][found[1:] == found[:-1]])
        self._keep(lambda keys: _among(common, keys))

    def keep_pairs_of(self, other: PairCounts) -> None:
        """Leave out pairs that the other does not have."""
        known = other.pair_keys()
        self._keep(lambda keys: _among(known, keys))

    def _keep(self, is_kept: Callable[[NDArray[np.int64]], NDArray[np.bool_]]) -> None:
        for place, keys in enumerate(self._keys):
            kept = keys < _FIRST_PAIR
            kept[~kept] = is_kept(keys[~kept])
            rows = np.repeat(np.arange(len(self._lengths[place])), self._lengths[place])
            n_works = len(self._lengths[place])
            self._keys[place] = keys[kept]
            self._counts[place] = self._counts[place][kept]
            self._lengths[place] = np.bincount(rows[kept], minlength=n_works).astype(np.int64)

    def pair_keys(self) -> NDArray[np.int64]:
        """The keys of all pairs, ascending."""
        parts = [distinct(keys[keys >= _FIRST_PAIR]) for keys in self._keys]
        return distinct(np.concatenate([np.zeros(0, np.int64), *parts]))

    def matrix(self, pairs: NDArray[np.int64], places: NDArray[np.int64]) -> Rows:
        """The counts with columns in their final order.

        Args:
            pairs: keys of all pairs, ascending.
            places: final column of each single term, then of each pair.
        """
        n_singles = len(places) - len(pairs)
        places = places.astype(np.int32)
        columns = []
        while self._keys:  # what is counted goes as its columns come, not to be held twice
            keys = self._keys.pop(0)
            numbers = keys.copy()
            is_pair = keys >= _FIRST_PAIR
            numbers[is_pair] = n_singles + np.searchsorted(pairs, keys[is_pair])
            columns.append(places[numbers])
        lengths = np.concatenate([np.zeros(1, np.int64), *self._lengths])
        counts = np.concatenate([np.zeros(0, np.uint8), *self._counts])
        self._counts.clear()
        indices = np.concatenate([np.zeros(0, np.int32), *columns])
        columns.clear()
        return Rows(np.cumsum(lengths), indices, counts, len(places)).sorted()


def _counted(first: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The byte of each stretch of equal keys that begins at these places."""
    total = np.diff(np.append(first, len(shares)))
    if not shares.any():
        return posting_bytes(total, np.zeros_like(total), np.zeros(len(total)))
    translated = np.add.reduceat((shares > 0).astype(np.int64), first)
    return posting_bytes(total - translated, translated, np.maximum.reduceat(shares, first))


def _among(known: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys are among the known ones, which are ascending."""
    if len(known) == 0:
        return np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    among: NDArray[np.bool_] = known[places] == keys
    return among


def pair_names(keys: NDArray[np.int64], singles: list[str]) -> list[str]:
    """What pairs are called in the vocabulary."""
    first, second = (keys >> _SHIFT) - 1, keys & (_FIRST_PAIR - 1)
    return [
        singles[one] + PAIR + singles[other]
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]


def _hashed(keys: NDArray[np.int64]) -> NDArray[np.uint64]:
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return mixed >> np.uint64(64 - _HASH_BITS)
