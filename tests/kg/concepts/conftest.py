"""A small scheme and texts of invented works."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.concepts.scheme import Scheme
from kg.entities import Concept, ConceptKind, Label, WorkText
from kg.records import Sentence

MakeTexts = Callable[..., tuple[WorkText, ...]]


def concept(
    key: str,
    kind: ConceptKind,
    *labels: str,
    broader: tuple[str, ...] = (),
    related: tuple[str, ...] = (),
    ambiguous: tuple[str, ...] = (),
) -> Concept:
    made = [
        Label(text=text, language="ko" if any("가" <= c <= "힣" for c in text) else "en")
        for text in labels
    ]
    return Concept(
        key=key,
        kind=kind,
        pref=tuple(made[:1]),
        alt=tuple(made[1:]),
        broader=broader,
        related=related,
        ambiguous=ambiguous,
    )


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    """A dozen concepts in the shape of the shipped ones."""
    ml, tuned = ("machine-learning",), ("fine-tuning",)
    return Scheme(
        [
            concept("machine-learning", "concept", "Machine learning", "기계 학습"),
            concept("fine-tuning", "method", "Fine-tuning", "미세 조정", broader=ml),
            concept("adapter", "method", "Adapter tuning", "어댑터", broader=tuned),
            concept("lora", "method", *_LORA, broader=("adapter",)),
            concept("llm", "model", "Large language model", "LLM", "대규모 언어 모델"),
            concept("diffusion", "method", "Diffusion model", "확산 모델"),
            concept("video-diffusion", "method", *_VIDEO, broader=("diffusion",)),
            concept("mamba", "model", "Mamba"),
            concept("gpt-4", "model", "GPT-4"),
            concept("imagenet", "dataset", "ImageNet"),
            concept("quietbench", "dataset", "QuietBench"),
            concept("accuracy", "metric", "Accuracy", "정확도"),
            concept("a100", "hardware", "A100", "A100 GPU"),
            concept("sam", "model", *_SAM, related=("segmentation",), ambiguous=("SAM",)),
            concept("segmentation", "task", "Image segmentation", "이미지 분할"),
            concept("sharpness", "method", *_SHARP, related=("optimizer",), ambiguous=("SAM",)),
            concept("optimizer", "method", "Optimizer", "최적화기"),
        ]
    )


_LORA = ("LoRA", "Low-Rank Adaptation", "저랭크 적응")
_VIDEO = ("Video diffusion model", "비디오 확산 모델")
_SAM = ("Segment Anything Model", "SAM")
_SHARP = ("Sharpness-aware minimization", "SAM")


@pytest.fixture(scope="session")
def texts() -> MakeTexts:
    """Make the texts of a work: ``texts(title, *sentences, language="en")``."""

    def make(title: str, *sentences: str, language: str = "en") -> tuple[WorkText, ...]:
        body = tuple(Sentence(text=s) for s in sentences)
        head = (Sentence(text=title),)
        made = [WorkText(key="title", field="title", language="en", sentences=head, source="test")]
        if body:
            made.append(
                WorkText(
                    key="abstract",
                    field="abstract",
                    language=language,
                    sentences=body,
                    source="test",
                )
            )
        return tuple(made)

    return make
