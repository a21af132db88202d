"""Workers on the current version, and requests that get one of them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping

from kg.closing import Closing
from kg.sparql.errors import EvaluationFailed, QueryTooExpensive
from kg.sparql.frames import Message
from kg.sparql.isolation import Isolation
from kg.sparql.limits import Limits
from kg.sparql.pool import Waiter, WorkerPool
from kg.sparql.process import ReaderProcess, Spawner, WorkerDied, WorkerSettings
from kg.sparql.quota import Quota
from kg.sparql.scheduling import Scheduler
from kg.sparql.turn import Turn
from kg.versions import Version, Versions


class Evaluator(Closing):
    """Gives requests to workers on the current version.

    Args:
        versions: what is published.
        limits: what a request may use.
        prefixes: known to every query.
        quota: charged for what clients use.
    """

    def __init__(
        self, versions: Versions, limits: Limits, prefixes: Mapping[str, str], quota: Quota
    ) -> None:
        self._quota = quota
        self._versions = versions
        self._limits = limits
        self._settings = WorkerSettings(limits.memory_bytes, prefixes)
        self._spawner = Spawner()
        self._scheduler = Scheduler(
            limits.heavy_count,
            limits.heavy_after_s,
            limits.paused,
            self._look_again,
        )
        self._pool = WorkerPool(
            self._start, self._scheduler, limits.worker_count, limits.queue, limits.queue_s
        )

    def warm(self) -> None:
        """Start every worker in the background."""
        self._pool.warm(self._limits.worker_count)

    def ask(
        self,
        request: Message,
        limit_s: float,
        client: str | None,
        sink: Callable[[bytes], object],
    ) -> tuple[Version, Message]:
        """Have a request answered by any worker, and wait for it.

        Args:
            request: as the worker expects it.
            limit_s: wall-clock limit, in seconds.
            client: who asks; None has no quota.
            sink: takes the bytes of the answer as they come; a part only when this raises.

        Returns:
            What was read, and the worker's last message.

        Raises:
            QueryError: any of the tree that a worker can cause.
        """
        turn = self._turn(self._acquire(client or ""), request, limit_s, client)
        try:
            return turn.version, turn.ask(sink)
        except QueryTooExpensive:
            if not turn.died_idle:
                raise
        turn = self._turn(self._acquire(client or ""), request, limit_s, client)
        return turn.version, turn.ask(sink)

    def line_up(self, client: str | None, call: Callable[[], object]) -> Waiter:
        """Stand in line for a worker, without waiting; see :meth:`WorkerPool.line_up`."""
        return self._pool.line_up(client or "", call)

    def turn_of(
        self, waiter: Waiter, request: Message, limit_s: float, client: str | None
    ) -> Turn | None:
        """Give the worker to this caller whose turn it is, who then leaves the line.

        Args:
            waiter: as ``line_up`` gave it.
            request: as for ``ask``.
            limit_s: as for ``ask``.
            client: as for ``ask``.

        Returns:
            The turn, which is to be begun, or None: the caller is called again.

        Raises:
            ServiceBusy: the caller has waited for too long.
        """
        worker = self._pool.claim(waiter)
        if worker is None:
            return None
        if worker.version.number != self._versions.current().number:
            threading.Thread(target=self._move_idle, args=(worker,), daemon=True).start()
            return None
        self._pool.leave(waiter)
        return self._turn(worker, request, limit_s, client)

    def leave(self, waiter: Waiter) -> None:
        """Leave the line without having had a turn."""
        self._pool.leave(waiter)

    def isolation(self) -> Isolation:
        """Which walls stand around the workers; starts one if need be."""
        worker = self._acquire("")
        self._pool.release(worker)
        return worker.isolation

    def worker_ids(self) -> list[int]:
        """Process ids of the workers alive."""
        return [worker.pid for worker in self._pool.workers()]

    def close(self) -> None:
        """End every worker; safe to call twice."""
        self._pool.close()
        self._spawner.close()

    def _look_again(self) -> None:
        self._pool.look_again()

    def _turn(
        self, worker: ReaderProcess, request: Message, limit_s: float, client: str | None
    ) -> Turn:
        def give_back(worker: ReaderProcess, usable: bool, used_s: float) -> None:
            self._give_back(worker, usable=usable)
            if client is not None:
                self._quota.charge(client, used_s)

        return Turn(
            worker, request, limit_s, client or "", self._limits, self._scheduler, give_back
        )

    def _give_back(self, worker: ReaderProcess, *, usable: bool) -> None:
        limits = self._limits
        if (
            usable
            and worker.served < limits.recycle_after
            and worker.resident_bytes <= limits.recycle_bytes
        ):
            self._pool.release(worker)
        else:
            self._pool.discard(worker)

    def _acquire(self, client: str) -> ReaderProcess:
        """A worker on the current version."""
        current = self._versions.current()
        try:
            worker = self._pool.acquire(client)
            if worker.version.number != current.number:
                self._move(worker)
        except WorkerDied:
            raise EvaluationFailed(f"no worker can open the graph {current.graph}") from None
        return worker

    def _move_idle(self, worker: ReaderProcess) -> None:
        """Let a worker that nobody uses read the current version, and give it back."""
        # One that cannot is ended and replaced; what is wrong is told to who asks next.
        with contextlib.suppress(WorkerDied, LookupError, OSError):
            self._move(worker)
            self._pool.release(worker)

    def _move(self, worker: ReaderProcess) -> None:
        try:
            lease = self._versions.lease()
        except BaseException:
            self._pool.discard(worker)
            raise
        try:
            worker.use(lease)
        except BaseException:
            lease.release()
            self._pool.discard(worker)
            raise

    def _start(self) -> ReaderProcess:
        lease = self._versions.lease()
        try:
            return ReaderProcess(self._spawner.start(), lease, self._settings)
        except BaseException:
            lease.release()
            raise
