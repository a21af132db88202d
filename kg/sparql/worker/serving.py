"""The loop of a worker: requests in, limited answers out."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from kg.sparql import isolation
from kg.sparql.counting import RowCounter
from kg.sparql.frames import (
    DATA,
    END,
    ERROR,
    READY,
    FrameReader,
    Message,
    write_frame,
    write_frames,
    write_message,
)

REST = "rest"
"""In what an operation returns: the last bytes of its answer, which are not yet sent."""
_FLUSH_BYTES = 64 * 1024


class TooLarge(Exception):
    """An answer passed a limit.

    Args:
        limit: the limit.
        unit: ``rows`` or ``bytes``.
    """

    def __init__(self, limit: int, unit: str) -> None:
        super().__init__(limit, unit)
        self.limit = limit
        self.unit = unit


class NoGraph(Exception):
    """The dataset has no graph of that name."""


class Sink:
    """A file for the engine to write to: passes on in large frames and keeps the limits.

    Args:
        fd: pipe to the service.
        max_bytes: 0 for no limit.
        max_rows: 0 for no limit.
        counter: counts rows.
    """

    def __init__(
        self, fd: int, max_bytes: int, max_rows: int = 0, counter: RowCounter | None = None
    ) -> None:
        self._fd = fd
        self._max_bytes = max_bytes
        self._max_rows = max_rows
        self._counter = counter
        self._buffer = bytearray()
        self.rows = 0
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises:
            TooLarge: a limit is passed.
        """
        self.bytes += len(data)
        if self._max_bytes and self.bytes > self._max_bytes:
            raise TooLarge(self._max_bytes, "bytes")
        if self._counter:
            self.rows = self._counter.feed(data)
        if self._max_rows and self.rows > self._max_rows:
            raise TooLarge(self._max_rows, "rows")
        self._buffer += data
        if len(self._buffer) >= _FLUSH_BYTES:
            self.flush()
        return len(data)

    def rest(self) -> bytes:
        """Give what is held back, to be sent together with the end of the answer."""
        held = bytes(self._buffer)
        self._buffer.clear()
        return held

    def flush(self) -> None:
        """Pass on what is held back."""
        if self._buffer:
            write_frame(self._fd, DATA, bytes(self._buffer))
            self._buffer.clear()


class Role(Protocol):
    """What a worker is there for; ``networked`` ones may make connections.

    Args:
        answers: writing end of the pipe to the service.
        hello: the first message.
    """

    writable: bool
    networked: bool
    operations: Mapping[str, Callable[[Message], Message]]

    def __init__(self, answers: int, hello: Message) -> None: ...

    def open(self, store: str) -> None:
        """Open the dataset, instead of the one before."""


class Server:
    """Answers requests from one pipe on another.

    Args:
        requests: frames that come in.
        answers: writing end.
    """

    def __init__(self, requests: FrameReader, answers: int) -> None:
        self._requests = requests
        self._answers = answers
        self._statm = os.open(_STATM, os.O_RDONLY) if _STATM.exists() else -1
        self._page_bytes = os.sysconf("SC_PAGE_SIZE")

    def run(self) -> None:
        """Set up as the first message says, then serve.

        Raises:
            EOFError: the input ended.
        """
        hello = self._next()
        role = _role(hello["role"])(self._answers, hello)
        readable = isolation.name_files() if role.networked else [Path(hello["folder"])]
        limited = isolation.limit(hello["memory_bytes"], readable, writable=role.writable)
        role.open(hello["store"])
        sealed = isolation.seal(limited, writable=role.writable, networked=role.networked)
        write_message(self._answers, READY, sealed.as_json())
        while True:
            self._serve(role, self._next())

    def _next(self) -> Message:
        return cast(Message, json.loads(self._requests.read()[1]))

    def _serve(self, role: Role, request: Message) -> None:
        if request["operation"] == "open":
            role.open(request["store"])
            return write_message(self._answers, READY, {})
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"])
        kind, message = _outcome(role.operations[request["operation"]], request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        rest = message.pop(REST, b"")
        last = json.dumps({**message, "resident": self._resident()}).encode()
        frames = [(DATA, rest)] if rest else []
        return write_frames(self._answers, *frames, (kind, last))

    def _resident(self) -> int:
        if self._statm < 0:
            return 0
        return int(os.pread(self._statm, 64, 0).split()[1]) * self._page_bytes


_STATM = Path("/proc/self/statm")
_ROLES = {
    "reader": ("reading", "Reader"),
    "writer": ("writing", "Writer"),
    "parser": ("parsing", "Parser"),
    "fetcher": ("fetching", "Fetcher"),
}


def _role(name: str) -> type[Role]:
    """The class of a role; a worker loads its own and no other."""
    module, class_name = _ROLES[name]
    return cast(type[Role], getattr(import_module(f"kg.sparql.worker.{module}"), class_name))


def _outcome(operation: Callable[[Message], Message], request: Message) -> tuple[bytes, Message]:
    try:
        return END, operation(request)
    except SyntaxError as error:
        return ERROR, {"error": "syntax", "message": str(error)}
    except TooLarge as error:
        return ERROR, {"error": "too-large", "limit": error.limit, "unit": error.unit}
    except NoGraph:
        return ERROR, {"error": "no-graph"}
    except (OSError, RuntimeError, ValueError) as error:
        return ERROR, {"error": "evaluation", "message": str(error)}
    except MemoryError:
        return ERROR, {"error": "memory"}
