"""Quads become files: streamed, packed, hashed on the way, and there whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.export.errors import PackageMissing, UnknownFormat
from kg.export.formats import COMPRESSIONS, Format
from kg.export.jsonld import write_jsonld
from kg.export.selection import GraphQuads
from kg.vocab import PREFIXES

_LINES = frozenset({ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES})
Progress = Callable[[int], None]
_REPORT_EVERY = 20_000
_SORTED_AT_ONCE = 500_000
_WRITTEN_AT_ONCE = 20_000
SHOWN_PREFIXES = {
    prefix: iri for prefix, iri in PREFIXES.items() if prefix not in {"sh", "formats"}
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was written.

    Args:
        path: where.
        quads: how many.
        size_bytes: as it lies there.
        sha256: of the file as it lies there.
    """

    path: Path
    quads: int
    size_bytes: int
    sha256: str


def write_dump(
    quads: Iterable[ox.Quad],
    path: Path,
    fmt: Format,
    *,
    compression: str = "",
    progress: Progress | None = None,
) -> Written:
    """Write a dump; it appears under its name when it is complete and on disk.

    Args:
        quads: in the order of writing, no two alike.
        path: of the file.
        fmt: a format; one without graphs gives the union.
        compression: ``gz``, ``zst`` or empty.
        progress: called with the number of quads from time to time.

    Raises:
        UnknownFormat: there is no such compression.
        PackageMissing: its library is not installed.
    """
    counter = _Counter(quads, progress)
    with _hashed_file(path, compression) as (output, result):
        if isinstance(quads, GraphQuads) and fmt.engine in _LINES:
            counting = _LineCounter(output, counter)
            quads.write_lines(cast(IO[bytes], counting), with_graphs=fmt.has_graphs)
        elif fmt.engine is None:
            write_jsonld(counter, output)
        elif fmt.has_graphs:
            ox.serialize(counter, output, fmt.engine, prefixes=_prefixes(fmt))
        else:
            triples = (quad.triple for quad in counter)
            ox.serialize(triples, output, fmt.engine, prefixes=_prefixes(fmt))
    return Written(path=path, quads=counter.count, size_bytes=result.size, sha256=result.digest)


def _prefixes(fmt: Format) -> dict[str, str] | None:
    return None if fmt.engine in _LINES else SHOWN_PREFIXES


def write_canonical(
    quads: Iterable[ox.Quad],
    path: Path,
    *,
    compression: str = "",
    progress: Progress | None = None,
) -> Written:
    """Write canonical N-Quads: each quad once, in the order of code points.

    For data without blank nodes, which is all that we publish, this is what RDFC-1.0 gives.

    References:
        RDF Dataset Canonicalization, W3C Recommendation 2024.
    """
    counter = _Counter(quads, progress)
    lines = 0
    with _hashed_file(path, compression) as (output, result):
        for line in sorted_lines(counter):
            output.write(line)
            lines += 1
    return Written(path=path, quads=lines, size_bytes=result.size, sha256=result.digest)


def canonical_sha256(quads: Iterable[ox.Quad]) -> str:
    """Give the SHA-256 of the canonical N-Quads.

    >>> canonical_sha256([])[:8]
    'e3b0c442'
    """
    digest = hashlib.sha256()
    for line in sorted_lines(quads):
        digest.update(line)
    return digest.hexdigest()


def sorted_lines(quads: Iterable[ox.Quad], at_once: int = _SORTED_AT_ONCE) -> Iterator[bytes]:
    """Give the lines of canonical N-Quads, sorted, each once, in bounded memory.

    Args:
        quads: in any order.
        at_once: how many lines are sorted in memory; the rest goes through temporary files.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = _lines_of(quads, Path(folder))
        runs: list[Path] = []
        lines = sorted(islice(source, at_once))
        while len(lines) >= at_once:
            run = Path(folder) / f"{len(runs)}.nq"
            run.write_bytes(b"".join(lines))
            runs.append(run)
            lines = sorted(islice(source, at_once))
        files = [run.open("rb") for run in runs]
        try:
            previous = b""
            for line in heapq.merge(*files, lines):
                if line != previous:
                    yield line
                previous = line
        finally:
            for file in files:
                file.close()


def _lines_of(quads: Iterable[ox.Quad], folder: Path) -> Iterator[bytes]:
    """The lines of N-Quads, in the order of the quads."""
    if isinstance(quads, GraphQuads):
        path = folder / "unsorted.nq"
        with path.open("wb") as file:
            quads.write_lines(file, with_graphs=True)
        with path.open("rb") as file:
            yield from file
        return
    source = iter(quads)
    while some := ox.serialize(islice(source, _WRITTEN_AT_ONCE), format=ox.RdfFormat.N_QUADS):
        yield from some.splitlines(keepends=True)


class _Counter:
    """Passes quads on and counts them."""

    def __init__(self, quads: Iterable[ox.Quad], progress: Progress | None) -> None:
        self._quads = quads
        self._progress = progress
        self.count = 0

    def add(self, number: int) -> None:
        """Count some more at once."""
        before, self.count = self.count, self.count + number
        if self._progress is not None and before // _REPORT_EVERY != self.count // _REPORT_EVERY:
            self._progress(self.count)

    def __iter__(self) -> Iterator[ox.Quad]:
        for quad in self._quads:
            self.count += 1
            if self._progress is not None and self.count % _REPORT_EVERY == 0:
                self._progress(self.count)
            yield quad


class _LineCounter:
    """Passes lines on and counts them as quads."""

    def __init__(self, output: IO[bytes], counter: _Counter) -> None:
        self._output = output
        self._counter = counter

    def write(self, content: bytes) -> int:
        self._counter.add(content.count(b"\n"))
        return self._output.write(content)


class _Hashing:
    """A file that hashes and counts what is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        self.size += len(content)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _hashed_file(path: Path, compression: str) -> Iterator[tuple[IO[bytes], _Hashing]]:
    """Open a file that gets its name when everything is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as raw:
            hashing = _Hashing(raw)
            with _packed(hashing, compression) as output:
                yield output, hashing
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _packed(raw: _Hashing, compression: str) -> Iterator[IO[bytes]]:
    """Pack on the way; no name and no time goes into the file, so that bytes do not differ."""
    if compression not in COMPRESSIONS:
        raise UnknownFormat(compression, COMPRESSIONS)
    file = cast(IO[bytes], raw)
    if not compression:
        yield file
    elif compression == "gz":
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            yield cast(IO[bytes], packed)
    else:
        try:
            import zstandard  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise PackageMissing(".zst files", "zstandard") from error
        with zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False) as out:
            yield out
