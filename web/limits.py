"""How often one client may ask the API: told in every answer, enforced with 429.

A bucket of requests for each client refills evenly. Looking at what is held costs one, ranking
costs more, since it takes that much longer.

References:
    RateLimit header fields for HTTP (IETF draft, fields ``RateLimit`` and ``RateLimit-Policy``).
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, Response, current_app, g, request

from web.api.prefix import PREFIX
from web.clients import client_of
from web.errors import TooManyRequests

_EXTENSION: Final = "paperkin-rate"
_WINDOW_S: Final = 60
_MOST_CLIENTS: Final = 10_000
_DEAR: Final = ("related", "search", "suggest")
_DEAR_COST: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """What a client has left: whole requests, and the seconds until the bucket is full again.

    Args:
        is_allowed: False when this request was one too many.
        left: requests that may follow at once.
        full_in_s: seconds.
        wait_s: seconds until this request would be answered; 0 when it is allowed.
    """

    is_allowed: bool
    left: int
    full_in_s: int
    wait_s: int


class Buckets:
    """A bucket for each client; those of clients long silent are forgotten.

    Args:
        per_minute: requests of a full bucket, refilled within a minute.
        clock: seconds that only grow.

    >>> buckets = Buckets(60, clock=lambda: 0.0)
    >>> buckets.take("a", 59).left, buckets.take("a", 2).is_allowed, buckets.take("b", 1).left
    (1, False, 59)
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._rate = per_minute / _WINDOW_S
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, client: str, cost: int) -> Standing:
        """Take a request's cost out of a client's bucket, unless too little is in it."""
        with self._lock:
            now = self._clock()
            level, then = self._levels.pop(client, (float(self.per_minute), now))
            level = min(self.per_minute, level + (now - then) * self._rate)
            is_allowed = level >= cost
            level -= cost if is_allowed else 0
            self._levels[client] = (level, now)
            if len(self._levels) > _MOST_CLIENTS:
                self._levels.popitem(last=False)
        full_in_s = math.ceil((self.per_minute - level) / self._rate)
        wait_s = 0 if is_allowed else max(1, math.ceil((cost - level) / self._rate))
        return Standing(is_allowed, int(level), full_in_s, wait_s)


def init_app(app: Flask) -> None:
    """Count the requests to the API; the setting ``api_requests_per_minute`` 0 counts none."""
    per_minute = cast(int, app.extensions["paperkin"].settings.api_requests_per_minute)
    if per_minute > 0:
        app.extensions[_EXTENSION] = Buckets(per_minute)
        app.before_request(_count)
        app.after_request(_tell)


def _count() -> None:
    if not request.path.startswith(PREFIX) or request.method == "OPTIONS":
        return
    is_dear = request.path.rpartition("/")[2] in _DEAR
    g.standing = _buckets().take(client_of(request), _DEAR_COST if is_dear else 1)
    if not g.standing.is_allowed:
        raise TooManyRequests(g.standing.wait_s, _buckets().per_minute)


def _tell(response: Response) -> Response:
    if "standing" in g:
        standing: Standing = g.standing
        response.headers["RateLimit-Policy"] = f'"api";q={_buckets().per_minute};w={_WINDOW_S}'
        response.headers["RateLimit"] = f'"api";r={standing.left};t={standing.full_in_s}'
    return response


def _buckets() -> Buckets:
    return cast(Buckets, current_app.extensions[_EXTENSION])
