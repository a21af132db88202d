"""Graphs of users: written with the token, read at once, kept for rebuilds."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.site import SITE
from web.app import create_app
from web.services import open_services, open_workshop
from web.settings import Settings

MINE = f"{SITE}graphs/mine"
TOKEN = {"Authorization": "Bearer gulls and terns"}
WORKS = "https://w3id.org/paperkin/graph/works"
SETTINGS = Settings(site_base=SITE, update_token="gulls and terns")
PAPER = {"id": "3103.01001", "title": "On gulls", "abstract": "Gulls.", "authors": ["Ada Muster"]}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    papers = folder / "papers.jsonl"
    papers.write_text(json.dumps(PAPER))
    with open_workshop(folder, SETTINGS) as workshop:
        workshop.ingest("jsonl", [papers])
        workshop.publish()
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    with open_services(data, SETTINGS) as services:
        yield create_app(services).test_client()


def update(client: FlaskClient, text: str, headers: dict[str, str] = TOKEN) -> int:
    return client.post("/sparql", data={"update": text}, headers=headers).status_code


def holds(client: FlaskClient, pattern: str) -> bool:
    query = {"query": f"ASK {{ {pattern} }}"}
    return bool(client.get("/sparql", query_string=query).get_json()["boolean"])


def test_only_the_token_writes(client: FlaskClient) -> None:
    insert = f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:s> <a:p> 1 }} }}"
    assert update(client, insert, {}) == 401
    assert update(client, insert, {"Authorization": "Bearer other"}) == 401
    assert update(client, insert, {"Authorization": "Basic eDpvdGhlcg=="}) == 401
    assert update(client, insert, {"Authorization": "Basic !"}) == 401
    assert not holds(client, f"GRAPH <{MINE}> {{ ?s ?p ?o }}")
    assert update(client, insert, {"Authorization": "Basic dXNlcjpndWxscyBhbmQgdGVybnM="}) == 204
    assert holds(client, f"GRAPH <{MINE}> {{ <a:s> <a:p> 1 }}")
    assert not holds(client, "<a:s> <a:p> 1")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:s> <a:p> 1 }",
        f"CLEAR GRAPH <{WORKS}>",
        "DROP ALL",
        "INSERT DATA { GRAPH <https://x.example/g> { <a:s> <a:p> 1 } }",
    ],
)
def test_other_graphs_are_refused_with_advice(client: FlaskClient, text: str) -> None:
    answer = client.post("/sparql", data={"update": text}, headers=TOKEN)
    assert answer.status_code == 403
    assert answer.get_json()["use_graph"] == MINE
    assert answer.get_json()["line"] == 1


def test_graph_store(client: FlaskClient) -> None:
    turtle = {**TOKEN, "Content-Type": "text/turtle"}
    one, address = "<a:s> <a:p> [ <a:q> 'first' ] .", "/graphs/birds"
    created = client.put(address, data=one, headers=turtle)
    assert (created.status_code, created.headers["Location"]) == (201, f"{SITE}graphs/birds")
    assert client.post(address, data="<a:s> <a:p> 2 .", headers=turtle).status_code == 204
    assert holds(client, f"GRAPH <{SITE}graphs/birds> {{ <a:s> <a:p> 2, [ <a:q> 'first' ] }}")
    parts = {
        "a": (io.BytesIO(b"<a:s> <a:p> 3 ."), "a.ttl"),
        "b": (io.BytesIO(b"<a:s> <a:p> <a:four> ."), "b.nt"),
    }
    assert client.post(address, data=parts, headers=TOKEN).status_code == 204
    change = {**TOKEN, "Content-Type": "application/sparql-update"}
    patch = "DELETE WHERE { ?s ?p <a:four> }; INSERT DATA { <a:s> <a:p> 5 }"
    assert client.patch(address, data=patch, headers=change).status_code == 204
    named = f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:s> <a:p> 6 }} }}"
    assert client.patch(address, data=named, headers=change).status_code == 400
    lines = client.get(address, headers={"Accept": "application/n-triples"}).data.splitlines()
    assert sum(line.startswith(b"<a:s>") for line in lines) == 4
    wrong = client.put(address, data="<a:s> <a:p> .", headers=turtle)
    assert (wrong.status_code, wrong.get_json()["type"].endswith("rdf-syntax")) == (400, True)
    assert client.delete(address, headers=TOKEN).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete(address, headers=TOKEN).status_code == 404
    fresh = client.post("/graphs", data=one, headers=turtle)
    assert (fresh.status_code, fresh.headers["Location"].startswith(f"{SITE}graphs/")) == (
        201,
        True,
    )


def test_what_was_written_survives_a_rebuild(data: Path, client: FlaskClient) -> None:
    for graph, value in ((MINE, "yes"), (f"{SITE}graphs/other", "no")):
        text = f"INSERT DATA {{ GRAPH <{graph}> {{ _:b <a:kept> '{value}' }} }}"
        assert update(client, text) == 204
    before = client.get("/sparql", query_string={"query": "ASK {}"}).headers["ETag"]
    with open_workshop(data, SETTINGS) as workshop:
        workshop.rebuild()
    assert holds(client, f"GRAPH <{MINE}> {{ [] <a:kept> 'yes' }}")
    assert not holds(
        client, f"GRAPH <{MINE}> {{ ?b <a:kept> 'yes' }} GRAPH ?g {{ ?b <a:kept> 'no' }}"
    )
    assert holds(client, "?work dcterms:title 'On gulls'")
    assert client.get("/sparql", query_string={"query": "ASK {}"}).headers["ETag"] != before


def test_guessing_tokens_ends_in_429(data: Path) -> None:
    limits = replace(SETTINGS.sparql, client_errors=3)
    with open_services(data, replace(SETTINGS, sparql=limits)) as services:
        guesser = create_app(services).test_client()
        guess = {"Authorization": "Bearer guess"}
        answers = [
            guesser.post("/sparql", data={"update": "DROP ALL"}, headers=guess) for _ in range(5)
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
