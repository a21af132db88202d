"""What is kept between views, and that nobody sees what is no longer so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from kg.catalogue import Catalogue, IngestReport, Reader
from kg.catalogue.keeping import Kept
from kg.entities import Concept, Label
from kg.records import BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]
KEY = "arxiv:2401.00001"


@contextmanager
def statements(catalogue: Catalogue) -> Iterator[list[str]]:
    """The statements that are run inside the block and name the table of works."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if "FROM work" in text:
            seen.append(text)

    event.listen(catalogue.engine, "before_cursor_execute", note)
    yield seen
    event.remove(catalogue.engine, "before_cursor_execute", note)


def test_what_one_view_read_is_not_read_by_the_next(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record())
    reader = Reader(catalogue)
    with statements(catalogue) as seen:
        for _ in range(2):
            with reader.view():
                assert reader.work(KEY) is reader.works([KEY])[0]
    assert len(seen) == 1


def test_a_change_is_seen_by_the_next_view_and_not_by_the_one_at_hand(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(votes=7))
    reader = Reader(catalogue)
    with reader.view():
        before = reader.work(KEY)
    with reader.view():
        assert reader.work(KEY) is before
        put(record(votes=9))
        assert reader.work(KEY) is before
    with reader.view():
        assert reader.work(KEY).votes[-1].votes == 9


def concept(key: str) -> Concept:
    return Concept(key=key, kind="method", pref=(Label(text=key, language="en"),))


def test_an_older_view_neither_gets_nor_leaves_anything() -> None:
    kept, new, old = Kept(), concept("new"), concept("old")
    kept.put(2, "concept", {"a": new}, {"a": 1})
    kept.put(1, "concept", {"a": old, "b": old}, {"a": 1, "b": 1})
    assert kept.get(1, "concept", ["a", "b"]) == {}
    assert kept.get(2, "concept", ["a", "b"]) == {"a": new}
    kept.put(3, "concept", {"b": new}, {"b": 1})
    assert kept.get(2, "concept", ["a"]) == kept.get(3, "concept", ["a"]) == {}


def test_those_not_asked_for_longest_go_first() -> None:
    kept = Kept(max_bytes=10)
    kept.put(1, "concept", {"a": concept("a"), "b": concept("b")}, {"a": 5, "b": 5})
    kept.get(1, "concept", ["a"])
    kept.put(1, "concept", {"c": concept("c")}, {"c": 5})
    assert set(kept.get(1, "concept", "abc")) == {"a", "c"}
