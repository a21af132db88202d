"""Reading the texts of many works, in this process or in several.

A text is read without regard to any other, so the works of a batch can be shared out. Other
processes cost two seconds to begin and the memory of a scheme each: they are worth it from some
hundred works on. What they find is the same.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, TypeVar

from kg.catalogue.codec import encode
from kg.concepts.coining import Coining
from kg.concepts.extraction import Extractor
from kg.concepts.pausing import collector_paused
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Extraction, WorkText

WORTH_IT = 600
"""Works from which on other processes are begun."""

_PIECE = 25  # works handed to a process at once: small beside a batch, so that none waits long
_PARENT_CHECK_S = 1.0

Texts = tuple[str, tuple[WorkText, ...]]
"""The key of a work and its texts."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class NamesFound:
    """What a work coins, the folded forms of all names in its texts, and a first extraction.

    Args:
        coinings: what it coins.
        names: folded forms, sorted.
        open_names: those whose mention the concepts of other works can bring.
        draft: the JSON of what is found by the scheme and the coinings of this work alone.
    """

    coinings: tuple[Coining, ...]
    names: tuple[str, ...]
    open_names: tuple[tuple[str, bool], ...]
    draft: bytes


class Reading(Generic[_T]):
    """What will have been read of some works."""

    def __init__(self, parts: Sequence[Callable[[], list[_T]]]) -> None:
        self._parts = parts

    def result(self) -> list[_T]:
        """One value a work, in the order given."""
        return [one for part in self._parts for one in part()]


class TextReaders:
    """Reads texts with one scheme.

    Args:
        reader: reads in this process; open to those who ask what its concepts can change.
        pool: processes that hold the same reader, or None.
    """

    def __init__(self, reader: Extractor, pool: Executor | None = None) -> None:
        self.reader = reader
        self._pool = pool

    @property
    def version(self) -> str:
        """Of the extraction."""
        return self.reader.version

    def coin(self, works: Sequence[Texts]) -> Reading[NamesFound]:
        """Begin to look for the names that works coin and use."""
        return self._begin(_coin_here, _coin_there, works)

    def extract(self, works: Sequence[Texts]) -> Reading[Extraction]:
        """Begin to look for mentions, results and links."""
        return self._begin(_extract_here, _extract_there, works)

    def _begin(
        self,
        here: Callable[[Extractor, Sequence[Texts]], list[_T]],
        there: Callable[[Sequence[Texts]], list[_T]],
        works: Sequence[Texts],
    ) -> Reading[_T]:
        pieces = [works[start : start + _PIECE] for start in range(0, len(works), _PIECE)]
        futures = [self._submit(there, piece) for piece in pieces]

        def part(future: Future[list[_T]] | None, piece: Sequence[Texts]) -> list[_T]:
            try:
                if future is not None:
                    return future.result()
            except BrokenProcessPool:
                # A process was killed, or could not begin: the work is done here instead.
                self._pool = None
            return here(self.reader, piece)

        return Reading(
            [
                lambda future=future, piece=piece: part(future, piece)  # type: ignore[misc]
                for future, piece in zip(futures, pieces, strict=True)
            ]
        )

    def _submit(
        self, task: Callable[[Sequence[Texts]], list[_T]], piece: Sequence[Texts]
    ) -> Future[list[_T]] | None:
        try:
            return None if self._pool is None else self._pool.submit(task, piece)
        except BrokenProcessPool:
            self._pool = None
            return None


@contextmanager
def text_readers(
    scheme: Scheme, coined: Iterable[Concept], works: int, processes: int
) -> Iterator[TextReaders]:
    """Readers for so many works; other processes end with the block.

    Args:
        scheme: the concepts that are known beforehand.
        coined: what all works coined.
        works: how many will be read, about.
        processes: at most; 1 reads in this process only.
    """
    known = tuple(coined)
    reader = Extractor(scheme, known)
    if processes < 2 or works < WORTH_IT:
        yield TextReaders(reader)
        return
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_begin_process,
        initargs=(scheme, known, os.getpid()),
    )
    try:
        yield TextReaders(reader, pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


# ---- in another process -----------------------------------------------------------------------

_readers: list[Extractor] = []


def _begin_process(scheme: Scheme, coined: tuple[Concept, ...], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends us
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    os.nice(1)
    _readers.append(Extractor(scheme, coined))
    gc.freeze()  # the reader stays: walking it over and over costs a fifth of the time


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end us."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_S)
    os._exit(1)


def _coin_there(works: Sequence[Texts]) -> list[NamesFound]:
    return _coin_here(_readers[0], works)


def _extract_there(works: Sequence[Texts]) -> list[Extraction]:
    return _extract_here(_readers[0], works)


def _coin_here(reader: Extractor, works: Sequence[Texts]) -> list[NamesFound]:
    with collector_paused():  # what reading makes refers to nothing in a circle
        return [_read_names(reader, key, texts) for key, texts in works]


def _read_names(reader: Extractor, key: str, texts: tuple[WorkText, ...]) -> NamesFound:
    draft = reader.extract(key, texts)
    return NamesFound(
        reader.coin(key, texts),
        tuple(sorted(reader.names(texts))),
        tuple(sorted(reader.open_names(texts, draft))),
        encode(draft),
    )


def _extract_here(reader: Extractor, works: Sequence[Texts]) -> list[Extraction]:
    with collector_paused():
        return [reader.extract(key, texts) for key, texts in works]
