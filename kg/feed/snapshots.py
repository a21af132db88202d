"""Snapshots: everything the feed tells, as of one change, for those who begin to follow.

A snapshot is written by a process of its own when somebody asks for it, so that a site that
nobody follows pays nothing and one that is followed goes on answering meanwhile::

    python -m kg.feed DATA BASE SITE

It is N-Quads with a first and a last line of comment: which feed and change it belongs to, and
that it is whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
import zstandard

from kg.export.selection import graph_names, quads_of_graphs
from kg.feed.pages import FeedState, feed_folder, read_state, snapshot_path
from kg.feed.telling import is_told
from kg.iris import Iris
from kg.stores.errors import StoreBusy
from kg.stores.lock import WriterLock
from kg.versions import Versions
from kg.versions.layout import sync

_LEVEL = 3


def header(state: FeedState, number: int) -> bytes:
    """The first line of a snapshot."""
    return f"# snapshot feed={state.name} number={number}\n".encode()


def footer(quads: int) -> bytes:
    """The last line of a snapshot; a file without it is not whole."""
    return f"# complete quads={quads}\n".encode()


def start_snapshot(data: Path, iris: Iris) -> None:
    """Have a snapshot of the published version written by another process, one at a time."""
    with _guard:
        if data in _writing:
            return
        _writing.add(data)
    command = [sys.executable, "-m", "kg.feed", str(data), iris.base, iris.site]
    threading.Thread(target=_wait_for, args=(command, data), daemon=True).start()


_guard = threading.Lock()
_writing: set[Path] = set()


def _wait_for(command: list[str], data: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=False)  # noqa: S603 - our own module
    finally:
        with _guard:
            _writing.discard(data)


def write_snapshot(data: Path, iris: Iris) -> Path | None:
    """Write the snapshot of the published version, unless somebody else does or it is there.

    Returns:
        Its file, or None when another process writes it or there is no feed.
    """
    folder = feed_folder(data)
    state = read_state(folder)
    if state is None:
        return None
    try:
        with WriterLock(folder / "snapshot.lock", folder), Versions(data).lease() as version:
            path = snapshot_path(folder, state, version.change_number)
            if version.change_number >= state.start and not path.exists():
                _write(path, state, version.change_number, version.graph, iris)
            return path
    except StoreBusy:
        return None


def _write(path: Path, state: FeedState, number: int, graph: Path, iris: Iris) -> None:
    store = ox.Store.read_only(str(graph))
    names = [name for name in graph_names(store, iris) if is_told(iris.graph(name), iris)]
    part = path.with_name(path.name + ".part")
    with part.open("wb") as raw:
        packer = zstandard.ZstdCompressor(level=_LEVEL)
        with packer.stream_writer(raw, closefd=False) as output:
            output.write(header(state, number))
            count = _Count(cast(IO[bytes], output))
            quads_of_graphs(store, iris, names).write_lines(
                cast(IO[bytes], count), with_graphs=True
            )
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
