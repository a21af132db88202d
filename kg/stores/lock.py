"""A lock file that says which process may write; it falls with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.stores.errors import StoreBusy

_POLL_S = 0.02


class WriterLock:
    """An exclusive advisory lock, held from construction to ``release``.

    Args:
        path: the lock file; created when absent, never removed.
        subject: what is being written, for the message of the error.
        wait_s: how long to wait for another holder, in seconds.

    Raises:
        StoreBusy: another process, or another lock of this one, still holds it.
    """

    def __init__(self, path: Path, subject: Path, wait_s: float = 0.0) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._acquire(subject, time.monotonic() + wait_s)
        except StoreBusy:
            self.release()
            raise
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, str(os.getpid()).encode(), 0)

    def _acquire(self, subject: Path, deadline: float) -> None:
        while True:
            try:
                return fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise StoreBusy(subject, self._holder()) from None
            time.sleep(_POLL_S)

    def _holder(self) -> int | None:
        text = os.pread(self._fd, 20, 0)
        return int(text) if text.isdigit() else None

    def release(self) -> None:
        """Let others write; safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
