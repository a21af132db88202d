"""One request that one worker has, and what became of the worker."""

from __future__ import annotations

import time
from collections.abc import Callable

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
from kg.sparql.limits import Limits
from kg.sparql.process import ReaderProcess, WorkerDied
from kg.sparql.scheduling import Scheduler
from kg.sparql.syntax import syntax_error
from kg.versions import Version

_GRACE_S = 0.5
_INSTANT_S = 0.05


class Turn:
    """From sending a request to a worker to giving the worker back, which happens in any case.

    The worker's own timer stops a request at its limit; should that fail, the scheduler kills the
    worker half a second later.

    Args:
        worker: acquired for this request.
        request: as the worker expects it.
        limit_s: wall-clock limit, in seconds.
        client: who asks.
        limits: told in errors.
        scheduler: watches the worker meanwhile.
        give_back: takes the worker, whether it may serve again, and how long it was used.
    """

    def __init__(
        self,
        worker: ReaderProcess,
        request: Message,
        limit_s: float,
        client: str,
        limits: Limits,
        scheduler: Scheduler,
        give_back: Callable[[ReaderProcess, bool, float], object],
    ) -> None:
        self.version: Version = worker.version
        self.answers = worker.answers
        self._worker = worker
        self._request = {**request, "timeout_s": limit_s}
        self._limit_s = limit_s
        self._limits = limits
        self._scheduler = scheduler
        self._give_back = give_back
        self._taken = 0
        self._run = scheduler.begin(client, worker.pid, limit_s + _GRACE_S)

    @property
    def died_idle(self) -> bool:
        """An instant death is no query's doing: the worker was killed while it was idle."""
        return not self._taken and time.monotonic() < self._run.begun + _INSTANT_S

    def ask(self, sink: Callable[[bytes], object]) -> Message:
        """Have the request answered, and wait for it.

        Args:
            sink: takes the bytes of the answer as they come; a part only when this raises.

        Returns:
            The worker's last message.

        Raises:
            QueryError: any of the tree that a worker can cause.
        """
        counted = self._counted(sink)
        message = self._minded(lambda: self._worker.ask(self._request, None, counted))
        assert message is not None, "a worker's answer ends with a message"
        return message

    def begin(self) -> None:
        """Send the request; its answer is taken by ``look``.

        Raises:
            QueryError: as for ``ask``.
        """
        self._minded(lambda: self._worker.begin(self._request))

    def look(self, sink: Callable[[bytes], object]) -> Message | None:
        """Take what has come, without waiting; gives the last message when the answer is whole.

        Raises:
            QueryError: as for ``ask``.
        """
        counted = self._counted(sink)
        return self._minded(lambda: self._worker.look(counted))

    def _counted(self, sink: Callable[[bytes], object]) -> Callable[[bytes], object]:
        def take(data: bytes) -> None:
            self._taken += len(data)
            sink(data)

        return take

    def _minded(self, act: Callable[[], Message | None]) -> Message | None:
        """Do something with the worker; when that fails, or the answer is whole, the turn ends."""
        try:
            message = act()
        except WorkerDied as death:
            failure = self._failure(death)
            self._end(usable=False)
            raise failure from None
        except BaseException:
            # An answer that was not read to its end would be taken for the next one's beginning.
            self._end(usable=False)
            raise
        if message is not None:
            self._end(usable=True)
            if "error" in message:
                raise self._error(message)
        return message

    def _end(self, *, usable: bool) -> None:
        as_before = self._scheduler.finish(self._run)
        self._give_back(self._worker, usable and as_before, time.monotonic() - self._run.begun)

    def _failure(self, death: WorkerDied) -> QueryError:
        if death.by_timer or self._run.overdue:
            return QueryTimeout(self._limit_s)
        if self._run.evicted:
            return ServiceBusy(self._limits.queue_s)
        return QueryTooExpensive(self._limits.memory_bytes)

    def _error(self, message: Message) -> QueryError:
        match message["error"]:
            case "syntax":
                has_base = self._request["base_iri"] is not None
                return syntax_error(message["message"], self._request["text"], has_base=has_base)
            case "too-large":
                return ResultTooLarge(message["limit"], message["unit"])
            case "memory":
                return QueryTooExpensive(self._limits.memory_bytes)
            case "no-graph":
                return NoSuchGraph(self._request["graph"])
            case _:
                return EvaluationFailed(message["message"])
