"""How versions are made and removed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from kg.durable import sync
from kg.stores.lock import WriterLock
from kg.versions.layout import (
    PARTIAL,
    NothingPublished,
    PointerDamaged,
    Version,
    graph_folder,
    index_folder,
    lease_file,
    numbers,
    replace_pointer,
    tree,
)
from kg.versions.reading import Versions


class Publisher:
    """Makes versions; one process at a time.

    Args:
        data: the data directory.
        keep: how many versions stay, the current one among them, at least 1.
        clock: gives the present time, in UTC.
    """

    def __init__(
        self,
        data: Path,
        *,
        keep: int = 3,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if keep < 1:
            raise ValueError(f"at least the current version is kept, not {keep}")
        self._data = data
        self._keep = keep
        self._clock = clock
        self._versions = Versions(data)

    def publish(
        self,
        change_number: int,
        backup_graph: Callable[[Path], object],
        write_index: Callable[[Path], object],
        mapping_version: str,
        admit: Callable[[Callable[[int], object]], object] = lambda _keep: None,
    ) -> Version:
        """Make a new current version; when it returns, the version survives a power loss.

        When anything goes wrong before, nothing of the new version stays.

        Args:
            change_number: last change that both parts contain.
            backup_graph: makes the folder it is given, as ``Store.backup`` does, after a flush.
            write_index: fills the folder it is given, which exists and is empty.
            mapping_version: of the mapping that wrote the graph.
            admit: called when the version is written and before it is shown, with a function that
                removes all but so many of the versions before it; what it raises stops the
                publishing.

        Raises:
            StoreBusy: another process is publishing.
        """
        with WriterLock(self._data / "publish.lock", self._data), ExitStack() as on_failure:
            self._remove_leftovers()
            on_failure.callback(self._remove_leftovers)
            version = self._next(change_number, mapping_version)
            _write_folder(version.graph, backup_graph)
            _write_folder(version.index, lambda folder: _fill(folder, write_index))
            admit(lambda keep: self._remove_all_but(keep + 1))
            _create_lease_file(self._data, version.number)
            replace_pointer(self._data, version)
            on_failure.pop_all()
            self._remove_all_but(self._keep)
        return version

    def remove_older(self, keep: int = 1) -> list[int]:
        """Remove every version but so many of the newest, the current one among them.

        Args:
            keep: 1 as an erasure asks for.

        Returns:
            Numbers of the versions that somebody still reads; they go at a later call.

        Raises:
            StoreBusy: another process is publishing.
        """
        with WriterLock(self._data / "publish.lock", self._data):
            self._remove_leftovers()
            return self._remove_all_but(keep)

    def _next(self, change_number: int, mapping_version: str) -> Version:
        number = max([self._current_number(), *numbers(self._data)]) + 1
        return Version(
            number,
            change_number,
            graph_folder(self._data, number),
            index_folder(self._data, number),
            self._clock(),
            mapping_version,
        )

    def _current_number(self) -> int:
        try:
            return self._versions.current().number
        except NothingPublished:
            return 0
        except PointerDamaged:
            # Nobody can tell which one it was; no number is given twice.
            return max(numbers(self._data), default=0)

    def _remove_leftovers(self) -> None:
        for folder in (graph_folder(self._data, 0).parent, index_folder(self._data, 0).parent):
            folder.mkdir(parents=True, exist_ok=True)
            for partial in folder.glob(f"*{PARTIAL}"):
                shutil.rmtree(partial)
        current = self._current_number()
        for number in numbers(self._data):
            if number > current:
                _remove(self._data, number)

    def _remove_all_but(self, keep: int) -> list[int]:
        older = sorted(numbers(self._data), reverse=True)[keep:]
        return sorted(number for number in older if not _remove(self._data, number))


def _create_lease_file(data: Path, number: int) -> None:
    path = lease_file(data, number)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    sync(path.parent)


def _remove(data: Path, number: int) -> bool:
    """Remove a version unless somebody reads it."""
    path = lease_file(data, number)
    path.parent.mkdir(exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for folder in (graph_folder(data, number), index_folder(data, number)):
            if folder.exists():
                shutil.rmtree(folder)
        path.unlink()
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def _fill(folder: Path, write: Callable[[Path], object]) -> None:
    folder.mkdir()
    write(folder)


def _write_folder(folder: Path, make: Callable[[Path], object]) -> None:
    temporary = folder.with_name(folder.name + PARTIAL)
    make(temporary)
    for path in tree(temporary):
        sync(path)
    temporary.rename(folder)
    sync(folder.parent)
