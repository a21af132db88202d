"""Acts in a forked child that is killed at a numbered crash point, or at a random moment.

A crash point is a moment at which something durable is about to change: a file is opened for
writing, renamed, removed or synced, a statement reaches the database, the graph store is called.
They are seen from outside, by an audit hook and wrappers that only the child installs, so the
product carries no hook of its own and pays nothing.

The parent opens nothing: forking with an open store hangs.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILE_EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate"}
_STORE_METHODS = ("amend", "apply", "backup", "bulk_load", "close", "extend", "flush", "optimize")

Acknowledge = Callable[[object], None]
"""Says to the parent, before anything else happens, that something is now promised."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended: what it gave, what it acknowledged before, and its crash points."""

    was_killed: bool
    value: Any
    acknowledged: tuple[Any, ...]
    points: int
    last_point: str
    error: str
    seconds: float


class HungChild(AssertionError):
    """A child that did not end: a hang is a fault as much as a loss is."""


def forked(
    act: Callable[[Acknowledge], object],
    *,
    kill_at: int | None = None,
    kill_after_s: float | None = None,
    timeout_s: float = 120.0,
) -> Outcome:
    """Run an act in a child of its own.

    Args:
        act: what to do; it is given the function that acknowledges.
        kill_at: number of the crash point, from 1, at which the child is killed with SIGKILL.
        kill_after_s: time in seconds after which the child is killed from outside.
        timeout_s: longest time that the child may take.

    Raises:
        HungChild: it took longer.
    """
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(act, writing, kill_at)
    os.close(writing)
    if kill_after_s is not None:
        _kill_later(child, reading, kill_after_s)
    said = _read_all(reading, child, timeout_s)
    _, status = os.waitpid(child, 0)
    return _outcome(said, os.WIFSIGNALED(status), time.monotonic() - started)


def evenly(points: int, count: int, seed: int) -> list[int]:
    """Numbers of crash points, spread over all of them and shifted by the seed."""
    if points <= count:
        return list(range(1, points + 1))
    chance = random.Random(seed)
    width = points / count
    return [min(points, 1 + int(width * (place + chance.random()))) for place in range(count)]


def _be_child(act: Callable[[Acknowledge], object], pipe: int, kill_at: int | None) -> None:
    code = 0
    stream = os.fdopen(pipe, "w", buffering=1)

    def say(**words: object) -> None:
        stream.write(json.dumps(words) + "\n")

    points = _Points(kill_at, say)
    try:
        points.watch()
        value = act(lambda promised: say(acknowledged=promised))
        say(value=value, points=points.count, last=points.last)
    except BaseException as error:  # noqa: BLE001  the parent tells what it was
        text = "".join(traceback.format_exception(error))
        say(error=text, points=points.count, last=points.last)
        code = 1
    finally:
        stream.flush()
        os._exit(code)


class _Points:
    """Counts crash points and dies at one of them."""

    def __init__(self, kill_at: int | None, say: Callable[..., None]) -> None:
        self.count = 0
        self.last = ""
        self._kill_at = kill_at
        self._say = say

    def reach(self, name: str) -> None:
        self.count += 1
        self.last = name
        if self.count == self._kill_at:
            self._say(points=self.count, last=name)
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        sys.addaudithook(self._audit)
        self._watch_syncs()
        self._watch_database()
        self._watch_store()

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FILE_EVENTS:
            self.reach(f"{event} {arguments[0]}")
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            self.reach(f"open {arguments[0]}")

    def _watch_syncs(self) -> None:
        original = os.fsync

        def fsync(fd: Any) -> None:
            self.reach("before fsync")
            original(fd)
            self.reach("after fsync")

        os.fsync = fsync

    def _watch_database(self) -> None:
        from sqlalchemy import Engine, event

        def statement(*given: Any) -> None:
            self.reach(f"sql {str(given[2])[:60]}")

        event.listen(Engine, "before_cursor_execute", statement)
        event.listen(Engine, "commit", lambda _connection: self.reach("commit"))

    def _watch_store(self) -> None:
        from kg.stores import OxigraphStore

        for name in _STORE_METHODS:
            original = getattr(OxigraphStore, name, None)
            if original is not None:
                setattr(OxigraphStore, name, self._wrapped(name, original))

    def _wrapped(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def method(*arguments: Any, **options: Any) -> Any:
            self.reach(f"before store.{name}")
            value = original(*arguments, **options)
            self.reach(f"after store.{name}")
            return value

        return method


def _kill_later(child: int, reading: int, after_s: float) -> None:
    """Kill the child at its time, unless it has ended (its pipe is closed) before."""
    deadline = time.monotonic() + after_s
    poller = select.poll()
    poller.register(reading, select.POLLHUP)
    while (left := deadline - time.monotonic()) > 0:
        if poller.poll(left * 1000):
            return
    os.kill(child, signal.SIGKILL)


def _read_all(reading: int, child: int, timeout_s: float) -> list[dict[str, Any]]:
    deadline = time.monotonic() + timeout_s
    said = b""
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise HungChild(f"no end within {timeout_s:g} s; it had said {said[-400:]!r}")
        part = os.read(reading, 1 << 16)
        if not part:
            break
        said += part
    os.close(reading)
    return [json.loads(line) for line in said.splitlines()]


def _outcome(said: list[dict[str, Any]], was_killed: bool, seconds: float) -> Outcome:
    ended = next((one for one in reversed(said) if "points" in one), {})
    return Outcome(
        was_killed=was_killed,
        value=ended.get("value"),
        acknowledged=tuple(one["acknowledged"] for one in said if "acknowledged" in one),
        points=ended.get("points", 0),
        last_point=ended.get("last", ""),
        error=ended.get("error", ""),
        seconds=seconds,
    )
