"""The methods ours is compared with, each as it is commonly set up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from benchmarks.corpora import Question, Task
from recommender import Analyzer, Recommender
from recommender.proximities import AdamicAdar

Scores = NDArray[np.float64]
Scorer = Callable[[Question], Scores]


_ANALYZER = Analyzer()


def single_words(text: str) -> list[str]:
    """Stemmed words without stop words and without pairs."""
    return [term for term in _ANALYZER(text) if " " not in term]


def texts_of(task: Task) -> list[str]:
    """Each document's texts in one string."""
    return ["\n".join(text.text for text in d.texts) for d in task.documents]


def places_of(task: Task) -> dict[str, int]:
    """Where each document stands."""
    return {document.id: place for place, document in enumerate(task.documents)}


def _by_vectors(task: Task, vectorizer: TfidfVectorizer) -> Scorer:
    matrix = sparse.csr_array(vectorizer.fit_transform(texts_of(task)))
    places = places_of(task)

    def score(question: Question) -> Scores:
        row = (
            matrix[[places[question.work]]]
            if question.work is not None
            else sparse.csr_array(vectorizer.transform([question.text]))
        )
        return np.asarray((matrix @ row.T).todense()).ravel()

    return score


def tfidf_default(task: Task) -> Scorer:
    """scikit-learn's TfidfVectorizer as it comes, cosine."""
    return _by_vectors(task, TfidfVectorizer())


def tfidf_tuned(task: Task) -> Scorer:
    """Stemmed, without stop words, sublinear; cosine."""
    return _by_vectors(task, TfidfVectorizer(analyzer=single_words, sublinear_tf=True))


def bm25(task: Task) -> Scorer:
    """bm25s with stemming and stop words, all words of the work as the query."""
    import bm25s

    tokens = [single_words(text) or [""] for text in texts_of(task)]
    retriever = bm25s.BM25()
    retriever.index(tokens, show_progress=False)
    places = places_of(task)

    def score(question: Question) -> Scores:
        words = (
            tokens[places[question.work]]
            if question.work is not None
            else single_words(question.text or "")
        )
        known = [word for word in words if word in retriever.vocab_dict]
        return (
            np.asarray(retriever.get_scores(known), np.float64) if known else np.zeros(len(tokens))
        )

    return score


def sanity_svm(task: Task) -> Scorer:
    """arxiv-sanity-lite's method: TF-IDF of 1- and 2-grams, a linear SVM with one positive."""
    vectorizer = TfidfVectorizer(
        sublinear_tf=True,
        ngram_range=(1, 2),
        stop_words="english",
        max_features=20_000,
        strip_accents="unicode",
    )
    matrix = sparse.csr_array(vectorizer.fit_transform(texts_of(task)))
    places = places_of(task)

    def score(question: Question) -> Scores:
        labels = np.zeros(matrix.shape[0] + (question.work is None))
        rows = matrix
        if question.work is None:
            rows = sparse.vstack([matrix, vectorizer.transform([question.text])], format="csr")
            labels[-1] = 1
        else:
            labels[places[question.work]] = 1
        model = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
        model.fit(rows, labels)
        return np.asarray(model.decision_function(matrix))

    return score


def latent_semantics(task: Task) -> Scorer:
    """LSA with 200 dimensions on the tuned TF-IDF."""
    vectorizer = TfidfVectorizer(analyzer=single_words, sublinear_tf=True)
    svd = TruncatedSVD(200, random_state=0)
    matrix = normalize(svd.fit_transform(vectorizer.fit_transform(texts_of(task))))
    places = places_of(task)

    def score(question: Question) -> Scores:
        if question.work is not None:
            return np.asarray(matrix @ matrix[places[question.work]])
        row = normalize(svd.transform(vectorizer.transform([question.text])))
        return np.asarray(matrix @ row[0])

    return score


def _citation_graph(task: Task) -> tuple[Recommender, NDArray[np.int64]]:
    graph = Recommender.fit(task.documents, [e for e in task.edges if e.kind != "venue"])
    nodes = [graph.index.work_node(document.id) for document in task.documents]
    return graph, np.array(nodes)


def adamic_adar(task: Task) -> Scorer:
    """Adamic–Adar over all links but venues."""
    graph, nodes = _citation_graph(task)

    def score(question: Question) -> Scores:
        if question.work is None:
            return np.zeros(len(nodes))
        seed = graph.index.work_node(question.work)
        return AdamicAdar().nearness(graph.index.graph, seed)[nodes]

    return score


def pagerank(task: Task) -> Scorer:
    """Personalised PageRank of scikit-network, damping 0.85, over all links but venues."""
    from sknetwork.ranking import PageRank

    graph, nodes = _citation_graph(task)
    rows = graph.index.graph.weights
    adjacency = sparse.csr_matrix(
        (np.ones(len(rows.values)), rows.indices, rows.indptr), (len(rows), len(rows))
    )

    def score(question: Question) -> Scores:
        if question.work is None or not adjacency.nnz:
            return np.zeros(len(nodes))
        seed = graph.index.work_node(question.work)
        if rows.indptr[seed] == rows.indptr[seed + 1]:
            return np.zeros(len(nodes))
        return np.asarray(PageRank().fit_predict(adjacency, weights={seed: 1.0}))[nodes]

    return score


def reciprocal_rank_fusion(*scorers: Scorer) -> Scorer:
    """Sum of 1 / (60 + rank) over the given rankings; what a ranking does not reach gets 0."""

    def score(question: Question) -> Scores:
        total: Scores = np.zeros(1)
        for scorer in scorers:
            scores = scorer(question)
            ranks = np.empty(len(scores))
            ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
            total = total + np.where(scores > 0, 1.0 / (60.0 + ranks), 0.0)
        return total

    return score


def anchors(task: Task) -> dict[str, Scorer]:
    """Every anchor, fitted to a task's corpus."""
    tuned, walk, words = tfidf_tuned(task), pagerank(task), bm25(task)
    return {
        "TF-IDF (scikit-learn's defaults)": tfidf_default(task),
        "TF-IDF (tuned)": tuned,
        "BM25 (bm25s)": words,
        "arxiv-sanity (SVM)": sanity_svm(task),
        "LSA (200)": latent_semantics(task),
        "Adamic–Adar": adamic_adar(task),
        "personalised PageRank": walk,
        "reciprocal rank fusion": reciprocal_rank_fusion(tuned, words, walk),
    }
