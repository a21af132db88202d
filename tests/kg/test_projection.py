"""The graph is a function of the catalogue, however it came to follow it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg import graphs, projection
from kg.catalogue import Catalogue, IngestReport, extract_pending, forget_work, ingest
from kg.catalogue.changes import drop_old_states
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Entity, Label
from kg.graph import PrimaryGraph, meta_terms
from kg.identifiers import WorkId
from kg.iris import Iris
from kg.mapping import quads
from kg.records import AuthorName, BibliographicRecord, Prose, Sentence
from kg.stores import MemoryStore

IRIS = Iris()
SCHEME = Scheme([Concept(key="lora", kind="method", pref=(Label(text="LoRA", language="en"),))])
WORDS = ("We use LoRA.", "We propose LoomNet, a model.", "Faster than LoomNet.", "By hand.")


def paper(number: int, words: int, cited: int, source: str) -> BibliographicRecord:
    work_id = WorkId("arxiv", f"2401.0000{number}")
    return BibliographicRecord(
        source=source,
        key=work_id.value,
        location="x",
        ids=(work_id,),
        title_source=f"Paper {number}",
        title=f"Paper {number}",
        authors=(AuthorName(name=f"Author {words}"),),
        prose=(Prose(field="abstract", language="en", sentences=(Sentence(text=WORDS[words]),)),),
        cites=(WorkId("arxiv", f"2401.0000{cited}"),),
    )


def mapper(entity: Entity) -> list[Quad]:
    return quads(entity, IRIS)


steps = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 6), st.sampled_from(["a", "b"])),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps, st.randoms(use_true_random=False))
def test_following_equals_a_fresh_copy(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    changes: list[tuple[int, int, int, str]],
    chance: random.Random,
) -> None:
    monkeypatch.setattr(projection, "PATCH_SIZE", chance.randint(1, 30))
    catalogue = Catalogue(tmp_path_factory.mktemp("c") / "catalogue.sqlite")
    follower = MemoryStore(meta_terms(IRIS))
    for number, words, cited, source in changes:
        item = paper(number, words, cited, source)
        ingest(catalogue, source, "x", [item], IngestReport(source))
        extract_pending(catalogue, SCHEME)
        if chance.random() < 0.7:
            projection.catch_up(catalogue, follower, mapper)
    number = projection.catch_up(catalogue, follower, mapper)
    fresh = MemoryStore(meta_terms(IRIS))
    projection.catch_up(catalogue, fresh, mapper)
    assert set(follower.quads()) == set(fresh.quads())
    assert follower.change_number() == fresh.change_number() == number
    catalogue.close()


class _PowerCut(Exception):
    """Stops a catch-up between two patches."""


def test_an_interrupted_catch_up_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "PATCH_SIZE", 1)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    store = MemoryStore(meta_terms(IRIS))
    ingest(catalogue, "a", "x", [paper(0, 0, 1, "a")], IngestReport("a"))
    projection.catch_up(catalogue, store, mapper)
    ingest(catalogue, "a", "x", [paper(n, 1, 0, "a") for n in range(4)], IngestReport("a"))

    def cut(done: int, _total: int) -> None:
        if done % 2:
            raise _PowerCut

    reached = store.change_number()
    with pytest.raises(_PowerCut):
        projection.catch_up(catalogue, store, mapper, progress=cut)
    assert store.change_number() > reached
    ingest(catalogue, "a", "x", [paper(n, 2, 3, "a") for n in range(4)], IngestReport("a"))
    projection.catch_up(catalogue, store, mapper)
    fresh = MemoryStore(meta_terms(IRIS))
    projection.catch_up(catalogue, fresh, mapper)
    assert set(store.quads()) == set(fresh.quads())
    catalogue.close()


def test_old_states_may_go_when_they_were_seen(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    store = MemoryStore(meta_terms(IRIS))
    ingest(catalogue, "a", "x", [paper(0, 0, 1, "a")], IngestReport("a"))
    seen = projection.catch_up(catalogue, store, mapper)
    with catalogue.writing() as connection:
        drop_old_states(connection, seen)
    ingest(catalogue, "a", "x", [paper(0, 3, 2, "a")], IngestReport("a"))
    projection.catch_up(catalogue, store, mapper)
    fresh = MemoryStore(meta_terms(IRIS))
    projection.catch_up(catalogue, fresh, mapper)
    assert set(store.quads()) == set(fresh.quads())
    catalogue.close()


def test_a_store_of_another_mapping_is_filled_anew(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    ingest(catalogue, "a", "x", [paper(0, 0, 1, "a")], IngestReport("a"))
    with PrimaryGraph(tmp_path, IRIS) as graph:
        graph.catch_up(catalogue)
    elsewhere = Iris(base="https://library.example/")
    with PrimaryGraph(tmp_path, elsewhere) as graph:
        graph.catch_up(catalogue)
        target = tmp_path / "copy"
        graph.copy_to(target, [], "test")
    import pyoxigraph

    subjects = {
        quad.subject.value
        for quad in pyoxigraph.Store.read_only(str(target)).quads_for_pattern(
            None, None, None, elsewhere.graph(graphs.WORKS)
        )
    }
    assert subjects
    assert all(one.startswith("https://library.example/") for one in subjects)
    catalogue.close()


def test_what_is_forgotten_leaves_the_graph(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    store = MemoryStore(meta_terms(IRIS))
    ingest(catalogue, "a", "x", [paper(n, n, 4, "a") for n in range(2)], IngestReport("a"))
    forget_work(catalogue, "arxiv:2401.00000")
    projection.catch_up(catalogue, store, mapper)
    gone = IRIS.work("arxiv:2401.00000").value
    assert not [q for q in store.quads() if str(q.subject).strip("<>").startswith(gone)]
    catalogue.close()
