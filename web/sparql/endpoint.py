"""The SPARQL endpoint: the protocol for machines, a console for people, at one address.

References:
    SPARQL 1.1 Protocol (W3C Recommendation 2013).
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from kg.sparql import FORMATS, formats_for
from kg.sparql.errors import PublishedGraph
from kg.sparql.updating import Update
from web.clients import client_of
from web.errors import BadParameter, NotAcceptable, ReadOnlyGraph
from web.formats import HTML, RDF_FORMATS
from web.negotiation import choose_media_type
from web.pages.sparql import console_response
from web.sparql.allowing import has_token, require_token
from web.sparql.answering import (
    ALIASES,
    add_headers,
    entity_tag,
    negotiated,
    sent,
    unchanged,
    written,
)
from web.sparql.asking import Asked, asked
from web.sparql.backend import backend
from web.sparql.quick import handed_over

blueprint = Blueprint("sparql", __name__)
blueprint.after_request(add_headers)
_EXAMPLE: Final = "mine"


@blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
def sparql() -> Response:
    """Answer a query or make an update; a browser gets the console."""
    if handed := handed_over(request):
        return sent(*handed)
    wanted = asked(request)
    if wanted.update is not None:
        return _updated(wanted, wanted.update)
    if _is_browser(wanted):
        return console_response(wanted.query or "")
    if wanted.query:
        return _answered(wanted, wanted.query)
    if wanted.query is None and request.method != "POST":
        return _described()
    raise BadParameter("query", "", "a SPARQL query")


def _answered(wanted: Asked, query: str) -> Response:
    queries = backend().queries
    is_trusted = has_token(request)
    checked = queries.check(query)
    chosen = negotiated(formats_for(checked.form), wanted.formats, request.headers.get("Accept"))
    tag = None
    if checked.repeatable:
        tag = entity_tag(query, wanted.default_graphs, wanted.named_graphs, chosen.name)
        if same := unchanged(tag):
            return same
    answer = queries.evaluate(
        checked,
        chosen,
        timeout_s=_limit_s(wanted, is_trusted=is_trusted),
        default_graphs=wanted.default_graphs,
        named_graphs=wanted.named_graphs,
        base_iri=backend().base,
        client=None if is_trusted else client_of(request),
    )
    return sent(answer, tag)


def _updated(wanted: Asked, update: str) -> Response:
    require_token(request)
    change = Update(update, backend().base, wanted.default_graphs, wanted.named_graphs)
    try:
        backend().write([change], _limit_s(wanted, is_trusted=True))
    except PublishedGraph as refusal:
        raise ReadOnlyGraph(refusal, backend().graphs + _EXAMPLE) from refusal
    return written(204)


def _limit_s(wanted: Asked, *, is_trusted: bool) -> float:
    limits = backend().queries.limits
    most = limits.token_timeout_s if is_trusted else limits.timeout_s
    return min(most, wanted.timeout_s or most)


def _is_browser(wanted: Asked) -> bool:
    accept = request.headers.get("Accept", "")
    if wanted.formats or HTML not in accept:
        return False
    offered = (HTML, *(fmt.media_type for fmt in FORMATS.values()), *ALIASES)
    return choose_media_type(accept, offered) == HTML


def _described() -> Response:
    """The service description, which the protocol asks for at the bare address."""
    offered = tuple(form.media_type for form in RDF_FORMATS)
    accept = request.headers.get("Accept")
    chosen = choose_media_type(accept, offered)
    if chosen is None:
        raise NotAcceptable(accept or "", offered)
    tag = entity_tag("description", chosen)
    if same := unchanged(tag):
        return same
    response = Response(backend().describe(chosen), content_type=chosen)
    response.set_etag(tag, weak=True)
    response.vary.add("Accept")
    return response
