"""The site over a graph in a SPARQL store: the same answers as over one of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.export import ExportOptions
from kg.feed import FollowReport, HttpFeed, is_told, open_mirror
from kg.graph import meta_terms
from kg.iris import Iris, short_hash
from kg.remote_graph import remote_store
from kg.stores import Endpoint, RemoteStore
from kg.stores.address import endpoint_of
from kg.stores.contract import MetaTerms
from kg.stores.update_text import number_quad
from kg.vocab import DCTERMS, PAPERKIN, VOID
from tests.kg.feed.serving import served
from tests.servers.sparql import OxigraphServer, SparqlServer, VirtuosoServer
from tests.web.site import CORPUS, SITE
from web.app import create_app
from web.services import Services, open_services, open_workshop
from web.settings import Settings

EMBEDDED = Settings(site_base=SITE)
QUESTIONS = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?p != paperkin:changeNumber) }",
    "SELECT ?title { ?work dcterms:title ?title } ORDER BY ?title",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    (
        "SELECT ?name (COUNT(?work) AS ?n) { ?work dcterms:creator/foaf:name ?name } "
        "GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 20"
    ),
    (
        "SELECT ?label { ?work lpwc:hasMethod/skos:broader* ?m . ?m skos:prefLabel ?label "
        'FILTER(LANG(?label) = "ko") } ORDER BY ?label'
    ),
    "ASK { ?work dcterms:title ?title FILTER(CONTAINS(?title, 'zzz')) }",
    "SELECT ?day ?n { ?l schema:datePublished ?day ; schema:numberOfItems ?n } ORDER BY ?day",
]


_N_TRIPLES = {"Accept": "application/n-triples"}


def clock() -> datetime:
    """One moment, so that two installations say the same."""
    return datetime(2024, 5, 29, tzinfo=UTC)


def fill(data: Path, settings: Settings) -> None:
    """Read the invented corpus and publish it."""
    data.mkdir(exist_ok=True)
    with open_workshop(data, settings, clock) as workshop:
        workshop.ingest("daily-papers", sorted(CORPUS.glob("*.md")))
        workshop.ingest("jsonl", sorted(CORPUS.glob("*.jsonl")))
        workshop.publish()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The site with everything in its data directory."""
    data = tmp_path_factory.mktemp("embedded")
    fill(data, EMBEDDED)
    with open_services(data, EMBEDDED) as services:
        yield services


@pytest.fixture(
    scope="module", params=[OxigraphServer, VirtuosoServer], ids=["oxigraph", "virtuoso"]
)
def server(request: pytest.FixtureRequest, folder: Path) -> Iterator[SparqlServer]:
    """A store of each kind that only this module uses."""
    started: SparqlServer = request.param(folder / f"site-{request.param.__name__}")
    started.start()
    yield started
    started.kill()


@pytest.fixture(scope="module")
def settings(server: SparqlServer) -> Settings:
    """The settings that name the store."""
    return replace(EMBEDDED, graph=server.setting)


