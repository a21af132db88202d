"""Pictures of listings, fetched once from their hosts and given on by this site.

A reader's browser never asks another host. Only pictures that a held work names are fetched, from
public addresses, up to a size, and only when their first bytes are those of a picture.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from kg.fetching.addresses import parse_hosts
from kg.fetching.errors import FetchError
from kg.fetching.exchange import Answer, Bounds, exchange
from web.page_cache import KeptAnswer, PageCache

_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 3
_TIMEOUT_S: Final = 8.0
_HEADERS: Final = {"Accept": "image/png, image/jpeg, image/webp, image/avif, image/gif"}
_AT_ONCE: Final = 2
"""Pictures fetched at the same time: slow hosts must not take all threads of the server."""

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its media type and its bytes."""

    media_type: str
    body: bytes


class Pictures:
    """Pictures by their addresses, kept in memory, the least recently used ones dropped first.

    Args:
        most_bytes: of one picture.
        kept_bytes: of all kept ones together.
        allowed_hosts: hosts that may have private addresses (setting ``fetching.allowed_hosts``).
        ask: makes one request; the network by default.
    """

    def __init__(
        self, most_bytes: int, kept_bytes: int, allowed_hosts: str = "", ask: Ask | None = None
    ) -> None:
        self._kept = PageCache(kept_bytes, largest_bytes=most_bytes)
        self._ask = ask or _asker(most_bytes, allowed_hosts)
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def get(self, url: str) -> Picture | None:
        """The picture at an address, or None when there is none to be had."""
        kept = self._kept.get(url)
        if kept is None:
            picture = self._fetched(url)
            media_type = picture.media_type if picture else ""
            kept = KeptAnswer(picture.body if picture else b"", (("Content-Type", media_type),))
            # A failure is kept too, so that a broken host is not asked at every view.
            self._kept.put(url, kept)
        return Picture(kept.headers[0][1], kept.body) if kept.body else None

    def _fetched(self, url: str) -> Picture | None:
        if not self._free.acquire(timeout=_TIMEOUT_S):
            return None
        try:
            answer = self._followed(url)
        except FetchError:
            return None
        finally:
            self._free.release()
        media_type = kind_of_picture(answer.body) if answer and answer.status == 200 else None
        return Picture(media_type, answer.body) if answer and media_type else None

    def _followed(self, url: str) -> Answer | None:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(url)
            if answer.status not in _REDIRECTS:
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
        return None


def kind_of_picture(body: bytes) -> str | None:
    """Give the media type that the first bytes tell, or None; what a server calls it is no proof.

    SVG is refused: it may hold scripts.

    >>> kind_of_picture(b"GIF89a...."), kind_of_picture(b"<svg onload='x'>")
    ('image/gif', None)
    """
    for beginning, media_type in _KINDS:
        if body.startswith(beginning):
            return media_type
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if body[4:12] in {b"ftypavif", b"ftypavis"} else None


def _asker(most_bytes: int, allowed_hosts: str) -> Ask:
    bounds = Bounds(
        timeout_s=_TIMEOUT_S,
        silence_s=_TIMEOUT_S,
        most_bytes=most_bytes,
        allowed_hosts=parse_hosts(allowed_hosts),
    )
    return lambda url: exchange(url, url, "GET", _HEADERS, None, bounds)
