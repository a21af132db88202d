from __future__ import annotations

import pytest

from recommender import Document, Edge, Text, TooLittleToEvaluate, evaluate
from recommender.evaluating import hide_citations, ndcg

TOPICS = ("floods", "birdsong", "adapters")
WORKS = [
    Document(f"{topic}{i:02}", (Text(f"{topic} studied in year {i % 4}"),))
    for topic in TOPICS
    for i in range(12)
]
EDGES = [
    Edge(f"{topic}{i:02}", "cites", f"{topic}{(i + step) % 12:02}")
    for topic in TOPICS
    for i in range(12)
    for step in (1, 2, 3, 5)
]


def test_half_of_the_citations_are_hidden_and_nothing_else() -> None:
    edges = [*EDGES, Edge("floods00", "author", "Ada Lindqvist"), Edge("floods00", "cites", "away")]
    hidden = hide_citations([work.id for work in WORKS], edges, most=5)
    assert len(hidden.related) == 5
    gone = set(edges) - set(hidden.edges)
    assert {(e.source, e.target) for e in gone} == {
        (work, other) for work, others in hidden.related.items() for other in others
    }
    for work in hidden.related:
        assert len(hidden.known[work]) == len(hidden.related[work]) == 2
    assert hidden == hide_citations([work.id for work in WORKS], edges, most=5)


def test_the_ranking_is_measured_and_can_be_learned() -> None:
    found = evaluate(WORKS, EDGES, learn=True)
    measured = {one.name: one for one in found.measured}
    assert set(measured) == {"ours", "text alone", "learned"}
    assert all(one.low <= one.ndcg <= one.high <= 1.0 for one in found.measured)
    assert measured["ours"].ndcg > 0.3  # by chance about .1
    assert found.questions == 18
    assert found.learned is not None


def test_too_few_citations_are_said_to_be_too_few() -> None:
    with pytest.raises(TooLittleToEvaluate, match="only 1 works"):
        evaluate(WORKS, [e for e in EDGES if e.source == "floods00"])


def test_ndcg_worked_out_by_hand() -> None:
    # right at places 1 and 3 of two right ones: (1 + 1/2) / (1 + 1/log2(3))
    assert ndcg(["a", "x", "b"], {"a", "b"}) == pytest.approx(1.5 / (1 + 1 / 1.584962500721156))
