"""The console without script, and what it and other editors are given."""

from __future__ import annotations

import html

import pytest
from flask.testing import FlaskClient

from kg.queries import queries
from tests.web.site import PAGE
from web.sparql.drawing import chart, network

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def shown(client: FlaskClient, query: str) -> str:
    answer = client.get("/sparql", query_string={"query": query}, headers=PAGE)
    return html.unescape(answer.get_data(as_text=True))


def test_forty_examples_and_their_data(client: FlaskClient) -> None:
    assert len(queries()) >= 40
    page = shown(client, "")
    assert all(one.title() in page for one in queries().values())
    data = client.get("/sparql/examples", headers={"Accept": "application/n-triples"})
    assert data.data.count(b"shacl#SPARQLExecutable>") == len(queries())


@pytest.mark.parametrize("name", list(queries()))
def test_every_example_answers(client: FlaskClient, name: str) -> None:
    assert client.post("/sparql", data={"query": queries()[name].text}).status_code == 200


def test_a_table_of_counts_is_drawn_and_can_be_taken_along(client: FlaskClient) -> None:
    page = shown(client, queries()["contents"].text)
    for piece in (
        "<rect",
        "The answer as bars",
        "curl --fail",
        "urlopen",
        "read.csv",
        "format=tsv",
    ):
        assert piece in page
    assert "Link to this query" in page


def test_a_graph_is_drawn(client: FlaskClient) -> None:
    page = shown(client, "CONSTRUCT { ?s dcterms:creator ?o } { ?s dcterms:creator ?o } LIMIT 9")
    assert "<circle" in page
    assert "@prefix" in page


def test_the_wrong_line_is_told(client: FlaskClient) -> None:
    assert 'data-line="2"' in shown(client, "# one\nSELEKT")


def test_terms_of_the_graph(client: FlaskClient) -> None:
    found = client.get("/sparql/terms").get_json()
    assert "dcterms:title" in found["terms"]
    assert found["prefixes"]["foaf"] == "http://xmlns.com/foaf/0.1/"


def test_charts_need_words_and_numbers() -> None:
    def row(label: str, count: str) -> dict[str, dict[str, str]]:
        return {
            "l": {"type": "literal", "value": label},
            "n": {"type": "literal", "value": count, "datatype": INTEGER},
        }

    drawn = chart(("l", "n"), [row("gull", "2"), row("tern", "1")])
    assert drawn is not None
    assert [bar.width for bar in drawn.bars] == [300, 150]
    assert chart(("l",), [row("gull", "2"), row("tern", "1")]) is None
    assert chart(("l", "n"), [row("gull", "-2"), row("tern", "1")]) is None
    assert chart(("l", "n"), [row("gull", "NaN"), row("tern", "1")]) is None


def test_networks_are_the_same_each_time() -> None:
    triples = [(f"ex:{a}", "ex:p", f"ex:{b}", True) for a, b in ("ab", "bc", "ca", "cd")]
    drawn = network(triples)
    assert drawn == network(triples)
    assert drawn is not None
    assert len({(node.x, node.y) for node in drawn.nodes}) == 4
    assert network([("ex:a", "ex:p", "words", False)]) is None
