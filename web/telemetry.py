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
from typing import Any, Final

from flask import Blueprint, Flask, Response, g, request

from web.contract import Services
from web.current import EXTENSION

REQUEST_ID: Final = "X-Request-ID"
access_log: Final = logging.getLogger("paperkin.access")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def init_app(app: Flask) -> None:
    """Give every request an id, a line in the access log and a place in the figures."""
    app.before_request(_begin)
    app.after_request(_end)
    held: Services = app.extensions[EXTENSION]
    if held.settings.metrics:
        figures = _Figures(held)
        app.after_request(figures.count)
        app.register_blueprint(_metrics(figures))


def _begin() -> None:
    said = request.headers.get(REQUEST_ID, "")
    g.request_id = said if _ID.fullmatch(said) else secrets.token_hex(8)
    g.begun = time.monotonic()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    if access_log.isEnabledFor(logging.INFO):
        line = {
            "id": g.request_id,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round(1000 * (time.monotonic() - g.begun), 1),
            "bytes": response.content_length,
        }
        access_log.info(json.dumps(line, ensure_ascii=True))
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

    def count(self, response: Response) -> Response:
        """Add one answer."""
        # Names of routes, not paths: a crawler must not be able to make a million series.
        endpoint = request.endpoint or "none"
        self._requests.labels(endpoint, str(response.status_code)).inc()
        self._seconds.labels(endpoint).observe(time.monotonic() - g.begun)
        return response


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
