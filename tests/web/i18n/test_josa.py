"""Particles after Hangul, Latin words, acronyms and digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.i18n import josa


@pytest.mark.parametrize(
    ("word", "forms", "said"),
    [
        ("논문", "을/를", "논문을"),
        ("주제", "을/를", "주제를"),
        ("모델", "으로/로", "모델로"),
        ("방법", "으로/로", "방법으로"),
        ("어댑터", "과/와", "어댑터와"),
        ("BERT", "을/를", "BERT를"),
        ("LLM", "을/를", "LLM을"),
        ("CLIP", "이/가", "CLIP이"),
        ("Mamba", "이/가", "Mamba가"),
        ("Transformer", "은/는", "Transformer는"),
        ("diffusion", "을/를", "diffusion을"),
        ("benchmark", "을/를", "benchmark를"),
        ("GPT-4", "을/를", "GPT-4를"),
        ("Qwen2.5 (7B)", "을/를", "Qwen2.5 (7B)를"),
        ("", "을/를", "를"),
    ],
)
def test_particle(word: str, forms: str, said: str) -> None:
    assert josa(word, forms) == said


@given(st.text())
def test_the_word_itself_is_kept(word: str) -> None:
    assert josa(word, "이/가") in {word + "이", word + "가"}
