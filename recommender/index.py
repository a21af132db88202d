"""Everything derived from a corpus, and the profiles of queries against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import Analyzer
from recommender.corpus import BROADER, TOPIC, WORK, Corpus, node_key
from recommender.graph import TypedGraph
from recommender.parameters import Parameters
from recommender.postings import VectorSpace
from recommender.profile import Profile
from recommender.sparse import Rows, Vector, normalised
from recommender.statistics import Statistics
from recommender.topics import WorkLinks, work_links


@dataclass(frozen=True)
class Index:
    """A corpus with its weights, ready to answer.

    Args:
        corpus: what was given.
        statistics: the epoch's frequencies, by which everything is weighted.
        parameters: the hyperparameters.
        texts, titles: term vectors of works; shape (n_works, n_terms).
        topics: topic vectors of works; shape (n_works, n_nodes).
        graph: the typed graph over all nodes.
        cited: citations each work received; shape (n_works,).
    """

    corpus: Corpus
    statistics: Statistics
    parameters: Parameters
    texts: VectorSpace
    titles: VectorSpace
    topics: VectorSpace
    graph: TypedGraph
    cited: NDArray[np.int64]

    @classmethod
    def of(
        cls, corpus: Corpus, parameters: Parameters, statistics: Statistics | None = None
    ) -> Index:
        """Weigh a corpus, by its own statistics unless those of an epoch are given."""
        links = work_links(corpus, parameters)
        statistics = statistics or Statistics.of(corpus, links, parameters)
        term_idf = statistics.term_idf()
        return cls(
            corpus=corpus,
            statistics=statistics,
            parameters=parameters,
            texts=VectorSpace.of(weighted_terms(corpus.counts, term_idf)),
            titles=VectorSpace.of(weighted_terms(corpus.title_counts, term_idf)),
            topics=VectorSpace.of(_topic_rows(corpus, links, statistics)),
            graph=TypedGraph.of(links, statistics, corpus.kinds, parameters),
            cited=_citations(corpus),
        )

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer that made the terms."""
        return Analyzer(self.corpus.dictionary)

    @cached_property
    def phrases(self) -> list[str]:
        """The dictionary's phrases by number."""
        return list(self.corpus.dictionary)

    @cached_property
    def broader_kind(self) -> int:
        """The number of the kind "broader", -1 when there is none."""
        kinds = self.corpus.kinds
        return kinds.index(BROADER) if BROADER in kinds else -1

    @cached_property
    def node_works(self) -> NDArray[np.int32]:
        """The work of each node, -1 for other nodes."""
        return self.corpus.node_works()

    def profile_of_work(self, work: int) -> Profile:
        """A held work as a query."""
        start = Vector(self.corpus.work_nodes[work : work + 1], np.ones(1))
        return Profile(
            works=(work,),
            terms=self.texts.forward.vector(work),
            topics=self.topics.forward.vector(work),
            steps=self._walked(start, self.graph.step(start, through=False)),
        )

    def profile_of_text(self, text: str, language: str | None) -> Profile:
        """A text that is no work's as a query; unknown words are left out."""
        empty = Vector.empty()
        return Profile((), self.term_vector(text, language), empty, (empty, empty, empty, empty))

    def profile_of_topics(self, topics: list[int]) -> Profile:
        """Topics as a query: like a work that is linked to just these."""
        idf = self.statistics.node_idf()[topics]
        vector = Vector.summed(np.array(topics, np.int32), idf)
        reachable = vector.values * (self.graph.strengths[vector.indices] > 0)
        mass = Vector(vector.indices[reachable > 0], reachable[reachable > 0])
        total = mass.values.sum()
        first = mass.scaled(1.0 / total) if total > 0 else Vector.empty()
        return Profile((), Vector.empty(), vector.unit(), self._walked(Vector.empty(), first))

    def term_vector(self, text: str, language: str | None) -> Vector:
        """A text as a unit vector over the known terms."""
        counted = Counter(self.analyzer.terms(text, language or "en"))
        numbered = {self.corpus.terms.find(term): count for term, count in counted.items()}
        numbered.pop(-1, None)
        terms = np.array(sorted(numbered), np.int32)
        counts = np.array([numbered[term] for term in terms.tolist()], np.float64)
        idf = self.statistics.term_idf()[terms]
        return Vector(terms, (1.0 + np.log(counts)) * idf if len(terms) else counts).unit()

    def topic(self, topic_id: str) -> int:
        """The node of a topic, -1 when there is none."""
        return self.corpus.nodes.find(node_key(TOPIC, topic_id))

    def work_node(self, work_id: str) -> int:
        """The node of a work, held or only cited; -1 when there is none."""
        return self.corpus.nodes.find(node_key(WORK, work_id))

    def _walked(self, start: Vector, first: Vector) -> tuple[Vector, Vector, Vector, Vector]:
        second = self.graph.step(first)
        return start, first, second, self.graph.step(second)


def weighted_terms(counts: Rows, idf: NDArray[np.float64]) -> Rows:
    """Term counts as unit rows of (1 + log tf) * idf.

    References:
        G. Salton, C. Buckley (1988). Term-weighting approaches in automatic text retrieval.
        Information Processing & Management 24(5).
    """
    weights = (1.0 + np.log(counts.values)) * idf[counts.indices]
    return normalised(Rows(counts.indptr, counts.indices, weights, counts.width))


def _topic_rows(corpus: Corpus, links: WorkLinks, statistics: Statistics) -> Rows:
    works = corpus.node_works()[links.edges.source]
    chosen = links.topical & (works >= 0)
    topics = links.edges.target[chosen]
    weights = links.edges.weight[chosen] * statistics.node_idf()[topics]
    shape = (corpus.n_works, len(corpus.nodes))
    return normalised(Rows.of_entries(works[chosen], topics, weights, shape))


def _citations(corpus: Corpus) -> NDArray[np.int64]:
    if "cites" not in corpus.kinds:
        return np.zeros(corpus.n_works, np.int64)
    cites = corpus.edges.kind == corpus.kinds.index("cites")
    received = np.bincount(corpus.edges.target[cites], minlength=len(corpus.nodes))
    return received[corpus.work_nodes].astype(np.int64)
