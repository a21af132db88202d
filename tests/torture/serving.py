"""A served installation of the trial's data, and clients that ask it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from tests.served import free_port
from tests.torture import stage
from tests.torture.stage import Ground

_PLAIN = "PAPERKIN_PLAIN_KERNELS"
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

    def workers(self) -> int:
        """Processes that it runs."""
        return len(_children(self.process.pid))

    def files(self) -> int:
        """Open files of the process."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


@contextmanager
def served(ground: Ground) -> Iterator[Server]:
    """A server over the trial's data directory, killed at the end."""
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
        while get(port, "/health/ready")[0] != 200:
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
            status, _ = get(port, _path(chance))
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


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of an answer; status 0 when there was none."""
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
