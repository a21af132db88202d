"""What editors of queries ask for: examples as data, and the terms that the graph uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, jsonify, request

from kg.description.examples import example_triples
from kg.rdf_io import write
from kg.sparql import GRAPH_FORMATS
from web.clients import client_of
from web.sparql.answering import entity_tag, negotiated, unchanged
from web.sparql.backend import backend

# The address begins like the endpoint's, and so does its name, for what is decided by names.
blueprint = Blueprint("sparql-help", __name__, url_prefix="/sparql")
_MOST_TERMS: Final = 500
_TERMS: Final = (
    "SELECT ?term (COUNT(*) AS ?uses) { ?s a ?term } GROUP BY ?term ORDER BY DESC(?uses)",
    "SELECT ?term (COUNT(*) AS ?uses) { ?s ?term ?o } GROUP BY ?term ORDER BY DESC(?uses)",
)


@blueprint.get("/examples")
def examples() -> Response:
    """The example queries as ``sh:SPARQLExecutable``."""
    chosen = negotiated(GRAPH_FORMATS, (), request.headers.get("Accept"))
    tag = entity_tag("examples", chosen.name)
    if same := unchanged(tag):
        return same
    asked = backend()
    described = example_triples(asked.examples, asked.base + "sparql", asked.prefixes)
    content = write(described, chosen, asked.prefixes)
    response = Response(content, content_type=chosen.content_type)
    response.set_etag(tag, weak=True)
    response.vary.add("Accept")
    return response


@blueprint.get("/terms")
def terms() -> Response:
    """Prefixes, and the classes and properties that the graph uses, the most used first."""
    tag = entity_tag("terms")
    if same := unchanged(tag):
        return same
    response = jsonify(prefixes=dict(backend().prefixes), terms=list(dict.fromkeys(_used())))
    response.set_etag(tag, weak=True)
    return response


def _used() -> Iterator[str]:
    for query in _TERMS:
        with backend().queries.evaluate(query, client=client_of(request)) as answer:
            rows = json.loads(answer.read())["results"]["bindings"]
        for row in rows[:_MOST_TERMS]:
            yield _short(row["term"]["value"])


def _short(iri: str) -> str:
    for prefix, namespace in backend().prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"
