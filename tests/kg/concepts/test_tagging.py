from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme
from kg.concepts.tagging import TAGS, Tagger, steps_of, terms_of_tags, token_spans


@pytest.fixture(scope="module")
def tagger(scheme: Scheme) -> Tagger:
    return Tagger(scheme, LabelIndex(scheme))


@given(st.text())
def test_terms_stand_in_order_on_whole_tokens(tagger: Tagger, sentence: str) -> None:
    starts = {a for a, _ in token_spans(sentence)}
    last = 0
    for term in tagger.terms(sentence):
        assert last <= term.start < term.end <= len(sentence)
        assert term.start in starts
        last = term.end


def test_terms_that_no_list_holds_are_seen(tagger: Tagger) -> None:
    sentence = "We use convolutional neural networks for pedestrian detection."
    found = {(sentence[t.start : t.end], t.kind) for t in tagger.terms(sentence)}
    assert ("pedestrian detection", "task") in found
    assert any("neural networks" in words and kind == "method" for words, kind in found)


def test_a_sentence_of_ordinary_words_holds_no_term(tagger: Tagger) -> None:
    assert tagger.terms("We are happy about this and that.") == []


def test_no_term_begins_inside() -> None:
    steps = steps_of({})
    outside, inside = TAGS.index("O"), TAGS.index("I-task")
    assert steps[outside][inside] < -1e6
    assert steps[TAGS.index("B-task")][inside] > -1e6
    assert steps[TAGS.index("B-method")][inside] < -1e6


def test_neighbouring_terms_are_told_apart() -> None:
    tags = ["B-task", "B-task", "I-task", "O", "B-dataset"]
    spans = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
    found = [(t.start, t.end, t.kind) for t in terms_of_tags(spans, tags)]
    assert found == [(0, 1, "task"), (2, 5, "task"), (8, 9, "dataset")]
