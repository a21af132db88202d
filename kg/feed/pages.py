"""The pages of the feed on disk.

::

    feed/state.json                     which feed is told, and the change it begins after
    feed/<name>/<from>-<to>.rdfp        one page: what the changes in (from, to] did
    feed/<name>/snapshot-<n>.nq.zst     everything as of change n, made when somebody asks for it

A page is on disk before the store takes the patch, and no page is told before a version with its
number is published. So a page that was told never changes: what a crash left beyond the store's
number was seen by nobody and is written again. Whatever breaks the chain (a first load, a rebuild,
an erasure, a restored backup, a folder that was lost) begins a feed of another name, and who
followed the old one begins with a snapshot.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.durable import sync

_PAGE = re.compile(r"(\d{12})-(\d{12})\.rdfp")
_NEVER = 10**12
_SNAPSHOT = re.compile(r"snapshot-(\d+)\.nq\.zst")


@dataclass(frozen=True, slots=True)
class FeedState:
    """Which feed is told.

    Args:
        name: of the feed; a feed that begins anew has another.
        start: the change after which its pages begin.
        reason: why it begins there, in words for followers.
        mapping: what made the quads.
    """

    name: str
    start: int
    reason: str
    mapping: str


@dataclass(frozen=True, slots=True, order=True)
class PageFile:
    """A page: what the changes in ``(previous, number]`` did."""

    previous: int
    number: int
    path: Path


def feed_folder(data: Path) -> Path:
    """Where the feed of a data directory lies."""
    return data / "feed"


def read_state(folder: Path) -> FeedState | None:
    """The feed that is told, None when there is none yet or its file cannot be read."""
    try:
        said = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        return FeedState(said["name"], int(said["start"]), said["reason"], said["mapping"])
    except (FileNotFoundError, IsADirectoryError, KeyError, TypeError, ValueError):
        return None


def begin_feed(folder: Path, start: int, reason: str, mapping: str) -> FeedState:
    """Begin a feed of a new name; the pages and snapshots of the one before go."""
    state = FeedState(uuid.uuid4().hex, start, reason, mapping)
    (folder / state.name).mkdir(parents=True)
    if (folder / "state.json").is_dir():
        # No file of ours, and no file can replace it.
        shutil.rmtree(folder / "state.json")
    _write(folder / "state.json", [json.dumps(asdict(state), indent=2), "\n"])
    remove_others(folder, state)
    return state


def close_feed(folder: Path, reason: str) -> None:
    """Take everything told so far back at once; the next load of the store begins another feed.

    Args:
        folder: of the feed; nothing happens when there is none.
        reason: told to followers when the other feed begins.
    """
    if folder.exists():
        begin_feed(folder, _NEVER, reason, "")


def is_closed(state: FeedState) -> bool:
    """Tell whether everything was taken back and nothing is told yet."""
    return state.start == _NEVER


def remove_others(folder: Path, state: FeedState) -> None:
    """Remove what is left of feeds that are told no longer."""
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != state.name:
            shutil.rmtree(entry)


def pages_of(folder: Path, state: FeedState) -> list[PageFile]:
    """The pages of a feed that follow each other without a gap up to the last one."""
    chain: list[PageFile] = []
    for page in sorted(_found(folder / state.name), reverse=True):
        if chain and page.number != chain[-1].previous:
            break
        chain.append(page)
    return chain[::-1]


def write_page(
    folder: Path, state: FeedState, previous: int, number: int, lines: Iterable[str]
) -> None:
    """Write a page; it is on disk when this returns."""
    _write(folder / state.name / f"{previous:012d}-{number:012d}.rdfp", lines)


def snapshot_path(folder: Path, state: FeedState, number: int) -> Path:
    """Where the snapshot of a change number lies."""
    return folder / state.name / f"snapshot-{number}.nq.zst"


def snapshots_of(folder: Path, state: FeedState) -> dict[int, Path]:
    """The snapshots that are there, by change number."""
    return {
        int(match[1]): entry
        for entry in _entries(folder / state.name)
        if (match := _SNAPSHOT.fullmatch(entry.name))
    }


def drop_snapshots(folder: Path) -> None:
    """Remove every snapshot; the next follower who begins has one made."""
    state = read_state(folder)
    for path in snapshots_of(folder, state).values() if state else ():
        path.unlink(missing_ok=True)


def drop_pages(folder: Path, wanted_bytes: int) -> None:
    """Remove the oldest pages until so many bytes are free; the last page stays."""
    state = read_state(folder)
    for page in pages_of(folder, state)[:-1] if state else ():
        if wanted_bytes <= 0:
            return
        wanted_bytes -= page.path.stat().st_size
        page.path.unlink()


def _found(folder: Path) -> list[PageFile]:
    return [
        PageFile(int(match[1]), int(match[2]), entry)
        for entry in _entries(folder)
        if (match := _PAGE.fullmatch(entry.name))
    ]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def _write(path: Path, lines: Iterable[str]) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync(path.parent)
