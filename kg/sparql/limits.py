"""What one query, one client and the whole service may use."""

from __future__ import annotations

import os
import re
from dataclasses import Field, dataclass, field, fields
from typing import Any

_PLACES_PER_WORKER = 4
_ENDPOINT = re.compile(r"https?://[^\s/@<>\"]+(?:/[^\s<>\"]*)?")


def _limit(default: Any, unit: str, text: str) -> Any:
    return field(default=default, metadata={"unit": unit, "help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of the query service; every one is a setting.

    >>> Limits(timeout_s=3).timeout_s
    3
    """

    query_bytes: int = _limit(64 * 1024, "bytes", "Longest text of a query, in UTF-8.")
    body_bytes: int = _limit(2_000_000, "bytes", "Longest update, and longest body with RDF.")
    depth: int = _limit(200, "levels", "Deepest nesting of groups and brackets in a query.")
    timeout_s: float = _limit(10.0, "seconds", "Wall-clock limit of a query.")
    token_timeout_s: float = _limit(60.0, "seconds", "The same for callers with a token.")
    memory_bytes: int = _limit(1024**3, "bytes", "Memory of one worker process.")
    result_rows: int = _limit(100_000, "rows", "Most rows of a table; 0 for no limit.")
    result_bytes: int = _limit(64_000_000, "bytes", "Longest answer before compression.")
    workers: int = _limit(0, "processes", "Worker processes; 0 means processor cores + 2.")
    heavy_after_s: float = _limit(0.1, "seconds", "Age from which a running query is heavy.")
    heavy_lanes: int = _limit(0, "queries", "Heavy queries at once; 0 means processor cores - 1.")
    paused: int = _limit(8, "queries", "Heavy queries that wait, paused, for their turn.")
    queue: int = _limit(
        16,
        "queries",
        "Queries that wait for a worker; beyond, they are refused when nothing moves.",
    )
    queue_s: float = _limit(5.0, "seconds", "Longest wait for a worker.")
    recycle_after: int = _limit(5_000, "queries", "Queries after which a worker is replaced.")
    recycle_bytes: int = _limit(256 * 1024**2, "bytes", "Resident memory that replaces a worker.")
    client_query_s: float = _limit(
        60.0, "seconds", "Query time of one client per minute; 0 for no limit."
    )
    client_errors: int = _limit(
        30, "errors", "Failed queries of one client per minute; 0 for no limit."
    )
    cache_bytes: int = _limit(64 * 1024**2, "bytes", "Answers kept for repeated queries.")
    service_endpoints: str = _limit(
        "",
        "addresses",
        "Endpoints that SERVICE may ask, with commas between; empty: SERVICE is off.",
    )
    service_private_hosts: str = _limit(
        "",
        "hosts",
        "Hosts of these (with :port or without, commas between) that may have private addresses.",
    )
    service_timeout_s: float = _limit(5.0, "seconds", "Longest wait for such an endpoint's answer.")
    service_bytes: int = _limit(8_000_000, "bytes", "Longest such answer, also once expanded.")
    service_rows: int = _limit(10_000, "rows", "Most rows of such an answer.")
    service_workers: int = _limit(2, "processes", "Endpoints that are asked at the same time.")

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if not isinstance(value, str) and value < 0:
                raise ValueError(f"{limit.name} cannot be negative: {value}")
        for name in ("service_timeout_s", "service_bytes", "service_rows", "service_workers"):
            if not getattr(self, name):
                raise ValueError(f"{name} must be more than 0")
        for endpoint in self.services:
            if not _ENDPOINT.fullmatch(endpoint):
                raise ValueError(f"service_endpoints has {endpoint!r}, no address with http(s)")

    @property
    def services(self) -> tuple[str, ...]:
        """Endpoints that SERVICE may ask; none means that it is off."""
        named = (one.strip() for one in self.service_endpoints.split(","))
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def worker_count(self) -> int:
        """Worker processes of the pool."""
        return self.workers or (os.cpu_count() or 1) + 2

    @property
    def most_waiting(self) -> int:
        """Queries that can be under way or wait at once while nothing moves."""
        return self.worker_count + self.paused + self.queue + self.service_places

    @property
    def service_places(self) -> int:
        """Queries that ask other endpoints, or wait to, at once; the next one is refused."""
        return _PLACES_PER_WORKER * self.service_workers if self.services else 0

    @property
    def heavy_count(self) -> int:
        """Heavy queries that run at the same time, at least one."""
        return self.heavy_lanes or max(1, (os.cpu_count() or 1) - 1)

    @staticmethod
    def table() -> tuple[Field[Any], ...]:
        """Every limit with its default, and ``unit`` and ``help`` in its metadata."""
        return fields(Limits)
