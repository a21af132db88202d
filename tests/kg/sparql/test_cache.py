"""Repeated queries are answered from memory, as long as nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sparql.cache import AnswerCache, CachedAnswer
from kg.sparql.formats import CSV, JSON
from kg.versions import Versions

from .conftest import MakeService, publish, quads

COUNT = "SELECT (COUNT(*) AS ?n) { ?w ex:number ?number }"


def test_a_repeated_query_is_not_evaluated_again(make_service: MakeService) -> None:
    service = make_service(cache_bytes=2**20)
    with service.evaluate(COUNT) as first, service.evaluate(COUNT) as second:
        assert (first.cached, second.cached) == (False, True)
        assert first.read() == second.read()
        assert (first.rows, first.media_type) == (second.rows, second.media_type)
    with service.evaluate(COUNT, CSV) as other, service.evaluate(COUNT + " ", JSON) as another:
        assert not other.cached
        assert not another.cached


def test_another_dataset_or_base_is_another_question(make_service: MakeService) -> None:
    service = make_service(cache_bytes=2**20)
    service.evaluate(COUNT).close()
    with service.evaluate(COUNT, default_graphs=["http://example.org/graph/agents"]) as answer:
        assert not answer.cached
    with service.evaluate(COUNT, base_iri="http://example.org/") as answer:
        assert not answer.cached


def test_a_new_version_is_asked_again(make_service: MakeService, tmp_path: Path) -> None:
    publish(tmp_path, quads(3), 1)
    service = make_service(Versions(tmp_path), cache_bytes=2**20)
    service.evaluate(COUNT).close()
    publish(tmp_path, quads(5), 2)
    with service.evaluate(COUNT, CSV) as answer:
        assert (answer.cached, answer.read()) == (False, b"n\r\n5\r\n")


@pytest.mark.parametrize("function", ["NOW()", "rand ()", "UUID()", "STRUUID# c\n()"])
def test_what_differs_each_time_is_not_kept(make_service: MakeService, function: str) -> None:
    service = make_service(cache_bytes=2**20)
    text = f"SELECT ({function} AS ?x) {{}}"
    for _ in range(2):
        with service.evaluate(text) as answer:
            assert not answer.cached


def test_names_that_sound_alike_are_kept(make_service: MakeService) -> None:
    service = make_service(cache_bytes=2**20)
    text = "SELECT * { ?w ex:knows ?now . ?b ex:brand ?rand }"
    service.evaluate(text).close()
    with service.evaluate(text) as answer:
        assert answer.cached


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=40))
def test_the_cache_is_bounded_and_right(puts: list[tuple[int, int]]) -> None:
    cache, last = AnswerCache(max_bytes=320), dict[int, int]()
    for key, size in puts:
        cache.put(1, key, CachedAnswer(bytes(size), key))
        if size <= 20:
            last[key] = size
    kept = {key: found for key in last if (found := cache.get(1, key))}
    assert sum(len(found.content) for found in kept.values()) <= 320
    assert all(len(found.content) == last[key] for key, found in kept.items())


def test_an_older_version_does_not_come_back() -> None:
    cache = AnswerCache(1600)
    cache.put(2, "q", CachedAnswer(b"new", 1))
    cache.put(1, "q", CachedAnswer(b"old", 1))
    found = cache.get(2, "q")
    assert found is not None
    assert found.content == b"new"
    assert cache.get(1, "q") is None
