from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.concepts.coining import resolve_coinings
from kg.concepts.extraction import Extractor
from kg.concepts.folding import fold_label
from kg.concepts.scheme import Scheme
from kg.entities import Extraction, WorkText

_WORDS = st.lists(
    st.sampled_from(
        [
            "Orlo", "FlowTop", "LoRA", "GPT-4", "확산 모델", "을", "제안한다", ".", " ",
            ",", "(", ")", "15배", "99%", "accuracy", "정확도", "https://q.example/a",
            "We propose", "respectively", "각각", "보다", "7B", "token", "on ImageNet", ":",
            "\n", "  ", "-", "and", "ß", "İ", "🙂",
        ]
    )
).map("".join)  # fmt: skip


def _check(found: Extraction, made: tuple[WorkText, ...]) -> None:
    sentence = {(t.key, i): s.text for t in made for i, s in enumerate(t.sentences, 1)}
    for m in found.mentions:
        words = sentence[m.place.text, m.place.sentence]
        assert words[m.place.start : m.place.end] == m.surface
        assert m.surface
        assert 0 <= m.confidence <= 1
    for r in found.results:
        words = sentence[r.place.text, r.place.sentence]
        assert words[r.place.start : r.place.end] == r.evidence
        assert 0 <= r.confidence <= 1


@settings(max_examples=200, deadline=None)
@given(title=_WORDS | st.text(), body=_WORDS | st.text())
def test_no_text_breaks_extraction_and_places_hold(
    scheme: Scheme, texts: Any, title: str, body: str
) -> None:
    made = texts(title, body)
    extractor = Extractor(scheme)
    found = extractor.extract("test:1", made)
    _check(found, made)
    assert extractor.extract("test:1", made) == found
    assert extractor.coin("test:2", made) == extractor.coin("test:1", made)


@pytest.mark.parametrize(
    "piece",
    ["5% ", "0.5%, ", "A/A lower, ", "(A(", "accuracy of 5% and ", "aB.", "GPT-4, ", "보다 "],
)
def test_a_long_monotonous_text_is_read(scheme: Scheme, texts: Any, piece: str) -> None:
    made = texts("Quiet", piece * 1000)
    _check(Extractor(scheme).extract("test:1", made), made)


def _works(texts: Any) -> dict[str, tuple[WorkText, ...]]:
    return {
        "test:1": texts("FlowTop: A Model for Tops", "We introduce FlowTop, a video model."),
        "test:2": texts("Faster Tops", "OrloNet is 3x faster than FlowTop on TopBench."),
        "test:3": texts("위의 일", "OrloNet과 FlowTop을 사용하여 정확도를 높인다."),
    }


def _extract_all(scheme: Scheme, works: dict[str, tuple[WorkText, ...]]) -> dict[str, Extraction]:
    first = Extractor(scheme)
    coined = resolve_coinings((k, c) for k, made in works.items() for c in first.coin(k, made))
    extractor = Extractor(scheme, coined)
    return {k: extractor.extract(k, made) for k, made in works.items()}


def test_the_order_of_works_does_not_matter(scheme: Scheme, texts: Any) -> None:
    works = _works(texts)
    assert _extract_all(scheme, works) == _extract_all(scheme, dict(reversed(works.items())))


def test_a_name_coined_by_one_work_is_found_in_others(scheme: Scheme, texts: Any) -> None:
    found = _extract_all(scheme, _works(texts))
    roles = {k: {m.role for m in x.mentions if m.concept == "flowtop"} for k, x in found.items()}
    assert roles["test:1"] == {"introduces"}
    assert roles["test:2"] == {"compares"}
    assert roles["test:3"] == {"uses"}


def test_names_tell_where_a_coined_concept_can_be_found(scheme: Scheme, texts: Any) -> None:
    works = _works(texts)
    extractor = Extractor(scheme)
    coined = resolve_coinings((k, c) for k, made in works.items() for c in extractor.coin(k, made))
    full = Extractor(scheme, coined)
    for key, made in works.items():
        names = extractor.names(made)
        for mention in full.extract(key, made).mentions:
            concept = next((c for c in coined if c.key == mention.concept), None)
            if concept is not None:
                labels = {fold_label(x.text) for x in (*concept.pref, *concept.alt)}
                assert labels & names


def test_what_a_work_coins_is_among_its_names(scheme: Scheme, texts: Any) -> None:
    made = texts("Loud-Music: Making Noise", "핵심은 'echo bank'라는 모듈이다. Loud-Music은 좋다.")
    extractor = Extractor(scheme)
    labels = {fold_label(x) for one in extractor.coin("test:1", made) for x in one.labels}
    assert {"loud music", "echo bank"} <= labels
    assert labels <= extractor.names(made)


def test_two_works_that_introduce_one_name_both_introduce_it(scheme: Scheme, texts: Any) -> None:
    works = {f"test:{n}": texts(f"FlowTop: Work {n}", "We introduce FlowTop.") for n in (1, 2)}
    for found in _extract_all(scheme, works).values():
        assert {m.role for m in found.mentions} == {"introduces"}


def test_the_version_follows_the_scheme(scheme: Scheme) -> None:
    assert Extractor(scheme).version == Extractor(scheme).version
    assert Extractor(Scheme(list(scheme)[1:])).version != Extractor(scheme).version


def test_a_work_without_texts_has_nothing(scheme: Scheme) -> None:
    assert Extractor(scheme).extract("test:1", ()) == Extraction()


def test_what_may_not_change_does_not(scheme: Scheme, texts: Any) -> None:
    works = _works(texts)
    works["test:4"] = texts("Vermeer: A Model for Tops", "We introduce Vermeer, a video model.")
    works["test:5"] = texts("Slow Tops", "It is slower than Vermeer on tops.")
    alone = Extractor(scheme)
    coined = resolve_coinings(
        (key, c) for key, made in works.items() for c in alone.coin(key, made)
    )
    knowing = Extractor(scheme, coined)
    told = {}
    for key, made in works.items():
        draft = alone.extract(key, made)
        open_names = alone.open_names(made, draft)
        told[key] = knowing.may_change(key, alone.coin(key, made), open_names)
        if not told[key]:
            assert knowing.extract(key, made) == draft
    assert told["test:5"]
    assert not told["test:4"]
