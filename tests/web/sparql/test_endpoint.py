"""The SPARQL protocol's query operation."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

FORM = "application/x-www-form-urlencoded"
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
        ({"update": "CLEAR ALL"}, 403, "read-only"),
        ({"update": "CLEAR ALL", "query": ASK}, 400, "bad-request"),
        ({"query": ASK, "using-graph-uri": "http://x.example/"}, 400, "bad-request"),
        ({"query": ASK, "timeout": "soon"}, 400, "bad-request"),
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


def test_syntax_errors_have_a_place(client: FlaskClient) -> None:
    problem = client.post("/sparql", data={"query": "# gulls\n SELEKT"}).get_json()
    assert (problem["line"], problem["column"]) == (2, 2)


def test_parameters_may_stand_in_the_address_of_a_form(client: FlaskClient) -> None:
    address = "/sparql?default-graph-uri=https%3A%2F%2Fx.example%2Fnone"
    assert client.post(address, data={"query": "ASK { ?s ?p ?o }"}).get_json()["boolean"] is False


def test_what_is_not_utf_8_is_refused(client: FlaskClient) -> None:
    latin = client.post("/sparql", data=b"query=ASK%20%7B%7D%23%E4", content_type=FORM)
    wide = client.post(
        "/sparql",
        data=ASK.encode("utf-16"),
        content_type="application/sparql-query; charset=utf-16",
    )
    assert (latin.status_code, wide.status_code) == (400, 415)


def test_unchanged_answers_cost_nothing(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": ASK})
    again = client.get(
        "/sparql", query_string={"query": ASK}, headers={"If-None-Match": first.headers["ETag"]}
    )
    other = client.get(
        "/sparql",
        query_string={"query": ASK},
        headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"},
    )
    random = client.get("/sparql", query_string={"query": "SELECT (RAND() AS ?x) {}"})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Vary"] == first.headers["Vary"]
    assert other.status_code == 200
    assert "ETag" not in random.headers


def test_long_answers_are_compressed(client: FlaskClient) -> None:
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 200"}
    plain = client.get("/sparql", query_string=query)
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_head_options_and_names_of_requests(client: FlaskClient) -> None:
    head = client.head(
        "/sparql", query_string={"query": ASK}, headers={"X-Request-Id": "mine-0001"}
    )
    assert (head.status_code, head.data, head.headers["X-Request-Id"]) == (200, b"", "mine-0001")
    assert "RateLimit" in head.headers
    options = client.options("/graphs", headers={"Origin": "https://other.example"})
    assert options.headers["Access-Control-Allow-Origin"] == "*"
    assert "PATCH" in options.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("name", "given"),
    [("json", "application/sparql-results+json"), ("xml", "application/sparql-results+xml")],
)
def test_short_names_of_formats(client: FlaskClient, name: str, given: str) -> None:
    assert client.get("/sparql", query_string={"query": ASK, "format": name}).mimetype == given
    graph = client.get("/sparql", query_string={"query": GRAPH, "format": name})
    assert graph.mimetype in {"application/ld+json", "application/rdf+xml"}


def test_words_and_related_works_inside_a_query(client: FlaskClient) -> None:
    query = """SELECT ?title ?score ?why {
      (?work ?score ?why) paperkin:textMatch "adapters" . ?work dcterms:title ?title
    } ORDER BY DESC(?score)"""
    rows = client.get("/sparql", query_string={"query": query}).get_json()["results"]["bindings"]
    assert rows
    assert all(float(row["score"]["value"]) > 0 and row["why"]["value"] for row in rows)
    work = "https://w3id.org/paperkin/work/arxiv/3103.01001"
    query = f"SELECT ?other {{ ?other paperkin:relatedTo <{work}> }}"
    found = client.get("/sparql", query_string={"query": query}).get_json()["results"]["bindings"]
    assert found
    assert all(row["other"]["value"] != work for row in found)
    wrong = client.get("/sparql", query_string={"query": "ASK { ?a paperkin:textMatch ?b }"})
    assert wrong.status_code == 400


def test_graphs_are_read_by_anybody(client: FlaskClient) -> None:
    works = client.get("/graphs?graph=https%3A%2F%2Fw3id.org%2Fpaperkin%2Fgraph%2Fworks")
    assert (works.status_code, works.mimetype) == (200, "text/turtle")
    assert client.get("/graphs?graph=https%3A%2F%2Fx.example%2Fnone").status_code == 404
    assert client.get("/graphs").status_code == 400
    assert client.put("/graphs?default", data=b"", content_type="text/turtle").status_code == 403
