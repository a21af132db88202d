"""The process that evaluates queries of others: it can read one dataset and nothing else.

Run as ``python -m kg.sparql.worker``. The first message says what to open; then one request
after the other. It ends when its input ends, and dies by its own timer when an evaluation is
longer than it may be, since nothing can stop the engine from within.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, cast

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat

from kg.sparql import isolation
from kg.sparql.counting import RowCounter
from kg.sparql.formats import FORMATS, ResultFormat
from kg.sparql.frames import (
    DATA,
    END,
    ERROR,
    READY,
    FrameReader,
    Message,
    write_frame,
    write_message,
)

_FLUSH_BYTES = 64 * 1024
_PREFIXED = {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML, RdfFormat.JSON_LD}


class _TooLarge(Exception):
    def __init__(self, limit: int, unit: str) -> None:
        super().__init__(limit, unit)
        self.limit = limit
        self.unit = unit


class Sink:
    """A file for the engine to write to: passes on in large frames and keeps the limits.

    Args:
        fd: pipe to the service.
        counter: counts rows.
        max_rows: 0 for no limit.
        max_bytes: 0 for no limit.
    """

    def __init__(self, fd: int, counter: RowCounter, max_rows: int, max_bytes: int) -> None:
        self._fd = fd
        self._counter = counter
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self.rows = 0
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Take bytes; raises when a limit is passed."""
        self.bytes += len(data)
        if self._max_bytes and self.bytes > self._max_bytes:
            raise _TooLarge(self._max_bytes, "bytes")
        self.rows = self._counter.feed(data)
        if self._max_rows and self.rows > self._max_rows:
            raise _TooLarge(self._max_rows, "rows")
        self._buffer += data
        if len(self._buffer) >= _FLUSH_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Pass on what is held back."""
        if self._buffer:
            write_frame(self._fd, DATA, bytes(self._buffer))
            self._buffer.clear()


class Worker:
    """Answers requests from one pipe on another.

    Args:
        requests: reading end.
        answers: writing end.
    """

    def __init__(self, requests: int, answers: int) -> None:
        self._requests = FrameReader(requests)
        self._answers = answers
        self._status = os.open("/proc/self/statm", os.O_RDONLY) if _has_proc() else -1
        self._page = os.sysconf("SC_PAGE_SIZE")
        self._prefixes: dict[str, str] = {}
        self._store = pyoxigraph.Store()

    def run(self) -> None:
        """Set up as the first message says, then serve until the input ends."""
        with contextlib.suppress(EOFError, BrokenPipeError):
            hello = self._next()
            self._prefixes = hello["prefixes"]
            limited = isolation.limit(hello["memory_bytes"], [Path(hello["readable"])])
            self._open(hello["store"])
            sealed = isolation.seal(limited)
            write_message(self._answers, READY, sealed.as_json())
            while True:
                self._serve(self._next())

    def _next(self) -> Message:
        return cast(Message, json.loads(self._requests.read()[1]))

    def _open(self, path: str) -> None:
        # The old store goes before the new one comes: both would need memory and threads.
        self._store = pyoxigraph.Store()
        self._store = pyoxigraph.Store.read_only(path)

    def _serve(self, request: Message) -> None:
        if request["operation"] == "open":
            self._open(request["store"])
            return write_message(self._answers, READY, {})
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"])
        kind, message = self._evaluate(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return write_message(self._answers, kind, {**message, "resident": self._resident()})

    def _evaluate(self, request: Message) -> tuple[bytes, Message]:
        fmt = FORMATS[request["format"]]
        counter = RowCounter(None if isinstance(fmt.engine, RdfFormat) else fmt.engine)
        sink = Sink(self._answers, counter, request["max_rows"], request["max_bytes"])
        try:
            self._write(self._query(request), fmt, cast(IO[bytes], sink))
            sink.flush()
        except SyntaxError as error:
            return ERROR, {"error": "syntax", "message": str(error)}
        except _TooLarge as error:
            return ERROR, {"error": "too-large", "limit": error.limit, "unit": error.unit}
        except (OSError, RuntimeError, ValueError) as error:
            return ERROR, {"error": "evaluation", "message": str(error)}
        except MemoryError:
            return ERROR, {"error": "memory"}
        return END, {"rows": sink.rows, "bytes": sink.bytes}

    def _query(self, request: Message) -> QuerySolutions | QueryBoolean | QueryTriples:
        default, named = request["default_graphs"], request["named_graphs"]
        return self._store.query(
            request["text"],
            base_iri=request["base_iri"],
            prefixes=self._prefixes,
            use_default_graph_as_union=request["union"],
            default_graph=None if default is None else [NamedNode(iri) for iri in default],
            named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        )

    def _write(
        self,
        result: QuerySolutions | QueryBoolean | QueryTriples,
        fmt: ResultFormat,
        sink: IO[bytes],
    ) -> None:
        if not isinstance(result, QueryTriples):
            result.serialize(sink, cast(pyoxigraph.QueryResultsFormat, fmt.engine))
        elif fmt.engine in _PREFIXED:
            engine = cast(RdfFormat, fmt.engine)
            pyoxigraph.serialize(result, sink, engine, prefixes=self._prefixes)
        else:
            result.serialize(sink, cast(RdfFormat, fmt.engine))

    def _resident(self) -> int:
        if self._status < 0:
            return 0
        return int(os.pread(self._status, 64, 0).split()[1]) * self._page


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()


def main() -> None:
    """Take over the standard streams: requests come in by the first, answers go by the second."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    answers = os.dup(sys.stdout.fileno())
    # Whatever prints must not break the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    Worker(sys.stdin.fileno(), answers).run()


if __name__ == "__main__":
    main()
