"""The service's handles on worker processes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from kg.sparql.frames import DATA, END, ERROR, READY, FrameReader, Message, write_message
from kg.sparql.isolation import Isolation
from kg.versions import Lease, Version

_START_S = 30.0
_REQUEST = b"Q"


class WorkerDied(Exception):
    """The worker ended before it had answered.

    Args:
        by_timer: it was its own timer.
    """

    def __init__(self, *, by_timer: bool) -> None:
        super().__init__("timer" if by_timer else "died")
        self.by_timer = by_timer


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What every worker of a service is told at its start.

    Args:
        memory_bytes: largest data segment.
        prefixes: known to every query and update without being declared.
    """

    memory_bytes: int
    prefixes: Mapping[str, str]


def start_process() -> subprocess.Popen[bytes]:
    """Start a worker; it dies with the thread that calls this."""
    return subprocess.Popen(
        [sys.executable, "-s", "-m", "kg.sparql.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=_environment(),
    )


class Spawner:
    """Starts workers from a thread of its own, which lives as long as the service.

    A worker that is paused cannot notice that its service was killed, so it asks the kernel for a
    signal at that moment. The kernel takes the thread that started it for the service.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="paperkin-spawner")

    def start(self) -> subprocess.Popen[bytes]:
        """Start a worker.

        Raises:
            WorkerDied: the service is closed.
        """
        try:
            return self._thread.submit(start_process).result()
        except RuntimeError:
            raise WorkerDied(by_timer=False) from None

    def close(self) -> None:
        """Let the thread go, and with it every worker."""
        self._thread.shutdown(wait=False)


class WorkerProcess:
    """One worker, used by one thread at a time.

    Args:
        process: as started.
        role: ``reader`` or ``writer``.
        store: what it opens.
        folder: what it may open files in.
        settings: see there.

    Raises:
        WorkerDied: it could not open the store.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        role: str,
        store: Path,
        folder: Path,
        settings: WorkerSettings,
    ) -> None:
        self.served = 0
        self.resident_bytes = 0
        self._process = process
        self._requests = cast(IO[bytes], self._process.stdin).fileno()
        self._answers = FrameReader(cast(IO[bytes], self._process.stdout).fileno())
        hello = {
            "role": role,
            "store": str(store),
            "folder": str(folder),
            "memory_bytes": settings.memory_bytes,
            "prefixes": dict(settings.prefixes),
        }
        self.isolation = Isolation(**self._call(hello))

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """It has not ended yet."""
        return self._process.poll() is None

    @property
    def answers(self) -> int:
        """Descriptor that can be read when a part of an answer has come."""
        return self._answers.fd

    def ask(
        self, request: Message, deadline: float | None, sink: Callable[[bytes], object]
    ) -> Message:
        """Have a request answered.

        Args:
            request: as the worker expects it.
            deadline: on ``time.monotonic``; None waits for as long as the worker lives.
            sink: takes the bytes of the answer as they come.

        Returns:
            The last message, with ``error`` when there was one; ``sink`` got a part only then.

        Raises:
            TimeoutError: the deadline passed; call ``end``.
            WorkerDied: it ended by itself, or was killed by someone else; call ``end``.
        """
        self.begin(request)
        message = None
        while message is None:
            message = self._taken(*self._receive(deadline), sink)
        return message

    def begin(self, request: Message) -> None:
        """Send a request whose answer is taken by ``look``.

        Raises:
            WorkerDied: as for ``ask``.
        """
        self.served += 1
        self._send(request)

    def look(self, sink: Callable[[bytes], object]) -> Message | None:
        """Take what has come of an answer, without waiting.

        Returns:
            The last message when the answer is whole.

        Raises:
            WorkerDied: as for ``ask``.
        """
        try:
            frames = self._answers.ready()
        except EOFError:
            raise self._died() from None
        # Nothing follows the last message of an answer until the next request is sent.
        return next(filter(None, [self._taken(*frame, sink) for frame in frames]), None)

    def kill(self) -> None:
        """End it while another thread may be waiting for its answer; that thread calls ``end``."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait for its end; safe to call twice."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], pipe).close()
        self._process.wait()

    def _taken(
        self, kind: bytes, payload: bytes, sink: Callable[[bytes], object]
    ) -> Message | None:
        if kind == DATA:
            sink(payload)
        elif kind in {END, ERROR}:
            message = cast(Message, json.loads(payload))
            self.resident_bytes = message["resident"]
            return message
        return None

    def _call(self, message: Message) -> Message:
        try:
            self._send(message)
            kind, payload = self._receive(time.monotonic() + _START_S)
        except (TimeoutError, WorkerDied):
            kind, payload = ERROR, b""
        if kind != READY:
            self.end()
            raise WorkerDied(by_timer=False)
        return cast(Message, json.loads(payload))

    def _send(self, message: Message) -> None:
        try:
            write_message(self._requests, _REQUEST, message)
        except BrokenPipeError:
            raise self._died() from None

    def _receive(self, deadline: float | None) -> tuple[bytes, bytes]:
        try:
            return self._answers.read(deadline)
        except EOFError:
            raise self._died() from None

    def _died(self) -> WorkerDied:
        """Look at how it ended without reaping it: until ``end`` its id is nobody else's."""
        os.kill(self.pid, signal.SIGKILL)
        ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        how = (ended.si_code, ended.si_status) if ended else None
        return WorkerDied(by_timer=how == (os.CLD_KILLED, signal.SIGALRM))


class ReaderProcess(WorkerProcess):
    """A worker that answers queries on published versions.

    Args:
        process: as started.
        lease: the version to read; the worker's from now on.
        settings: see there.

    Raises:
        WorkerDied: it could not open the version.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], lease: Lease, settings: WorkerSettings
    ) -> None:
        self._lease = lease
        graph = lease.version.graph
        super().__init__(process, "reader", graph, graph.parent, settings)

    @property
    def version(self) -> Version:
        """What it reads."""
        return self._lease.version

    def use(self, lease: Lease) -> None:
        """Read another version from now on.

        Raises:
            WorkerDied: it could not open the version, and was ended.
        """
        self._call({"operation": "open", "store": str(lease.version.graph)})
        self._lease.release()
        self._lease = lease

    def end(self) -> None:
        """Kill it, wait for its end, and give the lease back; safe to call twice."""
        super().end()
        self._lease.release()


def _environment() -> dict[str, str]:
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
