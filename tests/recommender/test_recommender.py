from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender import (
    Document,
    DuplicateWork,
    Edge,
    Filters,
    InvalidParameter,
    Parameters,
    RankedList,
    Recommender,
    Text,
    UnknownWork,
)
from recommender.arrays import arrays_of


def _ids(ranked: RankedList) -> list[str]:
    return [result.id for result in ranked.results]


def test_works_that_share_only_a_wider_concept_are_found_and_the_path_is_told(
    small: Recommender,
) -> None:
    found = small.explain("w1", "w2")
    walk = [e for e in found.evidence if e.signal == "walk2" and e.kind == "concept"]
    assert walk[0].nodes == ("w1", "adapter", "fine-tuning", "merging", "w2")
    assert walk[0].label == "fine-tuning"


def test_a_shared_reference_outside_the_corpus_counts(small: Recommender) -> None:
    walk = [e for e in small.explain("w5", "w1").evidence if e.signal == "walk2"]
    assert [e.nodes for e in walk] == [("w5", "elsewhere", "w1")]


def test_a_shared_author_is_named(small: Recommender) -> None:
    labels = [e.label for e in small.explain("w3", "w5").evidence if e.kind == "author"]
    assert labels == ["Ada Lindqvist"]


def test_ranks_begin_at_one_and_scores_fall(small: Recommender) -> None:
    results = small.related("w1").results
    assert [r.rank for r in results] == list(range(1, len(results) + 1))
    assert [r.score for r in results] == sorted((r.score for r in results), reverse=True)
    assert small.related("w1").as_of == 7


def test_one_id_may_be_given_as_it_is(small: Recommender) -> None:
    assert small.related_to("w1") == small.related_to(("w1",)) == small.related("w1")


def test_a_text_that_is_no_text_is_refused_with_the_work() -> None:
    for texts in ("diffusion", ("diffusion",)):
        with pytest.raises(InvalidParameter, match=r"texts of 'a'.*tuple of Text"):
            Document("a", texts)  # type: ignore[arg-type]


def test_every_kind_of_work_gets_a_list_or_the_reason() -> None:
    long = Text("frogs in ponds " * 100_000)
    works = [
        Document("text", (Text("frogs in ponds"),)),
        Document("title", (Text("ponds", "en", "title"),)),
        Document("graph"),
        Document("linked"),
        Document("twin", (Text("frogs in ponds"),)),
        Document("long", (long,)),
        Document("korean", (Text("저랭크 어댑터"),)),
        Document("korean2", (Text("어댑터를 병합", "ko"),)),
        Document("signs", (Text("∑ 😀 !!!"),)),
        Document("numbers", (Text("12 34"),)),
        Document("numbers2", (Text("34"),)),
    ]
    fitted = Recommender.fit(works, [Edge("graph", "cites", "linked")])
    first = {work.id: _ids(fitted.related(work.id))[:1] for work in works}
    alike = {"text", "title", "twin", "long"}
    assert all(first.pop(name)[0] in alike - {name} for name in sorted(alike))
    assert first == {
        "graph": ["linked"],
        "linked": ["graph"],
        "korean": ["korean2"],
        "korean2": ["korean"],
        "signs": [],
        "numbers": ["numbers2"],
        "numbers2": ["numbers"],
    }
    assert fitted.related("signs").reason == "no-signal"
    assert Recommender.fit(works[:1]).related("text").reason == "no-other-works"


def test_explain_agrees_with_the_list(small: Recommender) -> None:
    for result in small.related("w1").results:
        alone = small.explain("w1", result.id)
        assert (alone.rank, alone.score) == (result.rank, result.score)


@pytest.mark.parametrize("call", ["related", "explain", "negative", "remove"])
def test_an_unknown_work_is_said_to_be_unknown(small: Recommender, call: str) -> None:
    calls = {
        "related": lambda: small.related("nope"),
        "explain": lambda: small.explain("w1", "nope"),
        "negative": lambda: small.related_to(("w1",), ("nope",)),
        "remove": lambda: small.remove(["nope"]),
    }
    with pytest.raises(UnknownWork) as caught:
        calls[call]()
    assert caught.value.work_id == "nope"
    assert isinstance(caught.value, KeyError)


