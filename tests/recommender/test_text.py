"""Cosines against a dense oracle and against scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from recommender import Analyzer, Document, Parameters, Recommender, Text
from recommender.sparse import Vector

WORDS = ["adapter", "pruning", "flood", "radar", "song", "grammar", "모델", "확산", "river"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
CORPORA = st.lists(TEXTS, min_size=2, max_size=9)
ONLY_TEXT = {
    "text_weight": 1.0,
    "concept_weight": 0.0,
    "walk2_weight": 0.0,
    "walk3_weight": 0.0,
    "kin_weight": 0.0,
    "background_works": 0,
}


def _fit(texts: list[str], **parameters: float) -> Recommender:
    documents = [Document(f"w{i}", (Text(text, "ko"),)) for i, text in enumerate(texts)]
    return Recommender.fit(documents, [], Parameters(**ONLY_TEXT | parameters))


@given(CORPORA)
def test_without_a_floor_it_is_the_cosine_of_scikit_learn(texts: list[str]) -> None:
    texts = [text.replace("모델", "harbour").replace("확산", "tide") for text in texts]
    index = _fit(texts, length_floor=0.0, pair_weight=1.0).index
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: Analyzer().terms(text, "ko"), sublinear_tf=True
    )
    try:
        expected = vectorizer.fit_transform(texts).toarray()
    except ValueError:  # no text has a term
        expected = np.zeros((len(texts), 0))
    cosines = expected @ expected.T
    works = np.arange(len(texts))
    for work in works:
        terms = np.arange(len(index.corpus.terms), dtype=np.int32)
        query = Vector(terms, expected[work]) if len(terms) else index.texts.query(work)
        assert np.allclose(index.texts.products(query), cosines[work], atol=1e-5)
        assert np.allclose(index.texts.exact(query, works), cosines[work], atol=1e-6)


NEARLY_A_TIE = [
    "",
    "adapter flood",
    "adapter flood song",
    "adapter grammar song grammar pruning pruning radar river pruning flood pruning radar",
    "flood grammar grammar 모델 pruning river grammar 모델 song radar radar radar",
    "song",
    "grammar adapter",
    "adapter pruning grammar pruning flood radar",
    "adapter flood song pruning radar river",
]


@given(CORPORA, st.integers(1, 5))
@example(NEARLY_A_TIE, 2)
def test_top_k_equals_sorting_a_dense_oracle(texts: list[str], k: int) -> None:
    recommender = _fit(texts, block_size=16, length_floor=0.75)
    index = recommender.index
    space, n_works, n_terms = index.texts, len(texts), len(index.corpus.terms)
    weights = np.zeros((n_works, n_terms))
    for work in range(n_works):
        terms, counts = index.corpus.counts.row(work)
        # the counts are bytes, of which NumPy's logarithm is in half precision
        weights[work, terms] = (1 + np.log(counts.astype(np.float64))) * space.idf[terms]
    lengths = np.linalg.norm(weights, axis=1)
    mean = lengths[lengths > 0].mean() if lengths.any() else 1.0
    pairs = np.array([" " in term for term in index.corpus.terms], np.bool_)
    queries = np.where(pairs, 0.4, 1.0) * weights  # all queries are short
    queries /= np.maximum(np.linalg.norm(queries, axis=1), 1e-12)[:, None]
    products = queries @ (weights / np.maximum(lengths, 0.75 * mean)[:, None]).T
    for work in range(n_works):
        others = [o for o in range(n_works) if o != work and products[work, o] > 0]
        best = sorted(others, key=lambda o: (-round(products[work, o], 5), o))[:k]
        found = recommender.related(f"w{work}", k).results
        values = [products[work, int(result.id[1:])] for result in found]
        assert values == pytest.approx([products[work, other] for other in best], rel=1e-5)


def test_a_cosine_worked_out_by_hand() -> None:
    # three works, each term in two of them, so both have one idf: unit vectors (1, 1)/sqrt2,
    # (1, 0), (0, 1); the cosines with the first are 1/sqrt2 each
    space = _fit(["flood radar", "flood", "radar"], length_floor=0.0, pair_weight=0.0).index.texts
    assert space.products(space.query(0)).tolist() == pytest.approx([1.0, 2**-0.5, 2**-0.5])


def test_a_floored_length_worked_out_by_hand() -> None:
    # lengths sqrt2 i, i, i with i the idf; mean (2 + sqrt2) i / 3 = 1.138 i; floor 1.2 of it
    # = 1.366 i, so only the first work is longer: 1 / sqrt2 for it, 1 / 1.366 for the second
    space = _fit(["flood radar", "flood", "radar"], length_floor=1.2, pair_weight=0.0).index.texts
    expected = [2**-0.5, 3 / (1.2 * (2 + 2**0.5)), 0]
    assert space.products(space.query(1)).tolist() == pytest.approx(expected)


def test_repeated_words_count_by_the_logarithm() -> None:
    index = _fit(["flood flood radar", "flood", "radar"]).index
    flood, radar = (index.corpus.terms.find(term) for term in ("flood", "radar"))
    ratio = index.texts.query(0).at(np.array([flood, radar], np.int32))
    assert ratio[0] / ratio[1] == pytest.approx(1 + np.log(2))


def test_pairs_count_only_inside_one_text_and_rare_ones_go_in_large_corpora() -> None:
    works = [
        Document("a", (Text("flood radar"), Text("song grammar"))),
        Document("b", (Text("flood radar, river"),)),
    ]
    every = list(Recommender.fit(works).index.corpus.terms)
    assert [term for term in every if " " in term] == ["flood radar", "radar river", "song grammar"]
    common = list(Recommender.fit(works, [], Parameters(pair_limit=1)).index.corpus.terms)
    assert [term for term in common if " " in term] == ["flood radar"]


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
        ("translation", "확산 모델 → diffusion model"),
    }


def test_korean_words_that_some_works_have_do_not_decide_what_is_related() -> None:
    english = {
        "moved": "Small adapters are moved between harbour models without their data",
        "merged": "Small adapters of two harbour models are merged",
        "tides": "Tide tables are made up for training gauges",
        "rain": "Rain gauges are read by radar",
        "song": "Syllables of birdsong follow a grammar",
    }
    korean = {
        "moved": "이 연구는 데이터 없이 작은 모듈을 옮기는 방법을 제안하고 성능을 평가한다",
        "tides": "이 연구는 학습 데이터를 만드는 방법을 제안하고 성능을 평가한다",
    }
    works = [
        Document(
            work,
            (Text(text), *(Text(korean[work], "ko", "summary") for _ in range(work in korean))),
        )
        for work, text in english.items()
    ]
    found = Recommender.fit(works).related("moved").results
    assert [result.id for result in found][:2] == ["merged", "tides"]


def test_a_word_is_as_ordinary_as_in_some_more_works_of_the_field() -> None:
    texts = (Text("model flood", "en"), Text("bird", "en"), Text("기후 flood model", "ko"))
    documents = [Document(f"w{i}", (text,)) for i, text in enumerate(texts)]
    index = Recommender.fit(documents, [], Parameters(background_works=100)).index
    known = dict(zip(index.corpus.terms, index.texts.idf.tolist(), strict=True))
    assert known["model"] == pytest.approx(np.log(104 / (1 + 2 + 84.1)) + 1)
    assert known["flood"] == pytest.approx(np.log(104 / (1 + 2)) + 1)  # too rare in the field
    assert known["model flood"] == pytest.approx(np.log(4 / 2) + 1)
    assert known["기후"] == pytest.approx(0.5 * 1.0)  # in the one Korean work


def test_in_two_titles_an_ordinary_word_counts_less_than_a_rare_one() -> None:
    titles = ("Models of floods", "Models of birds", "Floods of birds")
    documents = [Document(f"w{i}", (Text(t, "en", "title"),)) for i, t in enumerate(titles)]
    found = Recommender.fit(documents, []).related("w0")
    assert [result.id for result in found.results] == ["w2", "w1"]


def test_a_gram_is_as_rare_as_it_is_in_its_script() -> None:
    texts = ["모델", "모델 확산", "flood", "radar", "river"]
    index = _fit(texts, gram_weight=0.5).index
    known = {term: index.texts.idf[index.corpus.terms.find(term)] for term in ("모델", "flood")}
    assert known["모델"] == pytest.approx(0.5 * 1.0)  # in each of the two Korean works
    assert known["flood"] == pytest.approx(np.log(6 / 2) + 1)


DICTIONARY = {"확산 모델": ("radar song",), "모델": ("grammar", "adapter")}


@given(CORPORA)
def test_a_text_is_counted_alike_as_a_query_and_as_a_work(texts: list[str]) -> None:
    works = [Document(f"w{i}", (Text(text, "ko"),)) for i, text in enumerate(texts)]
    index = Recommender.fit(works, dictionary=DICTIONARY).index
    for work, text in enumerate(texts):
        held, asked = index.texts.query(work), index.seed_of_text(text, "ko").terms
        assert held.indices.tolist() == asked.indices.tolist()
        assert held.values.tolist() == asked.values.tolist()


@given(CORPORA)
def test_works_with_translations_added_or_built_at_once_rank_alike(texts: list[str]) -> None:
    works = [Document(f"w{i}", (Text(text, "ko"),)) for i, text in enumerate(texts)]
    whole = Recommender.fit(works, dictionary=DICTIONARY)
    grown = Recommender.fit(works[:1], dictionary=DICTIONARY).add(works[1:])
    for work in whole.ids():
        assert grown.related(work).results == whole.related(work).results
        for result in whole.related(work).results:
            parts = math.fsum(piece.part for piece in result.evidence)
            assert parts == pytest.approx(result.score, abs=1e-9)


def test_the_translations_of_a_phrase_count_together_as_one_term_of_a_query() -> None:
    works = [
        Document("asked", (Text("확산 모델 river", "ko"),)),
        *(Document(f"w{i}", (Text("radar song river"),)) for i in range(3)),
    ]
    counted = Parameters(background_works=0)
    index = Recommender.fit(works, [], counted, dictionary={"확산 모델": ("radar song",)}).index
    terms = ["radar", "song", "radar song", "river"]
    numbers = np.array([index.corpus.terms.find(term) for term in terms], np.int32)
    query = index.texts.query(index.corpus.ids.find("asked")).at(numbers)
    # all four are in all four works, so only shares differ; three terms of one phrase, each a
    # third, and the pair .4 of that since the query is short
    assert query[:3] / query[3] == pytest.approx([1 / 3, 1 / 3, 0.4 / 3])


def test_what_a_text_says_itself_is_no_translation() -> None:
    works = [
        Document("en", (Text("Radar", "en"),)),
        Document("ko", (Text("확산 모델 radar", "ko"),)),
    ]
    (found,) = Recommender.fit(works, dictionary={"확산 모델": ("radar",)}).related("ko").results
    assert {(piece.kind, piece.label) for piece in found.evidence} == {("term", "radar")}


def test_a_phrase_that_a_work_repeats_counts_more_in_it() -> None:
    works = [
        Document("asked", (Text("radar song", "en"),)),
        Document("once", (Text("확산 모델 river stone", "ko"),)),
        Document("twice", (Text("확산 모델 river stone 확산 모델", "ko"),)),
    ]
    fitted = Recommender.fit(works, dictionary={"확산 모델": ("radar song",)})
    assert [result.id for result in fitted.related("asked").results] == ["twice", "once"]
