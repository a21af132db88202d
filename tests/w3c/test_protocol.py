"""SPARQL 1.1 Protocol, Graph Store, Service Description against ``paperkin endpoint``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

from tests.served import Reply, ask, command, free_port

from .collecting import FOLDER
from .comparing import same_graphs
from .exchanges import Exchange, Talk, talks

TOKEN = "a token for tests"
_WRITE = {"authorization": f"Bearer {TOKEN}"}
_HERE = "sparql/sparql11"
_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}


def parameters(*manifests: str) -> list[object]:
    if not FOLDER.is_dir():
        reason = f"W3C suites not present: no folder {FOLDER} (set PAPERKIN_SHARED)"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    found = [talk for name in manifests for talk in talks(FOLDER / _HERE / name)]
    return [pytest.param(talk, id=talk.name) for talk in found]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port, store = free_port(), tmp_path_factory.mktemp("store")
    with command(["endpoint", "--token", TOKEN, "--store", str(store)], port):
        yield port


@pytest.mark.parametrize("talk", parameters("protocol/manifest.ttl"))
def test_protocol(talk: Talk, port: int) -> None:
    prepare(port, talk)
    for exchange in talk.exchanges:
        path = exchange.path.replace("/sparql/", "/sparql", 1)
        reply = said(port, exchange, path, {})
        assert matches(reply, exchange), (reply.status, reply.body[:300])


@pytest.mark.parametrize(
    "talk",
    parameters(
        "graph-store-protocol/manifest-direct.ttl", "graph-store-protocol/manifest-indirect.ttl"
    ),
)
def test_graph_store(talk: Talk, port: int) -> None:
    prepare(port, talk)
    places: dict[str, str] = {}
    for exchange in talk.exchanges:
        path = exchange.path.replace("/gsp", "/graphs", 1)
        reply = said(port, exchange, path, places)
        assert matches(reply, exchange), (exchange.method, path, reply.status, reply.body[:300])
        if exchange.location:
            places[exchange.location] = reply.headers["location"]


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_service_description(port: int, accept: str) -> None:
    """returns-rdf, has-endpoint-triple and conforms-to-schema."""
    if not FOLDER.is_dir():
        pytest.skip(f"W3C suites not present: no folder {FOLDER}")
    reply = ask(port, "GET", "/sparql", headers={"accept": accept})
    assert (reply.status, reply.media_type) == (200, accept)
    fmt = RdfFormat.from_media_type(accept)
    assert fmt is not None
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse(reply.body, fmt))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = NamedNode(f"http://127.0.0.1:{port}/sparql")
    services = [
        q.subject for q in store.quads_for_pattern(None, NamedNode(f"{sd}endpoint"), endpoint)
    ]
    assert len(services) == 1
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert list(store.quads_for_pattern(services[0], rdf_type, NamedNode(f"{sd}Service")))
    conforms = f"""
        PREFIX sd: <{sd}>
        ASK {{
          ?s sd:supportedLanguage sd:SPARQL11Query, sd:SPARQL11Update ; sd:resultFormat ?f ;
             sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph
          FILTER NOT EXISTS {{ ?any sd:endpoint ?value FILTER(!isIRI(?value)) }}
        }}"""
    assert store.query(conforms)


def prepare(port: int, talk: Talk) -> None:
    """Nothing but the graphs of the test are there."""
    headers = {**_WRITE, "content-type": "application/sparql-update"}
    assert ask(port, "POST", "/sparql", b"DROP ALL", headers).status == 204
    for iri, file in talk.graphs:
        headers = {**_WRITE, "content-type": "application/n-triples"}
        path = f"/graphs?graph={quote(iri, safe='')}"
        assert ask(port, "PUT", path, Path(file).read_bytes(), headers).status == 201


def said(port: int, exchange: Exchange, path: str, places: dict[str, str]) -> Reply:
    """Hold one exchange; names of the suite become those of this server."""
    body = exchange.body
    for name, place in places.items():
        path = path.replace(name, place.partition(f":{port}")[2])
        path = path.replace(quote(name, safe=""), quote(place, safe=""))
        body = body.replace(name, place) if body else body
    headers = {**dict(exchange.headers), **_WRITE}
    content = None if body is None else body.encode(exchange.encoding)
    if body is not None and headers.get("content-type", "").startswith("multipart"):
        # The manifest writes line ends twice: as escapes and as line feeds.
        content = body.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    return ask(port, exchange.method, path, content, headers)


def matches(reply: Reply, exchange: Exchange) -> bool:
    """Tell whether an answer is one of those expected."""
    status = str(reply.status)
    has_status = not exchange.statuses or status.startswith(exchange.statuses)
    has_truth = exchange.boolean is None or truth(reply) is exchange.boolean
    return has_status and has_truth and has_type(reply, exchange) and has_content(reply, exchange)


def has_type(reply: Reply, exchange: Exchange) -> bool:
    if exchange.form == "tabular":
        return reply.media_type in {*_TABLES, "text/csv"}
    if exchange.form == "RDF":
        return RdfFormat.from_media_type(reply.media_type) is not None
    return not exchange.media_type or reply.status != 200 or reply.media_type == exchange.media_type


def has_content(reply: Reply, exchange: Exchange) -> bool:
    if not exchange.content or exchange.method == "HEAD":
        return True
    fmt = RdfFormat.from_media_type(reply.media_type)
    assert fmt is not None
    wanted = pyoxigraph.parse(exchange.content, RdfFormat.TURTLE)
    return same_graphs(pyoxigraph.parse(reply.body, fmt), wanted)


def truth(reply: Reply) -> bool | None:
    if reply.media_type != "application/sparql-results+json":
        return None
    return bool(json.loads(reply.body)["boolean"])