def test_never_empty_without_a_reason(small: Recommender) -> None:
    assert small.related_to().reason == "empty-query"
    assert small.related("w1", filters=Filters(year_min=3000)).reason == "all-filtered"
    assert small.related("w1", k=0).reason == "nothing-asked"
    assert small.search("zzzz").reason == "no-signal"
    assert small.search("").reason == "empty-query"
    assert small.search("flood", offset=50).reason == "past-the-end"
    alone = Recommender.fit([Document("only", (Text("floods", "en"),))])
    assert alone.related("only").reason == "no-other-works"
    apart = Recommender.fit([Document("a", (Text("floods"),)), Document("b", (Text("radar"),))])
    assert apart.related("a").reason == "no-signal"
    assert Recommender.fit([]).search("floods").reason == "no-signal"


def test_impossible_requests_are_refused(small: Recommender) -> None:
    with pytest.raises(InvalidParameter):
        small.related("w1", k=-1)
    with pytest.raises(InvalidParameter):
        small.related("w1", diversity=2.0)
    with pytest.raises(DuplicateWork):
        Recommender.fit([Document("a"), Document("a")])
    with pytest.raises(InvalidParameter):
        Recommender.fit([Document("a")], [Edge("a", "cites", "b", 0.0)])
    with pytest.raises(InvalidParameter):
        Recommender.fit([Document("a")], [Edge("a", "cites", "b", math.nan)])


def test_versions_of_a_work_never_meet_and_share_one_place() -> None:
    text = (Text("floods and radar"),)
    works = [
        Document("a1", text, group="a"),
        Document("a2", text, group="a"),
        Document("b1", text, group="b"),
        Document("b2", text, group="b"),
        Document("c", text),
    ]
    fitted = Recommender.fit(works)
    assert _ids(fitted.related("a1")) == ["b1", "c"]
    assert _ids(fitted.related_to(negative=("b2",), positive=("a1",))) == ["c"]


def test_ties_are_ordered_by_id() -> None:
    works = [Document(f"w{i:02}", (Text("floods and radar"),)) for i in range(30)]
    random.Random(3).shuffle(works)
    found = Recommender.fit(works, [], Parameters(block_size=16)).related("w05", k=12)
    assert _ids(found) == [f"w{i:02}" for i in range(13) if i != 5]


def test_negative_works_push_their_kin_down() -> None:
    works = [
        Document("seed", (Text("floods radar"),)),
        Document("flood", (Text("floods rivers"),)),
        Document("radar", (Text("radar antennas"),)),
        Document("unwanted", (Text("rivers antennas floods"),)),
    ]
    fitted = Recommender.fit(works)
    found = fitted.related_to(("seed",), ("unwanted",))
    assert _ids(found) == ["radar", "flood"]
    assert any(e.signal == "-text" and e.part < 0 for e in found.results[1].evidence)


def test_free_text_and_concepts_can_be_asked_for(small: Recommender) -> None:
    assert _ids(small.related_to(text="pruned adapter layers"))[:2] == ["w1", "w2"]
    assert set(_ids(small.related_to(concepts=("forecasting",)))[:2]) == {"w3", "w4"}
    assert _ids(small.related_to(concepts=("fine-tuning", "unknown")))[:2] == ["w1", "w2"]
    paths = [e.nodes for e in small.related_to(concepts=("forecasting",)).results[0].evidence]
    assert ("forecasting",) in paths


def test_an_unknown_concept_alone_is_an_empty_query(small: Recommender) -> None:
    assert small.related_to(concepts=("unknown",)).reason == "empty-query"


def test_search_counts_titles_and_obeys_signs(small: Recommender) -> None:
    assert _ids(small.search("adapter"))[0] == "w2"
    assert _ids(small.search("adapter -merged")) == ["w1"]
    assert _ids(small.search("floods +radar")) == ["w4"]
    assert _ids(small.search("floods"))[1:] == _ids(small.search("floods", offset=1))
    assert small.search("floods", offset=1).results[0].rank == 2


def test_diversity_moves_near_duplicates_apart() -> None:
    works = [
        Document("q", (Text("floods radar rivers"),)),
        Document("a1", (Text("floods radar maps"),)),
        Document("a2", (Text("floods radar maps"),)),
        Document("b", (Text("rivers boats"),)),
    ]
    fitted = Recommender.fit(works)
    assert _ids(fitted.related("q")) == ["a1", "a2", "b"]
    assert _ids(fitted.related("q", diversity=0.5)) == ["a1", "b", "a2"]
    assert _ids(fitted.related("q", diversity=1.0)) == ["a1", "a2", "b"]


