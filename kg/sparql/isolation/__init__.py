"""What a worker process gives up before it sees the first query.

Three walls, each used where the platform has it:

* resource limits (any POSIX system): memory, core dumps, new files;
* Landlock (Linux 5.13 and later): no file outside the dataset can be opened;
* seccomp (Linux on x86-64 and AArch64): only the system calls that reading a store needs; no
  sockets, no processes, no files opened for writing. A worker that asks other endpoints opens no
  store; it may make connections, and cannot wait for any.

All are unprivileged and cannot be undone. ``limit`` and ``seal`` say which are in force, and
``doctor`` shows it. Without the last two there remain the wall-clock kill and the token scan.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kg.sparql.isolation import landlock, seccomp

_PR_SET_PDEATHSIG = 1
_STACK_BYTES = 64 * 1024**2
_NAMES = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf"),
    *("/etc/services", "/etc/protocols", "/usr/lib", "/lib", "/lib64"),
)


@dataclass(frozen=True, slots=True)
class Isolation:
    """Which walls stand around a worker.

    Args:
        memory_limit: the process cannot allocate beyond its limit.
        file_rules: files outside the dataset cannot be opened (Landlock).
        call_filter: sockets, processes and writing are impossible (seccomp).
        platform: operating system and machine.
    """

    memory_limit: bool
    file_rules: bool
    call_filter: bool
    platform: str

    def as_json(self) -> dict[str, bool | str]:
        """The same as plain values."""
        return asdict(self)


def die_with_parent() -> None:
    """Be killed when the thread that started this process ends, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def name_files() -> list[Path]:
    """What a process reads when it looks up the addresses of a host; public on every system."""
    return [path for path in map(Path, _NAMES) if path.exists()]


def limit(memory_bytes: int, readable: Sequence[Path], *, writable: bool = False) -> Isolation:
    """Give up memory and files; called before the store is opened, whose threads inherit it.

    Args:
        memory_bytes: largest data segment, in bytes.
        readable: files, and folders whose files, may still be opened.
        writable: the files there may also be written, as the writer of users' graphs must.

    Returns:
        What is in force now.
    """
    return Isolation(
        memory_limit=_limit_resources(memory_bytes),
        file_rules=landlock.restrict(readable, writable=writable),
        call_filter=False,
        platform=f"{sys.platform} {os.uname().machine}",
    )


def seal(isolation: Isolation, *, writable: bool = False, networked: bool = False) -> Isolation:
    """Give up system calls; called when everything is open.

    Args:
        isolation: what ``limit`` returned.
        writable: as for ``limit``.
        networked: connections to others may be made.

    Returns:
        What is in force now.
    """
    installed = seccomp.install(writable=writable, networked=networked)
    return replace(isolation, call_filter=installed)


def _limit_resources(memory_bytes: int) -> bool:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = _STACK_BYTES if hard == resource.RLIM_INFINITY else min(_STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    # Only Linux counts anonymous mappings, which allocators use, towards the data segment.
    return sys.platform == "linux"
