"""One request and its answer: within a time, within a number of bytes, expanded.

The standard library's client is enough here: what matters are the checked address, one clock over
the whole exchange and the caps, and those a library with a pool of connections hides.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from kg.fetching.addresses import Target, connect, target_of
from kg.fetching.errors import (
    AnswerTooLarge,
    BrokenAnswer,
    FetchError,
    FetchTimeout,
    WrongAnswer,
)

_CHUNK_BYTES: Final = 1 << 16
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long and how much: see :class:`kg.fetching.limits.FetchLimits`."""

    timeout_s: float
    silence_s: float
    most_bytes: int
    allowed_hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in small letters, body as expanded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(
    shown_url: str,
    url: str,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    bounds: Bounds,
) -> Answer:
    """Make one request; redirects and errors of the service are answers like others.

    Args:
        shown_url: the address without keys, for errors.
        url: the address as asked.
        method: of HTTP.
        headers: as sent.
        body: or None.
        bounds: what is allowed.

    Raises:
        AddressRefused: the host must not be asked.
        FetchTimeout: there was no whole answer in time.
        BrokenAnswer: the connection broke, or the answer ended early.
        AnswerTooLarge: it goes on after the cap.
    """
    target = target_of(url)
    with _Line(shown_url, target, bounds) as connection:
        connection.request(method, _path(url), body=body, headers=_sent(headers, target))
        with connection.getresponse() as response:
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, _read(shown_url, response, names, bounds))


def prepare() -> None:
    """Load what the first exchange would load from the disk: certificates, the resolver.

    For a process that cannot open files later.
    """
    _tls()
    with suppress(OSError):
        socket.getaddrinfo("localhost", 80)


class _Line:
    """A connection against one clock: a server that drips a byte a second is cut off too."""

    def __init__(self, url: str, target: Target, bounds: Bounds) -> None:
        self._url = url
        self._target = target
        self._bounds = bounds
        self._socket: socket.socket | None = None
        self._expired = threading.Event()
        self._timer = threading.Timer(bounds.timeout_s, self._cut)
        self._timer.daemon = True

    def _cut(self) -> None:
        self._expired.set()
        held = self._socket
        if held is not None:
            with suppress(OSError):
                # Not the method of a TLS socket, which would unwrap it under the reader's hands.
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    def __enter__(self) -> http.client.HTTPConnection:
        target, silence_s = self._target, self._bounds.silence_s
        self._timer.start()
        try:
            plain = connect(self._url, target, self._bounds.allowed_hosts, silence_s)
            self._socket = plain if target.scheme == "http" else _secured(plain, target)
        except OSError as error:
            self._hang_up()
            self._told(error)
            raise
        connection = http.client.HTTPConnection(target.host, target.port, timeout=silence_s)
        connection.sock = self._socket
        return connection

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        self._hang_up()
        self._told(error)

    def _hang_up(self) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def _told(self, error: BaseException | None) -> None:
        """Say in our words what the standard library says in its own."""
        if self._expired.is_set():
            allowed = f"{self._bounds.timeout_s:g} s"
            raise FetchTimeout(self._url, f"no whole answer within {allowed}") from error
        if error is None or isinstance(error, FetchError):
            return
        if isinstance(error, TimeoutError):
            raise FetchTimeout(self._url, f"silent for {self._bounds.silence_s:g} s") from error
        if isinstance(error, OSError | http.client.HTTPException):
            said = str(error) or type(error).__name__
            raise BrokenAnswer(self._url, f"the answer broke off ({said})") from error


def _secured(plain: socket.socket, target: Target) -> socket.socket:
    try:
        return _tls().wrap_socket(plain, server_hostname=target.host)
    except OSError:
        plain.close()
        raise


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _sent(headers: Mapping[str, str], target: Target) -> dict[str, str]:
    is_default = target.port == (443 if target.scheme == "https" else 80)
    host = f"[{target.host}]" if ":" in target.host else target.host
    return {
        "Host": host if is_default else f"{host}:{target.port}",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **headers,
    }


def _read(
    url: str, response: http.client.HTTPResponse, headers: Mapping[str, str], bounds: Bounds
) -> bytes:
    expand = _Expander(url, headers.get("content-encoding", ""), response.status)
    body = bytearray()
    taken = 0
    while chunk := response.read1(_CHUNK_BYTES):
        taken += len(chunk)
        body += expand.take(chunk, bounds.most_bytes + 1 - len(body))
        if max(len(body), taken) > bounds.most_bytes:
            raise AnswerTooLarge(url, f"the answer has more than {bounds.most_bytes:,} bytes")
    if response.length:
        raise BrokenAnswer(url, f"the answer ends {response.length} bytes before its end")
    expand.check_end(taken)
    return bytes(body)


class _Expander:
    """Undoes the content encoding, never beyond what was asked for."""

    def __init__(self, url: str, encoding: str, status: int) -> None:
        self._url = url
        name = encoding.strip().lower()
        if name not in {"", "identity", "gzip", "x-gzip"}:
            raise WrongAnswer(url, f"the content encoding {name[:40]!r} was not asked for", status)
        self._gzip = zlib.decompressobj(_GZIP_WINDOW) if name.endswith("gzip") else None

    def take(self, chunk: bytes, most: int) -> bytes:
        if self._gzip is None:
            return chunk
        try:
            return self._gzip.decompress(chunk, max(most, 1))
        except zlib.error as error:
            raise BrokenAnswer(self._url, f"the compressed answer is damaged ({error})") from error

    def check_end(self, taken: int) -> None:
        if self._gzip is not None and taken and not self._gzip.eof:
            raise BrokenAnswer(self._url, "the compressed answer ends in the middle")
