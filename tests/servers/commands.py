"""The command line and the site as other processes, and somebody who reads pages meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


class Paperkin:
    """The command line with the section's variables set."""

    def __init__(self, data: Path, variables: dict[str, str]) -> None:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("PAPERKIN_")}
        self._environment = {
            **plain, **variables, "PAPERKIN_DATA": str(data), "PYTHONPATH": str(_ROOT)
        }  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "web.cli", *arguments],
            env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

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
        self.seen: list[int] = []

    def run(self) -> None:
        query = "/sparql?" + urllib.parse.urlencode({"query": COUNTS})
        while not self._stopped.wait(0.05):
            for port in self._ports:
                for path in ("/", "/top", query):
                    self.seen.append(status_of(port, path))

    def stop(self) -> None:
        self._stopped.set()
        self.join(30)


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
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if status_of(port, "/health/live") == 200:
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(port)
