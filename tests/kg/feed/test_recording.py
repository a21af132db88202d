"""The feed holds what the store took, and begins anew where the chain breaks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.export import read_patches
from kg.feed.pages import PageFile, close_feed, pages_of, read_state
from kg.feed.recording import FeedWriter, RecordedStore
from kg.stores import MemoryStore, MetaTerms, Patch

OPEN = NamedNode("https://x.example/graph/open")
SECRET = NamedNode("https://x.example/graph/secret")
META = MetaTerms(OPEN, NamedNode("https://x.example/d"), NamedNode("https://x.example/n"))


def quad(number: int, graph: NamedNode = OPEN) -> Quad:
    node = NamedNode(f"https://x.example/{number}")
    return Quad(node, node, node, graph)


def writer(folder: Path, *, kept: int = 100, mapping: str = "1") -> FeedWriter:
    return FeedWriter(folder, mapping=mapping, is_told=lambda graph: graph == OPEN, kept=kept)


def pages(folder: Path) -> list[PageFile]:
    state = read_state(folder)
    assert state is not None
    return pages_of(folder, state)


def told(folder: Path) -> list[tuple[int, int]]:
    return [(page.previous, page.number) for page in pages(folder)]


def filled(folder: Path, quads: Iterable[Quad] = ()) -> MemoryStore:
    store = MemoryStore(META)
    RecordedStore(store, writer(folder)).bulk_load([*quads, quad(0)], 5)
    return store


def test_pages_lead_on_from_the_first_load(tmp_path: Path) -> None:
    store = filled(tmp_path)
    recorded = RecordedStore(store, writer(tmp_path))
    recorded.apply(Patch([quad(0)], [quad(1), quad(2, SECRET)], 7))
    recorded.apply(Patch([], [quad(3)], 9))
    recorded.apply(Patch([], [quad(4)], 9))  # seen already
    recorded.finish()
    assert told(tmp_path) == [(5, 7), (7, 9)]
    (patch,) = read_patches(pages(tmp_path)[0].path.read_text("utf-8").splitlines())
    assert patch.deletions == (quad(0),)
    assert patch.insertions == (quad(1),)
    assert set(store.quads()) == {quad(1), quad(2, SECRET), quad(3)}


def test_what_the_store_never_took_is_written_again(tmp_path: Path) -> None:
    store = filled(tmp_path)
    writer(tmp_path).record(5, Patch([], [quad(1)], 6))  # and then the power went
    name = read_state(tmp_path)
    recorded = RecordedStore(store, writer(tmp_path))
    recorded.apply(Patch([], [quad(1), quad(2)], 8))
    recorded.finish()
    assert told(tmp_path) == [(5, 8)]
    assert read_state(tmp_path) == name


def test_a_store_that_went_on_alone_begins_another_feed(tmp_path: Path) -> None:
    store = filled(tmp_path)
    before = read_state(tmp_path)
    store.apply(Patch([], [quad(1)], 6))
    RecordedStore(store, writer(tmp_path)).finish()
    after = read_state(tmp_path)
    assert before is not None
    assert after is not None
    assert (after.start, after.name != before.name) == (6, True)
    assert not (tmp_path / before.name).exists()


def test_another_mapping_begins_another_feed(tmp_path: Path) -> None:
    store = filled(tmp_path)
    before = read_state(tmp_path)
    RecordedStore(store, writer(tmp_path, mapping="2")).finish()
    assert read_state(tmp_path) != before


def test_the_tail_is_bounded(tmp_path: Path) -> None:
    store = filled(tmp_path)
    recorded = RecordedStore(store, writer(tmp_path, kept=3))
    for number in range(6, 12):
        recorded.apply(Patch([], [quad(number)], number))
    recorded.finish()
    assert told(tmp_path) == [(7, 8), (8, 9), (9, 10), (10, 11)]


def test_a_description_goes_with_the_next_patch(tmp_path: Path) -> None:
    store = filled(tmp_path, [quad(20)])
    recorded = RecordedStore(store, writer(tmp_path))
    recorded.carry([quad(20), quad(21)])
    recorded.apply(Patch([], [quad(1)], 6))
    recorded.finish()
    (patch,) = read_patches(pages(tmp_path)[0].path.read_text("utf-8").splitlines())
    assert patch.insertions == (quad(21), quad(1))


def test_a_description_that_changes_alone_begins_another_feed(tmp_path: Path) -> None:
    store = filled(tmp_path)
    before = read_state(tmp_path)
    recorded = RecordedStore(store, writer(tmp_path))
    recorded.carry([quad(21)])
    recorded.finish()
    assert quad(21) in set(store.quads())
    assert read_state(tmp_path) != before


def test_without_a_feed_nothing_is_written(tmp_path: Path) -> None:
    recorded = RecordedStore(MemoryStore(META), None)
    recorded.carry([quad(2)])
    recorded.bulk_load([quad(1)], 1)
    recorded.finish()
    assert list(tmp_path.iterdir()) == []
    assert recorded.count() == 2


def test_what_was_taken_back_is_told_no_more(tmp_path: Path) -> None:
    store = filled(tmp_path)
    recorded = RecordedStore(store, writer(tmp_path))
    recorded.apply(Patch([], [quad(1)], 6))
    recorded.finish()
    close_feed(tmp_path, "something was removed for good")
    assert not list(tmp_path.rglob("*.rdfp"))
    RecordedStore(MemoryStore(META), writer(tmp_path)).bulk_load([quad(0)], 7)
    state = read_state(tmp_path)
    assert state is not None
    assert (state.start, state.reason) == (7, "something was removed for good")