@pytest.fixture(scope="module")
def remote(
    server: SparqlServer, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """The site over the store, which holds somebody else's graph too."""
    endpoint = Endpoint(server.query_url, server.update_url, server.user, server.password)
    node = NamedNode("http://example.org/theirs/meta")
    theirs = RemoteStore(endpoint, MetaTerms(node, node, node), "http://example.org/theirs/")
    secret = NamedNode("http://example.org/theirs/secret")
    theirs.amend([], [Quad(secret, secret, Literal("not ours"), secret)])
    data = tmp_path_factory.mktemp("remote")
    fill(data, settings)
    with open_services(data, settings) as services:
        yield services


@pytest.fixture
def client(remote: Services) -> FlaskClient:
    """A client of the site over the store."""
    return create_app(remote).test_client()


def asked(services: Services, query: str) -> object:
    """The answer as values."""
    with services.queries.evaluate(query) as answer:
        said = json.loads(answer.read())
    if "boolean" in said:
        return said["boolean"]
    return [{k: v["value"] for k, v in row.items()} for row in said["results"]["bindings"]]


@pytest.mark.parametrize("query", QUESTIONS)
def test_queries_have_the_same_answers(embedded: Services, remote: Services, query: str) -> None:
    theirs, ours = asked(remote, query), asked(embedded, query)
    if isinstance(theirs, list) and isinstance(ours, list):
        # Virtuoso orders letters without regard to their case.
        theirs, ours = (sorted(one, key=json.dumps) for one in (theirs, ours))
    assert theirs == ours


def test_the_dataset_counts_the_same(
    embedded: Services, remote: Services, client: FlaskClient
) -> None:
    here = create_app(embedded).test_client()
    told = {}
    for path in ("/.well-known/void", "/sparql"):
        answers = [one.get(path, headers=_N_TRIPLES) for one in (client, here)]
        assert [one.status_code for one in answers] == [200, 200]
        theirs, ours = (set(one.text.splitlines()) for one in answers)
        told[path] = (theirs - ours, ours - theirs)
    assert told["/sparql"] == (set(), set())
    # A store's default graph is the union of its graphs, so it tells the change number of the meta
    # graph; in our own store that triple stands in the meta graph only.
    partition = f"{SITE}dataset#property-{short_hash(PAPERKIN.changeNumber.value)}"
    more, less = told["/.well-known/void"]
    assert {line for line in more if partition not in line} == {_properties(more)}
    assert less == {_properties(less)}
    assert len(more) == 4


def _properties(lines: set[str]) -> str:
    return next(line for line in lines if f"{SITE}dataset> {VOID.properties} " in line)


def test_every_kind_of_page_is_served(client: FlaskClient, remote: Services) -> None:
    work = remote.reader.recent_works(1).works[0].key.replace(":", "/")
    for path in ("/", f"/work/{work}", f"/work/{work}.ttl", "/dataset", "/top", "/sparql",
                 "/sparql?query=ASK%7B%7D", "/health/ready", f"/work/{work}/related"):  # fmt: skip
        answer = client.get(path, follow_redirects=True, headers={"Accept": "*/*"})
        assert answer.status_code == 200, (path, answer.text[:300])


def test_graphs_of_others_are_not_seen(remote: Services) -> None:
    for query in (
        "SELECT * { ?s ?p 'not ours' }",
        "SELECT * { GRAPH ?g { ?s ?p 'not ours' } }",
        "SELECT * { GRAPH <http://example.org/theirs/secret> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/theirs/secret> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/theirs/secret> { GRAPH ?g { ?s ?p ?o } }",
    ):
        assert asked(remote, query) == [], query


def test_from_names_our_graphs(remote: Services, embedded: Services) -> None:
    works = remote.iris.graph("works")
    query = f"SELECT (COUNT(*) AS ?n) FROM {works} {{ ?s ?p ?o }}"
    assert asked(remote, query) == asked(embedded, query) != [{"n": "0"}]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { ?s ?p", 400),
        ('define get:soft "soft" SELECT * { ?s ?p ?o }', 400),
        ("SELECT (<bif:user_name>(1) AS ?x) {}", 400),
        ("PREFIX bif: <bif:> SELECT (bif:user_name(1) AS ?x) {}", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("DELETE WHERE { ?s ?p ?o }", 400),
    ],
)
def test_only_plain_queries_reach_the_store(client: FlaskClient, query: str, status: int) -> None:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "*/*"})
    assert answer.status_code == status, answer.text[:300]


def test_a_graph_is_written_in_every_format(remote: Services, embedded: Services) -> None:
    query = "CONSTRUCT { ?w dcterms:title ?t } WHERE { ?w dcterms:title ?t }"
    from kg.sparql import FORMATS

    for name in ("ttl", "nt", "jsonld", "rdf"):
        with (
            remote.queries.evaluate(query, FORMATS[name]) as theirs,
            embedded.queries.evaluate(query, FORMATS[name]) as ours,
        ):
            assert theirs.size_bytes > 100
            if name == "nt":
                assert sorted(theirs.read().splitlines()) == sorted(ours.read().splitlines())


