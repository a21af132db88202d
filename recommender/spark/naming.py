"""Names that many blocks use become numbers that all of them share.

Each name falls to one part by its hash; a part sees what every block calls by that name and
answers each with the numbers. No machine sees all names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from recommender.parameters import Parameters
from recommender.sparse import Ints
from recommender.statistics import grams_among, pairs_among, weighted_frequencies
from recommender.strings import StringTable

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Names:
    """Some names of one block: where they stand there, and in how many of its works they are."""

    block: int
    places: Longs
    names: StringTable
    works: Longs


@dataclass(frozen=True, slots=True)
class Part:
    """All names of one part, numbered from 0, with the works that have each.

    Args:
        names: the distinct names.
        works: how many works of all blocks have each; shape (n_names,).
        numbers: block, places there, and the number of the name at each place.
    """

    names: StringTable
    works: Longs
    numbers: tuple[tuple[int, Longs, Longs], ...]

    @classmethod
    def of(cls, asked: Iterable[Names]) -> Part:
        """Number the names that blocks ask for, in the order of the blocks."""
        numbers: dict[str, int] = {}
        answers, counted = [], []
        for one in sorted(asked, key=lambda one: one.block):
            found = [numbers.setdefault(name, len(numbers)) for name in one.names]
            answers.append((one.block, one.places, np.array(found, np.int64)))
            counted.append(one.works)
        all_numbers = np.concatenate([answer[2] for answer in answers])
        works = np.bincount(all_numbers, np.concatenate(counted), len(numbers))
        return cls(StringTable.of(numbers), works.astype(np.int64), tuple(answers))

    def kept(self, chosen: Flags) -> Part:
        """Without some of the names; the places of those have the number -1."""
        new = np.where(chosen, np.cumsum(chosen) - 1, -1)
        answers = tuple((block, places, new[found]) for block, places, found in self.numbers)
        return Part(self.names.taken(chosen), self.works[chosen], answers)

    def __len__(self) -> int:
        return len(self.names)


def scattered(
    block: int, names: StringTable, works: Ints, parts: int
) -> Iterator[tuple[int, Names]]:
    """The names of one block by the part they fall to."""
    raw = names.blob.tobytes()
    falls = np.array(
        [crc32(raw[begin:end]) % parts for begin, end in pairwise(names.offsets.tolist())], np.int64
    )
    for part in np.unique(falls).tolist():
        chosen = falls == part
        places = np.flatnonzero(chosen)
        yield part, Names(block, places, names.taken(chosen), works[places].astype(np.int64))


def assembled(answers: Iterable[tuple[Longs, Longs]]) -> Longs:
    """The numbers of all names of one block, from the answers of the parts."""
    found = list(answers)
    assembled = np.empty(sum(len(places) for places, _ in found), np.int64)
    for places, numbers in found:
        assembled[places] = numbers
    return assembled


def without_rare_pairs(part: Part, n_works: int, parameters: Parameters) -> Part:
    """Terms without the pairs of words that only one of very many works has."""
    if n_works <= parameters.pair_limit:
        return part
    return part.kept((part.works > 1) | ~pairs_among(part.names))


def weighed(
    part: Part, n_works: int, written: list[int], parameters: Parameters
) -> tuple[NDArray[np.float64], Flags]:
    """idf of a part's terms, and which of them are pairs of words."""
    scripts = grams_among(part.names)
    idf = weighted_frequencies(part.names, n_works, part.works, scripts, written, parameters)
    return idf, pairs_among(part.names)
