"""Where a follower gets the feed of another installation from."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from kg.feed.errors import FeedDamaged, FeedNotReady, FeedPassed, FeedUnreachable

_USER_AGENT = "paperkin-follow/1"
_CHUNK = 256 * 1024
_MAX_PAGE_BYTES = 256 * 1024 * 1024
_WAITED_FOR = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE_S = 30.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the other side offers at this moment.

    Args:
        url: of the feed.
        name: of the feed.
        reason: why it begins where it begins.
        first: first change that its pages lead on from.
        last: newest change.
        meta: ``graph``, ``subject``, ``predicate`` of the change number, and ``graph_base``.
    """

    url: str
    name: str
    reason: str
    first: int
    last: int
    meta: dict[str, str]


class FeedSource(Protocol):
    """The other side."""

    def offer(self) -> Offer:
        """What there is."""

    def page(self, after: int) -> str:
        """RDF Patch of what happened after a change; empty when nothing did.

        Raises:
            FeedPassed: the feed does not lead on from there.
        """

    def snapshot(self, target: Path) -> None:
        """Fetch a snapshot, packed with zstd, into a file.

        Raises:
            FeedNotReady: it is not there in time.
        """


class HttpFeed:
    """A feed by HTTP, asked patiently: a busy or restarting server is asked again.

    Args:
        url: of the site, or of its ``/changes``.
        timeout_s: longest wait for the next bytes, in seconds.
        patience_s: how long a server that cannot answer is asked again, in seconds.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = 60.0,
        patience_s: float = 600.0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise FeedUnreachable(url, "a feed is reached by http or https")
        stem = url.rstrip("/")
        self.url = stem if stem.endswith("/changes") else f"{stem}/changes"
        self._timeout_s = timeout_s
        self._patience_s = patience_s
        self._sleep = sleep

    def offer(self) -> Offer:
        """See the protocol."""
        text = self._get(self.url, "application/json").decode("utf-8", "replace")
        try:
            said: dict[str, Any] = json.loads(text)
            numbers = int(said["first"]), int(said["last"])
            meta = {key: str(value) for key, value in said["meta"].items()}
            _ = meta["graph"], meta["subject"], meta["predicate"], meta["graph_base"]
            return Offer(self.url, str(said["feed"]), str(said["reason"]), *numbers, meta)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FeedDamaged(self.url, f"no description of a feed: {error!r}") from error

    def page(self, after: int) -> str:
        """See the protocol."""
        url = f"{self.url}/{after}"
        try:
            return self._get(url, "application/rdf-patch").decode("utf-8")
        except UnicodeDecodeError as error:
            raise FeedDamaged(url, "not UTF-8") from error
        except FeedUnreachable as error:
            if error.status in {404, 410}:
                raise FeedPassed(after, after + 1, after + 1) from error
            raise

    def snapshot(self, target: Path) -> None:
        """See the protocol; what arrived before a break is kept and only the rest asked for."""
        url, part = f"{self.url}/snapshot", target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        self._patiently(url, lambda: self._download(url, part))
        part.replace(target)

    def _get(self, url: str, accept: str) -> bytes:
        return self._patiently(url, lambda: self._once(url, accept))

    def _once(self, url: str, accept: str) -> bytes:
        with self._open(url, {"Accept": accept}) as answer:
            content = answer.read(_MAX_PAGE_BYTES + 1)
        if len(content) > _MAX_PAGE_BYTES:
            raise FeedDamaged(url, f"more than {_MAX_PAGE_BYTES} bytes")
        return content

    def _download(self, url: str, part: Path) -> None:
        tag_file = part.with_name(part.name + ".etag")
        begun = part.stat().st_size if part.exists() and tag_file.exists() else 0
        headers = {}
        if begun:
            headers = {"Range": f"bytes={begun}-", "If-Range": tag_file.read_text("ascii")}
        with self._open(url, headers) as answer:
            goes_on = answer.status == 206
            tag_file.write_text(answer.headers.get("ETag", ""), encoding="ascii")
            expected = answer.headers.get("Content-Length")
            taken = 0
            with part.open("ab" if goes_on else "wb") as file:
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
                    taken += len(chunk)
        if expected is not None and taken != int(expected):
            raise FeedUnreachable(url, f"broke off after {taken} of {expected} bytes")
        tag_file.unlink()

    def _patiently(self, url: str, act: Callable[[], T]) -> T:
        waited, pause = 0.0, 0.5
        while True:
            try:
                return act()
            except FeedUnreachable as error:
                if not _may_pass(error):
                    raise
                if waited >= self._patience_s:
                    raise FeedNotReady(f"{url}: {error.reason}") from error
            self._sleep(pause)
            waited += pause
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    @contextmanager
    def _open(self, url: str, headers: dict[str, str]) -> Iterator[HTTPResponse]:
        sent = {"User-Agent": _USER_AGENT, **headers}
        request = urllib.request.Request(url, headers=sent)  # noqa: S310 - http or https only
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
                yield answer
        except urllib.error.HTTPError as error:
            with error:
                reason = error.read(300).decode("utf-8", "replace")
            raise FeedUnreachable(url, reason or str(error.reason), error.code) from error
        except (urllib.error.URLError, TimeoutError, ConnectionError, HTTPException) as error:
            raise FeedUnreachable(url, str(error)) from error


def _may_pass(error: FeedUnreachable) -> bool:
    """Tell whether asking again may help: no answer, or one that says so."""
    return error.status is None or error.status in _WAITED_FOR
