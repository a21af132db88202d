"""Errors on their way out: problem documents for machines, a page that helps for people."""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Flask, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kg.catalogue.errors import MovedEntity
from kg.errors import KgError
from kg.identifiers import find_work_id
from recommender.errors import RecommenderError
from web.current import services, words
from web.errors import BadParameter, Kind, kind_of
from web.negotiation import choose_media_type
from web.pages.cards import WorkCard, work_cards
from web.urls import entity_path

PROBLEM_TYPE: Final = "application/problem+json"
_MACHINE_PATHS: Final = (
    "/api/",
    "/openapi.json",
    "/sparql",
    "/graphs",
    "/reconcile",
    "/.well-known/",
    "/changes",
)
_TOLD: Final = (
    *("kind", "key", "offered", "work_id"),
    *("line", "column", "graph", "use_graph", "limit", "unit", "limit_s", "limit_bytes"),
)
"""Attributes of errors that machines get beside the words."""
_SLUGS: Final = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-content",
}
_WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What the error page shows: words, a search to go on with, and works that may be meant."""

    status: int
    slug: str
    detail: str
    guess: str
    near: tuple[WorkCard, ...]
    suggestions: tuple[WorkCard, ...]


def init_app(app: Flask) -> None:
    """Answer every error in the form that suits the client."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> BaseResponse | tuple[str, int]:
    if isinstance(error, MovedEntity):
        return redirect(entity_path(error.kind, error.new_key), 308)
    if isinstance(error, HTTPException):
        return _answer_http(error)
    kind = kind_of(error)
    if kind is None:
        _log.error("unexpected error at %s %s", request.method, request.path, exc_info=error)
        return problem(Kind(500, "internal"), "")
    wait_s = getattr(error, "retry_after_s", None)
    if wait_s is not None:
        kind = replace(kind, retry_after_s=max(1, math.ceil(wait_s)))
    if kind.is_internal:
        _log.error("%s at %s %s", error, request.method, request.path)
        return problem(kind, "")
    return problem(kind, str(error), _members(error))


def _answer_http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:
        return Response.force_type(error.get_response(), request.environ)
    detail = request.path if status == 404 else error.description or ""
    answer = problem(Kind(status, _SLUGS.get(status, "http-error")), detail)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def problem(kind: Kind, detail: str, members: Mapping[str, object] | None = None) -> Response:
    """Give the response for one kind of error.

    Args:
        kind: status and words.
        detail: one sentence about this very case, in English.
        members: what was asked and what would have been accepted, for machines.
    """
    response = _page(kind, detail) if _is_for_people() else _document(kind, detail, members or {})
    response.status_code = kind.status
    response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    response.headers["Cache-Control"] = "no-store"
    if kind.retry_after_s is not None:
        response.headers["Retry-After"] = str(kind.retry_after_s)
    if kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="paperkin"'
        response.headers.add("WWW-Authenticate", 'Basic realm="paperkin"')
    return response


def _is_for_people() -> bool:
    accept = request.headers.get("Accept", "")
    if not current_app.config.get("PROBLEM_PAGES", True):
        return False
    if request.path.startswith(_MACHINE_PATHS) and "text/html" not in accept:
        return False
    offered = ("text/html", PROBLEM_TYPE, "application/json", "text/turtle")
    return not request.path.startswith("/api/") and (
        choose_media_type(accept, offered) in {"text/html", None}
    )


def _document(kind: Kind, detail: str, members: Mapping[str, object]) -> Response:
    document = {
        "type": f"{services().settings.site_base}about#problem-{kind.slug}",
        "title": words().plain(f"problem.{kind.slug}.title"),
        "status": kind.status,
        "detail": detail,
        "instance": request.path,
        **members,
    }
    body = json.dumps({k: v for k, v in document.items() if v != ""}, ensure_ascii=False)
    return Response(body, content_type=PROBLEM_TYPE)


def _page(kind: Kind, detail: str) -> Response:
    guess = " ".join(_WORD.findall(request.path.rpartition("/")[2]))
    near, alike = _near(kind), _suggestions(kind, guess)
    page = ProblemPage(kind.status, kind.slug, detail, guess, near, alike)
    return Response(
        render_template("problem.html", page=page), content_type="text/html; charset=utf-8"
    )


def _near(kind: Kind) -> tuple[WorkCard, ...]:
    """Held works whose ids stand next to the one asked for: often one digit is mistyped."""
    asked = find_work_id(request.path.removeprefix("/work/")) if kind.status == 404 else None
    if asked is None:
        return ()
    reader = services().reader
    works = reader.works(reader.ids_near(str(asked), 4))
    return tuple(work_cards(works, reader, words().language))


def _suggestions(kind: Kind, guess: str) -> tuple[WorkCard, ...]:
    if kind.status not in {404, 410} or not guess:
        return ()
    try:
        found = services().search(guess, k=5)
    except (KgError, RecommenderError):
        # A page that tells of one fault must not fall over another one.
        return ()
    works = services().reader.works([result.id for result in found.results])
    return tuple(work_cards(works, services().reader, words().language))


def _members(error: Exception) -> dict[str, object]:
    if isinstance(error, BadParameter):
        return {"parameter": error.name, "expected": error.expected}
    return {name: value for name in _TOLD if (value := getattr(error, name, None)) is not None}
