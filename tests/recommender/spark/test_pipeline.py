"""Works ranked block by block have the lists that one index of all works gives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from recommender import Document, Edge, Parameters, Recommender
from recommender.errors import JobFailed
from recommender.spark.blocks import Plan
from recommender.spark.pipeline import Sizes, related_rows
from tests.recommender.spark.invented import DICTIONARY, corpus
from tests.recommender.spark.lists import ListCollection, OneMachine

Lists = dict[str, list[tuple[str, float]]]


def by_blocks(
    documents: list[Document], edges: list[Edge], parameters: Parameters, k: int, sizes: Sizes
) -> Lists:
    starting = defaultdict(list)
    for edge in edges:
        if edge.kind != "broader":
            starting[edge.source].append(edge)
    ordered = sorted(documents, key=lambda one: one.id)
    held = [(one, starting.pop(one.id, [])) for one in ordered]
    hierarchy = tuple(edge for edge in edges if edge.kind == "broader")
    kinds = tuple(sorted({edge.kind for edge in edges}))
    rows = related_rows(
        ListCollection(held),
        ListCollection(list(starting.values())),
        Plan(parameters, hierarchy, DICTIONARY, kinds),
        OneMachine(),
        k=k,
        sizes=sizes,
    )
    lists: Lists = {one.id: [] for one in documents}
    for work, rank, related, score in rows.collect():
        lists[work].append((related, score))
        assert rank == len(lists[work])
    return lists


def at_once(documents: list[Document], edges: list[Edge], parameters: Parameters, k: int) -> Lists:
    whole = Recommender.fit(documents, edges, parameters, dictionary=DICTIONARY)
    return {
        one.id: [(found.id, found.score) for found in whole.related(one.id, k).results]
        for one in documents
    }


def test_lists_are_exact_where_one_machine_may_take_a_shortcut() -> None:
    documents, edges = corpus(30, seed=5)
    expected = at_once(documents, edges, Parameters(), 5)
    short = Parameters(heavy_terms=2)
    assert_same(by_blocks(documents, edges, short, 5, Sizes(block=11, lot=4, task=8)), expected)


def test_a_sample_has_the_lists_of_every_third_work() -> None:
    documents, edges = corpus(20, seed=4)
    whole, sample = (
        by_blocks(documents, edges, Parameters(), 5, Sizes(block=7, lot=2, task=3, every=every))
        for every in (1, 3)
    )
    asked = sorted(whole)[::3]
    assert {work: whole[work] for work in asked} == {work: sample[work] for work in asked}
    assert all(sample[work] == [] for work in whole if work not in asked)


def assert_same(found: Lists, expected: Lists) -> None:
    assert found.keys() == expected.keys()
    for work, rows in expected.items():
        assert [one for one, _ in found[work]] == [one for one, _ in rows]
        assert [score for _, score in found[work]] == pytest.approx([score for _, score in rows])


@pytest.mark.parametrize("prune_floor", [10, 20_000])
@pytest.mark.parametrize(
    "sizes", [Sizes(), Sizes(block=7, lot=3, task=5, parts=3), Sizes(block=16, lot=16, parts=1)]
)
def test_the_lists_do_not_depend_on_the_blocks(sizes: Sizes, prune_floor: int) -> None:
    documents, edges = corpus(40, seed=3)
    parameters = Parameters(kin=5, prune_floor=prune_floor)
    expected = at_once(documents, edges, parameters, 8)
    assert sum(map(len, expected.values())) > 200
    assert_same(by_blocks(documents, edges, parameters, 8, sizes), expected)


@pytest.mark.parametrize(
    "parameters",
    [
        Parameters(kin=0),
        Parameters(hub_share=0.1, hub_floor=0),
        Parameters(pair_limit=10),
        Parameters(popularity_penalty=0.5, concept_weight=0.6, length_floor=0.0),
    ],
    ids=["no kin", "hubs", "rare pairs left out", "other weights"],
)
def test_parameters_mean_the_same(parameters: Parameters) -> None:
    documents, edges = corpus(30, seed=5)
    expected = at_once(documents, edges, parameters, 20)
    sizes = Sizes(block=8, lot=4, parts=2)
    assert_same(by_blocks(documents, edges, parameters, 20, sizes), expected)


def test_without_edges_texts_decide() -> None:
    documents = [replace(one, group=None) for one in corpus(20, seed=9)[0]]
    sizes = Sizes(block=6, lot=2, parts=2)
    expected = at_once(documents, [], Parameters(), 5)
    assert_same(by_blocks(documents, [], Parameters(), 5, sizes), expected)


def test_works_without_texts_walk() -> None:
    documents = [replace(one, texts=(), group=None) for one in corpus(20, seed=4)[0]]
    edges = [Edge(one.id, "author", "a") for one in documents[:4]]
    expected = at_once(documents, edges, Parameters(), 5)
    assert [len(expected[one.id]) for one in documents] == [3] * 4 + [0] * 16
    assert_same(by_blocks(documents, edges, Parameters(), 5, Sizes(block=6)), expected)


def test_without_works_there_is_nothing_to_rank() -> None:
    with pytest.raises(JobFailed, match="no document"):
        by_blocks([], [], Parameters(), 5, Sizes())
