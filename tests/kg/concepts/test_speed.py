"""Reading costs no more than its length: steps are counted, no time is taken."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from kg.concepts.extraction import Extractor
from kg.concepts.matching import FewLabels, LabelIndex
from kg.concepts.role_model import RoleModel, features
from kg.concepts.scheme import Scheme

REPEATED = {
    "a sentence without an end": "We compare FlowTop (a fast net) with LoRA by 3.5% on GPT-4, ",
    "names in a row": "FlowTop, CoTeR-7B, Sandro and TokenMill; ",
    "numbers in a row": "82.5% and 3x and 4 points of accuracy, ",
    "open brackets": "Quiet Signal (Distillation (",
    "links": "see https://x.org/a and github.com/a/b, ",
    "no space at all": "FlowTop-",
    "Korean": "FlowTop은 LoRA보다 3.5% 높은 정확도를 달성하며, ",
}


def _steps(scheme: Scheme, text: str, made: Any) -> int:
    """Calls of functions while a text is read."""
    extractor = Extractor(scheme)
    texts = made("Quiet Work", text)
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        extractor.coin("arxiv:1", texts)
        extractor.names(texts)
        extractor.extract("arxiv:1", texts)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("words", REPEATED.values(), ids=REPEATED.keys())
def test_twice_the_text_takes_twice_the_steps(scheme: Scheme, words: str, texts: Any) -> None:
    once = 5_000 // len(words)
    one, two = (_steps(scheme, words * (once * n), texts) for n in (1, 2))
    assert two < 2.6 * one


def test_a_few_labels_are_found_as_the_automaton_finds_them(scheme: Scheme) -> None:
    text = "LoRAs, lora  and diffusion  models; GPT-4-turbo와 확산모델은 Trans-LoRA, LORA."
    assert FewLabels(scheme).find(text) == LabelIndex(scheme).find(text)


def test_the_model_adds_the_weights_of_its_features() -> None:
    sentence = "We test FlowTop on OrloBench and beat GPT-4."
    weights = {f: [i, 1, 0, 2 * i, 0] for i, f in enumerate(features(sentence, 8, 15, "model"))}
    summed = [sum(column) for column in zip(*weights.values(), strict=True)]
    role, probability = RoleModel(weights).best(sentence, 8, 15, "model")
    assert role == "trains"
    assert summed[3] == max(summed)
    assert probability == pytest.approx(1)
