"""One request to one worker, whatever becomes of the worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from kg.sparql.errors import (
    EvaluationFailed,
    NoSuchGraph,
    QueryError,
    QueryTimeout,
    QueryTooExpensive,
    ResultTooLarge,
    ServiceBusy,
)
from kg.sparql.frames import Message
from kg.sparql.isolation import Isolation
from kg.sparql.limits import Limits
from kg.sparql.pool import WorkerPool
from kg.sparql.process import ReaderProcess, Spawner, WorkerDied, WorkerSettings
from kg.sparql.quota import Quota
from kg.sparql.scheduling import Scheduler
from kg.sparql.syntax import syntax_error
from kg.versions import Version, Versions

_GRACE_S = 0.5
_INSTANT_S = 0.05


class Evaluator:
    """Workers on the current version, and what their ends mean.

    The worker's own timer stops a request at its limit; should that fail, the worker is killed
    half a second later.

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
        self._scheduler = Scheduler(limits.heavy_count, limits.heavy_after_s, limits.paused)
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
        """Have a request answered by any worker.

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
        taken = 0

        def count(data: bytes) -> None:
            nonlocal taken
            taken += len(data)
            sink(data)

        begun = time.monotonic()
        try:
            return self._ask(request, limit_s, client, count)
        except QueryTooExpensive:
            # An instant death is no query's doing: the worker was killed while it was idle.
            if taken or time.monotonic() > begun + _INSTANT_S:
                raise
        return self._ask(request, limit_s, client, count)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(
        self,
        request: Message,
        limit_s: float,
        client: str | None,
        sink: Callable[[bytes], object],
    ) -> tuple[Version, Message]:
        worker = self._acquire(client or "")
        run = self._scheduler.begin(client or "", worker.pid)
        whole = False
        try:
            request["timeout_s"] = limit_s
            message = worker.ask(request, run.begun + limit_s + _GRACE_S, sink)
            whole = True
        except TimeoutError:
            raise QueryTimeout(limit_s) from None
        except WorkerDied as death:
            raise self._failure(death, limit_s, evicted=run.evicted) from None
        finally:
            as_before = self._scheduler.finish(run)
            # An answer that was not read to its end would be taken for the next one's beginning.
            self._give_back(worker, usable=whole and as_before)
            if client is not None:
                self._quota.charge(client, time.monotonic() - run.begun)
        if "error" in message:
            raise self._error(message, request)
        return worker.version, message

    def _failure(self, death: WorkerDied, limit_s: float, *, evicted: bool) -> QueryError:
        if death.by_timer:
            return QueryTimeout(limit_s)
        if evicted:
            return ServiceBusy(self._limits.queue_s)
        return QueryTooExpensive(self._limits.memory_bytes)

    def _error(self, message: Message, request: Message) -> QueryError:
        match message["error"]:
            case "syntax":
                has_base = request["base_iri"] is not None
                return syntax_error(message["message"], request["text"], has_base=has_base)
            case "too-large":
                return ResultTooLarge(message["limit"], message["unit"])
            case "memory":
                return QueryTooExpensive(self._limits.memory_bytes)
            case "no-graph":
                return NoSuchGraph(request["graph"])
            case _:
                return EvaluationFailed(message["message"])

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

    def _move(self, worker: ReaderProcess) -> None:
        lease = self._versions.lease()
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
