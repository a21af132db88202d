"""Endpoints that mean harm, and queries that would use SERVICE to reach what they must not."""

# One request in one line reads better than one that is broken for the margin.
# ruff: noqa: E501

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest

from tests.served import ask, command, free_port

EX = "http://example.org/"
LIMIT_S = 5.0
ENDPOINT_S = 1.0
SLACK_S = 1.0 + float(os.environ.get("PAPERKIN_TEST_SLACK_S", "2"))
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = "application/sparql-results+json"
_HEAD = b'{"head": {"vars": ["s"]}, "results": {"bindings": ['
_ROW = b'{"s": {"type": "literal", "value": "x"}}'
_DEEP = (
    b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": '
    + b'{"type": "triple", "value": {"subject": ' * 20_000
)


def _send(
    request: BaseHTTPRequestHandler, *pieces: bytes, status: int = 200, **headers: str
) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": JSON, **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    for piece in pieces:
        request.wfile.write(piece)


def _endless(request: BaseHTTPRequestHandler, piece: bytes, pause_s: float = 0.0) -> None:
    _send(request, _HEAD)
    while True:
        request.wfile.write(piece)
        time.sleep(pause_s)


def _silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(10 * ENDPOINT_S)
    _send(request)


def _raw(request: BaseHTTPRequestHandler, data: bytes) -> None:
    request.wfile.write(data)


def _headers(request: BaseHTTPRequestHandler) -> None:
    _raw(request, b"HTTP/1.1 200 OK\r\n")
    while True:
        _raw(request, b"X: " + b"x" * 60_000 + b"\r\n")


def _bomb() -> bytes:
    return gzip.compress(_HEAD + b" " * 200_000_000)


