"""Workers that ask other endpoints."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.sparql.errors import ServiceBusy
from kg.sparql.frames import Message
from kg.sparql.limits import Limits
from kg.sparql.process import Spawner, WorkerDied, WorkerProcess, WorkerSettings

_NOTHING = Path()
_GRACE_S = 1.0
_RECYCLE_AFTER = 100


class NoAnswer(Exception):
    """An endpoint gave no answer that can be used.

    Args:
        reason: in words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Fetchers:
    """Some workers that have sockets and no graph; safe to use from many threads.

    They are started when they are needed, and serve again.

    Args:
        limits: how many, how long, how much.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = threading.BoundedSemaphore(max(1, limits.service_places))
        self._free = threading.BoundedSemaphore(limits.service_workers)
        self._idle: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._spawner = Spawner()

    def ask(self, url: str, text: str, variables: list[str], limit_s: float) -> str:
        """Ask an endpoint a query; that a worker has to be started first does not count.

        Args:
            url: of the endpoint.
            text: of the query, a SELECT.
            variables: that it may bind.
            limit_s: longest wait, in seconds.

        Returns:
            The solutions as a VALUES block.

        Raises:
            NoAnswer: there is none that can be used.
            ServiceBusy: all workers are busy for so long, or too many wait for them.
        """
        # Each holds a thread of the server, and some threads are for those who ask only us.
        if not self._places.acquire(blocking=False):
            raise ServiceBusy(limit_s)
        try:
            with self._turn(limit_s) as left_s:
                return self._asked(url, text, variables, left_s)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the workers that wait; those at work end with their answers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()
        self._spawner.close()

    @contextmanager
    def _turn(self, limit_s: float) -> Iterator[float]:
        """Wait for a turn; gives the seconds that are left."""
        begun = time.monotonic()
        if not self._free.acquire(timeout=limit_s):
            raise ServiceBusy(limit_s)
        try:
            yield max(0.01, round(limit_s - (time.monotonic() - begun), 2))
        finally:
            self._free.release()

    def _asked(self, url: str, text: str, variables: list[str], limit_s: float) -> str:
        worker = self._worker()
        request: Message = {
            "operation": "ask",
            "url": url,
            "text": text,
            "variables": variables,
            "private_hosts": self._limits.service_private_hosts,
            "max_rows": self._limits.service_rows,
            "max_bytes": self._limits.service_bytes,
            "limit_s": limit_s,
            "timeout_s": limit_s + _GRACE_S,
        }
        body = bytearray()
        try:
            # Its own timer comes first, unless it is stuck.
            stuck_at = time.monotonic() + limit_s + 2 * _GRACE_S
            message = worker.ask(request, stuck_at, body.extend)
        except (TimeoutError, WorkerDied) as end:
            worker.end()
            raise NoAnswer(_why(end, limit_s)) from None
        self._give_back(worker)
        if "error" in message:
            raise NoAnswer(_reason(message))
        return body.decode()

    def _worker(self) -> WorkerProcess:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.end()
        settings = WorkerSettings(self._limits.memory_bytes, {})
        try:
            return WorkerProcess(self._spawner.start(), "fetcher", _NOTHING, _NOTHING, settings)
        except WorkerDied:
            raise NoAnswer("no process can be started that asks it") from None

    def _give_back(self, worker: WorkerProcess) -> None:
        if worker.served >= _RECYCLE_AFTER:
            worker.end()
            return
        with self._lock:
            self._idle.append(worker)


def _why(end: Exception, limit_s: float) -> str:
    if isinstance(end, WorkerDied) and not end.by_timer:
        return "its answer takes more memory than a worker has, or crashed the reader"
    return f"no whole answer within {limit_s:g} s"


def _reason(message: Message) -> str:
    match message["error"]:
        case "too-large":
            return (
                f"its answer has more than {message['limit']} {message['unit']}; "
                "ask for less inside the clause"
            )
        case "memory":
            return "its answer takes more memory than a worker has"
        case _:
            return str(message["message"])
