"""Writes through scratch copies: to users' graphs, and to a dataset of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf_io import RdfSyntaxError
from kg.sparql import Limits, QueryService
from kg.sparql.errors import (
    NoSuchGraph,
    PublishedGraph,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
    ServiceBusy,
)
from kg.sparql.formats import CSV, N_TRIPLES, TURTLE
from kg.sparql.updating import (
    Change,
    Drop,
    Load,
    PlainDataset,
    StoreWriter,
    Update,
    UserGraphs,
)
from kg.stores import MetaTerms, OxigraphStore
from kg.stores.lock import WriterLock
from kg.versions import NothingPublished, Publisher, Versions

EX = "http://example.org/"
MINE = EX + "users/"
PREFIXES = {"ex": EX, "my": MINE}
WORKS = NamedNode(EX + "graph/works")
ENDLESS = "{ ?a ?b ?c } { ?d ?e ?f } { ?g ?h ?i } { ?j ?k ?l } { ?m ?n ?o } { ?q ?r ?s }"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


class Site:
    """A published graph, users' graphs, and what was kept of these."""

    def __init__(self, data: Path, **limits: object) -> None:
        self.data = data
        self.kept: dict[str, bytes] = {}
        self.versions = Versions(data)
        self.limits = Limits(**limits)  # type: ignore[arg-type]
        with self._open() as store:
            content = [Quad(node(f"w{i}"), node("number"), Literal(i), WORKS) for i in range(50)]
            store.bulk_load(content, 1)
            self._publish(store)
        self.graphs = UserGraphs(
            data / "graph", self.writer, lambda iri: iri.startswith(MINE), self.limits, PREFIXES
        )

    @contextmanager
    def _open(self) -> Iterator[OxigraphStore]:
        (self.data / "graph").mkdir(exist_ok=True)
        meta = MetaTerms(node("graph/meta"), node("dataset"), node("changeNumber"))
        store = OxigraphStore(
            self.data / "graph" / "primary", meta, lambda graph: not graph.value.startswith(MINE)
        )
        try:
            yield store
        finally:
            store.close()

    def _publish(self, store: object) -> object:
        assert isinstance(store, OxigraphStore)
        number = store.change_number()
        return Publisher(self.data).publish(number, store.backup, lambda _: None, "1")

    @contextmanager
    def writer(self) -> Iterator[StoreWriter]:
        with self._open() as store:
            yield StoreWriter(store, self._keep, self._publish)  # type: ignore[arg-type]

    def _keep(self, contents: Mapping[str, bytes]) -> None:
        self.kept |= contents

    def lines(self, name: str) -> list[str]:
        """A graph as the published version has it."""
        with self.versions.lease() as version:
            store = pyoxigraph.Store.read_only(str(version.graph))
            found = store.quads_for_pattern(None, None, None, node(f"users/{name}"))
            return sorted(f"{quad.subject} {quad.object}" for quad in found)

    def total(self) -> int:
        with self.versions.lease() as version:
            return len(pyoxigraph.Store.read_only(str(version.graph)))


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    return lambda **limits: Site(tmp_path, **limits)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


