"""A scratch copy of a dataset and the worker that changes it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kg.closing import Closing
from kg.rdf_io import RdfSyntaxError
from kg.sparql.errors import (
    EvaluationFailed,
    NoSuchGraph,
    QueryTimeout,
    QueryTooExpensive,
    ResultTooLarge,
)
from kg.sparql.formats import FORMATS
from kg.sparql.frames import Message
from kg.sparql.limits import Limits
from kg.sparql.process import WorkerDied, WorkerProcess, WorkerSettings, start_process
from kg.sparql.syntax import syntax_error
from kg.sparql.updating.changes import Change, Update
from kg.sparql.updating.targets import with_dataset

_SCRATCH = "scratch-"
_GRACE_S = 0.5


class Sandbox(Closing):
    """One scratch copy, removed at the end unless it was taken over; used by one thread.

    Args:
        beside: folder in which the copy is made, on the file system of the original.
        copy: makes the folder it is given, a store that may be changed.
        limits: what a write may use.
        prefixes: known to every update.
        timeout_s: wall-clock limit of all that is asked of it, in seconds.
    """

    def __init__(
        self,
        beside: Path,
        copy: Callable[[Path], None],
        limits: Limits,
        prefixes: Mapping[str, str],
        timeout_s: float,
    ) -> None:
        self._limits = limits
        self._timeout_s = timeout_s
        self._deadline = time.monotonic() + timeout_s
        self._folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=beside))
        self.store = self._folder / "store"
        self._worker: WorkerProcess | None = None
        try:
            copy(self.store)
            settings = WorkerSettings(limits.memory_bytes, prefixes)
            self._worker = WorkerProcess(
                start_process(), "writer", self.store, self._folder, settings
            )
        except WorkerDied:
            self.close()
            raise EvaluationFailed("no worker can open a copy of the dataset") from None
        except BaseException:
            self.close()
            raise

    def apply(self, change: Change) -> bool:
        """Make one change.

        Returns:
            Whether the graph of a ``Load`` or ``Drop`` existed before.

        Raises:
            QueryError: it could not be made; the sandbox is of no more use.
        """
        if isinstance(change, Update):
            text = with_dataset(change)
            request: Message = {"operation": "update", "text": text, "base_iri": change.base_iri}
            self._ask(request)
            return True
        return bool(self._ask(change.request())["existed"])

    def dump(self, graphs: Sequence[str]) -> bytes:
        """Content of graphs as canonical N-Quads, sorted.

        Raises:
            ResultTooLarge: it has more than ``limits.result_bytes`` bytes.
        """
        content = bytearray()
        request = {"graphs": list(graphs), "max_bytes": self._limits.result_bytes}
        self._ask({"operation": "dump", **request}, content.extend)
        return bytes(content)

    def finish(self) -> None:
        """Bring the copy to the disk and end the worker, so that the copy can be taken over."""
        self._ask({"operation": "flush"})
        if self._worker is not None:
            self._worker.end()

    def close(self) -> None:
        """End the worker and remove the copy; safe to call twice."""
        if self._worker is not None:
            self._worker.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, request: Message, sink: Callable[[bytes], object] = len) -> Message:
        assert self._worker is not None
        left_s = max(0.001, self._deadline - time.monotonic())
        request["timeout_s"] = left_s
        try:
            message = self._worker.ask(request, time.monotonic() + left_s + _GRACE_S, sink)
        except TimeoutError:
            raise QueryTimeout(self._timeout_s) from None
        except WorkerDied as death:
            if death.by_timer:
                raise QueryTimeout(self._timeout_s) from None
            raise QueryTooExpensive(self._limits.memory_bytes) from None
        self._raise_error(message, request)
        return message

    def _raise_error(self, message: Message, request: Message) -> None:
        match message.get("error"):
            case None:
                return
            case "syntax" if request["operation"] in {"update", "patch"}:
                has_base = request["base_iri"] is not None
                raise syntax_error(message["message"], request["text"], has_base=has_base)
            case "syntax":
                raise RdfSyntaxError(FORMATS[request["format"]].media_type, message["message"])
            case "too-large":
                raise ResultTooLarge(message["limit"], message["unit"])
            case "memory":
                raise QueryTooExpensive(self._limits.memory_bytes)
            case "no-graph":
                raise NoSuchGraph(request["graph"])
            case _:
                raise EvaluationFailed(message["message"])


def remove_leftovers(beside: Path) -> None:
    """Remove the copies of processes that were killed; called under the writer's lock."""
    for folder in beside.glob(f"{_SCRATCH}*"):
        shutil.rmtree(folder, ignore_errors=True)
