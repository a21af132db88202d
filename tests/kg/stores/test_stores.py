"""Every back end keeps the contract; then what is peculiar to each."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import KgError
from kg.stores import (
    Endpoint,
    MemoryStore,
    MetaTerms,
    OxigraphStore,
    Patch,
    RemoteStore,
    Store,
    oxigraph,
)
from kg.stores.errors import (
    PatchRefused,
    RemoteStoreError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreNotEmpty,
    TruncatedAnswer,
)

BASE = "http://example.org/graph/"


def node(name: str) -> NamedNode:
    return NamedNode(f"http://example.org/{name}")


META = MetaTerms(node("graph/meta"), node("dataset"), node("changeNumber"))
WORKS, AGENTS, LINKS = node("graph/works"), node("graph/agents"), node("graph/links")


def quad(subject: str, value: str, graph: NamedNode = WORKS) -> Quad:
    return Quad(node(subject), node("title"), Literal(value), graph)


TEXTS = [
    "짧은 제목",
    "긴 한국어 초록입니다. " * 250,
    r"손실 $\mathcal{L}_{\theta} = \frac{1}{n}\sum_i \left\| x_i \right\|^2$ 를 줄인다. " * 8,
    "그는 \"그래프\" 와 'ontology' 를\n둘째 줄\r\n\t들여쓰고 \\ 로 끝냈다",
    "이모지 👩🏽‍🔬🧬 와 악보 𝄞 " * 20,
    "가" * (100_000 // 3),
]


def _texts(graph: NamedNode) -> Iterator[Quad]:
    """Each text plain, in two languages and with a type of its own, at two subjects."""
    typed = node("markup")
    for subject, (number, text) in product(("s0", "s1"), enumerate(TEXTS)):
        forms = Literal(text), Literal(text, language="ko"), Literal(text, language="en-GB")
        for form in (*forms, Literal(text, datatype=typed)):
            yield Quad(node(subject), node(f"text{number}"), form, graph)


class StoreContract:
    """What each back end must do; subclasses give a fresh ``store``."""

    def test_a_new_store_is_empty(self, store: Store) -> None:
        assert store.change_number() == 0
        assert store.count() == 0
        assert list(store.quads()) == []

    def test_a_patch_changes_quads_and_number_together(self, store: Store) -> None:
        store.apply(Patch([], [quad("a", "A"), quad("b", "B", AGENTS)], 3))
        store.apply(Patch([quad("a", "A")], [quad("a", "A2")], 5))
        assert set(store.quads()) == {quad("a", "A2"), quad("b", "B", AGENTS)}
        assert store.change_number() == 5
        assert store.count() == 2

    def test_a_repeated_patch_changes_nothing(self, store: Store) -> None:
        store.apply(Patch([], [quad("a", "A")], 1))
        store.apply(Patch([quad("a", "A")], [quad("a", "A2")], 2))
        store.apply(Patch([], [quad("a", "A")], 1))
        store.apply(Patch([quad("a", "A2")], [], 2))
        assert list(store.quads()) == [quad("a", "A2")]
        assert store.change_number() == 2

    def test_an_amendment_leaves_the_number_and_may_be_repeated(self, store: Store) -> None:
        store.apply(Patch([], [quad("a", "A")], 4))
        for _ in range(2):
            store.amend([quad("a", "A")], [quad("a", "A2"), quad("b", "B")])
            assert set(store.quads()) == {quad("a", "A2"), quad("b", "B")}
        assert store.change_number() == 4

    def test_deletions_come_first(self, store: Store) -> None:
        store.apply(Patch([quad("a", "A")], [quad("a", "A")], 1))
        assert list(store.quads()) == [quad("a", "A")]

    def test_deleting_what_is_not_there_is_no_error(self, store: Store) -> None:
        store.apply(Patch([quad("a", "A")], [], 1))
        assert store.count() == 0

    @pytest.mark.parametrize(
        "refused",
        [
            Quad(BlankNode("b"), node("title"), Literal("x"), WORKS),
            Quad(node("a"), node("title"), Literal("x")),
        ],
    )
    def test_a_refused_patch_leaves_everything(self, store: Store, refused: Quad) -> None:
        store.apply(Patch([], [quad("a", "A")], 1))
        with pytest.raises(PatchRefused):
            store.apply(Patch([quad("a", "A")], [refused], 2))
        assert list(store.quads()) == [quad("a", "A")]
        assert store.change_number() == 1

    def test_every_kind_of_literal_comes_back(self, store: Store) -> None:
        literals = [
            Literal('quotes " \\ and\nline\r\tends }'),
            Literal("한국어 요약", language="ko"),
            Literal(12),
            Literal("1.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
            Literal("2024-05-28", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
            Literal("𝛼 \u0001 control"),
        ]
        quads = {Quad(node("a"), node("value"), literal, WORKS) for literal in literals}
        store.apply(Patch([], quads, 1))
        assert set(store.quads()) == quads
        store.apply(Patch(quads, [], 2))
        assert store.count() == 0

    def test_texts_of_two_graphs_go_in_one_patch(self, store: Store) -> None:
        titles, told = set(_texts(WORKS)), set(_texts(AGENTS))
        store.apply(Patch([], titles | told, 1))
        assert set(store.quads()) == titles | told
        gone = {q for q in titles | told if q.subject == node("s0")}
        again = {Quad(q.subject, q.predicate, Literal("new"), q.graph_name) for q in gone}
        store.apply(Patch(gone, again, 2))
        assert set(store.quads()) == (titles | told) - gone | again
        store.amend(titles | told | again, [])
        assert list(store.quads()) == []

    def test_quads_of_one_graph(self, store: Store) -> None:
        store.apply(Patch([], [quad("a", "A"), quad("b", "B", AGENTS)], 1))
        assert list(store.quads(AGENTS)) == [quad("b", "B", AGENTS)]
        assert list(store.quads(node("graph/absent"))) == []

    def test_the_meta_graph_may_hold_other_quads(self, store: Store) -> None:
        described = Quad(META.subject, node("title"), Literal("the dataset"), META.graph)
        store.apply(Patch([], [described], 1))
        assert list(store.quads(META.graph)) == [described]
        assert store.count() == 1

    def test_bulk_load_is_for_new_stores(self, store: Store) -> None:
        store.bulk_load([quad("a", "A"), quad("b", "B", AGENTS)], 9)
        assert (store.count(), store.change_number()) == (2, 9)
        with pytest.raises(StoreNotEmpty) as caught:
            store.bulk_load([quad("c", "C")], 10)
        assert caught.value.change_number == 9

    def test_replace_graph_takes_blank_nodes_and_replaces_all(self, store: Store) -> None:
        mine = node("graph/users/ada")
        blank = BlankNode("b")
        content = [
            Quad(node("a"), node("note"), blank, mine),
            Quad(blank, node("title"), Literal("n"), mine),
        ]
        store.apply(Patch([], [quad("a", "A")], 1))
        store.replace_graph(mine, [quad("old", "O", mine)])
        store.replace_graph(mine, content, 2)
        found = {q.predicate: q for q in store.quads(mine)}
        assert found[node("note")].object == found[node("title")].subject
        assert (store.count(), store.change_number()) == (3, 2)
        store.replace_graph(mine, [], 3)
        assert list(store.quads()) == [quad("a", "A")]

    def test_select_gives_rows(self, store: Store) -> None:
        store.apply(Patch([], [quad("a", "A"), quad("b", "B", AGENTS)], 1))
        rows = list(store.select(f"SELECT ?title WHERE {{ GRAPH {AGENTS} {{ ?s ?p ?title }} }}"))
        assert [row["title"] for row in rows] == [Literal("B")]

    def test_backup_opens_read_only_and_stays_as_it_was(self, store: Store, tmp_path: Path) -> None:
        store.apply(Patch([], [quad("a", "A")], 4))
        store.flush()
        store.backup(tmp_path / "copy")
        store.apply(Patch([quad("a", "A")], [], 5))
        copy = pyoxigraph.Store.read_only(str(tmp_path / "copy"))
        assert quad("a", "A") in copy
        assert [q.object for q in copy.quads_for_pattern(META.subject, META.predicate, None)] == [
            Literal(4)
        ]


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore(META)

    @given(st.lists(st.tuples(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6))), max_size=6))
    def test_patches_are_set_algebra(self, steps: list[tuple[set[int], set[int]]]) -> None:
        store, expected = MemoryStore(META, lambda _: True), set[int]()
        for number, (gone, new) in enumerate(steps, start=1):
            store.apply(Patch([quad(f"s{i}", "x") for i in gone], _quads(new), number))
            expected = (expected - gone) | new
        assert set(store.quads()) == set(_quads(expected))
        assert _default_graph(store) == {f"s{i}" for i in expected}


def _quads(numbers: set[int]) -> list[Quad]:
    return [quad(f"s{i}", "x") for i in sorted(numbers)]


def _default_graph(store: Store) -> set[str]:
    return {str(r["s"].value).rsplit("/", 1)[1] for r in store.select("SELECT ?s { ?s ?p ?o }")}


class TestDefaultGraphCopy(StoreContract):
    """The same contract holds when the default graph is kept as a union."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore(META, lambda graph: graph in {WORKS, AGENTS})

    def test_only_published_graphs_are_copied(self, store: MemoryStore) -> None:
        store.apply(Patch([], [quad("a", "A"), quad("b", "B", AGENTS), quad("c", "C", LINKS)], 1))
        assert _default_graph(store) == {"a", "b"}

    def test_a_triple_of_two_graphs_counts_once_and_stays_until_both_lose_it(
        self, store: MemoryStore
    ) -> None:
        store.apply(Patch([], [quad("a", "A"), quad("a", "A", AGENTS)], 1))
        assert len(list(store.select("SELECT * { ?s ?p ?o }"))) == 1
        store.apply(Patch([quad("a", "A")], [], 2))
        assert _default_graph(store) == {"a"}
        store.apply(Patch([quad("a", "A", AGENTS)], [quad("a", "A", LINKS)], 3))
        assert _default_graph(store) == set()

    def test_bulk_load_copies_too(self, store: MemoryStore) -> None:
        store.bulk_load([quad("a", "A"), quad("a", "A", AGENTS), quad("c", "C", LINKS)], 1)
        assert _default_graph(store) == {"a"}
        assert store.count() == 3

    def test_a_published_graph_is_not_replaced_whole(self, store: MemoryStore) -> None:
        with pytest.raises(PatchRefused):
            store.replace_graph(WORKS, [])


class TestOxigraphStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[OxigraphStore]:
        store = OxigraphStore(tmp_path / "primary", META)
        yield store
        store.close()

    def test_a_second_writer_is_told_who_the_first_is(
        self, store: OxigraphStore, tmp_path: Path
    ) -> None:
        with pytest.raises(StoreBusy) as caught:
            OxigraphStore(tmp_path / "primary", META)
        assert caught.value.holder == os.getpid()
        assert isinstance(caught.value, StoreError | BlockingIOError)

    def test_reopened_it_is_as_it_was_left(self, store: OxigraphStore, tmp_path: Path) -> None:
        store.apply(Patch([], [quad("a", "A")], 7))
        store.close()
        store.close()
        again = OxigraphStore(tmp_path / "primary", META)
        assert (again.change_number(), list(again.quads())) == (7, [quad("a", "A")])
        again.close()

    def test_an_interrupted_first_load_is_replaced(self, store: OxigraphStore) -> None:
        def interrupted() -> Iterator[Quad]:
            yield quad("half", "H")
            raise KeyboardInterrupt

        store._engine.bulk_extend([quad("left", "L")])
        with pytest.raises(KeyboardInterrupt):
            store.bulk_load(interrupted(), 5)
        assert store.change_number() == 0
        store.bulk_load([quad("a", "A")], 5)
        assert list(store.quads()) == [quad("a", "A")]

    def test_acknowledged_patches_survive_kill_9(self, tmp_path: Path) -> None:
        path = tmp_path / "killed"
        child = subprocess.run(
            [sys.executable, "-c", _WRITE_AND_DIE, str(path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
        )
        assert child.returncode == -9, child.stderr
        store = OxigraphStore(path, META)
        assert store.change_number() == int(child.stdout)
        assert store.count() == int(child.stdout)
        store.close()

    @pytest.mark.parametrize("step", range(4))
    def test_a_large_patch_that_was_interrupted_is_finished_when_it_opens(
        self, store: OxigraphStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: int
    ) -> None:
        monkeypatch.setattr(oxigraph, "WORTH_LOADING", 2)
        store.apply(Patch([], [quad("a", "old"), quad("b", "B")], 3))
        patch = Patch([quad("a", "old")], [quad("a", "new"), quad("c", "C")], 5)

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        steps = ((store._journal, "write"), (oxigraph, "load_in_bulk"), (store, "flush"))
        owner, name = (*steps, (store._journal, "remove"))[step]
        with monkeypatch.context() as torn:
            torn.setattr(owner, name, interrupted)
            with pytest.raises(KeyboardInterrupt):
                store.apply(patch)
        store.close()
        again = OxigraphStore(tmp_path / "primary", META)
        is_begun = step > 0
        assert again.change_number() == (5 if is_begun else 3)
        written = {quad("a", "new"), quad("b", "B"), quad("c", "C")}
        assert set(again.quads()) == (written if is_begun else {quad("a", "old"), quad("b", "B")})
        assert [path.name for path in tmp_path.glob("*.patch")] == []
        again.apply(patch)
        assert set(again.quads()) == written
        again.close()

    def test_what_was_begun_comes_before_another_patch(
        self, store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store._journal.write(Patch([], [quad("a", "A")], 1))
        store.apply(Patch([quad("a", "A")], [quad("b", "B")], 2))
        assert (list(store.quads()), store.change_number()) == ([quad("b", "B")], 2)

    def test_an_interrupted_patch_that_is_damaged_is_not_loaded(
        self, store: OxigraphStore, tmp_path: Path
    ) -> None:
        store._journal.write(Patch([], [quad("a", "A")], 1))
        store.close()
        file = tmp_path / "primary.patch"
        file.write_bytes(file.read_bytes().replace(b"A", b"B"))
        for _ in range(2):
            with pytest.raises(StoreDamaged, match=r"primary\.patch"):
                OxigraphStore(tmp_path / "primary", META)

    def test_what_is_thrown_away_is_not_finished(
        self, store: OxigraphStore, tmp_path: Path
    ) -> None:
        store._journal.write(Patch([], [quad("a", "A")], 1))
        store.close()
        OxigraphStore.discard(tmp_path / "primary")
        again = OxigraphStore(tmp_path / "primary", META)
        assert list(again.quads()) == []
        again.close()

    def test_a_damaged_directory_is_said_to_be_so(self, tmp_path: Path) -> None:
        path = tmp_path / "damaged"
        OxigraphStore(path, META).close()
        (path / "CURRENT").write_text("nonsense\n")
        for _ in range(2):  # the lock is free again after the failure
            with pytest.raises(StoreDamaged):
                OxigraphStore(path, META)

    def test_a_damaged_directory_can_be_thrown_away(self, tmp_path: Path) -> None:
        path = tmp_path / "damaged"
        OxigraphStore(path, META).close()
        (path / "CURRENT").write_text("nonsense\n")
        (tmp_path / "damaged.gone" / "left by a killed removal").mkdir(parents=True)
        OxigraphStore.discard(path)
        assert not path.exists()
        assert not (tmp_path / "damaged.gone").exists()
        OxigraphStore.discard(path)  # nothing is there: nothing to do
        OxigraphStore(path, META).close()


_WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from kg.stores import MetaTerms, OxigraphStore, Patch
n = lambda name: NamedNode("http://example.org/" + name)
meta = MetaTerms(n("graph/meta"), n("dataset"), n("changeNumber"))
store = OxigraphStore(Path(sys.argv[1]), meta)
for i in range(1, 21):
    store.apply(Patch([], [Quad(n(f"s{i}"), n("title"), Literal("x"), n("graph/works"))], i))
sys.stdout.write(str(i))
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


class TestLargePatches(TestOxigraphStore):
    """Every patch goes by the bulk loader."""

    @pytest.fixture(autouse=True)
    def _loads_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(oxigraph, "WORTH_LOADING", 0)


class _EndpointHandler(BaseHTTPRequestHandler):
    """The least that a SPARQL 1.1 service must do, over the engine in memory."""

    server: _EndpointServer

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        form = urllib.parse.parse_qs(self.rfile.read(size).decode(), strict_parsing=True)
        self.server.requests.append((self.path, dict(form)))
        if self.server.refuse_status:
            return self._answer(self.server.refuse_status, b"not today")
        if self.server.password and not self._known():
            return self._answer(401, b"", {"WWW-Authenticate": 'Basic realm="store"'})
        if "update" in form:
            self.server.engine.update(form["update"][0])
            return self._answer(200, b"")
        return self._answer(200, self._result(form["query"][0]), self.server.extra_headers)

    def _result(self, text: str) -> bytes:
        result = self.server.engine.query(text)
        if isinstance(result, pyoxigraph.QueryTriples):
            return result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        return result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""

    def _known(self) -> bool:
        expected = base64.b64encode(f"ada:{self.server.password}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {expected}"

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _EndpointServer(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _EndpointHandler)
        self.engine = pyoxigraph.Store()
        self.requests: list[tuple[str, dict[str, list[str]]]] = []
        self.extra_headers: dict[str, str] = {}
        self.refuse_status = 0
        self.password = ""

    def endpoint(self, **settings: object) -> Endpoint:
        url = f"http://127.0.0.1:{self.server_port}"
        return Endpoint(f"{url}/query", f"{url}/update", **settings)  # type: ignore[arg-type]


class TestRemoteStore(StoreContract):
    @pytest.fixture
    def server(self) -> Iterator[_EndpointServer]:
        with _EndpointServer() as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            yield server
            server.shutdown()
            thread.join()

    @pytest.fixture
    def store(self, server: _EndpointServer) -> Store:
        return RemoteStore(server.endpoint(), META, BASE)

    def test_graphs_of_others_are_left_alone(self, server: _EndpointServer, store: Store) -> None:
        theirs = Quad(node("x"), node("title"), Literal("theirs"), node("elsewhere"))
        server.engine.add(theirs)
        store.bulk_load([quad("a", "A")], 1)
        assert (store.count(), list(store.quads())) == (1, [quad("a", "A")])
        assert theirs in server.engine

    def test_a_small_patch_is_one_request(self, server: _EndpointServer, store: Store) -> None:
        store.apply(Patch([quad("a", "A")], [quad("b", "B")], 1))
        assert [path for path, _ in server.requests] == ["/query", "/update"]

    def test_a_large_patch_gives_the_number_last(self, server: _EndpointServer) -> None:
        store = RemoteStore(server.endpoint(batch_quads=2), META, BASE)
        store.apply(Patch(_quads({1, 2, 3}), _quads({4, 5, 6}), 1))
        updates = [form["update"][0] for path, form in server.requests if path == "/update"]
        assert [META.predicate.value in text for text in updates] == [False] * 4 + [True]
        assert set(store.quads()) == set(_quads({4, 5, 6}))

    @pytest.mark.parametrize(
        "headers", [{"X-SPARQL-MaxRows": "10000"}, {"X-SQL-State": "S1TAT"}], ids=str
    )
    def test_a_partial_answer_is_an_error(
        self, server: _EndpointServer, store: Store, headers: dict[str, str]
    ) -> None:
        server.extra_headers = headers
        with pytest.raises(TruncatedAnswer, match=next(iter(headers))):
            store.count()
        with pytest.raises(TruncatedAnswer):
            list(store.quads(WORKS))

    def test_failures_carry_status_and_words(self, server: _EndpointServer, store: Store) -> None:
        server.refuse_status = 503
        with pytest.raises(RemoteStoreError, match="not today") as caught:
            store.count()
        assert caught.value.status == 503
        assert isinstance(caught.value, KgError)

    def test_nobody_listening(self, server: _EndpointServer) -> None:
        endpoint = Endpoint("http://127.0.0.1:9/query", "http://127.0.0.1:9/update", timeout_s=2)
        with pytest.raises(RemoteStoreError) as caught:
            RemoteStore(endpoint, META, BASE).count()
        assert caught.value.status is None

    def test_basic_authentication(self, server: _EndpointServer) -> None:
        server.password = "s3cret"
        with pytest.raises(RemoteStoreError):
            RemoteStore(server.endpoint(), META, BASE).change_number()
        store = RemoteStore(server.endpoint(user="ada", password="s3cret"), META, BASE)
        store.apply(Patch([], [quad("a", "A")], 1))
        assert store.change_number() == 1

    def test_only_http_urls(self) -> None:
        with pytest.raises(ValueError, match="http"):
            Endpoint("file:///tmp/query", "http://example.org/update")
        with pytest.raises(ValueError, match="must begin"):
            RemoteStore(Endpoint("http://a.example/q", "http://a.example/u"), META, "http://b/")
