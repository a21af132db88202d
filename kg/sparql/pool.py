"""Workers shared by the threads of a server."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from kg.sparql.errors import ServiceBusy
from kg.sparql.process import ReaderProcess, WorkerDied
from kg.sparql.scheduling import Scheduler

_LOOK_AGAIN_S = 0.05
_STUCK_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Waiter:
    """A caller in line.

    Args:
        client: who asks.
        deadline: until when it waits, on ``time.monotonic``.
        call: tells it that a worker may be free; made from any thread, and returns at once.
    """

    client: str
    deadline: float
    call: Callable[[], object]


class WorkerPool:
    """Up to ``size`` workers that are not paused; each is given to one caller at a time.

    Ended workers are replaced in the background, so that the next caller finds one that is warm.
    Of callers that wait, the one whose client has the fewest queries under way comes first.

    Args:
        start: makes a worker on the current version.
        scheduler: knows who has what under way, and how many workers are paused.
        size: most workers that are not paused.
        queue: callers that wait; when nothing moves, the next one is refused.
        queue_s: longest wait, in seconds.
    """

    def __init__(
        self,
        start: Callable[[], ReaderProcess],
        scheduler: Scheduler,
        size: int,
        queue: int,
        queue_s: float,
    ) -> None:
        self._start = start
        self._scheduler = scheduler
        self._size = size
        self._queue = queue
        self._queue_s = queue_s
        self._lock = threading.RLock()
        self._idle: list[ReaderProcess] = []
        self._workers: set[ReaderProcess] = set()
        self._starting = 0
        self._waiting: list[Waiter] = []
        self._moved = time.monotonic()
        self._closed = False
        atexit.register(_close, weakref.ref(self))

    def acquire(self, client: str = "") -> ReaderProcess:
        """A worker that nobody else uses; give it back by ``release`` or ``discard``.

        Args:
            client: who asks.

        Raises:
            ServiceBusy: the queue is full, or nothing became free in time.
            WorkerDied: a worker was started and could not open the version.
        """
        with self._lock:
            self._wait_for_turn(client)
            worker = self._idle_worker()
            if worker is not None:
                return worker
            self._starting += 1
        return self._started()

    def line_up(self, client: str, call: Callable[[], object]) -> Waiter:
        """Stand in line without waiting; ``claim`` when called, ``leave`` in the end.

        Args:
            client: who asks.
            call: see :class:`Waiter`.

        Raises:
            ServiceBusy: the queue is full.
        """
        with self._lock:
            if self._closed or self._is_full():
                raise ServiceBusy(self._queue_s)
            waiter = Waiter(client, time.monotonic() + self._queue_s, call)
            self._waiting.append(waiter)
            return waiter

    def claim(self, waiter: Waiter) -> ReaderProcess | None:
        """An idle worker for a caller in line, if it is the turn of this one; it stays in line.

        Raises:
            ServiceBusy: the caller has waited for too long.
        """
        with self._lock:
            if self._closed or time.monotonic() > waiter.deadline:
                raise ServiceBusy(self._queue_s)
            if not (self._available() and self._first() is waiter):
                self._call_next()
                return None
            worker = self._idle_worker()
        if worker is None:
            self.warm(1)
        return worker

    def leave(self, waiter: Waiter) -> None:
        """Leave the line; safe to call twice."""
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            self._call_next()

    def look_again(self) -> None:
        """Call whoever is first in line; for when a worker was paused and another may start."""
        with self._lock:
            self._call_next()

    def release(self, worker: ReaderProcess) -> None:
        """Give a worker back that may serve again."""
        with self._lock:
            if not self._closed and len(self._workers) <= self._allowed():
                self._idle.append(worker)
                self._call_next()
                return
        self.discard(worker)

    def discard(self, worker: ReaderProcess) -> None:
        """Give a worker back that may not serve again: it is ended and replaced, soon."""
        worker.kill()
        # Until a large process has gone takes a while, and the caller has an answer to give.
        threading.Thread(
            target=self._replace, args=(worker,), name="paperkin-worker-end", daemon=True
        ).start()

    def warm(self, wanted: int) -> None:
        """Start so many workers in the background, as far as there is room."""
        with self._lock:
            count = min(wanted, self._allowed() - len(self._workers) - self._starting)
            if self._closed or count <= 0:
                return
            self._starting += count
        for _ in range(count):
            threading.Thread(target=self._fill, name="paperkin-worker-start", daemon=True).start()

    def close(self) -> None:
        """End every worker; callers that wait are refused, running queries end as killed."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = self._workers.difference(idle)
            self._workers.difference_update(idle)
            self._call_next()
        for worker in busy:
            worker.kill()
        for worker in idle:
            worker.end()

    def workers(self) -> list[ReaderProcess]:
        """Those alive, busy or not."""
        with self._lock:
            return list(self._workers)

    def _allowed(self) -> int:
        return self._size + self._scheduler.paused()

    def _available(self) -> bool:
        return bool(self._idle) or len(self._workers) + self._starting < self._allowed()

    def _idle_worker(self) -> ReaderProcess | None:
        """An idle worker; those that somebody killed, as a system short of memory does, go."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                self._moved = time.monotonic()
                return worker
            self._workers.discard(worker)
            worker.end()
        return None

    def _wait_for_turn(self, client: str) -> None:
        if not self._closed and not self._waiting and self._available():
            return
        turn = threading.Condition(self._lock)
        waiter = self.line_up(client, turn.notify)
        try:
            while self._closed or not (self._available() and self._first() is waiter):
                left_s = waiter.deadline - time.monotonic()
                if self._closed or left_s <= 0:
                    raise ServiceBusy(self._queue_s)
                turn.wait(min(left_s, _LOOK_AGAIN_S))
                # Whose turn it is may have changed since this one was called.
                self._call_next()
        finally:
            self.leave(waiter)

    def _call_next(self) -> None:
        """Wake the caller whose turn it is, and no crowd that would only look and wait again."""
        if self._closed:
            for waiter in self._waiting:
                waiter.call()
        elif self._waiting and self._available():
            self._first().call()

    def _is_full(self) -> bool:
        """The queue is long and does not move; a crowd of quick queries is served, not refused."""
        if len(self._waiting) < self._queue:
            return False
        stuck = time.monotonic() - self._moved > _STUCK_S
        return stuck or len(self._waiting) >= 8 * self._queue

    def _first(self) -> Waiter:
        if len(self._waiting) == 1:
            return self._waiting[0]
        under_way = self._scheduler.under_way()
        return min(self._waiting, key=lambda waiter: under_way[waiter.client])

    def _started(self) -> ReaderProcess:
        try:
            worker = self._start()
        except BaseException:
            with self._lock:
                self._starting -= 1
                self._call_next()
            raise
        with self._lock:
            self._starting -= 1
            if not self._closed:
                self._workers.add(worker)
                return worker
        worker.end()
        raise ServiceBusy(self._queue_s)

    def _replace(self, worker: ReaderProcess) -> None:
        worker.end()
        with self._lock:
            self._workers.discard(worker)
            self._call_next()
        self.warm(1)

    def _fill(self) -> None:
        # What fails here fails again, and is told, when a caller starts a worker itself.
        with contextlib.suppress(WorkerDied, ServiceBusy, LookupError, OSError):
            self.release(self._started())


def _close(pool: weakref.ref[WorkerPool]) -> None:
    alive = pool()
    if alive is not None:
        alive.close()
