"""A server on this machine that plays what a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Play = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request as it arrived, and the means to answer it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    handler: BaseHTTPRequestHandler

    def answer(
        self,
        body: bytes | str = b"",
        status: int = 200,
        content_type: str | None = "application/json",
        **headers: str,
    ) -> None:
        """Send an ordinary answer."""
        data = body.encode() if isinstance(body, str) else body
        self.handler.send_response(status)
        if content_type is not None:
            self.handler.send_header("Content-Type", content_type)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(data))} | names).items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(data)


@dataclass
class Player:
    """A running server: tests set ``play`` and read ``asked``."""

    base: str
    play: Play
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]


@contextmanager
def playing(play: Play) -> Iterator[Player]:
    """Run a server as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(size), self)
            player.asked.append(asked)
            try:
                player.play(asked)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A client that goes away in the middle is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    player = Player(f"http://127.0.0.1:{server.server_port}/", play)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield player
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
