from __future__ import annotations

from typing import Any

from kg.concepts.extraction import Extractor
from kg.concepts.scheme import Scheme
from kg.entities import Mention
from tests.kg.concepts.conftest import concept


def _mentions(scheme: Scheme, made: Any) -> list[Mention]:
    return list(Extractor(scheme).extract("test:1", made).mentions)


def test_an_acronym_means_what_the_text_defines(scheme: Scheme, texts: Any) -> None:
    made = texts("Quiet", "Sharpness-aware minimization (SAM) works. SAM is good.")
    assert {m.concept for m in _mentions(scheme, made)} == {"sharpness"}


def test_an_acronym_defined_as_something_else_is_not_the_known_one(
    scheme: Scheme, texts: Any
) -> None:
    made = texts("Quiet", "We propose Silent Audio Mixing (SAM) for image segmentation. SAM wins.")
    mentions = _mentions(scheme, made)
    assert {m.concept for m in mentions if m.surface == "SAM"} == {"silent-audio-mixing"}


def test_an_ambiguous_name_needs_company(scheme: Scheme, texts: Any) -> None:
    assert not _mentions(scheme, texts("SAM at work"))
    near = _mentions(scheme, texts("Image segmentation with SAM"))
    assert [m.concept for m in near] == ["segmentation", "sam"]
    other = _mentions(scheme, texts("An optimizer like SAM"))
    assert [m.concept for m in other] == ["optimizer", "sharpness"]


def test_the_works_own_name_is_introduced_in_both_languages(scheme: Scheme, texts: Any) -> None:
    made = texts("Orlo: Quiet Video", "본 논문은 Orlo라는 확산 모델을 제안한다.", language="ko")
    roles = {(m.surface, m.role) for m in _mentions(scheme, made)}
    assert ("Orlo", "introduces") in roles
    assert ("확산 모델", "introduces") not in roles


def test_a_known_name_can_be_introduced_by_its_own_paper(scheme: Scheme, texts: Any) -> None:
    made = texts("Mamba: Sequences in Linear Time", "We introduce Mamba.")
    assert {m.role for m in _mentions(scheme, made) if m.concept == "mamba"} == {"introduces"}
    used = texts("Segmenting with Mamba", "We use Mamba and train it.")
    assert "introduces" not in {m.role for m in _mentions(scheme, used)}


def test_urls_hold_no_mentions(scheme: Scheme, texts: Any) -> None:
    assert not _mentions(scheme, texts("Quiet", "See https://example.org/LoRA/GPT-4 now."))


def test_english_pairs_and_korean_names_are_found_apart(scheme: Scheme, texts: Any) -> None:
    made = texts("Quiet", "대규모 언어 모델(LLM)은 저랭크 적응(LoRA)으로 조정된다.", language="ko")
    assert [m.surface for m in _mentions(scheme, made)] == [
        "대규모 언어 모델",
        "LLM",
        "저랭크 적응",
        "LoRA",
    ]


def test_an_ordinary_word_in_its_ordinary_sense_is_no_method(texts: Any) -> None:
    attention = concept("attention", "method", "attention", ambiguous=("attention",))
    transformer = concept("transformer", "method", "Transformer", related=("attention",))
    known = Scheme([attention, transformer])
    said = texts("Quiet", "Transformers have drawn considerable attention. We speed up attention.")
    assert [m.surface for m in _mentions(known, said)] == ["Transformers", "attention"]
    assert [m.place.start for m in _mentions(known, said)][1] > 50


def test_a_measured_name_is_a_metric(texts: Any) -> None:
    known = Scheme(
        [
            concept("mae", "method", "Masked autoencoder", "MAE", ambiguous=("MAE",)),
            concept("error", "metric", "Mean absolute error", "MAE", ambiguous=("MAE",)),
        ]
    )
    assert [m.concept for m in _mentions(known, texts("It has a low MAE (0.106)"))] == ["error"]


def test_lower_case_is_enough_for_a_name_with_a_number(scheme: Scheme, texts: Any) -> None:
    assert [m.concept for m in _mentions(scheme, texts("Asking gpt-4 twice"))] == ["gpt-4"]
