"""RDF of others is read by a walled-in process, strictly: whole, or not at all.

The process knows the one file and has no network, a memory limit and a timer; what it gives back is
canonical N-Quads, which nothing can hide in.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.foreign.errors import ForeignRefused
from kg.sparql.formats import GRAPH_FORMATS, ResultFormat
from kg.sparql.frames import Message
from kg.sparql.process import WorkerDied, WorkerProcess, WorkerSettings, start_process

_GRACE_S = 1.0
_COPY_BYTES = 1 << 20
_OTHER_ENDINGS = {"n3": "ttl", "owl": "rdf", "xml": "rdf", "json": "jsonld", "turtle": "ttl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignLimits:
    """What foreign data may use.

    Args:
        memory_bytes: of the process that reads it.
        timeout_s: for one file, in seconds.
        unpacked_bytes: of one file, unpacked.
        quads: in one file that is kept.
        content_bytes: of what is kept of one file.
    """

    memory_bytes: int = 2 << 30
    timeout_s: float = 600.0
    unpacked_bytes: int = 64 << 30
    quads: int = 5_000_000
    content_bytes: int = 768 << 20


def format_of_name(name: str) -> ResultFormat | None:
    """The format that a file's name tells, without ``.gz`` and ``.zst``; None for others.

    >>> format_of_name("peers.NT.gz").name
    'nt'
    """
    endings = [part for part in name.lower().split(".")[1:] if part not in {"gz", "zst"}]
    last = _OTHER_ENDINGS.get(endings[-1], endings[-1]) if endings else ""
    return next((fmt for fmt in GRAPH_FORMATS if fmt.name == last), None)


def read_graphs(
    path: Path, fmt: ResultFormat, graph: str, *, base_iri: str, limits: ForeignLimits
) -> dict[str, bytes]:
    """Read a file whole.

    Args:
        path: may be packed (``.gz``, ``.zst``).
        fmt: of the file.
        graph: IRI of the graph for what stands in none.
        base_iri: relative IRIs are resolved against it.
        limits: what it may use.

    Returns:
        Canonical N-Quads by IRI of the graph.

    Raises:
        ForeignRefused: it is not strictly in that format, or beyond a limit.
    """
    content = bytearray()
    request: Message = {"operation": "parse", "graph": graph, "max_quads": limits.quads}
    request["max_bytes"] = limits.content_bytes
    _ask(path, fmt, base_iri, request, limits, content.extend)
    graphs: dict[str, list[bytes]] = {}
    lines = bytes(content).splitlines(keepends=True)
    for quad, line in zip(parse(bytes(content), RdfFormat.N_QUADS), lines, strict=True):
        graphs.setdefault(cast(NamedNode, quad.graph_name).value, []).append(line)
    return {name: b"".join(found) for name, found in graphs.items()}


def pick_triples(
    path: Path,
    fmt: ResultFormat,
    predicates: Sequence[str],
    *,
    base_iri: str,
    limits: ForeignLimits,
) -> Iterator[Triple]:
    """Read the triples of some properties out of a file of any size.

    Raises:
        ForeignRefused: as for ``read_graphs``.
    """
    with tempfile.TemporaryFile() as picked:
        request: Message = {"operation": "pick", "predicates": list(predicates), "max_bytes": 0}
        _ask(path, fmt, base_iri, request, limits, picked.write)
        picked.seek(0)
        for quad in cast(Iterator[Quad], parse(picked, RdfFormat.N_TRIPLES)):
            yield quad.triple


def _ask(
    path: Path,
    fmt: ResultFormat,
    base_iri: str,
    request: Message,
    limits: ForeignLimits,
    sink: Callable[[bytes], object],
) -> None:
    request |= {"format": fmt.name, "base_iri": base_iri, "timeout_s": limits.timeout_s}
    with _unpacked(path, limits.unpacked_bytes) as plain:
        settings = WorkerSettings(limits.memory_bytes, {})
        try:
            worker = WorkerProcess(start_process(), "parser", plain, plain.parent, settings)
        except WorkerDied:
            raise ForeignRefused(path.name, "no process can open it") from None
        deadline = time.monotonic() + limits.timeout_s + _GRACE_S
        try:
            message = worker.ask(request, deadline, sink)
        except (TimeoutError, WorkerDied) as end:
            raise ForeignRefused(path.name, _words(end, limits)) from None
        finally:
            worker.end()
    if message.get("error"):
        raise ForeignRefused(path.name, _reason(message, fmt, limits))


def _words(end: Exception, limits: ForeignLimits) -> str:
    if isinstance(end, WorkerDied) and not end.by_timer:
        return f"reading it took more than {limits.memory_bytes >> 20} MiB, or crashed the reader"
    return f"reading it took longer than {limits.timeout_s:g} s"


def _reason(message: Message, fmt: ResultFormat, limits: ForeignLimits) -> str:
    match message["error"]:
        case "syntax":
            return f"not valid {fmt.media_type}: {message['message']}"
        case "too-large":
            return f"more than {message['limit']} {message['unit']}"
        case "memory":
            return f"reading it took more than {limits.memory_bytes >> 20} MiB"
        case _:
            return str(message.get("message", message["error"]))


@contextmanager
def _unpacked(path: Path, most: int) -> Iterator[Path]:
    """The file in a folder of its own, which is all that the reader may see."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "data"
        try:
            with opened(path) as packed, plain.open("wb") as file:
                while chunk := packed.read(_COPY_BYTES):
                    file.write(chunk)
                    if file.tell() > most:
                        raise ForeignRefused(path.name, f"more than {most} bytes unpacked")
        except (EOFError, gzip.BadGzipFile, zstandard.ZstdError) as error:
            raise ForeignRefused(path.name, f"cannot be unpacked: {error}") from error
        yield plain
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked on the way (``.gz``, ``.zst``)."""
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield cast(IO[bytes], packed)
    elif path.suffix == ".zst":
        with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as packed:
            yield cast(IO[bytes], packed)
    else:
        with path.open("rb") as plain:
            yield plain
