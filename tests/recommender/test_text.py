"""Cosines against a dense oracle and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from recommender import Analyzer, Document, Parameters, Recommender, Text

WORDS = ["adapter", "pruning", "flood", "radar", "song", "grammar", "모델", "확산", "river"]
CORPORA = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=2, max_size=9
)
ONLY_TEXT = Parameters(text_weight=1.0, concept_weight=0, walk2_weight=0, walk3_weight=0)


def _fit(texts: list[str], parameters: Parameters = ONLY_TEXT) -> Recommender:
    documents = [Document(f"w{i}", (Text(text, "ko"),)) for i, text in enumerate(texts)]
    return Recommender.fit(documents, [], parameters)


@given(CORPORA)
@settings(deadline=None)
def test_equals_scikit_learn(texts: list[str]) -> None:
    index = _fit(texts).index
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: Analyzer().terms(text, "ko"), sublinear_tf=True
    )
    try:
        expected = vectorizer.fit_transform(texts).toarray()
    except ValueError:  # no text has a term
        expected = np.zeros((len(texts), 0))
    cosines = expected @ expected.T
    for work in range(len(texts)):
        found = index.texts.products(index.texts.forward.vector(work))
        assert np.allclose(found, cosines[work], atol=1e-6)


@given(CORPORA, st.integers(1, 5))
@settings(deadline=None)
def test_top_k_equals_sorting_the_dense_scores(texts: list[str], k: int) -> None:
    recommender = _fit(texts, Parameters(block_size=16))
    index = recommender.index
    forward = np.zeros((len(texts), len(index.corpus.terms)))
    for work in range(len(texts)):
        indices, values = index.texts.forward.row(work)
        forward[work, indices] = values
    cosines = forward @ forward.T
    for work in range(len(texts)):
        others = [o for o in range(len(texts)) if o != work and cosines[work, o] > 0]
        best = sorted(others, key=lambda o: (-round(cosines[work, o], 9), o))[:k]
        found = [result.id for result in recommender.related(f"w{work}", k).results]
        assert found == [f"w{other}" for other in best]


def test_a_cosine_worked_out_by_hand() -> None:
    # three works, each term in two of them: idf = ln(4/3) + 1 for both; unit vectors (1, 1)/sqrt2,
    # (1, 0), (0, 1): the cosines with the first are 1/sqrt2 each.
    index = _fit(["flood radar", "flood", "radar"]).index
    found = index.texts.products(index.texts.forward.vector(0))
    assert found.tolist() == pytest.approx([1.0, 2**-0.5, 2**-0.5])


def test_repeated_words_count_by_the_logarithm() -> None:
    index = _fit(["flood flood radar", "flood", "radar"]).index
    flood, radar = (index.corpus.terms.find(term) for term in ("flood", "radar"))
    ratio = index.texts.forward.vector(0).at(np.array([flood, radar], np.int32))
    assert ratio[0] / ratio[1] == pytest.approx(1 + np.log(2))


def test_a_korean_summary_meets_an_english_abstract_by_latin_words() -> None:
    works = [
        Document("en", (Text("LoRA adapters without data", "en"),)),
        Document("ko", (Text("데이터 없이 LoRA 어댑터를 옮긴다", "ko"),)),
        Document("no", (Text("floods", "en"),)),
    ]
    assert [r.id for r in Recommender.fit(works).related("ko").results] == ["en"]


def test_a_dictionary_joins_the_languages_and_says_so() -> None:
    works = [
        Document("en", (Text("Diffusion models", "en"),)),
        Document("ko", (Text("확산 모델을 다룬다", "ko"),)),
    ]
    dictionary = {"확산 모델": ("diffusion model",)}
    found = Recommender.fit(works, dictionary=dictionary).related("en").results
    assert [r.id for r in found] == ["ko"]
    labels = {(e.kind, e.label) for e in found[0].evidence}
    assert labels == {
        ("translation", "확산 모델 → diffusion"),
        ("translation", "확산 모델 → model"),
    }
