"""The command line and the site as other processes, and somebody who reads pages meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_PAUSE_S = 0.25
_GUARD_S = 180


class Paperkin:
    """The command line with the section's variables set."""

    def __init__(self, data: Path, variables: dict[str, str]) -> None:
        self._log = data.with_name(f"{data.name}-serve.log")
        plain = {k: v for k, v in os.environ.items() if not k.startswith("PAPERKIN_")}
        self._environment = {
            **plain, **variables, "PAPERKIN_DATA": str(data), "PYTHONPATH": str(_ROOT)
        }  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "web.cli", *arguments],
            env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    @contextmanager
    def serving(self, ports: Sequence[int]) -> Iterator[None]:
        """A web process on each port; each must end well when it is asked to."""
        with self._log.open("ab") as log:
            servers = [
                subprocess.Popen(
                    [sys.executable, "-m", "web.cli", "serve", "--port", str(port)],
                    env=self._environment, stdout=log, stderr=log,
                )
                for port in ports
            ]  # fmt: skip
        try:
            for port in ports:
                wait_for(port)
            yield
            for server in servers:
                server.send_signal(signal.SIGTERM)
            assert [server.wait(30) for server in servers] == [0] * len(servers)
        finally:
            for server in servers:
                server.kill()
                server.wait()

    def said(self) -> str:
        """What the web processes wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def run(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=300)
        assert process.returncode == code, errors
        return out + errors

    def rows(self, query: str, folder: Path) -> list[object]:
        path = folder / "question.rq"
        path.write_text(query)
        process = self.start("query", "--format", "srj", str(path))
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return list(json.loads(out)["results"]["bindings"])


def papers(path: Path, count: int) -> Path:
    """A file of invented works that cite one another."""
    lines = (
        json.dumps(
            {
                "id": f"loom:{n}", "title": f"Looms of kind {n}", "year": 2000 + n % 20,
                "authors": [f"Ada Weft {n % 40}"], "cites": [f"loom:{(n * 7) % count}"],
                "abstract": f"We study looms of kind {n} with a diffusion model.",
            }
        )
        for n in range(count)
    )  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class Visitor(threading.Thread):
    """Reads pages of several servers until told to stop, and remembers the status codes."""

    def __init__(self, ports: list[int]) -> None:
        super().__init__(daemon=True)
        self._ports = ports
        self._stopped = threading.Event()
        self.seen: Counter[tuple[str, int]] = Counter()

    def run(self) -> None:
        query = "/sparql?" + urllib.parse.urlencode({"query": COUNTS})
        while not self._stopped.wait(_PAUSE_S):
            for port in self._ports:
                for path in ("/", "/top", query):
                    self.seen[path[:7], status_of(port, path)] += 1

    def stop(self) -> None:
        self._stopped.set()
        self.join(60)

    def statuses(self) -> set[int]:
        """The status codes that were seen."""
        return {status for _, status in self.seen}

    def wait_for(self, path: str, status: int) -> None:
        """Return when a page has been answered so once more than until now."""
        before = self.seen[path[:7], status]
        wait_until(lambda: self.seen[path[:7], status] > before, f"{path} answers {status}")


def status_of(port: int, path: str) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        headers={"Accept": "text/html" if len(path) < 6 else "*/*"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def wait_for(port: int) -> None:
    """Return when a web process answers."""

    def lives() -> bool:
        try:
            return status_of(port, "/health/live") == 200
        except urllib.error.URLError:
            return False

    wait_until(lives, f"port {port} answers")


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Return when something holds; the limit only guards against waiting for ever."""
    deadline = time.monotonic() + _GUARD_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"never seen: {what}")
        time.sleep(0.05)
