"""Snapshots: everything the feed tells, as of one change, for those who begin to follow.

A snapshot is written by a process of its own when somebody asks for it, so that a site that
nobody follows pays nothing and one that is followed goes on answering meanwhile::

    python -m kg.feed DATA BASE SITE

Where the graph is in a SPARQL store, which may be in the middle of the next change, the snapshot is
mapped anew from the catalogue, whose address comes by standard input: it names a password.

It is N-Quads with a first and a last line of comment: which feed and change it belongs to, and
that it is whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
import zstandard

from kg.catalogue.changes import dropped_until, entities_at
from kg.catalogue.ledger import listing_series
from kg.catalogue.opening import Catalogue
from kg.durable import sync
from kg.export.selection import graph_names, quads_of_graphs
from kg.feed.pages import FeedState, feed_folder, read_state, snapshot_path
from kg.feed.telling import is_told
from kg.iris import Iris
from kg.mapping import quads
from kg.mapping.frame import frame_quads, mapping_quad
from kg.stores.errors import StoreBusy
from kg.stores.lock import WriterLock
from kg.versions import Versions

_LEVEL = 3


def header(state: FeedState, number: int) -> bytes:
    """The first line of a snapshot."""
    return f"# snapshot feed={state.name} number={number}\n".encode()


def footer(quads: int) -> bytes:
    """The last line of a snapshot; a file without it is not whole."""
    return f"# complete quads={quads}\n".encode()


def start_snapshot(data: Path, iris: Iris, catalogue: str | None = None) -> None:
    """Have a snapshot of the published version written by another process, one at a time."""
    with _guard:
        if data in _writing:
            return
        _writing.add(data)
    command = [sys.executable, "-m", "kg.feed", str(data), iris.base, iris.site]
    told = (catalogue or "").encode()
    threading.Thread(target=_wait_for, args=(command, told, data), daemon=True).start()


_guard = threading.Lock()
_writing: set[Path] = set()


def _wait_for(command: list[str], told: bytes, data: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        subprocess.run(command, input=told, env=environment, check=False)  # noqa: S603 - our own module
    finally:
        with _guard:
            _writing.discard(data)


def write_snapshot(data: Path, iris: Iris, catalogue: str | None = None) -> Path | None:
    """Write the snapshot of the published version, unless somebody else does or it is there.

    Args:
        data: the data directory.
        iris: mints the IRIs.
        catalogue: address of the catalogue; None takes the graph of the version.

    Returns:
        Its file, or None when another process writes it, there is no feed, or a newer version has
        just been published.
    """
    folder = feed_folder(data)
    state = read_state(folder)
    if state is None:
        return None
    try:
        with WriterLock(folder / "snapshot.lock", folder), Versions(data).lease() as version:
            number = version.change_number
            path = snapshot_path(folder, state, number)
            if number >= state.start and not path.exists():
                if catalogue is None:
                    _write(path, state, number, _of_graph(version.graph, iris))
                else:
                    _write(path, state, number, _of_catalogue(catalogue, state, number, iris))
            return path
    except _Passed:
        path.with_name(path.name + ".part").unlink()
        return None
    except StoreBusy:
        return None


class _Passed(Exception):
    """The catalogue no longer tells what was at that change."""


Lines = Callable[[IO[bytes]], object]
"""Writes N-Quads."""


def _of_graph(graph: Path, iris: Iris) -> Lines:
    store = ox.Store.read_only(str(graph))
    names = [name for name in graph_names(store, iris) if is_told(iris.graph(name), iris)]
    return lambda output: quads_of_graphs(store, iris, names).write_lines(output, with_graphs=True)


def _of_catalogue(url: str, state: FeedState, number: int, iris: Iris) -> Lines:
    def write(output: IO[bytes]) -> None:
        with closing(Catalogue(url)) as catalogue, catalogue.reading() as connection:
            if dropped_until(connection) > number:
                raise _Passed
            frame = frame_quads(iris, listing_series(connection))
            entities = entities_at(connection, number)
            mapped = chain.from_iterable(quads(entity, iris) for entity in entities)
            for quad in chain(frame, [mapping_quad(iris, state.mapping)], mapped):
                if isinstance(quad.graph_name, ox.NamedNode) and is_told(quad.graph_name, iris):
                    output.write(f"{quad} .\n".encode())

    return write


def _write(path: Path, state: FeedState, number: int, lines: Lines) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as raw:
        packer = zstandard.ZstdCompressor(level=_LEVEL)
        with packer.stream_writer(raw, closefd=False) as output:
            output.write(header(state, number))
            count = _Count(cast(IO[bytes], output))
            lines(cast(IO[bytes], count))
            output.write(footer(count.number))
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(path)
    sync(path.parent)


class _Count:
    """Passes lines on and counts them."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.number = 0

    def write(self, content: bytes) -> int:
        self.number += content.count(b"\n")
        return self._output.write(content)
