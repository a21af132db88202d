"""Heavy queries take turns, so that light ones always find a worker and a processor.

Nobody can tell from its text what a query costs. A query that still runs after a tenth of a
second is heavy: its worker gets a low priority, and only so many heavy queries run at once. The
others are paused where they are (SIGSTOP) and go on when it is their turn; a paused worker does
not count among the workers of the pool. Turns go to the client whose queries have run least,
then to the query that has run least. The wall-clock limit of a query goes on while it waits.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_TICK_S = 0.05
_SLICE_S = 0.25
_LOW_PRIORITY = 10


@dataclass(slots=True, eq=False)
class Run:
    """One query that a worker evaluates.

    Args:
        client: who asked.
        pid: process id of the worker.
        begun: when, on ``time.monotonic``.
        ran_s: how long it has run without its pauses, in seconds.
        heavy: it has run for long.
        paused: its worker is stopped.
        evicted: its worker was killed because too many were paused.
        lowered: its worker has a low priority.
        deadline: when its worker is killed if it still runs, on ``time.monotonic``.
        overdue: it was killed for that.
    """

    client: str
    pid: int
    begun: float
    ran_s: float = 0.0
    heavy: bool = False
    paused: bool = False
    evicted: bool = False
    lowered: bool = False
    deadline: float = math.inf
    overdue: bool = False


def turns(runs: Iterable[Run], lanes: int) -> set[Run]:
    """Heavy queries that run now.

    >>> first, second = Run("a", 1, 0.0, ran_s=3.0, heavy=True), Run("b", 2, 1.0, heavy=True)
    >>> turns([first, second], lanes=1) == {second}
    True

    Args:
        runs: everything that is under way.
        lanes: how many heavy ones may run.
    """
    heavy = [run for run in runs if run.heavy]
    of_client: defaultdict[str, float] = defaultdict(float)
    for run in heavy:
        of_client[run.client] += run.ran_s

    def order(run: Run) -> tuple[int, int, float]:
        # By whole slices, or two queries of equal age would change places at every tick.
        return (int(of_client[run.client] / _SLICE_S), int(run.ran_s / _SLICE_S), run.begun)

    return set(sorted(heavy, key=order)[:lanes])


class Scheduler:
    """Watches queries and gives turns to heavy ones; its thread lives while there are any.

    Args:
        lanes: heavy queries that run at once.
        heavy_after_s: running time that makes a query heavy, in seconds.
        max_paused: paused queries; beyond, the one that has run least is ended.
        paused_one: called when a query was paused, in the scheduler's thread.
    """

    def __init__(
        self,
        lanes: int,
        heavy_after_s: float,
        max_paused: int,
        paused_one: Callable[[], object] = lambda: None,
    ) -> None:
        # Elsewhere a paused worker would outlive a service that was killed.
        self._lanes = lanes if sys.platform == "linux" else sys.maxsize
        self._heavy_after_s = heavy_after_s
        self._max_paused = max_paused
        self._paused_one = paused_one
        self._runs: set[Run] = set()
        self._changed = threading.Condition()
        self._watching = False

    def begin(self, client: str, pid: int, limit_s: float = math.inf) -> Run:
        """A worker begins a query.

        Args:
            client: who asked.
            pid: process id of the worker, which is killed after ``limit_s`` seconds.
            limit_s: see ``pid``; a worker that stops itself does so before.
        """
        now = time.monotonic()
        run = Run(client, pid, now, deadline=now + limit_s)
        with self._changed:
            self._runs.add(run)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="paperkin-turns", daemon=True).start()
        return run

    def finish(self, run: Run) -> bool:
        """A worker ended a query, or was ended.

        Returns:
            Whether the worker is as before; otherwise it keeps its low priority.
        """
        with self._changed:
            self._runs.discard(run)
            if run.paused:
                _signal(run, signal.SIGCONT)
        return not run.lowered or _set_priority(run.pid, 0)

    def paused(self) -> int:
        """How many queries wait for their turn."""
        return sum(run.paused for run in list(self._runs))

    def under_way(self) -> Counter[str]:
        """How many queries each client has under way."""
        return Counter(run.client for run in list(self._runs))

    def _watch(self) -> None:
        before = time.monotonic()
        while True:
            time.sleep(_TICK_S)
            now = time.monotonic()
            with self._changed:
                if not self._runs:
                    self._watching = False
                    return
                self._account(now - before)
                self._end_overdue(now)
                paused = self._give_turns()
            if paused:
                self._paused_one()
            before = now

    def _account(self, elapsed_s: float) -> None:
        for run in self._runs:
            if not run.paused:
                run.ran_s += elapsed_s
            if not run.heavy and run.ran_s >= self._heavy_after_s:
                run.heavy = True
                run.lowered = _set_priority(run.pid, _LOW_PRIORITY)

    def _end_overdue(self, now: float) -> None:
        for run in self._runs:
            if now > run.deadline and not run.overdue:
                run.overdue = True
                _signal(run, signal.SIGKILL)

    def _give_turns(self) -> bool:
        """Pause and wake; tells whether one more is paused."""
        before = self.paused()
        chosen = turns(self._runs, self._lanes)
        for run in self._runs:
            if run.paused and run in chosen:
                _signal(run, signal.SIGCONT)
                run.paused = False
            elif run.heavy and not run.paused and run not in chosen:
                _signal(run, signal.SIGSTOP)
                run.paused = True
        waiting = sorted((run for run in self._runs if run.paused), key=lambda run: run.ran_s)
        for run in waiting[: max(0, len(waiting) - self._max_paused)]:
            run.evicted = True
            _signal(run, signal.SIGKILL)
        return self.paused() > before


def _signal(run: Run, number: signal.Signals) -> None:
    # A run is forgotten before its worker is waited for, so the id is still that worker's.
    os.kill(run.pid, number)


def _set_priority(pid: int, value: int) -> bool:
    try:
        os.setpriority(os.PRIO_PROCESS, pid, value)
    except (PermissionError, ProcessLookupError):
        return False
    return True
