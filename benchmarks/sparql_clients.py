"""Clients that cost little beside the servers they measure: plain sockets, kept open."""

from __future__ import annotations

import math
import re
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"transfer-encoding: *chunked", re.IGNORECASE)
_CLOSES = re.compile(rb"connection: *close", re.IGNORECASE)


@dataclass(slots=True)
class Measured:
    """What clients saw: times in seconds, one an answer, and how many were not 200."""

    elapsed_s: float = 0.0
    times_s: list[float] = field(default_factory=list)
    failed: int = 0

    def add(self, other: Measured) -> None:
        """Take what was measured at another time."""
        self.elapsed_s += other.elapsed_s
        self.times_s += other.times_s
        self.failed += other.failed

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times_s) / self.elapsed_s

    def quantile_ms(self, share: float) -> float:
        """The time within which this share was answered, in milliseconds; infinite if none was."""
        if not self.times_s:
            return math.inf
        ordered = sorted(self.times_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


@dataclass(slots=True)
class _Client:
    connection: socket.socket
    begun: float = 0.0
    buffer: bytearray = field(default_factory=bytearray)


class Crowd:
    """Some clients of one endpoint, in one thread; each asks anew when it has its answer.

    Args:
        url: of the endpoint.
        count: of clients.
        next_query: gives their questions.
    """

    def __init__(self, url: str, count: int, next_query: Callable[[], str]) -> None:
        self._url = urlsplit(url)
        self._count = count
        self._next_query = next_query
        self._selector = selectors.DefaultSelector()

    def run(self, seconds: float = 1e9, answers: int = 1 << 60) -> Measured:
        """Ask for so long, or until so many answers came."""
        measured, begun = Measured(), time.perf_counter()
        for _ in range(self._count):
            self._begin(_Client(self._connect()))
        while time.perf_counter() - begun < seconds and len(measured.times_s) < answers:
            for key, _ in self._selector.select(1.0):
                self._read(key.data, measured)
        measured.elapsed_s = time.perf_counter() - begun
        for key in list(self._selector.get_map().values()):
            key.data.connection.close()
        self._selector.close()
        return measured

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((self._url.hostname, self._url.port or 80))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _begin(self, client: _Client, *, again: bool = False) -> None:
        request = (
            f"GET {self._url.path}?query={quote(self._next_query(), safe='')} HTTP/1.1\r\n"
            f"Host: {self._url.netloc}\r\nUser-Agent: bench\r\n"
            "Accept: application/sparql-results+json, application/n-triples;q=0.9\r\n\r\n"
        )
        client.begun = time.perf_counter()
        client.connection.sendall(request.encode())
        if not again:
            self._selector.register(client.connection, selectors.EVENT_READ, client)

    def _read(self, client: _Client, measured: Measured) -> None:
        data = client.connection.recv(1 << 18)
        client.buffer += data
        if data and not _is_whole(client.buffer):
            return
        measured.times_s.append(time.perf_counter() - client.begun)
        measured.failed += not client.buffer.startswith(b"HTTP/1.1 200")
        closes = not data or _CLOSES.search(client.buffer.partition(b"\r\n\r\n")[0])
        client.buffer.clear()
        if closes:
            self._selector.unregister(client.connection)
            client.connection.close()
            self._begin(_Client(self._connect()))
        else:
            self._begin(client, again=True)


def _is_whole(answer: bytearray) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    if _CHUNKED.search(head):
        return body.endswith(b"0\r\n\r\n")
    length = _LENGTH.search(head)
    return length is not None and len(body) >= int(length[1])