BAD: dict[str, Callable[[BaseHTTPRequestHandler, int], None]] = {
    "silent": lambda r, _: _silent(r),
    "slow": lambda r, _: _endless(r, b" ", 0.05),
    "endless": lambda r, _: _endless(r, b" " * 60_000),
    "endless rows": lambda r, _: _endless(r, b"".join([_ROW + b","] * 1000)),
    "compressed bomb": lambda r, _: _send(r, _bomb(), Content_Encoding="gzip"),
    "unknown coding": lambda r, _: _send(r, b"x", Content_Encoding="br"),
    "broken": lambda r, _: _send(r, _HEAD + _ROW),
    "deep": lambda r, _: _send(r, _DEEP),
    "not utf8": lambda r, _: _send(r, _HEAD + b'{"s": {"type": "literal", "value": "\xff"}}]}}'),
    "an iri that breaks out": lambda r, _: _send(r, _HEAD + b'{"s": {"type": "uri", "value": "http://e/> } #"}}]}}'),
    "a page": lambda r, _: _send(r, b"<html>", Content_Type="text/html"),
    "an error": lambda r, _: _send(r, b"no", status=500),
    "redirect inside": lambda r, port: _send(r, status=302, Location=f"http://127.0.0.1:{port}/"),
    "redirect kept": lambda r, port: _send(r, status=307, Location=f"http://127.0.0.1:{port}/"),
    "redirect to a file": lambda r, _: _send(r, status=302, Location="file:///etc/passwd"),
    "endless headers": lambda r, _: _headers(r),
    "no http": lambda r, _: _raw(r, b"\0" * 10_000),
    "truth": lambda r, _: _send(r, b'{"head": {}, "boolean": true}'),
}  # fmt: skip


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Where no connection may come: on all of loopback, and at no port that is allowed."""
    with socket.create_server(("", 0)) as listener:
        listener.settimeout(0.001)
        yield listener


@pytest.fixture(scope="module")
def bad(listener: socket.socket) -> Iterator[int]:
    """Port of a server with a bad answer at every path."""
    inside = listener.getsockname()[1]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            with suppress(OSError):
                BAD[self.path[1:].replace("-", " ")](self, inside)

        def log_message(self, *_words: Any) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, bad: int, listener: socket.socket
) -> Iterator[int]:
    """Port of ``paperkin endpoint`` that may ask the bad ones, and some that lead inside."""
    file, port = tmp_path_factory.mktemp("data") / "data.nt", free_port()
    file.write_text(f'<{EX}s> <{EX}p> "o" .\n')
    inside = listener.getsockname()[1]
    endpoints = [f"http://127.0.0.1:{bad}/{name.replace(' ', '-')}" for name in BAD]
    variables = {
        "PAPERKIN_SPARQL_TIMEOUT_S": str(LIMIT_S),
        "PAPERKIN_SPARQL_MEMORY_BYTES": str(400 * 2**20),
        "PAPERKIN_SPARQL_CLIENT_ERRORS": "0",
        "PAPERKIN_SPARQL_CLIENT_QUERY_S": "0",
        "PAPERKIN_SPARQL_SERVICE_ENDPOINTS": ",".join([*endpoints, *inner_places(inside)]),
        "PAPERKIN_SPARQL_SERVICE_PRIVATE_HOSTS": f"127.0.0.1:{bad}",
        "PAPERKIN_SPARQL_SERVICE_TIMEOUT_S": str(ENDPOINT_S),
        "PAPERKIN_SPARQL_SERVICE_BYTES": "1000000",
    }
    with patch.dict(os.environ, variables), command(["endpoint", str(file)], port):
        yield port


def inner_places(port: int) -> list[str]:
    """Addresses of this machine and its network, which the operator named and did not allow."""
    hosts = (
        *("127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"),
        *("2130706433", "0x7f.1", "169.254.169.254", "10.0.0.1", "192.168.0.1", "[fe80::1]"),
        *("[64:ff9b::7f00:1]", "[fd00::1]", "100.64.0.1"),
    )
    return [f"http://{host}:{port}/" for host in hosts]


def answered(server: int, query: str) -> tuple[int, bytes, float]:
    begun = time.perf_counter()
    reply = ask(server, "POST", "/sparql", f"query={quote(query, safe='')}".encode(), FORM)
    elapsed_s = time.perf_counter() - begun
    assert ask(server, "POST", "/sparql", b"query=ASK%20%7B%7D", FORM).status == 200
    return reply.status, reply.body, elapsed_s


@pytest.mark.parametrize("name", BAD)
def test_bad_endpoints(name: str, server: int, bad: int, listener: socket.socket) -> None:
    endpoint = f"http://127.0.0.1:{bad}/{name.replace(' ', '-')}"
    status, body, elapsed_s = answered(
        server, f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
    )
    assert status == 502, body
    assert elapsed_s < ENDPOINT_S + SLACK_S
    assert b"root:" not in body
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize("name", BAD)
def test_bad_endpoints_in_silence(name: str, server: int, bad: int) -> None:
    endpoint = f"http://127.0.0.1:{bad}/{name.replace(' ', '-')}"
    query = f"SELECT ?x {{ VALUES ?x {{ 7 }} SERVICE SILENT <{endpoint}> {{ ?s ?p ?o }} }}"
    status, body, elapsed_s = answered(server, query)
    # What crashes the reader may use up the time of the query with it.
    assert (status, body.count(b'"7"')) == (200, 1) or (name == "deep" and status == 504)
    assert elapsed_s < ENDPOINT_S + SLACK_S


@pytest.mark.parametrize("place", range(15))
def test_addresses_inside(place: int, server: int, listener: socket.socket) -> None:
    endpoint = inner_places(listener.getsockname()[1])[place]
    status, body, _ = answered(server, f"ASK {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}")
    assert status == 502, body
    assert b"private address" in body or b"not known" in body
    with pytest.raises(TimeoutError):
        listener.accept()


ESCAPES = {
    "another port": "ASK {{ SERVICE <http://127.0.0.1:{port}/x> {{}} }}",
    "another path": "ASK {{ SERVICE <http://127.0.0.1:{bad}/> {{}} }}",
    "a query string": "ASK {{ SERVICE <http://127.0.0.1:{bad}/truth?x> {{}} }}",
    "a name and password": "ASK {{ SERVICE <http://127.0.0.1:{bad}@127.0.0.1:{port}/truth> {{}} }}",
    "a fragment": "ASK {{ SERVICE <http://127.0.0.1:{bad}/truth#x> {{}} }}",
    "a base": "BASE <http://127.0.0.1:{port}/> ASK {{ SERVICE <x> {{}} }}",
    "a prefix": "PREFIX e: <http://127.0.0.1:{port}/> ASK {{ SERVICE e:x {{}} }}",
    "a variable": "ASK {{ VALUES ?e {{ <http://127.0.0.1:{port}/> }} SERVICE ?e {{}} }}",
    "a file": "ASK {{ SERVICE <file:///etc/passwd> {{}} }}",
    "one in another": "ASK {{ SERVICE <http://127.0.0.1:{bad}/truth> {{ SERVICE <http://127.0.0.1:{port}/> {{}} }} }}",
    "glued": "PREFIX e: <http://127.0.0.1:{port}/> ASK {{ SERVICEe: {{}} }}",
    "behind a quote": "ASK {{ FILTER(?a<'>') SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ' }} ' }} }}",
    "by escape": "ASK {{ \\u0053ERVICE <http://127.0.0.1:{port}/> {{}} }}",
    "eleven": "ASK {{" + " SERVICE <http://127.0.0.1:{bad}/truth> {{}}" * 11 + "}}",
    "in silence": "ASK {{ SERVICE SILENT <http://127.0.0.1:{port}/x> {{}} }}",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_nothing_leads_elsewhere(name: str, server: int, bad: int, listener: socket.socket) -> None:
    query = ESCAPES[name].format(bad=bad, port=listener.getsockname()[1])
    status, body, _ = answered(server, query)
    assert status == 400, body
    with pytest.raises(TimeoutError):
        listener.accept()


def test_slow_endpoints_do_not_hold_the_service(server: int, bad: int) -> None:
    """Many wait for an endpoint that says nothing; those who ask only us are answered meanwhile."""
    query = f"ASK {{ SERVICE <http://127.0.0.1:{bad}/silent> {{}} }}"
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(answered(server, query)[0]))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for _ in range(10):
        assert ask(server, "POST", "/sparql", b"query=ASK%20%7B%7D", FORM).status == 200
    for thread in threads:
        thread.join()
    assert set(statuses) <= {502, 503}


def test_memory_comes_back(server: int) -> None:
    del server
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"kg.sparql.worker" in (folder / "cmdline").read_bytes():
                assert int((folder / "statm").read_text().split()[1]) * 4096 < 300 * 2**20