def test_dumps_hold_the_same(remote: Services, embedded: Services, tmp_path: Path) -> None:
    counts = []
    for services, folder in ((remote, tmp_path / "a"), (embedded, tmp_path / "b")):
        manifest = services.export(folder, ExportOptions())
        files = sorted(folder.glob("*.nq*")) or sorted(folder.iterdir())
        counts.append([(one.name) for one in files])
        assert manifest is not None
    assert counts[0] == counts[1]


def test_the_shapes_hold(remote: Services) -> None:
    assert remote.check().conforms


@pytest.fixture(scope="module")
def living(
    server: SparqlServer, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Settings]:
    """A site that changes: each test leaves it whole, and begins with it as it is."""
    data = tmp_path_factory.mktemp("living")
    others = replace(settings, entity_base="https://other.example/kin/")
    fill(data, others)
    return data, others


def test_the_feed_is_told_and_leads_a_mirror_to_the_same(
    server: SparqlServer, living: tuple[Path, Settings], tmp_path: Path
) -> None:
    data, others = living
    mirror, iris = tmp_path / "mirror", Iris(others.entity_base, SITE)
    with served(data, others) as url:
        assert followed(url, mirror).snapshots == 1
        assert told_by(mirror, iris) == told_at(server, iris)
        with open_workshop(data, others, clock) as workshop:
            work = tmp_path / "one.jsonl"
            work.write_text('{"id": "arxiv:2405.09999", "title": "Told later"}\n', "utf-8")
            workshop.ingest("jsonl", [work])
            assert workshop.publish().is_new
        report = followed(url, mirror)
    assert (report.snapshots, report.patches > 0) == (0, True)
    assert told_by(mirror, iris) == told_at(server, iris)
    assert any("Told later" in str(quad) for quad in told_by(mirror, iris))


def followed(url: str, mirror: Path) -> FollowReport:
    """Follow a site once."""
    opened = open_mirror(HttpFeed(url), mirror)
    try:
        return opened.follow()
    finally:
        opened.close()


def told_by(mirror: Path, iris: Iris) -> set[Quad]:
    """What a mirror holds of what the feed tells."""
    return _told(Store.read_only(str(mirror)), iris)


def told_at(server: SparqlServer, iris: Iris) -> set[Quad]:
    """What the store holds of it, with the change number."""
    store = remote_store(endpoint_of(server.setting), iris)
    number = number_quad(meta_terms(iris), store.change_number())
    return _told(store.quads(), iris) | {number}


def _told(quads: Iterable[Quad], iris: Iris) -> set[Quad]:
    return {
        quad
        for quad in quads
        if isinstance(quad.graph_name, NamedNode) and is_told(quad.graph_name, iris)
    }


def test_following_changes_and_forgetting(living: tuple[Path, Settings]) -> None:
    data, others = living
    with open_services(data, others) as services:
        before = asked(services, QUESTIONS[0])
        work = services.reader.recent_works(1).works[0]
    with open_workshop(data, others, clock) as workshop:
        assert not workshop.publish().is_new
        workshop.forget("work", work.key)
    with open_services(data, others) as services:
        assert asked(services, QUESTIONS[0]) != before
        assert {"title": work.title} not in asked(services, QUESTIONS[1])  # type: ignore[operator]


def test_a_rebuild_removes_what_does_not_belong(
    server: SparqlServer, living: tuple[Path, Settings]
) -> None:
    data, others = living
    store = remote_store(endpoint_of(server.setting), Iris(others.entity_base))
    before = set(store.quads())
    works = next(quad for quad in before if quad.graph_name.value.endswith("/works"))
    old = Literal("이전 제목 " * 30, language="ko")
    store.amend([], [Quad(works.subject, DCTERMS.title, old, works.graph_name)])
    assert store.count() == len(before) + 1
    with open_workshop(data, others, clock) as workshop:
        workshop.rebuild()
    assert set(store.quads()) == before
