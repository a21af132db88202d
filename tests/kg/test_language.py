"""The language of short texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("이 연구는 새로운 방법을 제안합니다.", "ko"),
        ("A100 GPU에서 FlowNet, CoDeX, Renderer 및 TokenStream보다 빠릅니다.", "ko"),
        ("We propose a new method for the 한국어 corpus and show that it works.", "en"),
        ("この研究では新しい方法を提案します。", "ja"),
        ("本文提出了一种新的方法。", "zh"),
        ("Мы предлагаем новый метод.", "ru"),
        ("Wir zeigen, dass die Methode nicht schlechter ist als der Mensch.", "de"),
        ("Nous montrons que la méthode est une des plus rapides dans ce cas.", "fr"),
        ("El método que proponemos es más rápido para los textos del corpus.", "es"),
        ("نقترح طريقة جديدة", "ar"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_nothing_decides() -> None:
    assert detect_language("GPT-4o") == "und"
    assert detect_language("BERT", default="en") == "en"
    assert detect_language("", default="ko") == "ko"


@given(st.text(max_size=200))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text).isalpha()
