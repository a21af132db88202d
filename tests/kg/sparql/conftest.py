"""A small published dataset of invented works, shared by the tests of the query service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.sparql import Limits, QueryService
from kg.stores import MemoryStore, MetaTerms
from kg.versions import Publisher, Version, Versions

EX = "http://example.org/"
PREFIXES = {"ex": EX, "dcterms": "http://purl.org/dc/terms/"}
N_WORKS = 600


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def quads(count: int = N_WORKS) -> Iterator[Quad]:
    """Works w0 … with a title, a number and a citation of the work before."""
    works, agents, links = node("graph/works"), node("graph/agents"), node("graph/links/elsewhere")
    for i in range(count):
        work = node(f"w{i}")
        yield Quad(work, node("title"), Literal(f"On the {i}th gull", language="en"), works)
        yield Quad(work, node("number"), Literal(i), works)
        yield Quad(work, node("cites"), node(f"w{(i or count) - 1}"), works)
    yield Quad(node("ada"), node("name"), Literal("Ada Beispiel"), agents)
    yield Quad(node("ada"), node("sameAs"), node("elsewhere/ada"), links)


def new_store(content: Iterator[Quad], change_number: int) -> MemoryStore:
    meta = MetaTerms(node("graph/meta"), node("dataset"), node("changeNumber"))
    store = MemoryStore(meta, lambda graph: not graph.value.startswith(EX + "graph/links/"))
    store.bulk_load(content, change_number)
    return store


def publish(data: Path, content: Iterator[Quad], change_number: int) -> Version:
    store = new_store(content, change_number)
    return Publisher(data).publish(change_number, store.backup, lambda _: None, "1")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    data = tmp_path_factory.mktemp("data")
    publish(data, quads(), 1)
    return Versions(data)


MakeService = Callable[..., QueryService]


@pytest.fixture
def make_service(published: Versions) -> Iterator[MakeService]:
    """Makes services of two workers; they are closed after the test."""
    made: list[QueryService] = []

    def make(versions: Versions | None = None, **limits: object) -> QueryService:
        chosen = Limits(**{"workers": 2, "timeout_s": 20.0, "cache_bytes": 0, **limits})  # type: ignore[arg-type]
        made.append(QueryService(versions or published, chosen, PREFIXES))
        return made[-1]

    yield make
    for service in made:
        service.close()


@pytest.fixture(scope="module")
def service(published: Versions) -> Iterator[QueryService]:
    with QueryService(published, Limits(workers=2, timeout_s=20), PREFIXES) as service:
        yield service