def test_ids_of_works_keywords_and_authors_do_not_mix() -> None:
    works = [Document("1"), Document("2"), Document("3")]
    edges = [Edge("1", "keyword", "2"), Edge("3", "author", "2"), Edge("1", "venue", "3")]
    assert Recommender.fit(works, edges).related("1").reason == "no-signal"


WORDS = ["adapter", "pruning", "flood", "radar", "song", "모델"]
KINDS = ["cites", "author", "concept", "task", "venue", "odd"]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Document], list[Edge]]:
    count = draw(st.integers(1, 8))
    name = st.integers(0, count).map(lambda i: f"w{i}")
    texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
    groups = st.sampled_from([None, None, "g", "h"])
    works = [
        Document(
            f"w{i}",
            (Text(draw(texts), "ko", draw(st.sampled_from(["title", "abstract"]))),),
            year=draw(st.sampled_from([None, 2020, 2021])),
            group=draw(groups),
            facets={"venue": (draw(st.sampled_from(["A", "B"])),)},
        )
        for i in range(count)
    ]
    ends = st.tuples(name, st.sampled_from(KINDS), name, st.sampled_from([0.3, 1.0]))
    edges = [Edge(*end) for end in draw(st.lists(ends, max_size=15))]
    topics = st.tuples(name, st.just("broader"), name)
    return works, edges + [Edge(*end) for end in draw(st.lists(topics, max_size=4))]


@given(corpora())
@settings(max_examples=60)
def test_parts_sum_to_the_score_and_no_work_meets_itself(
    corpus: tuple[list[Document], list[Edge]],
) -> None:
    works, edges = corpus
    fitted = Recommender.fit(works, edges, Parameters(evidence_limit=2, link_weight=0.1))
    groups = {work.id: work.group for work in works}
    for work in works:
        ranked = fitted.related_to((work.id,), (works[0].id,) if works[0] != work else ())
        assert ranked.results or ranked.reason
        for result in ranked.results:
            total = math.fsum(piece.part for piece in result.evidence)
            assert total == pytest.approx(result.score, rel=1e-9, abs=1e-12)
            assert result.id != work.id
            assert groups[result.id] is None or groups[result.id] != work.group


@given(corpora(), st.integers(1, 3), st.sampled_from([0.1, 0.3, 0.6]))
@settings(max_examples=15)
def test_comparing_common_terms_last_changes_nothing(
    corpus: tuple[list[Document], list[Edge]], k: int, share: float
) -> None:
    works, edges = corpus
    pruned = Recommender.fit(works, edges, Parameters(prune_floor=0, common_share=share))
    whole = Recommender.fit(works, edges)
    filters = Filters(facets={"venue": ("A",)})
    for work in works:
        assert pruned.related(work.id, k) == whole.related(work.id, k)
        assert pruned.related(work.id, k, filters=filters).results == (
            whole.related(work.id, k, filters=filters).results
        )
    assert pruned.search("adapter flood", k).results == whole.search("adapter flood", k).results
    assert pruned.related_to(text="radar song flood", k=k).results == (
        whole.related_to(text="radar song flood", k=k).results
    )


