"""Immutable published versions of graph and index, and the one file that names the current pair.

Layout inside the data directory::

    graph/primary/              read-write store, of the writer only
    graph/versions/<n>/         the graph as published, opened read-only
    index/versions/<n>/         the recommender's index of the same change number
    leases/<n>                  locked (shared) by whoever reads version n
    CURRENT                     JSON: which n is current, replaced atomically

Publishing writes both folders under temporary names, syncs every file, renames them, and only
then replaces ``CURRENT``: a crash at any point leaves the version before it readable. What a crash
left behind is removed by the next publishing.

A reader holds a lease, a shared lock on one file; it falls with the process, so a killed reader
keeps nothing alive. A version is removed only under the exclusive lock of that file.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from kg.errors import KgError
from kg.stores.lock import WriterLock

_PARTIAL = ".partial"
_LEASE_ATTEMPTS = 100


class NothingPublished(KgError, LookupError):
    """The data directory has no published version yet.

    Args:
        data: the data directory.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(f"nothing has been published in {data} yet")
        self.data = data


class PointerDamaged(KgError, ValueError):
    """The pointer file does not say which version is current.

    Args:
        path: the pointer file.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} does not name a version: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Version:
    """One published pair of graph and index.

    Args:
        number: of the publishing, from 1, never given twice.
        change_number: last change of the catalogue that both contain.
        graph: directory of the graph store.
        index: directory of the index.
        published_at: when the version was made, in UTC.
        mapping_version: of the mapping that wrote the graph.
    """

    number: int
    change_number: int
    graph: Path
    index: Path
    published_at: datetime
    mapping_version: str


class Lease:
    """The right to read one version, held until released or the process ends.

    Args:
        version: what may be read.
        fd: descriptor that carries the shared lock.
    """

    def __init__(self, version: Version, fd: int) -> None:
        self.version = version
        self._fd = fd

    def release(self) -> None:
        """Give the right back; safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Version:
        return self.version

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class Versions:
    """What readers see of a data directory; safe to use from many threads.

    Args:
        data: the data directory.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._seen: tuple[tuple[int, int], Version] | None = None

    def current(self) -> Version:
        """The current version; one ``stat`` when nothing changed since the last call.

        Raises:
            NothingPublished: there is none.
            PointerDamaged: the pointer file is not one of ours.
        """
        pointer = _pointer(self.data)
        try:
            stat = pointer.stat()
            stamp, seen = (stat.st_ino, stat.st_mtime_ns), self._seen
            if seen is None or seen[0] != stamp:
                seen = (stamp, _parse_pointer(self.data, pointer.read_bytes()))
                self._seen = seen
        except FileNotFoundError:
            raise NothingPublished(self.data) from None
        return seen[1]

    def lease(self) -> Lease:
        """The current version, protected from removal; begins again when it vanished meanwhile.

        Raises:
            NothingPublished: there is none, or what the pointer names is not there.
        """
        for _ in range(_LEASE_ATTEMPTS):
            version = self.current()
            lease = _try_lease(self.data, version)
            if lease:
                return lease
            self._seen = None
        raise NothingPublished(self.data)


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
    ) -> Version:
        """Make a new current version; when it returns, the version survives a power loss.

        Args:
            change_number: last change that both parts contain.
            backup_graph: makes the folder it is given, as ``Store.backup`` does, after a flush.
            write_index: fills the folder it is given, which exists and is empty.
            mapping_version: of the mapping that wrote the graph.

        Raises:
            StoreBusy: another process is publishing.
        """
        with WriterLock(self._data / "publish.lock", self._data):
            self._remove_leftovers()
            version = self._next(change_number, mapping_version)
            _write_folder(version.graph, backup_graph)
            _write_folder(version.index, lambda folder: _fill(folder, write_index))
            _create_lease_file(self._data, version.number)
            _replace_pointer(self._data, version)
            self._remove_all_but(self._keep)
        return version

    def remove_older(self) -> list[int]:
        """Remove every version but the current one, as an erasure asks for.

        Returns:
            Numbers of the versions that somebody still reads; they go at a later call.

        Raises:
            StoreBusy: another process is publishing.
        """
        with WriterLock(self._data / "publish.lock", self._data):
            self._remove_leftovers()
            return self._remove_all_but(1)

    def _next(self, change_number: int, mapping_version: str) -> Version:
        number = max([self._current_number(), *_numbers(self._data)]) + 1
        return Version(
            number,
            change_number,
            _graph_folder(self._data, number),
            _index_folder(self._data, number),
            self._clock(),
            mapping_version,
        )

    def _current_number(self) -> int:
        try:
            return self._versions.current().number
        except NothingPublished:
            return 0

    def _remove_leftovers(self) -> None:
        for folder in (_graph_folder(self._data, 0).parent, _index_folder(self._data, 0).parent):
            folder.mkdir(parents=True, exist_ok=True)
            for partial in folder.glob(f"*{_PARTIAL}"):
                shutil.rmtree(partial)
        current = self._current_number()
        for number in _numbers(self._data):
            if number > current:
                _remove(self._data, number)

    def _remove_all_but(self, keep: int) -> list[int]:
        older = sorted(_numbers(self._data), reverse=True)[keep:]
        return sorted(number for number in older if not _remove(self._data, number))


def _pointer(data: Path) -> Path:
    return data / "CURRENT"


def _graph_folder(data: Path, number: int) -> Path:
    return data / "graph" / "versions" / str(number)


def _index_folder(data: Path, number: int) -> Path:
    return data / "index" / "versions" / str(number)


def _lease_file(data: Path, number: int) -> Path:
    return data / "leases" / str(number)


def _numbers(data: Path) -> set[int]:
    """Versions of which anything is there."""
    places = (_graph_folder(data, 0), _index_folder(data, 0), _lease_file(data, 0))
    return {
        int(entry.name)
        for place in places
        if place.parent.is_dir()
        for entry in place.parent.iterdir()
        if entry.name.isdigit()
    }


def _parse_pointer(data: Path, content: bytes) -> Version:
    try:
        said = json.loads(content)
        return Version(
            int(said["number"]),
            int(said["change_number"]),
            data / said["graph"],
            data / said["index"],
            datetime.fromisoformat(said["published_at"]),
            str(said["mapping_version"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PointerDamaged(_pointer(data), repr(error)) from error


def _replace_pointer(data: Path, version: Version) -> None:
    said = {
        "number": version.number,
        "change_number": version.change_number,
        "graph": version.graph.relative_to(data).as_posix(),
        "index": version.index.relative_to(data).as_posix(),
        "published_at": version.published_at.isoformat(),
        "mapping_version": version.mapping_version,
    }
    temporary = data / f"CURRENT{_PARTIAL}"
    temporary.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    _sync(temporary)
    temporary.replace(_pointer(data))
    _sync(data)


def _try_lease(data: Path, version: Version) -> Lease | None:
    path = _lease_file(data, version.number)
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        # The file may have been removed between opening and locking it.
        if version.graph.is_dir() and os.path.samestat(os.fstat(fd), path.stat()):
            return Lease(version, fd)
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(fd)
    return None


def _create_lease_file(data: Path, number: int) -> None:
    path = _lease_file(data, number)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    _sync(path.parent)


def _remove(data: Path, number: int) -> bool:
    """Remove a version unless somebody reads it."""
    path = _lease_file(data, number)
    path.parent.mkdir(exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for folder in (_graph_folder(data, number), _index_folder(data, number)):
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
    temporary = folder.with_name(folder.name + _PARTIAL)
    make(temporary)
    for path in _tree(temporary):
        _sync(path)
    temporary.rename(folder)
    _sync(folder.parent)


def _tree(folder: Path) -> Iterator[Path]:
    yield from folder.rglob("*")
    yield folder


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
