"""The web server, which answers small SPARQL queries without waking a thread for each.

waitress reads requests in its loop and answers them in threads. A query that a worker process
evaluates in a tenth of a millisecond then costs more in hand-overs between threads. Here the loop
itself gives plain queries to workers and watches their pipes beside its sockets; whatever
else comes goes to the threads, and so does an answer that needs the application.

Nothing in the loop may wait. What fails in an unforeseen way closes its connection, not the loop.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.trigger import trigger
from waitress.utilities import build_http_date
from waitress.wasyncore import poll2

from kg.sparql.errand import Errand

Environment = dict[str, Any]
_LOOK_S: Final = 0.25


class ShortWay(Protocol):
    """What answers some requests without the application's help."""

    most_in_line: int
    """Errands that wait at once; what comes then goes to the threads, where there is a queue."""

    def begin(self, environment: Environment, call: Callable[[], object]) -> Errand | None:
        """Begin to answer; None when the request is not for this way, or was answered at once."""

    def is_done(self, environment: Environment, errand: Errand) -> bool:
        """Go on with an errand; tells whether the answer, or an error, is in the environment."""

    def is_quick(self, environment: Environment) -> bool:
        """The answer is in the environment, and is sent without ado."""

    def answered(self, environment: Environment) -> tuple[list[tuple[str, str]], bytes]:
        """Give the headers and the body of an answer that is quick."""


def web_server(
    application: Callable[..., Any], short_way: ShortWay, threads: int, **adjustments: Any
) -> Any:
    """A waitress server; ``run()`` serves.

    Args:
        application: any WSGI application.
        short_way: for requests that need no thread.
        threads: for all others.
        adjustments: further arguments of waitress.
    """
    sockets: dict[int, Any] = {}
    dispatcher = _Dispatcher(short_way, sockets)
    dispatcher.set_thread_count(threads)
    server = create_server(
        application,
        map=sockets,
        _dispatcher=dispatcher,
        # select() knows no descriptor above 1023, and a thousand connections may be open.
        asyncore_use_poll=True,
        **adjustments,
    )
    for one in list(sockets.values()):
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
            one.pull_trigger = dispatcher.outside_the_loop(one.pull_trigger)
    return server


class _Task(WSGITask):  # type: ignore[misc]
    """A task whose environment may have been made before."""

    def service(self) -> None:
        """Answer; in the loop without the steps of WSGI, unless the connection is to be closed."""
        channel, asked = self.channel, self.request.headers.get("CONNECTION", "")
        if not channel.is_in_loop or self.version != "1.1" or asked.lower() == "close":
            super().service()
            return
        self.start()
        headers, body = channel.server.task_dispatcher.answered(channel.environment)
        channel.environment = None
        channel.write_soon(_head(headers, self.start_time) + body)
        self.wrote_header = True

    def get_environment(self) -> Environment:
        """Give the environment, with what the short way has put there."""
        made: Environment | None = self.channel.environment
        self.channel.environment = None
        return super().get_environment() if made is None else made


