from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.matching import LabelIndex, longest
from kg.concepts.particles import ends_word
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Label


def _surfaces(scheme: Scheme, text: str) -> list[str]:
    return [text[m.start : m.end] for m in longest(LabelIndex(scheme).find(text))]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("LoRA를 쓰는 Mamba 기반", ["LoRA", "Mamba"]),
        ("lora and mamba are words, LORA is a name", ["LORA"]),
        (
            "video diffusion models and Diffusion Model",
            ["video diffusion models", "Diffusion Model"],
        ),
        ("확산모델은 비디오 확산 모델과 다르다", ["확산모델", "비디오 확산 모델"]),
        ("탈확산 모델, 확산 모델링", []),
        ("확산 모델입니다", ["확산 모델"]),
        ("finetuning, fine tuning, fine-tuning", ["finetuning", "fine tuning", "fine-tuning"]),
        ("Large  Language\nModels", ["Large  Language\nModels"]),
        ("GPT-4, GPT4, GPT-4o, GPT-4.5, Zorx-GPT-4", ["GPT-4", "GPT4"]),
        ("ImageNet-64", []),
        ("GPT-4-mini and GPT-4-Turbo", ["GPT-4-mini", "GPT-4-Turbo"]),
        ("Trans-LoRA and Multi-LoRA", ["LoRA"]),
        ("on two A100 GPUs", ["A100 GPUs"]),
        ("대규모 언어 모델(LLM)", ["대규모 언어 모델", "LLM"]),
    ],
)
def test_labels_are_found_as_whole_words(scheme: Scheme, text: str, surfaces: list[str]) -> None:
    assert _surfaces(scheme, text) == surfaces


_PIECES = st.lists(
    st.sampled_from(
        [
            "LoRA",
            "확산",
            " ",
            "모델",
            "를",
            "-",
            "GPT-4",
            "diffusion",
            "models",
            "7B",
            "  ",
            "İ",
            ".",
            "x",
        ]
    )
).map("".join)


@given(_PIECES | st.text())
def test_longest_matches_do_not_overlap_and_stand_in_the_text(scheme: Scheme, text: str) -> None:
    index = LabelIndex(scheme)
    last = 0
    for match in longest(index.find(text)):
        assert last <= match.start < match.end <= len(text)
        last = match.end


@given(_PIECES)
def test_no_longer_match_begins_where_one_was_taken(scheme: Scheme, text: str) -> None:
    every = LabelIndex(scheme).find(text)
    for taken in longest(every):
        assert not any(m.start == taken.start and m.end > taken.end for m in every)


@pytest.mark.parametrize(
    ("text", "end", "ends"),
    [
        ("모델을", 2, True),
        ("모델에서는 ", 2, True),
        ("모델링", 2, False),
        ("모델", 2, True),
        ("증류하는", 2, True),
    ],
)
def test_korean_words_end_before_particles(text: str, end: int, ends: bool) -> None:
    assert ends_word(text, end) is ends


def test_a_name_that_reads_as_a_word_keeps_its_case() -> None:
    label = Label(text="QuALITY", language="en")
    index = LabelIndex([Concept(key="quality", kind="dataset", pref=(label,))])
    assert [(m.start, m.end) for m in index.find("high quality on QuALITY")] == [(16, 23)]


def test_words_in_ss_have_their_plural() -> None:
    process = Concept(
        key="process", kind="method", pref=(Label(text="Decision process", language="en"),)
    )
    assert len(LabelIndex([process]).find("one decision process, two decision processes")) == 2