class TestUserGraphs:
    def test_an_update_is_seen_at_once_and_kept(self, site: Site) -> None:
        before = site.versions.current().number
        text = "INSERT { GRAPH my:a { ?w ex:note ?n } } WHERE { ?w ex:number ?n FILTER(?n < 2) }"
        report = site.graphs.write([Update(text)])
        assert report.version == site.versions.current()
        assert site.versions.current().number == before + 1
        assert len(site.lines("a")) == 2
        assert site.kept[MINE + "a"].count(b"\n") == 2

    def test_several_graphs_in_one_step(self, site: Site) -> None:
        site.graphs.write(
            [Update("INSERT DATA { GRAPH my:a { ex:s ex:p 1 } GRAPH my:b { ex:s ex:p 2 } }")]
        )
        site.graphs.write([Update("MOVE my:a TO my:c ; DROP GRAPH my:b")])
        assert (site.lines("a"), site.lines("b")) == ([], [])
        assert len(site.lines("c")) == 1
        assert (site.kept[MINE + "a"], site.kept[MINE + "b"]) == (b"", b"")

    def test_blank_nodes_survive_and_are_kept_in_canonical_form(self, site: Site) -> None:
        content = b"<s> <p> _:x . _:x <q> 1 . _:y <q> 2 ."
        site.graphs.write([Load(MINE + "a", content, TURTLE, replace=True)])
        first = site.kept[MINE + "a"]
        assert b"_:c14n0" in first
        site.graphs.write([Load(MINE + "a", content.replace(b"x", b"z"), TURTLE, replace=True)])
        assert site.kept[MINE + "a"] == first
        site.graphs.write([Load(MINE + "a", content, TURTLE, replace=False)])
        assert len(site.lines("a")) == 6

    def test_replace_beside_and_drop(self, site: Site) -> None:
        def load(text: str, *, replace: bool) -> Change:
            return Load(MINE + "a", text.encode(), N_TRIPLES, replace=replace)

        one, two = f"<{EX}s> <{EX}p> <{EX}o1> .", f"<{EX}s> <{EX}p> <{EX}o2> ."
        assert site.graphs.write([load(one, replace=True)]).existed == (False,)
        assert site.graphs.write([load(two, replace=False)]).existed == (True,)
        assert len(site.lines("a")) == 2
        site.graphs.write([load(two, replace=True)])
        assert len(site.lines("a")) == 1
        site.graphs.write([Drop(MINE + "a")])
        assert site.lines("a") == []
        with pytest.raises(NoSuchGraph):
            site.graphs.write([Drop(MINE + "a")])

    @pytest.mark.parametrize(
        "change",
        [
            Update("INSERT DATA { ex:s ex:p 1 }"),
            Update("DROP ALL"),
            Update("DELETE WHERE { GRAPH <http://example.org/graph/works> { ?s ?p ?o } }"),
            Load(None, b"", TURTLE, replace=True),
            Load(WORKS.value, b"", TURTLE, replace=True),
            Drop(WORKS.value),
            Drop(None),
        ],
        ids=str,
    )
    def test_published_graphs_are_refused(self, site: Site, change: Change) -> None:
        before, total = site.versions.current(), site.total()
        with pytest.raises(PublishedGraph):
            site.graphs.write([change])
        assert (site.versions.current(), site.total(), site.kept) == (before, total, {})

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            (
                Update("INSERT { GRAPH my:a { ex:s ex:p 1 } } WHERE { nope:x ?p ?o }"),
                QuerySyntaxError,
            ),
            (Update("LOAD <http://127.0.0.1:9/> INTO GRAPH my:a"), QueryRefused),
            (Update("ASK {}"), QueryRefused),
            (Load(MINE + "a", b"<s> <p>", TURTLE, replace=True), RdfSyntaxError),
            (Load(MINE + "a", b"\xff\xfe", TURTLE, replace=True), RdfSyntaxError),
        ],
        ids=str,
    )
    def test_a_failed_write_changes_nothing(
        self, site: Site, change: Change, error: type[Exception]
    ) -> None:
        before = site.versions.current()
        good = Update("INSERT DATA { GRAPH my:b { ex:s ex:p 1 } }")
        with pytest.raises(error):
            site.graphs.write([good, change])
        assert (site.versions.current(), site.kept) == (before, {})
        assert not list((site.data / "graph").glob("scratch-*"))

    def test_an_update_stops_at_its_limit(self, site: Site) -> None:
        endless = f"INSERT {{ GRAPH my:a {{ ?a ?d ?g }} }} WHERE {{ {ENDLESS} }}"
        with pytest.raises(QueryTimeout, match=r"0\.5 s"):
            site.graphs.write([Update(endless)], timeout_s=0.5)
        site.graphs.write([Update("INSERT DATA { GRAPH my:a { ex:s ex:p 1 } }")])
        assert len(site.lines("a")) == 1

    def test_content_is_limited(self, make_site: Callable[..., Site]) -> None:
        site = make_site(result_bytes=1000)
        text = "INSERT { GRAPH my:a { ?w ex:note ?n } } WHERE { ?w ex:number ?n }"
        with pytest.raises(ResultTooLarge):
            site.graphs.write([Update(text)])
        assert site.lines("a") == []

    def test_another_writer_means_busy(self, site: Site) -> None:
        lock = site.data / "graph" / "primary.lock"
        with WriterLock(lock, site.data), pytest.raises(ServiceBusy):
            site.graphs.write([Update("INSERT DATA { GRAPH my:a { ex:s ex:p 1 } }")])

    def test_an_update_of_nothing(self, site: Site) -> None:
        before = site.versions.current()
        assert site.graphs.write([Update(" ")]).version is None
        assert site.versions.current() == before

    def test_leftovers_of_a_killed_process_go(self, site: Site) -> None:
        left = site.data / "graph" / "scratch-left"
        left.mkdir()
        site.graphs.write([Update("CREATE GRAPH my:a")])
        assert not left.exists()


