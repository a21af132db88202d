"""Queries of others, answered by worker processes under limits."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, Self, cast

from kg.sparql.answer import QueryAnswer
from kg.sparql.check import Checked, check_query
from kg.sparql.errors import (
    EvaluationFailed,
    FormatUnsupported,
    QueryError,
    QueryTimeout,
    QueryTooExpensive,
    ResultTooLarge,
)
from kg.sparql.formats import ResultFormat, formats_for
from kg.sparql.frames import Message
from kg.sparql.isolation import Isolation
from kg.sparql.limits import Limits
from kg.sparql.pool import WorkerPool
from kg.sparql.process import WorkerDied, WorkerProcess, WorkerSettings
from kg.sparql.syntax import syntax_error
from kg.versions import Version, Versions

_SPOOL_BYTES = 1024 * 1024
_GRACE_S = 0.5
_INSTANT_S = 0.05


class QueryService:
    """Answers SPARQL queries on the current published version; safe to use from many threads.

    The worker's own timer stops a query at its limit, and the service kills the worker half a
    second later if that failed. A result is complete, or an error: never a part.

    Args:
        versions: what is published.
        limits: what a query may use.
        prefixes: known to every query without being declared, and used when graphs are written.
        union_default_graph: a query without dataset clause sees all named graphs as its default
            graph, for stores that keep no copy there; a triple of two graphs counts twice.
    """

    def __init__(
        self,
        versions: Versions,
        limits: Limits | None = None,
        prefixes: Mapping[str, str] | None = None,
        *,
        union_default_graph: bool = False,
    ) -> None:
        self.limits = limits or Limits()
        self._versions = versions
        self._settings = WorkerSettings(self.limits.memory_bytes, prefixes or {})
        self._union = union_default_graph
        self._pool = WorkerPool(
            self._start_worker, self.limits.worker_count, self.limits.queue, self.limits.queue_s
        )

    def warm(self) -> None:
        """Start every worker in the background, as a server does when it starts."""
        self._pool.warm(self.limits.worker_count)

    def check(self, query: str) -> Checked:
        """Look at a query before it is evaluated; its form decides among formats.

        Raises:
            QuerySyntaxError, QueryRefused, QueryTooLarge, QueryTooDeep: see ``check_query``.
        """
        return check_query(query, self.limits)

    def evaluate(
        self,
        query: str | Checked,
        result_format: ResultFormat | None = None,
        *,
        timeout_s: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> QueryAnswer:
        """Answer one query.

        Args:
            query: its text, or what ``check`` made of it.
            result_format: how to write the answer; None for the first of its form.
            timeout_s: another limit than ``limits.timeout_s``, in seconds.
            default_graphs: IRIs of the protocol's ``default-graph-uri``; with ``named_graphs``
                they replace the dataset of the query.
            named_graphs: IRIs of the protocol's ``named-graph-uri``.
            base_iri: relative IRIs of the query are resolved against it.

        Raises:
            QueryError: any of the tree in ``kg.sparql.errors``.
            NothingPublished: there is no version to read.
        """
        checked = self.check(query) if isinstance(query, str) else query
        chosen = result_format or formats_for(checked.form)[0]
        if chosen.is_table != checked.form.is_table:
            raise FormatUnsupported(checked.form.value, chosen.media_type)
        limit_s = self.limits.timeout_s if timeout_s is None else timeout_s
        replaced = bool(default_graphs or named_graphs)
        request: Message = {
            "operation": "query",
            "text": checked.text,
            "format": chosen.name,
            "timeout_s": limit_s,
            "max_rows": self.limits.result_rows,
            "max_bytes": self.limits.result_bytes,
            "default_graphs": list(default_graphs) if replaced else None,
            "named_graphs": list(named_graphs) if replaced else None,
            "union": self._union and not replaced and not checked.has_dataset,
            "base_iri": base_iri,
        }
        return self._answer(checked, chosen, request, limit_s)

    def isolation(self) -> Isolation:
        """Which walls stand around the workers on this machine; starts a worker if need be."""
        worker = self._acquire()
        self._pool.release(worker)
        return worker.isolation

    def worker_ids(self) -> list[int]:
        """Process ids of the workers alive."""
        return [worker.pid for worker in self._pool.workers()]

    def close(self) -> None:
        """End every worker; safe to call twice."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(
        self, checked: Checked, chosen: ResultFormat, request: Message, limit_s: float
    ) -> QueryAnswer:
        begun = time.monotonic()
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL_BYTES))  # noqa: SIM115
        try:
            version, message = self._ask_twice(request, limit_s, body)
        except BaseException:
            body.close()
            raise
        return QueryAnswer(
            form=checked.form,
            format=chosen,
            version=version,
            rows=message["rows"],
            size_bytes=message["bytes"],
            elapsed_s=time.monotonic() - begun,
            body=body,
        )

    def _ask_twice(
        self, request: Message, limit_s: float, body: IO[bytes]
    ) -> tuple[Version, Message]:
        """Ask again when the first worker was dead already, killed while it was idle."""
        begun = time.monotonic()
        try:
            return self._ask(request, limit_s, body)
        except QueryTooExpensive:
            if body.tell() or time.monotonic() > begun + _INSTANT_S:
                raise
        return self._ask(request, limit_s, body)

    def _ask(self, request: Message, limit_s: float, body: IO[bytes]) -> tuple[Version, Message]:
        worker = self._acquire()
        try:
            message = worker.ask(request, time.monotonic() + limit_s + _GRACE_S, body.write)
        except BaseException as failure:
            # The answer was not read to its end, so the worker cannot be used again.
            self._pool.discard(worker)
            if isinstance(failure, TimeoutError) or (
                isinstance(failure, WorkerDied) and failure.by_timer
            ):
                raise QueryTimeout(limit_s) from None
            if isinstance(failure, WorkerDied):
                raise QueryTooExpensive(self.limits.memory_bytes) from None
            raise
        self._give_back(worker)
        if "error" in message:
            raise self._error(message, request)
        return worker.version, message

    def _error(self, message: Message, request: Message) -> QueryError:
        match message["error"]:
            case "syntax":
                has_base = request["base_iri"] is not None
                return syntax_error(message["message"], request["text"], has_base=has_base)
            case "too-large":
                return ResultTooLarge(message["limit"], message["unit"])
            case "memory":
                return QueryTooExpensive(self.limits.memory_bytes)
            case _:
                return EvaluationFailed(message["message"])

    def _give_back(self, worker: WorkerProcess) -> None:
        if (
            worker.served >= self.limits.recycle_after
            or worker.resident_bytes > self.limits.recycle_bytes
        ):
            self._pool.discard(worker)
        else:
            self._pool.release(worker)

    def _acquire(self) -> WorkerProcess:
        """A worker on the current version."""
        current = self._versions.current()
        try:
            worker = self._pool.acquire()
            if worker.version.number != current.number:
                self._move(worker)
        except WorkerDied:
            raise EvaluationFailed(f"no worker can open the graph {current.graph}") from None
        return worker

    def _move(self, worker: WorkerProcess) -> None:
        try:
            worker.use(self._versions.lease())
        except BaseException:
            self._pool.discard(worker)
            raise

    def _start_worker(self) -> WorkerProcess:
        lease = self._versions.lease()
        try:
            return WorkerProcess(lease, self._settings)
        except BaseException:
            lease.release()
            raise
