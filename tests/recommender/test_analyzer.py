from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from recommender import Analyzer


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Pruning the adapters", "en", ["prune", "adapt", "prune adapt"]),
        ("the of and", "en", []),
        ("a 7 x", "en", []),
        ("naïve Bayes", "en", ["naiv", "bay", "naiv bay"]),
        ("GPT-4 scores 87%", "en", ["gpt", "score", "87", "gpt score", "score 87"]),
        ("read https://example.org/adapters now", "en", ["read"]),
        ("신경망", "ko", ["신경", "경망"]),
        ("망", "ko", ["망"]),
        ("LoRA를 쓰는 adapters", "ko", ["lora", "쓰는", "adapt"]),
        ("모델입니다", "ko", ["모델", "델입"]),
        ("深層学習", "ja", ["深層", "層学", "学習"]),
        ("die Netze lernen", "de", ["die", "netze", "lernen", "die netze", "netze lernen"]),
        ("ＡＤＡＰＴＥＲ", "en", ["adapt"]),
        ("", "en", []),
    ],
)
def test_terms(text: str, language: str, terms: list[str]) -> None:
    assert Analyzer().terms(text, language) == terms


def test_dictionary_adds_english_terms_to_korean() -> None:
    analyzer = Analyzer({"확산 모델": ("diffusion model",), "확산": ("spread",)})
    assert analyzer.terms("확산모델은 좋다", "ko")[-3:] == ["diffus", "model", "diffus model"]
    assert analyzer.terms("확산은 좋다", "ko")[-1] == "spread"
    assert "diffus" not in analyzer.terms("diffusion-free", "ko")[1:]


def test_scikit_learn_takes_it_as_an_analyzer() -> None:
    vectorizer = TfidfVectorizer(analyzer=Analyzer())
    assert vectorizer.fit_transform(["pruned nets", "pruning a net"]).shape == (2, 3)


@given(st.text(), st.sampled_from(["en", "ko", "de", "ja", "zh-Hant", "x"]))
def test_any_text_gives_terms_and_pairs_of_terms(text: str, language: str) -> None:
    terms = Analyzer({"말": ("word",)}).terms(text, language)
    singles = {term for term in terms if " " not in term}
    assert all(term and set(term.split(" ")) <= singles for term in terms)


@given(st.text(alphabet="가나다라마바 "))
def test_every_pair_of_neighbouring_syllables_is_a_term_or_a_stop_word(text: str) -> None:
    terms = set(Analyzer().terms(text, "ko"))
    runs = [run for run in text.split() if len(run) > 1]
    assert all(
        run[i : i + 2] in terms or Analyzer().term(run[i : i + 2]) is None
        for run in runs
        for i in range(len(run) - 1)
    )