def _head(headers: Iterable[tuple[str, str]], now: float) -> bytes:
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    date = build_http_date(now)
    return f"HTTP/1.1 200 OK\r\n{''.join(lines)}Date: {date}\r\n\r\n".encode("latin-1")


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection.

    Its ``requests`` are not empty while one is answered, by a thread or by the loop; waitress
    then reads no further and does not take the connection for an idle one.
    """

    task_class = _Task
    environment: Environment | None = None
    _held: list[bytes] | None = None

    @property
    def is_in_loop(self) -> bool:
        """An answer is given in the loop."""
        return self._held is not None

    def handle_read(self) -> None:
        """Read, and begin what needs no thread."""
        super().handle_read()
        self.server.task_dispatcher.begin_new()

    def environment_of_request(self) -> Environment:
        """Give the environment of the request that is to be answered."""
        found: Environment = self.task_class(self, self.requests[0]).get_environment()
        return found

    def answer_at_once(self) -> None:
        """Answer in the loop, head and body in one piece."""
        self._held = []
        self.service()
        whole, self._held = b"".join(self._held), None
        if self.connected:
            super().write_soon(whole)

    def write_soon(self, data: Any) -> int:
        """Send, or hold back until the answer is whole."""
        if self._held is None:
            return int(super().write_soon(data))
        self._held.append(bytes(data))
        return len(data)


class _Job:
    """A request that the loop answers; in the map of the loop while its worker is at work.

    Args:
        dispatcher: of the server.
        channel: where the request came from.
        environment: of the request.
    """

    accepting = False

    def __init__(
        self, dispatcher: _Dispatcher, channel: _Channel, environment: Environment
    ) -> None:
        self.channel = channel
        self.environment = environment
        self.errand: Errand | None = None
        self.is_called = False
        self._dispatcher = dispatcher

    def call(self) -> None:
        """Tell, from any thread, that a worker may be free for this one."""
        self._dispatcher.call(self)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def handle_read_event(self) -> None:
        self._dispatcher.go_on(self)

    handle_expt_event = handle_close = handle_read_event

    def handle_error(self) -> None:
        self.channel.handle_error()

    def close(self) -> None:
        """Nothing is ours to close."""


class _Bell(trigger):  # type: ignore[misc]
    """Wakes the loop from other threads, and now and then looks who has waited for too long.

    Args:
        dispatcher: of the server.
        sockets: what the loop watches.
    """

    def __init__(self, dispatcher: _Dispatcher, sockets: dict[int, Any]) -> None:
        super().__init__(sockets)
        self._dispatcher = dispatcher
        self._next_pull = 0.0

    def readable(self) -> bool:
        now = time.monotonic()
        if now >= self._next_pull and self._dispatcher.in_line:
            self._next_pull = now + _LOOK_S
            self.pull_trigger()
        return True

    def handle_read(self) -> None:
        """Go on with whoever is in line.

        Not as waitress's thunks, which run under a lock: who pulls may hold the pool's.
        """
        super().handle_read()
        self._dispatcher.look_again()

    def handle_error(self) -> None:
        """Say what failed; the loop needs its bell."""
        self.logger.exception("a request that nobody waits for was lost")


class _Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Gives requests to the short way, or to threads.

    Args:
        short_way: for requests that need no thread.
        sockets: what the loop watches.
    """

    def __init__(self, short_way: ShortWay, sockets: dict[int, Any]) -> None:
        super().__init__()
        self.in_line: set[_Job] = set()
        self._short_way = short_way
        self._sockets = sockets
        self._new: deque[_Channel] = deque()
        self._called: deque[_Job] = deque()
        self._loop_thread = 0
        self._next_look = 0.0
        self._bell = _Bell(self, sockets)

    def answered(self, environment: Environment) -> tuple[list[tuple[str, str]], bytes]:
        """Give the headers and the body of an answer that is quick."""
        return self._short_way.answered(environment)

    def outside_the_loop(self, pull: Callable[[], object]) -> Callable[[], None]:
        """Make waking the loop do nothing in the loop, which is awake; it costs it a round."""

        def pull_trigger() -> None:
            if threading.get_ident() != self._loop_thread:
                pull()

        return pull_trigger

    def add_task(self, task: _Channel) -> None:
        """Take a request; the caller may hold the channel's lock, so the loop begins it later."""
        if threading.get_ident() == self._loop_thread:
            self._new.append(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> Any:
        """Finish what is under way: first what the loop has begun, then what the threads have."""
        self._loop_thread, until = threading.get_ident(), time.monotonic() + timeout
        while (self._at_work() or self.in_line) and time.monotonic() < until:
            poll2(_LOOK_S, self._at_work())
            self.look_again()
        return super().shutdown(cancel_pending, timeout)

    def begin_new(self) -> None:
        """Begin what has come since, and go on with those who were called; in the loop."""
        self._loop_thread = threading.get_ident()
        while self._new or self._called:
            while self._new:
                self._begin(self._new.popleft())
            while self._called:
                self._go_on_with_called(self._called.popleft())

    def call(self, job: _Job) -> None:
        """Note, in any thread, that a job may go on."""
        if job.is_called:
            return
        job.is_called = True
        self._called.append(job)
        if threading.get_ident() != self._loop_thread:
            self._bell.pull_trigger()

    def look_again(self) -> None:
        """Go on with those who were called, and now and then with all, who may be overdue."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _LOOK_S
            self._called.extend(self.in_line)
        self.begin_new()

    def go_on(self, job: _Job) -> None:
        """Go on with a job whose worker has said something; in the loop."""
        self._advance(job)
        self.begin_new()

    def _begin(self, channel: _Channel) -> None:
        if channel.requests[0].error or len(self.in_line) >= self._short_way.most_in_line:
            super().add_task(channel)
            return
        job = _Job(self, channel, channel.environment_of_request())
        job.errand = self._short_way.begin(job.environment, job.call)
        if job.errand is None:
            self._finish(job)
        else:
            self._advance(job)

    def _go_on_with_called(self, job: _Job) -> None:
        job.is_called = False
        if job in self.in_line:
            self._advance(job)

    def _advance(self, job: _Job) -> None:
        assert job.errand is not None, "what goes on has begun"
        self.in_line.discard(job)
        # Before anything else: who is given the worker next may close its pipe.
        self._sockets.pop(job.errand.answers or -1, None)
        if self._short_way.is_done(job.environment, job.errand):
            self._finish(job)
        elif job.errand.answers is None:
            self.in_line.add(job)
        else:
            self._sockets[job.errand.answers] = job

    def _at_work(self) -> dict[int, _Job]:
        return {fd: one for fd, one in self._sockets.items() if isinstance(one, _Job)}

    def _finish(self, job: _Job) -> None:
        """Send what is ready, or let a thread do the rest."""
        job.channel.environment = job.environment
        if self._short_way.is_quick(job.environment):
            job.channel.answer_at_once()
        else:
            super().add_task(job.channel)
