"""The servers that the benchmark compares, each over the same file of N-Triples."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

_START_S = 240.0
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
_NO_QUOTAS = {
    "PAPERKIN_SPARQL_CLIENT_QUERY_S": "0",
    "PAPERKIN_SPARQL_CLIENT_ERRORS": "0",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers.

    Args:
        name: for the report.
        url: of its endpoint.
        pid: of its first process.
    """

    name: str
    url: str
    pid: int

    def memory_mb(self) -> float:
        """Resident memory of all its processes, shared pages counted once a process."""
        return sum(_resident(pid) for pid in family(self.pid)) / 2**20

    def processor_s(self) -> float:
        """Processor time of its living processes, in seconds."""
        return sum(_processor(pid) for pid in family(self.pid))


@contextmanager
def ours(data: Path, _folder: Path) -> Iterator[Running]:
    """``paperkin endpoint``, without quotas: everything comes from one client."""
    port = _free_port()
    arguments = [sys.executable, "-m", "web.cli", "endpoint", str(data), "--port", str(port)]
    with _started("paperkin", arguments, f"http://127.0.0.1:{port}/sparql", _NO_QUOTAS) as server:
        yield server


@contextmanager
def oxigraph(data: Path, folder: Path, *, is_optimized: bool = False) -> Iterator[Running]:
    """The engine's own server, over a store as it was loaded, or compacted as ours is."""
    port, store = _free_port(), folder / "oxigraph"
    binary = _program("oxigraph")
    load = [binary, "load", "--location", str(store), "--file", str(data)]
    subprocess.run(load, check=True, **_QUIET)  # type: ignore[call-overload]
    if is_optimized:
        compact = [binary, "optimize", "--location", str(store)]
        subprocess.run(compact, check=True, **_QUIET)  # type: ignore[call-overload]
    serve = [binary, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    name = "oxigraph, compacted" if is_optimized else "oxigraph serve"
    with _started(name, serve, f"http://127.0.0.1:{port}/query") as server:
        yield server


@contextmanager
def rdflib_endpoint(data: Path, _folder: Path) -> Iterator[Running]:
    """rdflib behind uvicorn."""
    port = _free_port()
    arguments = [_program("rdflib-endpoint"), "serve", str(data), "--port", str(port)]
    with _started("rdflib-endpoint", arguments, f"http://127.0.0.1:{port}/") as server:
        yield server


@contextmanager
def virtuoso(data: Path, folder: Path) -> Iterator[Running]:
    """Virtuoso, open source edition, with half a gigabyte of buffers."""
    home, port, sql_port = folder / "virtuoso", _free_port(), _free_port()
    home.mkdir()
    (home / "virtuoso.ini").write_text(
        f"[Database]\nDatabaseFile={home}/v.db\nErrorLogFile={home}/v.log\nLockFile={home}/v.lck\n"
        f"TransactionFile={home}/v.trx\nxa_persistent_file={home}/v.pxa\n"
        f"[TempDatabase]\nDatabaseFile={home}/t.db\nTransactionFile={home}/t.trx\n"
        f"[Parameters]\nServerPort={sql_port}\nDirsAllowed={data.parent}\n"
        "NumberOfBuffers=65000\nMaxDirtyBuffers=48000\nServerThreads=60\n"
        f"[HTTPServer]\nServerPort={port}\nServerThreads=60\n"
        "[SPARQL]\nResultSetMaxRows=100000\n"
    )
    arguments = [_program("virtuoso-t"), "-f", "-c", str(home / "virtuoso.ini")]
    isql = shutil.which("isql-vt") or "isql-vt"
    graph = "http://data.example.org/graph"
    url = f"http://127.0.0.1:{port}/sparql"
    with _started("virtuoso", arguments, url) as server:
        text = f"ld_dir('{data.parent}', '{data.name}', '{graph}'); rdf_loader_run(); checkpoint;"
        load = [isql, str(sql_port), "dba", "dba", f"exec={text}"]
        subprocess.run(load, check=True, **_QUIET)  # type: ignore[call-overload]
        yield server


SERVERS = {
    "paperkin": ours,
    "oxigraph": oxigraph,
    "oxigraph-compacted": partial(oxigraph, is_optimized=True),
    "rdflib-endpoint": rdflib_endpoint,
    "virtuoso": virtuoso,
}


@contextmanager
def _started(
    name: str, arguments: Sequence[str], url: str, more: dict[str, str] | None = None
) -> Iterator[Running]:
    process = subprocess.Popen(
        arguments, env={**os.environ, **(more or {})}, start_new_session=True, **_QUIET
    )
    try:
        _wait_until_it_answers(process, url)
        yield Running(name, url, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + _START_S
    accept = {"Accept": "application/sparql-results+json"}
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(Request(f"{url}?query=ASK%7B%7D", headers=accept), timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.prefix) / "bin"))
    base = Path(os.path.realpath(sys.executable)).parent / name
    candidates = [found, str(base), f"/usr/bin/{name}", *_on_packages(name)]
    chosen = next((one for one in candidates if one and Path(one).exists()), None)
    if chosen is None:
        raise FileNotFoundError(f"{name} is not installed")
    return chosen


def _on_packages(name: str) -> Iterator[str]:
    for entry in sys.path:
        if entry.endswith("site-packages"):
            yield str(Path(entry).parents[2] / "bin" / name)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as they live."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _processor(pid: int) -> float:
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0
