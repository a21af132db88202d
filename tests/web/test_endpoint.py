"""The SPARQL protocol's query operation."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kg.queries import queries, query_text

ASK = 'ASK { ?paper fabio:hasArXivId "3103.01001" }'
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5"


@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_three_ways_to_ask(client: FlaskClient, how: str) -> None:
    accept = {"Accept": "application/sparql-results+json"}
    if how == "get":
        response = client.get("/sparql", query_string={"query": ASK}, headers=accept)
    elif how == "form":
        response = client.post("/sparql", data={"query": ASK}, headers=accept)
    else:
        response = client.post(
            "/sparql", data=ASK, content_type="application/sparql-query", headers=accept
        )
    assert response.status_code == 200
    assert response.get_json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (ASK, None, "application/sparql-results+json"),
        (ASK, "*/*", "application/sparql-results+json"),
        (ASK, "application/json", "application/sparql-results+json"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ASK, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        (GRAPH, None, "text/turtle"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/n-triples;q=0.9, text/turtle;q=0.1", "application/n-triples"),
    ],
)
def test_negotiation(client: FlaskClient, query: str, accept: str | None, given: str) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": query}, headers=headers)
    assert (response.status_code, response.mimetype) == (200, given)
    assert response.content_length == len(response.data)


@pytest.mark.parametrize(
    ("parameters", "status", "kind"),
    [
        ({"query": ""}, 400, "bad-request"),
        ({"query": "SELEKT"}, 400, "query-syntax"),
        ({"query": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"}, 400, "query-refused"),
        ({"query": ASK, "format": "xlsx"}, 400, "bad-request"),
        ({"update": "CLEAR ALL"}, 400, "bad-request"),
        ({"query": "#" * 70_000}, 413, "too-large"),
    ],
)
def test_refusals(client: FlaskClient, parameters: dict[str, str], status: int, kind: str) -> None:
    response = client.post("/sparql", data=parameters)
    assert response.status_code == status
    assert response.get_json()["type"].endswith(f"#problem-{kind}")


def test_a_table_cannot_be_turtle(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": ASK}, headers={"Accept": "text/turtle"})
    assert response.status_code == 406


def test_two_queries_are_none(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D").status_code == 400


def test_other_bodies_are_refused(client: FlaskClient) -> None:
    response = client.post("/sparql", data=b"{}", content_type="application/json")
    assert response.status_code == 415


def test_named_dataset(client: FlaskClient) -> None:
    parameters = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "https://x.example/none"}
    answer = client.get("/sparql", query_string=parameters).get_json()
    assert answer["boolean"] is False


def test_bare_address_describes_the_service(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    text = response.get_data(as_text=True)
    assert "<https://papers.example.org/sparql>" in text
    assert "supportedLanguage" in text


@pytest.mark.parametrize("name", [name for name, q in queries().items() if not q.parameters])
def test_examples_of_the_console_answer(client: FlaskClient, name: str) -> None:
    answer = client.post("/sparql", data={"query": query_text(name)}).get_json()
    assert answer["results"]["bindings"]
