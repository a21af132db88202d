"""What a worker process cannot do, tried inside one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.sparql import QueryService

_TRIALS = """
import json, os, resource, socket, sys, threading
from pathlib import Path
from kg.sparql import isolation

folder = Path(sys.argv[1])
in_force = isolation.seal(isolation.limit(300 * 2**20, [folder]))
found = {"in_force": in_force.as_json()}

def attempt(name, act):
    try:
        act()
    except (OSError, MemoryError, ValueError) as error:
        found[name] = type(error).__name__
    else:
        found[name] = "allowed"

def thread():
    worker = threading.Thread(target=lambda: None)
    worker.start()
    worker.join()

attempt("socket", lambda: socket.socket())
attempt("connect", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1))
attempt("read outside", lambda: os.open("/etc/hostname", os.O_RDONLY))
attempt("read inside", lambda: os.open(folder / "table", os.O_RDONLY))
attempt("write inside", lambda: os.open(folder / "table", os.O_WRONLY))
attempt("create", lambda: os.open(folder / "new", os.O_WRONLY | os.O_CREAT))
attempt("remove", lambda: os.unlink(folder / "table"))
attempt("fork", os.fork)
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
attempt("signal the parent", lambda: os.kill(os.getppid(), 0))
attempt("thread", thread)
attempt("much memory", lambda: bytearray(400 * 2**20))
attempt("more memory", lambda: resource.setrlimit(resource.RLIMIT_DATA, (2**32, 2**32)))
os.write(1, json.dumps(found).encode())
os._exit(0)
"""


@pytest.fixture
def trials(tmp_path: Path) -> dict[str, object]:
    (tmp_path / "table").write_text("content")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.01)
        child = subprocess.run(
            [sys.executable, "-c", _TRIALS, str(tmp_path), str(listener.getsockname()[1])],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        )
        with pytest.raises(TimeoutError):
            listener.accept()
    found: dict[str, object] = json.loads(child.stdout)
    return found


def test_what_is_said_to_be_in_force_is_so(trials: dict[str, object]) -> None:
    in_force = trials["in_force"]
    assert isinstance(in_force, dict)
    assert trials["read inside"] == trials["thread"] == "allowed"
    if in_force["call_filter"]:
        for name in ("socket", "connect", "write inside", "create", "remove", "fork", "execute"):
            assert trials[name] == "PermissionError", name
        assert trials["signal the parent"] == "PermissionError"
        assert trials["more memory"] == "ValueError"
    if in_force["file_rules"]:
        assert trials["read outside"] == "PermissionError"
    if in_force["memory_limit"]:
        assert trials["much memory"] == "MemoryError"


def test_the_service_says_what_is_in_force(service: QueryService) -> None:
    found = service.isolation()
    assert found.platform.startswith(sys.platform)
    assert set(found.as_json()) == {"memory_limit", "file_rules", "call_filter", "platform"}


def test_a_worker_ends_with_its_input(service: QueryService) -> None:
    """So none is left behind by a server that was killed."""
    command = [sys.executable, "-m", "kg.sparql.worker"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert (
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
        == 0
    )


_NETWORKED = """
import json, os, socket, sys
from kg.fetching.exchange import prepare
from kg.sparql import isolation

prepare()
limited = isolation.limit(300 * 2**20, isolation.name_files())
found = {"in_force": isolation.seal(limited, networked=True).as_json()}

def attempt(name, act):
    try:
        act()
    except OSError as error:
        found[name] = type(error).__name__
    else:
        found[name] = "allowed"

attempt("look up", lambda: socket.getaddrinfo("localhost", 80))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1).close())
attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))
attempt("socket file", lambda: socket.socket(socket.AF_UNIX))
attempt("read a graph", lambda: os.open(sys.argv[1], os.O_RDONLY))
attempt("read outside", lambda: os.open("/etc/passwd", os.O_RDONLY))
attempt("create", lambda: os.open(sys.argv[1] + "x", os.O_WRONLY | os.O_CREAT))
attempt("fork", os.fork)
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
os.write(1, json.dumps(found).encode())
os._exit(0)
"""


def test_who_asks_other_endpoints_has_connections_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "table").write_text("content")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        child = subprocess.run(
            [sys.executable, "-c", _NETWORKED, str(tmp_path / "table"), str(port)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        )
    found = json.loads(child.stdout)
    assert found["look up"] == found["connect"] == "allowed"
    if found["in_force"]["call_filter"]:
        for name in ("listen", "socket file", "create", "fork", "execute"):
            assert found[name] == "PermissionError", name
    if found["in_force"]["file_rules"]:
        assert found["read a graph"] == found["read outside"] == "PermissionError"
