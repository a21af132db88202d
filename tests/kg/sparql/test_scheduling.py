"""Turns of heavy queries: by hand, and with real workers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from kg.sparql.errors import QueryTimeout, ServiceBusy
from kg.sparql.scheduling import Run, turns
from kg.versions import Versions

from .conftest import MakeService
from .test_service import ENDLESS, count, wait_until


def run(client: str, ran_s: float, begun: float = 0.0, *, heavy: bool = True) -> Run:
    return Run(client, 1, begun, ran_s=ran_s, heavy=heavy)


def test_light_queries_need_no_turn() -> None:
    assert turns([run("a", 0.05, heavy=False)], lanes=1) == set()


def test_turns_go_to_the_client_that_ran_least_then_to_the_query() -> None:
    greedy = [run("greedy", 1.0), run("greedy", 1.1, 1)]
    modest = run("modest", 1.9, 2)
    assert turns([*greedy, modest], lanes=1) == {modest}
    assert turns([*greedy, modest], lanes=2) == {modest, greedy[0]}


def test_within_one_slice_the_older_goes_on() -> None:
    older, newer = run("a", 0.24, 0), run("b", 0.10, 1)
    assert turns([newer, older], lanes=1) == {older}
    older.ran_s = 0.26
    assert turns([newer, older], lanes=1) == {newer}


def test_heavy_queries_leave_room_for_light_ones(make_service: MakeService) -> None:
    service = make_service(workers=2, heavy_lanes=1, heavy_after_s=0.05, queue_s=30.0)
    ends: list[type[BaseException]] = []

    def heavy(client: str) -> None:
        try:
            service.evaluate(ENDLESS, timeout_s=4, client=client)
        except (QueryTimeout, ServiceBusy) as error:
            ends.append(type(error))

    threads = [threading.Thread(target=heavy, args=(f"heavy{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(service.worker_ids()) >= 2)
    # Four endless queries on two workers, and still there is one for each of these.
    for work in range(20):
        assert count(service, f"SELECT * {{ ex:w{work} ?p ?o }}", client="light") == 3
    for thread in threads:
        thread.join()
    assert ends == [QueryTimeout] * 4
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


def test_too_many_heavy_queries_are_refused(make_service: MakeService) -> None:
    service = make_service(workers=2, heavy_lanes=1, heavy_after_s=0.05, paused=1, queue_s=30.0)
    ends: list[type[BaseException]] = []

    def heavy() -> None:
        try:
            service.evaluate(ENDLESS, timeout_s=3)
        except (QueryTimeout, ServiceBusy) as error:
            ends.append(type(error))

    threads = [threading.Thread(target=heavy) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ends) == {QueryTimeout, ServiceBusy}
    assert count(service, "SELECT * { ex:w7 ?p ?o }") == 3


_KILLED_SERVICE = """
import sys, threading, time
from pathlib import Path
from kg.sparql import Limits, QueryService
from kg.versions import Versions
limits = Limits(workers=3, heavy_lanes=1, heavy_after_s=0.05, timeout_s=60)
service = QueryService(Versions(Path(sys.argv[1])), limits)
endless = sys.argv[2]
for _ in range(3):
    threading.Thread(target=service.evaluate, args=(endless,), daemon=True).start()
while len(service.worker_ids()) < 3:
    time.sleep(0.01)
time.sleep(0.5)
print(*service.worker_ids(), flush=True)
time.sleep(60)
"""


def test_paused_workers_die_with_a_killed_service(published: Versions) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED_SERVICE, str(published.data), ENDLESS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    ) as service:
        assert service.stdout is not None
        workers = [Path(f"/proc/{pid.decode()}/stat") for pid in service.stdout.readline().split()]
        assert [is_running(worker) for worker in workers] == [True] * 3
        service.kill()
    wait_until(lambda: not any(is_running(worker) for worker in workers))


def is_running(stat: Path) -> bool:
    """The process is there and has not ended; whoever adopted it may not have noticed its end."""
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
