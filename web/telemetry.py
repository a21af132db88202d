"""What an operator sees of requests: an id on each, one line of log, and figures to scrape.

A line of the access log is one JSON object, so that nothing a client sends can forge a second
line. It names no client and no query: who read what is nobody's business.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, current_app, g, request

from web.contract import Services
from web.current import EXTENSION

REQUEST_ID: Final = "X-Request-ID"
access_log: Final = logging.getLogger("paperkin.access")
_EXTENSION: Final = "paperkin-telemetry"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request that was answered.

    Args:
        request_id: its id.
        endpoint: name of the route, or ``none``.
        method: of the request.
        path: without the query.
        status: of the answer.
        elapsed_s: time to the first byte, in seconds.
        size_bytes: of the body; None when it is not known.
    """

    request_id: str
    endpoint: str
    method: str
    path: str
    status: int
    elapsed_s: float
    size_bytes: int | None


class Telemetry:
    """Where every answer is noted: a line of log, and the figures when they are wanted.

    Args:
        held: whose change numbers are told.
    """

    def __init__(self, held: Services) -> None:
        self.figures = _Figures(held) if held.settings.metrics else None

    def note(self, answered: Answered) -> None:
        """Note one answer."""
        if access_log.isEnabledFor(logging.INFO):
            line = {
                "id": answered.request_id,
                "method": answered.method,
                "path": answered.path,
                "status": answered.status,
                "ms": round(1000 * answered.elapsed_s, 1),
                "bytes": answered.size_bytes,
            }
            access_log.info(json.dumps(line, ensure_ascii=True))
        if self.figures:
            self.figures.count(answered)


def init_app(app: Flask) -> None:
    """Give every request an id, a line in the access log and a place in the figures."""
    telemetry = app.extensions[_EXTENSION] = Telemetry(app.extensions[EXTENSION])
    app.before_request(_begin)
    app.after_request(_end)
    if telemetry.figures:
        app.register_blueprint(_metrics(telemetry.figures))


def telemetry_of(app: Flask) -> Telemetry:
    """Give what ``init_app`` has made."""
    return cast(Telemetry, app.extensions[_EXTENSION])


def new_id(said: str | None) -> str:
    """Give the id of a request: what the client said, when that is short and plain.

    >>> new_id("abc-1"), len(new_id("<script>")), len(new_id(None))
    ('abc-1', 16, 16)
    """
    return said if said and _ID.fullmatch(said) else secrets.token_hex(8)


def _begin() -> None:
    g.request_id = new_id(request.headers.get(REQUEST_ID))
    g.begun = time.monotonic()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    telemetry_of(current_app).note(
        Answered(
            request_id=g.request_id,
            # Names of routes, not paths: a crawler must not be able to make a million series.
            endpoint=request.endpoint or "none",
            method=request.method,
            path=request.path,
            status=response.status_code,
            elapsed_s=time.monotonic() - g.begun,
            size_bytes=response.content_length,
        )
    )
    return response


class _Figures:
    """Figures of one process in the form that Prometheus scrapes.

    Args:
        held: whose change numbers are told.
    """

    def __init__(self, held: Services) -> None:
        # The extra "metrics": only who switches it on needs it.
        from prometheus_client import (  # noqa: PLC0415
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            generate_latest,
        )

        self.registry = CollectorRegistry()
        self.write: Callable[[Any], bytes] = generate_latest
        self._requests = Counter(
            "paperkin_requests",
            "Requests answered.",
            ("endpoint", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "paperkin_request_seconds",
            "Time to the first byte.",
            ("endpoint",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        published = Gauge(
            "paperkin_published_change", "Change that readers see.", registry=self.registry
        )
        published.set_function(lambda: held.version().change_number)
        age = Gauge(
            "paperkin_published_timestamp_seconds",
            "When the version that readers see was made; 0 when there is none.",
            registry=self.registry,
        )
        age.set_function(lambda: _timestamp(held))

    def count(self, answered: Answered) -> None:
        """Add one answer."""
        self._requests.labels(answered.endpoint, str(answered.status)).inc()
        self._seconds.labels(answered.endpoint).observe(answered.elapsed_s)


def _timestamp(held: Services) -> float:
    at = held.version().published_at
    return 0.0 if at is None else at.timestamp()


def _metrics(figures: _Figures) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        """The figures of this process."""
        text = figures.write(figures.registry)
        return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")

    return blueprint
