"""An endpoint of somebody else, which does as a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

JSON = "application/sparql-results+json"
NO_RESTRICTION = b'{"head": {"vars": []}, "results": {"bindings": [{}]}}'
Answer = Callable[[BaseHTTPRequestHandler], object]


def says(body: bytes, content_type: str = JSON, status: int = 200, **headers: str) -> Answer:
    """An answer as it should be."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@dataclass
class Elsewhere:
    """What the other endpoint is, was asked, and answers."""

    url: str
    asked: list[str] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: says(NO_RESTRICTION))


@pytest.fixture
def elsewhere(endpoint: Elsewhere) -> Elsewhere:
    """An endpoint on loopback, of which nothing was asked yet."""
    endpoint.asked.clear()
    endpoint.answer = says(NO_RESTRICTION)
    return endpoint


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Elsewhere]:
    """An endpoint on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            found.asked.append(parse_qs(self.rfile.read(length).decode())["query"][0])
            # Who has heard enough hangs up.
            with suppress(OSError):
                found.answer(self)

        def log_message(self, *_words: Any) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        found = Elsewhere(f"http://127.0.0.1:{server.server_port}/sparql")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
