"""What readers see: the current version, and leases on it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from kg.versions.layout import (
    NothingPublished,
    PointerDamaged,
    Version,
    lease_file,
    parse_pointer,
    pointer_file,
)

_LEASE_ATTEMPTS = 100


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
        self._pointer = pointer_file(data)
        self._seen: tuple[tuple[int, int], Version] | None = None

    def current(self) -> Version:
        """The current version; one ``stat`` when nothing changed since the last call.

        Raises:
            NothingPublished: there is none.
            PointerDamaged: the pointer file is not one of ours.
        """
        try:
            stat = self._pointer.stat()
            stamp, seen = (stat.st_ino, stat.st_mtime_ns), self._seen
            if seen is None or seen[0] != stamp:
                seen = (stamp, parse_pointer(self.data, self._pointer.read_bytes()))
                self._seen = seen
        except FileNotFoundError:
            raise NothingPublished(self.data) from None
        except IsADirectoryError as error:
            raise PointerDamaged(self._pointer, "it is a folder") from error
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


def _try_lease(data: Path, version: Version) -> Lease | None:
    path = lease_file(data, version.number)
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
