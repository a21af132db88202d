"""Many strings in two arrays, so that they can be memory-mapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class StringTable(Sequence[str]):
    """An immutable sequence of strings as one UTF-8 byte array and its offsets.

    Args:
        blob: the bytes of all strings, end to end; shape (n_bytes,), uint8.
        offsets: where each begins, and the end; shape (n_strings + 1,), int64.

    >>> table = StringTable.of(["apple", "pear"])
    >>> table[1], table.find("pear"), table.find("plum")
    ('pear', 1, -1)
    """

    def __init__(self, blob: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.blob = blob
        self.offsets = offsets
        self._view = blob.data  # reading single items from arrays is ten times slower
        self._ends = offsets.data

    def __reduce__(self) -> tuple[type[StringTable], tuple[NDArray[np.uint8], NDArray[np.int64]]]:
        return StringTable, (self.blob, self.offsets)  # the views cannot be sent

    @classmethod
    def of(cls, strings: Iterable[str]) -> StringTable:
        """Build from strings; `find` needs them sorted and distinct."""
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        if index < 0:
            index += len(self)
        return self._bytes(index).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        raw = self.blob.tobytes()
        ends = self.offsets.tolist()
        for begin, end in pairwise(ends):
            yield raw[begin:end].decode("utf-8", "surrogatepass")

    def find(self, string: str) -> int:
        """Position of a string in a sorted table, -1 when absent."""
        wanted = string.encode("utf-8", "surrogatepass")
        place = self._place(wanted, 0)
        return place if place < len(self) and self._bytes(place) == wanted else -1

    def places_of(self, strings: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where sorted strings stand, or would stand, in this sorted table; and which do."""
        places, present, low = [], [], 0
        for string in strings:
            wanted = string.encode("utf-8", "surrogatepass")
            low = self._place(wanted, low)
            places.append(low)
            present.append(low < len(self) and self._bytes(low) == wanted)
        return np.array(places, np.int64), np.array(present, np.bool_)

    def taken(self, chosen: NDArray[np.bool_]) -> StringTable:
        """The chosen strings, in their order."""
        lengths = np.diff(self.offsets)
        offsets = np.zeros(int(chosen.sum()) + 1, np.int64)
        np.cumsum(lengths[chosen], out=offsets[1:])
        return StringTable(self.blob[np.repeat(chosen, lengths)], offsets)

    def edited(
        self, places: NDArray[np.int64], strings: Sequence[str], replaced: NDArray[np.bool_]
    ) -> StringTable:
        """Another table with strings put before the given places, or in the place of what is there.

        Args:
            places: ascending; what is put before one place keeps its order.
            strings: one a place.
            replaced: which strings take the place of the string there.
        """
        pieces = [string.encode("utf-8", "surrogatepass") for string in strings]
        lengths = np.diff(self.offsets)
        sizes = np.array([len(piece) for piece in pieces], np.int64)
        lengths[places[replaced]] = sizes[replaced]
        lengths = np.insert(lengths, places[~replaced], sizes[~replaced])
        offsets = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return StringTable(
            np.frombuffer(self._spliced(places, pieces, replaced), np.uint8), offsets
        )

    def _spliced(
        self, places: NDArray[np.int64], pieces: list[bytes], replaced: NDArray[np.bool_]
    ) -> bytearray:
        whole, reached = bytearray(), 0
        begins, ends = self.offsets[places].tolist(), self.offsets[places + replaced].tolist()
        for piece, begin, end in zip(pieces, begins, ends, strict=True):
            whole += self._view[reached:begin]
            whole += piece
            reached = end
        whole += self._view[reached:]
        return whole

    def _place(self, wanted: bytes, low: int) -> int:
        """The first place, from `low` on, whose string is not before the wanted one."""
        high = len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _bytes(self, index: int) -> bytes:
        return bytes(self._view[self._ends[index] : self._ends[index + 1]])