@given(corpora(), st.integers(1, 3), st.sampled_from([1, 2, 5]))
@settings(max_examples=25)
def test_heavy_terms_find_and_whole_texts_order(
    corpus: tuple[list[Document], list[Edge]], k: int, heavy: int
) -> None:
    works, edges = corpus
    whole = Recommender.fit(works, edges)
    fast = whole.with_weights(replace(whole.parameters, heavy_terms=heavy))
    all_terms = whole.with_weights(replace(whole.parameters, heavy_terms=1000))
    for work in works:
        found = fast.related(work.id, k).results
        scores = [one.score for one in found]
        assert scores == [whole.explain(work.id, one.id).score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert all_terms.related(work.id, k) == whole.related(work.id, k)


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_the_input_does_not_matter(
    corpus: tuple[list[Document], list[Edge]], shuffled: random.Random
) -> None:
    works, edges = corpus
    one = Recommender.fit(works, edges)
    shuffled.shuffle(works)
    shuffled.shuffle(edges)
    other = Recommender.fit(works, edges)
    for work in works:
        assert one.related(work.id) == other.related(work.id)


@given(corpora(), st.data())
@settings(max_examples=40)
def test_growing_and_shrinking_equal_building_anew(
    corpus: tuple[list[Document], list[Edge]], data: st.DataObject
) -> None:
    works, edges = corpus
    cut = data.draw(st.integers(0, len(works)))
    gone = set(data.draw(st.lists(st.sampled_from([w.id for w in works]), max_size=2)))
    early = {work.id for work in works[:cut]}
    late = {work.id for work in works[cut:]}
    grown = Recommender.fit(works[:cut], [e for e in edges if e.source not in late])
    grown = grown.add(works[cut:], [e for e in edges if e.source in late]).remove(gone)
    kept = [work for work in works if work.id not in gone]
    built = Recommender.fit(kept, [e for e in edges if not _touches(e, gone)])
    assert early | late >= set(grown.ids())
    for work in kept:
        assert _plain(grown.related(work.id)) == _plain(built.related(work.id))


def _touches(edge: Edge, gone: set[str]) -> bool:
    if edge.kind == "broader":
        return False
    return edge.source in gone or (edge.kind == "cites" and edge.target in gone)


def _plain(ranked: RankedList) -> list[tuple[str, int, float]]:
    return [(r.id, r.rank, r.score) for r in ranked.results]


@given(corpora(), st.data())
@settings(max_examples=20)
def test_growing_work_by_work_equals_building_at_once(
    corpus: tuple[list[Document], list[Edge]], data: st.DataObject
) -> None:
    works, edges = corpus
    cut = data.draw(st.integers(0, len(works)))
    late = {work.id for work in works[cut:]}
    grown = Recommender.fit(works[:cut], [e for e in edges if e.source not in late])
    for work in reversed(works[cut:]):
        grown = grown.add([work], [e for e in edges if e.source == work.id])
    built = Recommender.fit(works, edges)
    for work in works:
        assert grown.related(work.id) == built.related(work.id)


@given(corpora(), st.data())
@settings(max_examples=20)
def test_what_is_taken_out_leaves_no_trace(
    corpus: tuple[list[Document], list[Edge]], data: st.DataObject
) -> None:
    works, edges = corpus[0], [edge for edge in corpus[1] if edge.source != edge.target]
    gone = set(data.draw(st.lists(st.sampled_from([w.id for w in works]), max_size=3)))
    shrunk, _ = arrays_of(Recommender.fit(works, edges).remove(gone).index)
    kept = [edge for edge in edges if not _touches(edge, gone)]
    built, _ = arrays_of(
        Recommender.fit([work for work in works if work.id not in gone], kept).index
    )
    counted = {"surface_counts", "surfaces.blob", "surfaces.offsets"}
    kinds = {"edges.kind", "graph.kinds"}  # numbers of kinds, of which one may have gone
    for name in built.keys() - counted - kinds:
        assert np.array_equal(shrunk[name], built[name]), name


def test_replacing_a_work_forgets_what_it_was(small: Recommender) -> None:
    changed = small.add([Document("w2", (Text("Songs of birds"),))])
    assert changed.ids() == small.ids()
    assert [r.id for r in changed.search("merged").results] == []
    assert "w2" not in _ids(changed.related_to(concepts=("merging",)))
    assert "w2" in _ids(small.related_to(concepts=("merging",)))


def test_a_held_node_gets_another_label(small: Recommender) -> None:
    renamed = small.add([], [], labels={"Ada Lindqvist": "A. Lindqvist"})
    labels = [e.label for e in renamed.explain("w3", "w5").evidence if e.kind == "author"]
    assert labels == ["A. Lindqvist"]


def test_a_work_does_not_explain_itself(small: Recommender) -> None:
    itself = small.explain("w1", "w1")
    assert (itself.score, itself.evidence) == (0.0, ())


@given(corpora())
@settings(max_examples=40)
def test_works_that_share_a_topic_or_a_wider_one_are_reached_by_the_walk(
    corpus: tuple[list[Document], list[Edge]],
) -> None:
    works, edges = corpus
    index = Recommender.fit(works, edges).index
    wider = {(e.source, e.target) for e in edges if e.kind == "broader" and e.source != e.target}
    topics: dict[str, set[str]] = {work.id: set() for work in works}
    for edge in edges:
        if edge.kind in ("concept", "task") and edge.source in topics:
            topics[edge.source].add(edge.target)
    for found in topics.values():
        for _ in range(3):
            found |= {above for below, above in wider if below in found}
    for place, work in enumerate(sorted(topics)):
        reached = index.profile(index.seed_of_work(place)).steps[2].at(index.corpus.work_nodes)
        for other_place, other in enumerate(sorted(topics)):
            if topics[work] & topics[other]:
                assert reached[other_place] > 0
