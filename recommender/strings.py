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
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else -1

    def _bytes(self, index: int) -> bytes:
        return bytes(self._view[self._ends[index] : self._ends[index + 1]])
