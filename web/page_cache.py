"""Answers kept in memory by their entity tag, the least recently used ones dropped first.

An entity tag names one representation of one published version (:mod:`web.caching`), so what is
kept under it never becomes wrong; it only falls out of use when a newer version is published.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

LARGEST_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """Body and headers of a successful answer."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class PageCache:
    """Kept answers; safe to use from many threads.

    When a version is new nothing of it is kept, and everybody asks for the same few pages: one of
    them makes a page, the others wait for it. Who is told to make one says when it is done.

    Args:
        max_bytes: of all bodies together.
        largest_bytes: of one body that is kept.

    >>> cache = PageCache(max_bytes=10)
    >>> for tag in ("a", "b", "c"):
    ...     cache.put(tag, KeptAnswer(b"1234", ()))
    >>> cache.get("a") is None, cache.get("c") is None
    (True, False)
    """

    max_bytes: int
    largest_bytes: int = LARGEST_BYTES
    _kept: OrderedDict[str, KeptAnswer] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: dict[str, threading.Event] = field(default_factory=dict)

    def get(self, tag: str) -> KeptAnswer | None:
        """The answer under a tag, if it is kept."""
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def get_or_make(self, tag: str, wait_s: float) -> tuple[KeptAnswer | None, bool]:
        """The answer under a tag, after a wait while another thread makes it.

        Args:
            tag: of the answer.
            wait_s: longest wait, in seconds; after it the caller makes the answer for itself.

        Returns:
            The answer if there is one, and whether the caller is the one to make it: then it
            calls ``made`` when it is done, whatever came of it.
        """
        with self._lock:
            making = None if tag in self._kept else self._making.get(tag)
            if making is None and tag not in self._kept:
                self._making[tag] = threading.Event()
                return None, True
        if making is not None:
            making.wait(wait_s)
        return self.get(tag), False

    def made(self, tag: str) -> None:
        """Let those go on who wait for an answer."""
        with self._lock:
            self._making.pop(tag).set()

    def put(self, tag: str, answer: KeptAnswer) -> None:
        """Keep an answer; one that is too large, or kept already, is passed over."""
        if len(answer.body) > self.largest_bytes:
            return
        with self._lock:
            if tag in self._kept:
                return
            self._kept[tag] = answer
            self._bytes += len(answer.body)
            while self._bytes > self.max_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.body)
