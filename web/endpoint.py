"""The SPARQL endpoint: the protocol for machines, a console for people, at one address.

References:
    SPARQL 1.1 Protocol (W3C Recommendation 2013), section 2.1, query operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from kg.sparql import FORMATS, Form, QueryAnswer, ResultFormat, formats_for
from web.clients import client_of
from web.current import dataset, services
from web.errors import BadParameter, NotAcceptable, UnsupportedContent, kind_of
from web.formats import HTML, RDF_FORMATS
from web.negotiation import choose_media_type
from web.pages.frame import render
from web.pages.sparql import console

blueprint = Blueprint("sparql", __name__)
_QUERY_TYPE: Final = "application/sparql-query"
_FORM_TYPE: Final = "application/x-www-form-urlencoded"
_KEPT_IN_MEMORY_BYTES: Final = 256 * 1024
# What generic clients send and what the answer is then called, besides the registered types.
_ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; a browser gets the console."""
    asked = _asked()
    if _is_browser(asked):
        return _console(asked.query)
    if not asked.query and request.method == "GET" and "query" not in request.args:
        return _described()
    if not asked.query:
        raise BadParameter("query", "", "a SPARQL 1.1 query")
    return _answer(asked)


def _asked() -> _Asked:
    if request.method == "GET":
        return _from(request.args, request.args.get("query", ""))
    if request.mimetype == _FORM_TYPE:
        _require_once(request.form)
        return _from(request.form, request.form.get("query", ""))
    if request.mimetype == _QUERY_TYPE:
        return _from(request.args, _body_text())
    raise UnsupportedContent(request.mimetype, f"{_FORM_TYPE} or {_QUERY_TYPE}")


def _from(parameters: MultiDict[str, str], query: str) -> _Asked:
    _require_once(parameters)
    if "update" in parameters:
        raise BadParameter("update", "…", "a query; updates are not taken here")
    name = parameters.get("format") or None
    if name is not None and name not in FORMATS:
        raise BadParameter("format", name, f"one of {', '.join(FORMATS)}")
    return _Asked(
        query,
        tuple(parameters.getlist("default-graph-uri")),
        tuple(parameters.getlist("named-graph-uri")),
        name,
    )


def _require_once(parameters: MultiDict[str, str]) -> None:
    if len(parameters.getlist("query")) > 1:
        raise BadParameter("query", "given more than once", "one query")


def _body_text() -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter("query", "…", "UTF-8") from error


def _is_browser(asked: _Asked) -> bool:
    accept = request.headers.get("Accept", "")
    if asked.format is not None or HTML not in accept:
        return False
    offered = (HTML, *(fmt.media_type for fmt in FORMATS.values()), *_ALIASES)
    return choose_media_type(accept, offered) == HTML


def _console(query: str) -> Response:
    page, error = console(query.strip())
    response = Response(render("sparql.html", page), content_type="text/html; charset=utf-8")
    kind = kind_of(error) if error is not None else None
    response.status_code = kind.status if kind is not None else 200
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    return response


def _described() -> Response:
    """The service description, which the protocol asks for at the bare address."""
    offered = tuple(form.media_type for form in RDF_FORMATS)
    accept = request.headers.get("Accept")
    chosen = choose_media_type(accept, offered)
    if chosen is None:
        raise NotAcceptable(accept or "", offered)
    response = Response(dataset().service(chosen), content_type=chosen)
    response.vary.add("Accept")
    return response


def _answer(asked: _Asked) -> Response:
    queries = services().queries
    checked = queries.check(asked.query)
    chosen = FORMATS[asked.format] if asked.format else _negotiated(checked.form)
    answer = queries.evaluate(
        checked,
        chosen,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        base_iri=services().settings.site_base,
        client=client_of(request),
    )
    return _sent(answer)


def _sent(answer: QueryAnswer) -> Response:
    if answer.size_bytes <= _KEPT_IN_MEMORY_BYTES:
        with answer:
            response = Response(answer.read(), content_type=answer.media_type)
    else:
        response = Response(answer.chunks(), content_type=answer.media_type)
        response.call_on_close(answer.close)
        response.content_length = answer.size_bytes
    response.headers["X-Paperkin-Change"] = str(answer.version.change_number)
    response.headers["Server-Timing"] = f"query;dur={answer.elapsed_s * 1000:.1f}"
    response.vary.add("Accept")
    return response


def _negotiated(form: Form) -> ResultFormat:
    offered = {fmt.media_type: fmt for fmt in formats_for(form)}
    aliases = {alias: offered[name] for alias, name in _ALIASES.items() if name in offered}
    accept = request.headers.get("Accept")
    chosen = choose_media_type(accept, (*offered, *aliases))
    if chosen is None:
        raise NotAcceptable(accept or "", tuple(offered))
    return offered.get(chosen) or aliases[chosen]
