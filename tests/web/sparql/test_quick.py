"""The short way for plain queries says what the endpoint says."""

from __future__ import annotations

from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

ASK = 'ASK { ?paper fabio:hasArXivId "3103.01001" }'
_OF_THE_MOMENT = {"x-request-id", "server-timing", "ratelimit"}


@pytest.fixture
def app(client: FlaskClient) -> Flask:
    return cast(Flask, client.application)


def _both_ways(app: Flask, query: dict[str, str], **headers: str) -> list[tuple[Any, ...]]:
    found = []
    # A request with a name of its own goes the long way.
    for more in ({}, {"X-Request-Id": "long-way-0001"}):
        builder = EnvironBuilder(
            path="/sparql", query_string=query, headers={**headers, **more}, method="GET"
        )
        content, status, sent = run_wsgi_app(app.wsgi_app, builder.get_environ(), buffered=True)
        told = sorted((n.lower(), v) for n, v in sent if n.lower() not in _OF_THE_MOMENT)
        names = sorted(name.lower() for name, _ in sent)
        found.append((status, b"".join(content), told, names))
    return found


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"query": ASK}, {"Accept": "application/sparql-results+json"}),
        ({"query": ASK}, {}),
        ({"query": ASK, "format": "xml"}, {"Accept-Encoding": "gzip"}),
        ({"query": ASK, "timeout": "2"}, {"Accept": "text/csv;q=0.1, */*;q=0.2"}),
        ({"query": "SELECT (NOW() > 0 AS ?t) {}"}, {"Origin": "https://other.example"}),
        ({"query": "SELECT * { ?s ?p ?o } LIMIT 90"}, {"Accept-Encoding": "gzip"}),
        ({"query": "SELECT * { ?s ?p ?o } LIMIT 90", "format": "csv"}, {}),
        ({"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2"}, {"Accept": "text/turtle"}),
        ({"query": ASK}, {"Accept": "image/png"}),
        ({"query": ASK}, {"Accept": "text/html"}),
        ({"query": ""}, {}),
        ({}, {}),
        ({"query": "SELEKT"}, {}),
        ({"query": "SELECT * { ?s ?p }"}, {}),
        ({"query": ASK, "update": "CLEAR ALL"}, {}),
        ({"query": ASK, "default-graph-uri": "http://nothing.example/"}, {}),
    ],
)
def test_both_ways_say_the_same(app: Flask, query: dict[str, str], headers: dict[str, str]) -> None:
    short, long = _both_ways(app, query, **headers)
    assert short == long


def test_an_error_costs_its_client_one_error(app: Flask) -> None:
    queries = app.extensions["paperkin-sparql"].queries
    before = queries.quota._account("127.0.0.1").errors
    response = app.test_client().get("/sparql", query_string={"query": "SELECT * { ?s ?p }"})
    assert response.status_code == 400
    assert before - queries.quota._account("127.0.0.1").errors == pytest.approx(1, abs=0.5)