class TestPlainDataset:
    def test_it_begins_empty_and_takes_everything(self, tmp_path: Path) -> None:
        dataset = PlainDataset(tmp_path, prefixes=PREFIXES)
        with pytest.raises(NothingPublished):
            dataset.versions.current()
        dataset.write([Update("INSERT DATA { ex:s ex:p 1 . GRAPH ex:g { ex:s ex:p 2 } }")])
        dataset.write(
            [Update("INSERT { ?s ex:q ?o } WHERE { ?s ?p ?o }", using_graphs=(EX + "g",))]
        )
        with QueryService(dataset.versions, Limits(workers=1), PREFIXES) as service:
            with service.evaluate("SELECT ?p ?o { ?s ?p ?o } ORDER BY ?o", CSV) as answer:
                assert (
                    answer.read() == b"p,o\r\nhttp://example.org/p,1\r\nhttp://example.org/q,2\r\n"
                )
            with service.graph(EX + "g", N_TRIPLES) as answer:
                assert answer.read().startswith(b"<http://example.org/s> <http://example.org/p> ")
            with service.graph(None, TURTLE) as answer:
                assert b"ex:s ex:" in answer.read()
            with pytest.raises(NoSuchGraph):
                service.graph(EX + "h", TURTLE)
            dataset.write([Load(EX + "h", b"", TURTLE, replace=True)])
            with service.graph(EX + "h", N_TRIPLES) as answer:
                assert answer.read() == b""

    def test_files_are_loaded_by_their_extensions(self, tmp_path: Path) -> None:
        (tmp_path / "a.ttl").write_text("<s> <p> 1, 2 .")
        (tmp_path / "b.nq").write_text(f"<{EX}s> <{EX}p> <{EX}o> <{EX}g> .\n")
        dataset = PlainDataset(tmp_path / "data")
        assert dataset.load_files([tmp_path / "a.ttl", tmp_path / "b.nq"]) == 3
        (tmp_path / "c.nt").write_text("<s> <p>")
        with pytest.raises(RdfSyntaxError):
            dataset.load_files([tmp_path / "c.nt"])
        with pytest.raises(ValueError, match="pdf"):
            dataset.load_files([tmp_path / "d.pdf"])
        assert dataset.versions.current().number == 1

    def test_a_failed_write_changes_nothing(self, tmp_path: Path) -> None:
        dataset = PlainDataset(tmp_path)
        dataset.write([Load(None, b"<http://a/s> <http://a/p> 1 .", TURTLE, replace=False)])
        before = dataset.versions.current()
        with pytest.raises(NoSuchGraph):
            dataset.write([Update("CLEAR ALL"), Drop(EX + "none")])
        assert dataset.versions.current() == before
        with (
            QueryService(dataset.versions, Limits(workers=1)) as service,
            service.evaluate("ASK { ?s ?p 1 }") as answer,
        ):
            assert b"true" in answer.read()

    def test_one_writer_at_a_time(self, tmp_path: Path) -> None:
        dataset = PlainDataset(tmp_path, Limits(queue_s=0.05))
        with WriterLock(tmp_path / "write.lock", tmp_path), pytest.raises(ServiceBusy):
            dataset.write([Update("CREATE GRAPH <http://a/g>")])
        assert list((tmp_path / "graph").iterdir()) == []
