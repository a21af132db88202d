from __future__ import annotations

from kg.concepts.bilingual import learn
from kg.concepts.matching import LabelIndex
from kg.concepts.particles import strip_particle
from kg.concepts.scheme import Scheme
from kg.entities import WorkText
from kg.records import Sentence


def _pair(english: str, korean: str) -> tuple[WorkText, ...]:
    return tuple(
        WorkText(
            key=language,
            field="summary",
            language=language,
            sentences=(Sentence(text=text),),
            source="x",
        )
        for language, text in (("en", english), ("ko", korean))
    )


def test_words_that_stand_exactly_where_a_concept_does_are_its_name(scheme: Scheme) -> None:
    with_it = [
        _pair(f"We cut images by image segmentation {n}.", "그림 나누기를 쓴다.") for n in range(4)
    ]
    without = [_pair(f"Nothing of note {n}.", "아무것도 없는 글이다.") for n in range(4)]
    found = learn([*with_it, *without], LabelIndex(scheme))
    assert [(t.korean, t.concept, t.evidence) for t in found] == [
        ("그림 나누기", "segmentation", "co-occurrence")
    ]


def test_a_gloss_names_the_concept_of_its_parenthesis(scheme: Scheme) -> None:
    pairs = [_pair("", "우리는 얇은 행렬 맞춤(Low-Rank Adaptation)을 쓴다.") for _ in range(3)]
    (found,) = [t for t in learn(pairs, LabelIndex(scheme)) if t.evidence == "gloss"]
    assert (found.korean, found.concept) == ("행렬 맞춤", "lora")


def test_known_names_are_not_learned_again(scheme: Scheme) -> None:
    pairs = [_pair(f"A diffusion model {n}.", "확산 모델은 좋다.") for n in range(5)]
    assert all(t.korean != "확산 모델" for t in learn(pairs, LabelIndex(scheme)))


def test_particles_are_taken_off_only_from_long_enough_words() -> None:
    assert [strip_particle(w) for w in ("모델을", "학습에서는", "차이", "의도")] == [
        "모델",
        "학습",
        "차이",
        "의도",
    ]
