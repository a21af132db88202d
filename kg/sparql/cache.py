"""Answers kept for repeated queries, as long as their version is current."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

_LARGEST_SHARE = 16


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """The content of an answer.

    Args:
        content: its bytes.
        rows: rows of a table.
    """

    content: bytes
    rows: int


class AnswerCache:
    """The most recently used answers of one version; safe to use from many threads.

    >>> cache = AnswerCache(max_bytes=1600)
    >>> cache.put(1, "q", CachedAnswer(b"x" * 100, 1))
    >>> cache.get(1, "q").rows, cache.get(2, "q")
    (1, None)

    Args:
        max_bytes: of all contents together; one answer takes at most a sixteenth.
    """

    def __init__(self, max_bytes: int) -> None:
        self.largest_bytes = max_bytes // _LARGEST_SHARE
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._version = 0
        self._answers: OrderedDict[Hashable, CachedAnswer] = OrderedDict()
        self._bytes = 0

    def get(self, version: int, key: Hashable) -> CachedAnswer | None:
        """The answer that this version gave, if it is still here."""
        with self._lock:
            if version != self._version or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def put(self, version: int, key: Hashable, answer: CachedAnswer) -> None:
        """Keep an answer; a newer version drops everything older, and older ones are not kept."""
        with self._lock:
            if version < self._version or len(answer.content) > self.largest_bytes:
                return
            if version > self._version:
                self._answers.clear()
                self._bytes, self._version = 0, version
            replaced = self._answers.pop(key, None)
            self._bytes += len(answer.content) - (len(replaced.content) if replaced else 0)
            self._answers[key] = answer
            while self._bytes > self._max_bytes:
                _, dropped = self._answers.popitem(last=False)
                self._bytes -= len(dropped.content)
