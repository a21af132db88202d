"""Whole graphs by HTTP: read by anybody, written with the token.

A graph is named by ``?graph=``, by ``?default``, or directly by its own address below ``/graphs/``.

References:
    SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation 2013).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit
from uuid import uuid4

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage

from kg.rdf_io import format_of
from kg.sparql import GRAPH_FORMATS, ResultFormat
from kg.sparql.errors import PublishedGraph
from kg.sparql.updating import Change, Drop, Load, Patch, WriteReport
from web.clients import client_of
from web.errors import BadParameter, ReadOnlyGraph, UnsupportedContent
from web.sparql.allowing import has_token, require_token
from web.sparql.answering import add_headers, entity_tag, negotiated, sent, unchanged, written
from web.sparql.asking import UPDATE_TYPE, body_of, once, parameters, text_of
from web.sparql.backend import backend

blueprint = Blueprint("graphs", __name__)
blueprint.after_request(add_headers)
_MULTIPART: Final = "multipart/form-data"
_EXAMPLE: Final = "mine"
_METHODS: Final = ["GET", "PUT", "POST", "DELETE", "PATCH"]


@dataclass(frozen=True, slots=True)
class _Target:
    """The graph of a request: its IRI, or None for the default graph."""

    graph: str | None
    is_new: bool = False


@blueprint.route("/graphs", methods=_METHODS, strict_slashes=False)
@blueprint.route("/graphs/<path:name>", methods=_METHODS)
def graphs(name: str | None = None) -> Response:
    """Read, replace, extend, change or remove one graph."""
    target = _direct(name) if name else _indirect()
    if request.method in {"GET", "HEAD"}:
        return _given(target)
    require_token(request)
    changes = list(_changes(target))
    try:
        report = backend().write(changes, None)
    except PublishedGraph as refusal:
        raise ReadOnlyGraph(refusal, backend().graphs + _EXAMPLE) from refusal
    return _reported(target, report)


def _direct(name: str) -> _Target:
    if request.query_string:
        raise BadParameter("the address", request.query_string.decode("latin-1"), "none here")
    return _Target(backend().graphs + quote(name, safe="/:@!$&'()*+,;=~-._%"))


def _indirect() -> _Target:
    found = parameters(request.query_string, "the address")
    graph, default = once(found, "graph"), once(found, "default")
    unknown = next((one for one in found if one not in {"graph", "default"}), None)
    if unknown is not None:
        raise BadParameter(unknown, found[unknown][0], "graph or default")
    if graph is not None and default is not None:
        raise BadParameter("graph", graph, "graph or default, not both")
    if default is not None:
        return _Target(None)
    if graph is not None:
        return _Target(_absolute(graph))
    if request.method == "POST":
        return _Target(backend().graphs + uuid4().hex, is_new=True)
    raise BadParameter("graph", "", "the IRI of a graph, or default")


def _absolute(graph: str) -> str:
    iri = urljoin(backend().base, graph)
    if not graph or not urlsplit(iri).scheme:
        raise BadParameter("graph", graph, "an IRI")
    return iri


def _given(target: _Target) -> Response:
    chosen = negotiated(GRAPH_FORMATS, (), request.headers.get("Accept"))
    tag = entity_tag("graph", target.graph, chosen.name)
    if same := unchanged(tag):
        return same
    client = None if has_token(request) else client_of(request)
    return sent(backend().queries.graph(target.graph, chosen, client=client), tag)


def _changes(target: _Target) -> Iterator[Change]:
    if request.method == "DELETE":
        yield Drop(target.graph)
    elif request.method == "PATCH":
        if request.mimetype != UPDATE_TYPE:
            raise UnsupportedContent(request.mimetype, UPDATE_TYPE)
        yield Patch(target.graph, text_of(request, body_of(request)), target.graph)
    else:
        yield from _loads(target, replaces=request.method == "PUT")


def _loads(target: _Target, *, replaces: bool) -> Iterator[Load]:
    if request.mimetype != _MULTIPART:
        fmt = _format(request.content_type or "")
        yield Load(target.graph, body_of(request), fmt, replaces, target.graph)
        return
    parts = [part for name in request.files for part in request.files.getlist(name)]
    if not parts:
        raise BadParameter("the body", "without files", "a part with RDF and a filename")
    for number, part in enumerate(parts):
        yield _load(target, part, replaces=replaces and number == 0)


def _load(target: _Target, part: FileStorage, *, replaces: bool) -> Load:
    by_name = (part.filename or "").rpartition(".")[2].lower()
    known = next((fmt for fmt in GRAPH_FORMATS if fmt.name == by_name), None)
    fmt = format_of(part.content_type or "") or known or _format(part.content_type or "")
    return Load(target.graph, part.stream.read(), fmt, replaces, target.graph)


def _format(content_type: str) -> ResultFormat:
    fmt = format_of(content_type)
    if fmt is None:
        offered = ", ".join(one.media_type for one in GRAPH_FORMATS)
        raise UnsupportedContent(content_type, f"one of {offered}")
    return fmt


def _reported(target: _Target, report: WriteReport) -> Response:
    is_created = target.is_new or not report.existed[0]
    response = written(201 if is_created else 204)
    if is_created and target.graph is not None:
        response.headers["Location"] = _address(target.graph)
    return response


def _address(graph: str) -> str:
    """Where the graph can be had: its own name when that lies here, otherwise by parameter."""
    if graph.startswith(backend().graphs) and backend().graphs.startswith(backend().base):
        return graph
    return f"{backend().base}graphs?graph={quote(graph, safe='')}"
