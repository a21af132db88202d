"""The room that a data directory takes, and what gives way when its budget is short.

The budget (the setting ``disk_budget_bytes``) is held where a data directory grows: before a file
is read or a service asked, before a version is made, and once more when it is written and before
it is shown. What can be had again goes first, and nothing that cannot be had again ever goes::

    1  versions that the next one would replace anyway
    2  dumps                 `paperkin export` writes them again
    3  snapshots of the feed made again when a follower asks
    4  raw replies           the oldest first; a later fetch asks for them again
    5  older versions        the oldest first, as far as nobody reads them; the current one stays
    6  pages of the feed     the oldest first; who is further behind begins with a snapshot

The catalogue, the current version, the graph that it was copied from, settings and the operator's
own files stay. When that is not enough the step is refused, and what was shown is shown on.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.export.offering import offered, withdraw
from kg.feed.pages import drop_pages, drop_snapshots, feed_folder
from kg.versions import NothingPublished, Versions
from kg.versions.layout import PointerDamaged
from web.errors import WebError
from web.gathering import shelf_of

KeepVersions = Callable[[int], object]
"""Removes every version but so many of the newest, as far as nobody reads them."""


class BudgetTooSmall(WebError, OSError):
    """What must stay leaves too little of the budget for what was to be done.

    Args:
        step: what was to be done.
        wanted_bytes: room that it takes.
        room: what is taken, after everything that may give way is gone.
    """

    def __init__(self, step: str, wanted_bytes: int, room: Room) -> None:
        largest = sorted(room.parts.items(), key=lambda part: -part[1])[:3]
        told = ", ".join(f"{name} {megabytes(size)}" for name, size in largest)
        super().__init__(
            f"{step} needs {megabytes(wanted_bytes)}, and what must stay takes "
            f"{megabytes(room.used_bytes)} of disk_budget_bytes, {megabytes(room.budget_bytes)}: "
            f"{told}"
        )
        self.step = step
        self.wanted_bytes = wanted_bytes
        self.room = room


@dataclass(frozen=True, slots=True)
class Room:
    """What a data directory takes.

    Args:
        parts: bytes by the name of each file or folder in it.
        budget_bytes: most that it may take; 0 for no limit.
    """

    parts: Mapping[str, int]
    budget_bytes: int

    @property
    def used_bytes(self) -> int:
        """Everything together."""
        return sum(self.parts.values())

    @property
    def is_over(self) -> bool:
        """Whether there is a budget and more is taken."""
        return 0 < self.budget_bytes < self.used_bytes

    def __str__(self) -> str:
        if not self.budget_bytes:
            return f"{megabytes(self.used_bytes)}, no budget set"
        share = self.used_bytes / self.budget_bytes
        return f"{megabytes(self.used_bytes)} of {megabytes(self.budget_bytes)} ({share:.0%})"


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:,.1f} MB"


def measure(data: Path, budget_bytes: int = 0) -> Room:
    """Measure a data directory; a file that several versions share counts once."""
    parts: Counter[str] = Counter()
    seen: set[tuple[int, int]] = set()
    for path, found in _files(data):
        place = (found.st_dev, found.st_ino)
        if place not in seen:
            seen.add(place)
            parts[path.relative_to(data).parts[0]] += found.st_size
    return Room(dict(parts), budget_bytes)


def make_room(
    data: Path, budget_bytes: int, wanted_bytes: int, step: str, keep: KeepVersions, kept: int
) -> tuple[str, ...]:
    """Remove what gives way, no more than is short.

    Args:
        data: the data directory.
        budget_bytes: most that it may take; 0 for no limit.
        wanted_bytes: room that is needed beside what is taken.
        step: what it is needed for, in words.
        keep: removes older versions.
        kept: versions that stay when nothing is short.

    Returns:
        What gave way, in words.

    Raises:
        BudgetTooSmall: what must stay leaves too little.
    """
    if not budget_bytes:
        return ()

    def short() -> int:
        return measure(data).used_bytes + wanted_bytes - budget_bytes

    gave: list[str] = []
    before = short()
    if before <= 0:
        return ()
    for name in _giving_way(data, keep, kept, short):
        after = short()
        if after < before:
            gave.append(name)
        if after <= 0:
            return tuple(gave)
        before = after
    raise BudgetTooSmall(step, wanted_bytes, measure(data, budget_bytes))


def admit_dumps(data: Path, budget_bytes: int, change_number: int) -> None:
    """Let dumps that were just written stay; older ones give way to them.

    Raises:
        BudgetTooSmall: they do not fit, and are withdrawn.
    """
    for number in [*(one for one in offered(data) if one != change_number), change_number]:
        room = measure(data, budget_bytes)
        if not room.is_over:
            return
        withdraw(data, number)
    wanted = room.used_bytes - measure(data).used_bytes
    raise BudgetTooSmall("offering dumps", wanted, measure(data, budget_bytes))


def next_version_bytes(data: Path) -> int:
    """What the next version will take at least: as much as the current one has for itself."""
    try:
        current = Versions(data).current()
    except (NothingPublished, PointerDamaged):
        return 0
    found = [*_files(current.graph), *_files(current.index)]
    return sum(one.st_size for _, one in found if one.st_nlink == 1)


def _giving_way(
    data: Path, keep: KeepVersions, kept: int, short: Callable[[], int]
) -> Iterator[str]:
    """Remove one thing after the other and name it; the caller stops when enough is free."""
    keep(max(1, kept - 1))
    yield "versions to be replaced"
    for number in offered(data):
        withdraw(data, number)
        yield f"dumps of change {number}"
    drop_snapshots(feed_folder(data))
    yield "snapshots of the feed"
    shelf_of(data).shrink(short())
    yield "raw replies"
    for left in range(kept - 2, 0, -1):
        keep(left)
        yield f"all but {left} of the versions"
    drop_pages(feed_folder(data), short())
    yield "pages of the feed"


def _files(folder: Path) -> Iterable[tuple[Path, os.stat_result]]:
    """Files below a folder; what vanishes meanwhile is passed over."""
    for path in folder.rglob("*"):
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue
        if path.is_file() and not path.is_symlink():
            yield path, found
