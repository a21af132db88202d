"""The short way for plain queries: small questions cost less than a web framework's care of them.

A GET of ``/sparql`` with nothing unusual about it is read, answered and sent here by the same
functions that the endpoint uses. Whatever else comes goes on to the application: other methods and
addresses, tokens, validators, browsers, what is malformed. So does an answer that failed, or that
should be compressed or sent in pieces; it is handed over and not made twice.

Our own server begins such a query in its loop (:mod:`web.event_loop`) and comes here with the
answer; under any other server the query is evaluated here, in the thread of its request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from flask import Flask, Request

from kg.errors import KgError
from kg.sparql import Checked, QueryAnswer, ResultFormat, formats_for
from kg.sparql.errand import Errand
from kg.sparql.formats import Form
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
from web.telemetry import REQUEST_ID, Answered, Telemetry, new_id, telemetry_of

_EXTENSION: Final = "paperkin-sparql-quick"
_ENDPOINT: Final = "sparql.sparql"
_ANSWER: Final = "paperkin.sparql.answer"
_PLAN: Final = "paperkin.sparql.plan"
_LONGEST: Final = 16 * 1024
_QUICK_BYTES: Final = 64 * 1024
_UNUSUAL: Final = frozenset(
    {
        "HTTP_AUTHORIZATION",
        "HTTP_COOKIE",
        "HTTP_IF_MATCH",
        "HTTP_IF_NONE_MATCH",
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
    client: str
    limit_s: float


def init_app(app: Flask) -> None:
    """Put the short way before an application."""
    settings: Settings = app.extensions[EXTENSION].settings
    backend: SparqlBackend = app.extensions[SPARQL_EXTENSION]
    way = ShortWay(app.wsgi_app, backend, settings, telemetry_of(app))
    app.extensions[_EXTENSION] = way
    app.wsgi_app = way  # type: ignore[method-assign, assignment]


def short_way_of(app: Flask) -> ShortWay:
    """Give what ``init_app`` has put before an application."""
    return cast(ShortWay, app.extensions[_EXTENSION])


def handed_over(request: Request) -> _Handed | None:
    """Give the answer that was made before the application saw the request.

    Raises:
        KgError: why there is none.
    """
    handed: _Handed | KgError | None = request.environ.get(_ANSWER)
    if isinstance(handed, KgError):
        raise handed
    return handed


class ShortWay:
    """Answers what is plain, and passes on the rest.

    Args:
        whole: the application.
        backend: what the endpoint stands on.
        settings: in force.
        telemetry: counts what is answered here.
    """

    def __init__(
        self, whole: _Wsgi, backend: SparqlBackend, settings: Settings, telemetry: Telemetry
    ) -> None:
        # The rest of the line is for the threads.
        self.most_in_line = 4 * backend.queries.limits.queue
        self._whole = whole
        self._backend = backend
        self._settings = settings
        self._telemetry = telemetry
        name = settings.forwarded_header.upper().replace("-", "_")
        self._forwarded = f"HTTP_{name}"

    def __call__(self, environment: _Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        if _ANSWER not in environment and (plan := self._plan(environment)):
            self._evaluate(environment, plan)
        if not self.is_quick(environment):
            return self._whole(environment, start)
        headers, body = self.answered(environment)
        start("200 OK", headers)
        return (body,)

    # ---- for a server with a loop of its own: see web.event_loop --------------------------------

    def begin(self, environment: _Environment, call: Callable[[], object]) -> Errand | None:
        """Begin to answer; None when the request is not for this way, or was answered at once."""
        plan = self._plan(environment)
        if plan is None:
            return None
        try:
            begun = self._backend.queries.begin(
                plan.checked, plan.format, call, **self._arguments(plan)
            )
        except KgError as failure:
            environment[_ANSWER] = failure
            return None
        if isinstance(begun, QueryAnswer):
            environment[_ANSWER] = (begun, plan.tag)
            return None
        return begun

    def is_done(self, environment: _Environment, errand: Errand) -> bool:
        """Go on with an errand; tells whether the answer, or an error, is in the environment."""
        try:
            answer = errand.advance()
        except KgError as failure:
            environment[_ANSWER] = failure
            return True
        if answer is not None:
            environment[_ANSWER] = (answer, environment[_PLAN].tag)
        return answer is not None

    def is_quick(self, environment: _Environment) -> bool:
        """Tell whether the answer is there and small, so that it is sent without ado."""
        handed = environment.get(_ANSWER)
        most = _QUICK_BYTES
        if "gzip" in environment.get("HTTP_ACCEPT_ENCODING", ""):
            most = COMPRESSED_FROM_BYTES
        return isinstance(handed, tuple) and handed[0].size_bytes < most

    def answered(self, environment: _Environment) -> tuple[list[tuple[str, str]], bytes]:
        """Give the headers and the body of an answer that is quick."""
        answer, tag = environment[_ANSWER]
        with answer:
            body = answer.read()
        return self._headers(environment, answer, tag), body

    # ---- how ------------------------------------------------------------------------------------

    def _plan(self, environment: _Environment) -> _Plan | None:
        """Read the request; the application finds again, and tells, what is wrong with it."""
        if not _is_plain(environment):
            return None
        queries = self._backend.queries
        try:
            wanted = asked_in(environment["QUERY_STRING"].encode("latin-1"))
            if not wanted.query or wanted.update is not None:
                return None
            checked = queries.check(wanted.query)
            chosen = _format(checked.form, wanted.formats, environment.get("HTTP_ACCEPT"))
            tag = None
            if checked.repeatable:
                asked = (wanted.query, wanted.default_graphs, wanted.named_graphs, chosen.name)
                tag = tag_of(queries.version().number, *asked)
        except (KgError, WebError):
            return None
        told = environment.get(self._forwarded)
        client = client_at(environment.get("REMOTE_ADDR"), told, self._settings)
        most = queries.limits.timeout_s
        limit_s = min(most, wanted.timeout_s or most)
        plan = environment[_PLAN] = _Plan(wanted, checked, chosen, tag, client, limit_s)
        return plan

    def _evaluate(self, environment: _Environment, plan: _Plan) -> None:
        queries = self._backend.queries
        try:
            answer = queries.evaluate(plan.checked, plan.format, **self._arguments(plan))
        except KgError as failure:
            environment[_ANSWER] = failure
        else:
            environment[_ANSWER] = (answer, plan.tag)

    def _arguments(self, plan: _Plan) -> dict[str, Any]:
        return {
            "timeout_s": plan.limit_s,
            "default_graphs": plan.wanted.default_graphs,
            "named_graphs": plan.wanted.named_graphs,
            "base_iri": self._backend.base,
            "client": plan.client,
        }

    def _headers(
        self, environment: _Environment, answer: QueryAnswer, tag: str | None
    ) -> list[tuple[str, str]]:
        client = environment[_PLAN].client
        request_id = new_id(environment.get("HTTP_X_REQUEST_ID"))
        self._telemetry.note(
            Answered(
                request_id=request_id,
                endpoint=_ENDPOINT,
                method="GET",
                path="/sparql",
                status=200,
                elapsed_s=answer.elapsed_s,
                size_bytes=answer.size_bytes,
            )
        )
        headers = {
            **answer_headers(answer, tag),
            "Content-Length": str(answer.size_bytes),
            REQUEST_ID: request_id,
            **share_headers(self._backend.queries, client),
            **OPEN_DATA,
        }
        return list(headers.items())


def _is_plain(environment: _Environment) -> bool:
    return (
        environment["PATH_INFO"] == "/sparql"
        and environment["REQUEST_METHOD"] == "GET"
        and len(environment["QUERY_STRING"]) <= _LONGEST
        and _UNUSUAL.isdisjoint(environment)
        and HTML not in environment.get("HTTP_ACCEPT", "")
        and "lang=" not in environment["QUERY_STRING"]
    )


@lru_cache(maxsize=512)
def _format(form: Form, named: tuple[str, ...], accept: str | None) -> ResultFormat:
    return negotiated(formats_for(form), named, accept)
