"""The short way for plain queries: small questions cost less than a web framework's care of them.

A GET of ``/sparql`` with nothing unusual about it is read, answered and sent here by the same
functions that the endpoint uses. Whatever else comes goes on to the application: other methods and
addresses, tokens, validators, browsers, what is malformed. So does an answer that failed, or that
should be compressed or sent in pieces; it is handed over and not made twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from flask import Flask, Request

from kg.errors import KgError
from kg.sparql import Checked, QueryAnswer, ResultFormat, formats_for
from web.clients import client_at
from web.contract import Settings
from web.current import EXTENSION
from web.errors import WebError
from web.formats import HTML
from web.security import OPEN_DATA
from web.sparql.answering import (
    COMPRESSED_FROM_BYTES,
    answer_headers,
    negotiated,
    share_headers,
    tag_of,
)
from web.sparql.asking import Asked, asked_in
from web.sparql.backend import SPARQL_EXTENSION, SparqlBackend
from web.telemetry import access_log

_HANDED: Final = "paperkin.sparql.answer"
_UNUSUAL: Final = frozenset(
    {
        "HTTP_AUTHORIZATION",
        "HTTP_COOKIE",
        "HTTP_IF_MATCH",
        "HTTP_IF_NONE_MATCH",
        "HTTP_X_REQUEST_ID",
        "HTTP_EXPECT",
    }
)
_Environment = dict[str, Any]
_Wsgi = Callable[[_Environment, Callable[..., Any]], Iterable[bytes]]
_Handed = tuple[QueryAnswer, str | None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked, how it will be written, and the tag of the answer if it may be kept."""

    wanted: Asked
    checked: Checked
    format: ResultFormat
    tag: str | None


def init_app(app: Flask) -> None:
    """Put the short way before an application; one that counts its requests has none."""
    settings: Settings = app.extensions[EXTENSION].settings
    if not settings.metrics:
        way = _ShortWay(app.wsgi_app, app.extensions[SPARQL_EXTENSION], settings)
        app.wsgi_app = way  # type: ignore[method-assign, assignment]


def handed_over(request: Request) -> _Handed | None:
    """Give the answer that was made before the application saw the request.

    Raises:
        KgError: why there is none.
    """
    handed: _Handed | KgError | None = request.environ.get(_HANDED)
    if isinstance(handed, KgError):
        raise handed
    return handed


class _ShortWay:
    """Answers what is plain, and passes on the rest.

    Args:
        whole: the application.
        backend: what the endpoint stands on.
        settings: in force.
    """

    def __init__(self, whole: _Wsgi, backend: SparqlBackend, settings: Settings) -> None:
        self._whole = whole
        self._backend = backend
        self._settings = settings
        name = settings.forwarded_header.upper().replace("-", "_")
        self._forwarded = f"HTTP_{name}"

    def __call__(self, environment: _Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        plan = self._plan(environment) if _is_plain(environment) else None
        if plan is None:
            return self._whole(environment, start)
        client = self._client(environment)
        try:
            answer = self._evaluated(plan, client)
        except KgError as failure:
            environment[_HANDED] = failure
            return self._whole(environment, start)
        if answer.size_bytes >= COMPRESSED_FROM_BYTES:
            environment[_HANDED] = (answer, plan.tag)
            return self._whole(environment, start)
        with answer:
            body = answer.read()
        start("200 OK", self._headers(answer, plan.tag, client))
        return (body,)

    def _plan(self, environment: _Environment) -> _Plan | None:
        """Read the request; the application finds again, and tells, what is wrong with it."""
        accept = environment.get("HTTP_ACCEPT")
        queries = self._backend.queries
        try:
            wanted = asked_in(environment["QUERY_STRING"].encode("latin-1"))
            if not wanted.query or wanted.update is not None:
                return None
            checked = queries.check(wanted.query)
            chosen = negotiated(formats_for(checked.form), wanted.formats, accept)
            tag = None
            if checked.repeatable:
                asked = (wanted.query, wanted.default_graphs, wanted.named_graphs, chosen.name)
                tag = tag_of(queries.version().number, *asked)
        except (KgError, WebError):
            return None
        return _Plan(wanted, checked, chosen, tag)

    def _evaluated(self, plan: _Plan, client: str) -> QueryAnswer:
        most = self._backend.queries.limits.timeout_s
        return self._backend.queries.evaluate(
            plan.checked,
            plan.format,
            timeout_s=min(most, plan.wanted.timeout_s or most),
            default_graphs=plan.wanted.default_graphs,
            named_graphs=plan.wanted.named_graphs,
            base_iri=self._backend.base,
            client=client,
        )

    def _client(self, environment: _Environment) -> str:
        told = environment.get(self._forwarded)
        return client_at(environment.get("REMOTE_ADDR"), told, self._settings)

    def _headers(self, answer: QueryAnswer, tag: str | None, client: str) -> list[tuple[str, str]]:
        headers = {
            **answer_headers(answer, tag),
            "Content-Length": str(answer.size_bytes),
            "X-Request-Id": uuid4().hex,
            **share_headers(self._backend.queries, client),
            **OPEN_DATA,
        }
        return list(headers.items())


def _is_plain(environment: _Environment) -> bool:
    return (
        environment["PATH_INFO"] == "/sparql"
        and environment["REQUEST_METHOD"] == "GET"
        and _UNUSUAL.isdisjoint(environment)
        and HTML not in environment.get("HTTP_ACCEPT", "")
        and "lang=" not in environment["QUERY_STRING"]
        and not access_log.isEnabledFor(logging.INFO)
    )
