from __future__ import annotations

import math

import pytest

from recommender import Document, Edge, InvalidParameter, Parameters, Recommender, Text, UnknownWork


@pytest.fixture(scope="module")
def misled() -> Recommender:
    """Texts join a with b, c with d; citations join a with c, b with d, and those are right."""
    words = {"a": "floods rivers", "b": "floods rivers", "c": "songs birds", "d": "songs birds"}
    works = [Document(work, (Text(text),)) for work, text in words.items()]
    edges = [Edge("x", "cites", "a"), Edge("x", "cites", "c")]
    edges += [Edge("y", "cites", "b"), Edge("y", "cites", "d")]
    return Recommender.fit(works, edges, Parameters(text_weight=2.0, walk2_weight=0.1))


def test_learning_moves_weight_to_the_signal_that_is_right(misled: Recommender) -> None:
    assert misled.related("a").results[0].id == "b"
    learned = misled.learned({"a": ["c"], "d": ["b"]})
    assert learned.related("a").results[0].id == "c"
    assert learned.parameters.text_weight < misled.parameters.text_weight
    assert learned.parameters.walk2_weight > misled.parameters.walk2_weight


def test_learned_scores_are_still_explained_exactly(misled: Recommender) -> None:
    for result in misled.learned({"a": ["c"]}).related("b").results:
        parts = math.fsum(piece.part for piece in result.evidence)
        assert parts == pytest.approx(result.score, rel=1e-9)


def test_learning_twice_gives_the_same(misled: Recommender) -> None:
    one, other = (misled.learned({"a": ["c"]}).parameters for _ in range(2))
    assert one == other


def test_what_cannot_be_learned_from_is_refused(misled: Recommender) -> None:
    with pytest.raises(UnknownWork):
        misled.learned({"nope": ["a"]})
    with pytest.raises(ValueError, match="no related work"):
        misled.learned({})


def test_only_weights_change_without_building(misled: Recommender) -> None:
    other = Parameters(text_weight=2.0, walk2_weight=0.1, popularity_penalty=0.3)
    assert misled.with_weights(other).parameters.popularity_penalty == 0.3
    with pytest.raises(InvalidParameter, match="pair_weight"):
        misled.with_weights(Parameters(pair_weight=0.0))
