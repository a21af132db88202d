"""A served installation under many clients, slow clients, a new version, and the order to stop.

``PAPERKIN_TORTURE=night`` makes it longer. Times are printed; a test only fails on them when they
are those of a server that hangs.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from tests.served import free_port
from tests.torture import figures, stage
from tests.torture.stage import Ground
from tests.torture.test_crashes import NIGHT, Theatre, run, shown

HANGS_S = 10.0
_PLAIN = "PAPERKIN_PLAIN_KERNELS"
CLIENTS = 50
LOAD_S = 30.0
SOAK_S = 600.0 if NIGHT else 60.0
WORKS = [f"3104.{number:05d}" for number in stage.FIRST]
QUERY = quote("SELECT ?t { ?w dcterms:title ?t ; a fabio:ResearchPaper } LIMIT 20")


@dataclass(slots=True)
class Server:
    """A serving process of ours."""

    port: int
    process: subprocess.Popen[bytes]

    def memory_bytes(self) -> int:
        """Resident memory of the process and its workers."""
        return sum(_resident(pid) for pid in [self.process.pid, *_children(self.process.pid)])

    def files(self) -> int:
        """Open files of the process."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


@contextmanager
def served(ground: Ground) -> Iterator[Server]:
    port = free_port()
    variables = {
        **{name: value for name, value in os.environ.items() if name != _PLAIN},
        "PAPERKIN_SITE_BASE": stage.SITE,
        "PAPERKIN_API_REQUESTS_PER_MINUTE": "0",
        "PAPERKIN_SPARQL_CLIENT_QUERY_S": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web.cli", "serve", "--data", str(ground.data), "--port", str(port)],
        stderr=subprocess.DEVNULL,
        env=variables,
    )
    try:
        deadline = time.monotonic() + 60
        while _get(port, "/health/ready")[0] != 200:
            assert process.poll() is None, "it ended"
            assert time.monotonic() < deadline, "it is not ready after a minute"
            time.sleep(0.2)
        yield Server(port, process)
    finally:
        process.kill()
        process.wait()


@dataclass(slots=True)
class Tally:
    """What the clients saw."""

    times_s: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0

    def add(self, status: int, seconds: float) -> None:
        self.times_s.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def percentile(self, share: float) -> float:
        return sorted(self.times_s)[min(len(self.times_s) - 1, int(share * len(self.times_s)))]

    def __str__(self) -> str:
        return (
            f"{len(self.times_s)} requests, p50 {self.percentile(0.5) * 1000:.0f} ms, "
            f"p99 {self.percentile(0.99) * 1000:.0f} ms, {self.statuses}, {self.broken} broken"
        )


def crowd(port: int, clients: int, seconds: float) -> Tally:
    """Clients that ask one after the other: 7 of 10 for related works, 2 pages, 1 query."""
    tally, lock, end = Tally(), threading.Lock(), time.monotonic() + seconds

    def client(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < end:
            started = time.monotonic()
            status, _ = _get(port, _path(chance))
            with lock:
                if status:
                    tally.add(status, time.monotonic() - started)
                else:
                    tally.broken += 1
            # People read: fifty clients without a pause are five hundred people.
            time.sleep(chance.uniform(0.2, 0.6))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return tally


def warm_up(server: Server) -> None:
    """Let the server load what the first pages and the first query of a process need."""
    crowd(server.port, 4, 4.0)


def _path(chance: random.Random) -> str:
    work, kind = chance.choice(WORKS), chance.random()
    if kind < 0.7:
        return f"/api/v1/works/arxiv:{work}/related?k=10"
    if kind < 0.9:
        return chance.choice(["/", f"/work/arxiv/{work}", "/search?q=looms", "/top"])
    return f"/sparql?query={QUERY}"


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException):
        return 0, b""
    finally:
        connection.close()


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(one) for one in said.split()]


def test_many_clients_while_a_new_version_comes(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    with served(ground) as server:
        changed = threading.Thread(
            target=lambda: (
                time.sleep(8),
                run(stage.ingest_second, ground),
                run(stage.publish, ground),
            )
        )
        warm_up(server)
        changed.start()
        tally = crowd(server.port, CLIENTS, LOAD_S)
        changed.join()
        figures.add("load", "50 clients, new version meanwhile", tally)
        assert tally.broken == 0
        assert all(status < 500 for status in tally.statuses), tally.statuses
        assert tally.percentile(0.99) < HANGS_S
        assert _get(server.port, "/work/arxiv/3104.00020")[0] == 200, "the new version is shown"


def test_slow_clients_leave_the_others_alone(theatre: Theatre) -> None:
    with served(theatre.prepared("published")) as server:
        warm_up(server)
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        tally = crowd(server.port, 5, 10.0)
        figures.add("load", "beside 500 slow connections", tally)
        assert tally.broken == 0
        assert set(tally.statuses) == {200}
        assert tally.percentile(0.99) < HANGS_S
        for one in slow:
            one.close()


def test_overload_is_refused_and_passes(theatre: Theatre) -> None:
    heavy = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with served(theatre.prepared("published")) as server:
        statuses: list[int] = []
        threads = [
            threading.Thread(
                target=lambda: statuses.append(_get(server.port, f"/sparql?query={heavy}")[0])
            )
            for _ in range(40)
        ]
        for one in threads:
            one.start()
        time.sleep(2.0)
        light = crowd(server.port, 2, 5.0)
        for one in threads:
            one.join()
        figures.add("load", "40 heavy queries", f"{Counter(statuses)}; beside them {light}")
        assert set(statuses) <= {429, 503, 504}
        assert light.statuses.get(200, 0) > 0
        assert set(light.statuses) <= {200, 429, 503}
        assert _get(server.port, f"/sparql?query={QUERY}")[0] == 200


def test_told_to_stop_it_finishes_and_ends_well(theatre: Theatre) -> None:
    with served(theatre.prepared("published")) as server:
        tallies: list[Tally] = []
        asking = threading.Thread(target=lambda: tallies.append(crowd(server.port, 10, 3.0)))
        asking.start()
        time.sleep(1.5)
        told = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        figures.add("load", "ended after SIGTERM", f"{time.monotonic() - told:.1f} s")
        asking.join()
        assert all(status < 500 for status in tallies[0].statuses)


def test_a_soak_leaks_nothing(theatre: Theatre) -> None:
    ground = theatre.trial("published")
    with served(ground) as server:
        crowd(server.port, 10, 10.0)
        memory, files = server.memory_bytes(), server.files()
        workers = len(_children(server.process.pid))
        rounds = max(2, int(SOAK_S / 30))
        for _ in range(rounds):
            run(stage.rebuild, ground)
            tally = crowd(server.port, 10, SOAK_S / rounds)
            assert tally.broken == 0
        figures.add(
            "load",
            f"soak of {SOAK_S:.0f} s",
            f"memory {memory >> 20} -> {server.memory_bytes() >> 20} MiB, "
            f"files {files} -> {server.files()}, {tally}",
        )
        assert server.memory_bytes() < memory * 1.25 + (64 << 20)
        assert len(_children(server.process.pid)) <= workers + 1
        assert server.files() <= files + 20, "files of versions that were left stay open"
    assert shown(ground)["unwell"] == []
