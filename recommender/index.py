"""Everything derived from a corpus, and the profiles of queries against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import PAIR, Analyzer
from recommender.corpus import BROADER, TOPIC, WORK, Corpus, Edges, node_id, node_key
from recommender.graph import TypedGraph
from recommender.parameters import Parameters
from recommender.postings import VectorSpace
from recommender.profile import Compared, Profile, Seed, walkers_on
from recommender.sparse import Rows, Vector, normalised
from recommender.statistics import Statistics, pairs_among, term_weights
from recommender.topics import WorkLinks, work_links
from recommender.weighting import Certainty, TermSpace

_KEPT_TARGETS = 1 << 16


@dataclass(frozen=True)
class Index:
    """A corpus with its weights, ready to answer.

    What it remembers refers to its parts, never to itself: an index that nobody uses any more
    lets go of its files at once, not at some later collection of cycles.

    Args:
        corpus: what was given.
        statistics: the frequencies by which everything is weighted.
        parameters: the hyperparameters.
        texts, titles: term vectors of works; shape (n_works, n_terms).
        topics: topic vectors of works; shape (n_works, n_nodes).
        graph: the typed graph over all nodes.
        cited: citations each work received; shape (n_works,).
    """

    corpus: Corpus
    statistics: Statistics
    parameters: Parameters
    texts: TermSpace
    titles: TermSpace
    topics: VectorSpace
    graph: TypedGraph
    cited: NDArray[np.int64]

    @classmethod
    def of(cls, corpus: Corpus, parameters: Parameters) -> Index:
        """Weigh a corpus by its own statistics."""
        links = work_links(corpus, parameters)
        inverted, titles = corpus.counts.transposed(), corpus.title_counts.transposed()
        statistics = Statistics.of(corpus, links, parameters)
        pairs = pairs_among(corpus.terms)
        idf = term_weights(corpus, inverted, parameters)
        return cls(
            corpus=corpus,
            statistics=statistics,
            parameters=parameters,
            texts=TermSpace.of(corpus.counts, inverted, idf, pairs, parameters),
            titles=TermSpace.of(corpus.title_counts, titles, idf, pairs, parameters),
            topics=VectorSpace.of(topic_rows(links, corpus.node_works(), statistics)),
            graph=TypedGraph.of(links, statistics, corpus.kinds, parameters),
            cited=citations(corpus)[corpus.work_nodes],
        )

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer that made the terms."""
        return Analyzer(self.corpus.dictionary)

    @cached_property
    def fame(self) -> NDArray[np.float64]:
        """log1p(citations received) / 8 of each work: what popularity is penalised by."""
        fame: NDArray[np.float64] = np.log1p(self.cited) / 8.0
        return fame

    @cached_property
    def fame_single(self) -> NDArray[np.float32]:
        """The same in single precision."""
        return self.fame.astype(np.float32)

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
    def targets(self) -> Callable[[int, bool], tuple[int, ...]]:
        """Where the edges of a node lead: those of the kind "broader", or all others.

        The few concepts of a list are asked for again and again.
        """
        return lru_cache(maxsize=_KEPT_TARGETS)(
            partial(_targets, self.corpus.edges, self.broader_kind)
        )

    @cached_property
    def node_works(self) -> NDArray[np.int32]:
        """The work of each node, -1 for other nodes."""
        return self.corpus.node_works()

    def seed_of_work(self, work: int) -> Seed:
        """A held work as a query."""
        start = Vector(self.corpus.work_nodes[work : work + 1], np.ones(1))
        return Seed(
            works=(work,),
            terms=self.texts.query(work),
            topics=self.topics.query(work),
            start=start,
            first=self.graph.step(start, through=False),
            cites=self._touches_citation(int(start.indices[0])),
            is_one_work=True,
        )

    def seed_of_text(self, text: str, language: str | None) -> Seed:
        """A text that is no work's as a query; unknown words are left out."""
        counted = self.analyzer.counted(text, language or "en")
        numbered = {self.corpus.terms.find(term): count for term, count in counted.items()}
        numbered.pop(-1, None)
        terms = np.array(sorted(numbered), np.int32)
        counts = np.array([numbered[term] for term in terms.tolist()], np.int64)
        return Seed(terms=self.texts.query_of(terms, counts))

    def seed_of_topics(self, topics: list[int]) -> Seed:
        """Topics as a query: like a work that is linked to just these."""
        idf = self.statistics.node_idf()[topics]
        vector = Vector.summed(np.array(topics, np.int32), idf)
        linked = self.graph.strengths[vector.indices] > 0
        first = Vector(vector.indices[linked], vector.values[linked])
        total = first.values.sum()
        return Seed(topics=vector.unit(), first=first.scaled(1.0 / total) if total > 0 else first)

    def profile(self, seed: Seed, *, whole: bool = False) -> Profile:
        """Compare a query's text with all works and walk from it.

        Args:
            seed: the query.
            whole: whether every work needs its text's product, not a bound of it.
        """
        own = self.versions_of(seed.works)
        texts = self.compared(seed, own, whole=whole)
        nodes = self.corpus.work_nodes[texts.works]
        alike = walkers_on(nodes, texts.products, int(self.parameters.kin))
        second = self.graph.step(seed.first)
        steps = (seed.start, seed.first, second, self.graph.step(second))
        return Profile(seed, own, texts.texts, texts.certainty, texts.largest, alike, steps)

    def compared(self, seed: Seed, own: NDArray[np.bool_], *, whole: bool = False) -> Compared:
        """Compare a query's text with all works.

        Args:
            seed: the query.
            own: works that are not to be found; shape (n_works,).
            whole: whether every work needs its text's product, not a bound of it.
        """
        count = max(int(self.parameters.kin), 1)
        texts, certainty = self.products(seed, own, whole=whole)
        found = self.texts.nearest(seed.terms, texts, certainty, count)
        if found is None:
            texts, certainty = self.products(seed, own, whole=True)
            found = self.texts.nearest(seed.terms, texts, certainty, count)
        assert found is not None  # products of all are never too many
        return Compared(texts, certainty, *found)

    def products(
        self, seed: Seed, own: NDArray[np.bool_], *, whole: bool = False
    ) -> tuple[NDArray[np.float32], Certainty]:
        """Products of the query's text with all others, and how certain they are."""
        if whole:
            texts, certainty = self.texts.products(seed.terms), Certainty.EXACT
        elif heavy := int(self.parameters.heavy_terms):
            texts, certainty = self.texts.products(seed.terms.heaviest(heavy)), Certainty.AT_LEAST
        else:
            texts, certainty = self.texts.bounds(seed.terms)
        texts[own] = 0.0
        return texts, certainty

    def _touches_citation(self, node: int) -> bool:
        kinds = self.corpus.kinds
        begin, end = self.graph.weights.indptr[node : node + 2]
        return "cites" in kinds and bool(
            (self.graph.kinds[begin:end] == kinds.index("cites")).any()
        )

    def versions_of(self, works: Sequence[int]) -> NDArray[np.bool_]:
        """Which works are these or versions of them; shape (n_works,)."""
        own = np.zeros(self.corpus.n_works, np.bool_)
        for group in set(self.corpus.groups[list(works)].tolist()):
            own |= self.corpus.groups == group
        return own

    @property
    def block(self) -> int:
        """Works a block when the best are picked."""
        return int(self.parameters.block_size)

    @cached_property
    def surface(self) -> Callable[[int], str]:
        """How a term is mostly written, a pair by its two words; remembered."""
        return lru_cache(maxsize=1 << 16)(partial(_surface, self.corpus))

    @cached_property
    def node_id(self) -> Callable[[int], str]:
        """The id of a node; remembered."""
        return lru_cache(maxsize=1 << 16)(partial(_node_id, self.corpus))

    @cached_property
    def node_label(self) -> Callable[[int], str]:
        """What to call a node: its label, else its id; remembered."""
        return lru_cache(maxsize=1 << 16)(partial(_node_label, self.corpus))

    def topic(self, topic_id: str) -> int:
        """The node of a topic, -1 when there is none."""
        return self.corpus.nodes.find(node_key(TOPIC, topic_id))

    def work_node(self, work_id: str) -> int:
        """The node of a work, held or only cited; -1 when there is none."""
        return self.corpus.nodes.find(node_key(WORK, work_id))


def _targets(edges: Edges, broader_kind: int, node: int, broader: bool) -> tuple[int, ...]:
    begin, end = np.searchsorted(edges.source, np.array([node, node + 1], np.int32))
    chosen = (edges.kind[begin:end] == broader_kind) == broader
    return tuple(edges.target[begin:end][chosen].tolist())


def _surface(corpus: Corpus, term: int) -> str:
    name = corpus.terms[term]
    if PAIR not in name:
        return corpus.surfaces[term]
    words = (corpus.surfaces[corpus.terms.find(word)] for word in name.split(PAIR))
    return PAIR.join(words)


def _node_id(corpus: Corpus, node: int) -> str:
    return node_id(corpus.nodes[node])


def _node_label(corpus: Corpus, node: int) -> str:
    return corpus.labels[node] or _node_id(corpus, node)


def topic_rows(links: WorkLinks, node_works: NDArray[np.int32], statistics: Statistics) -> Rows:
    """Topics of works as unit vectors; shape (n_works, n_nodes).

    Args:
        links: what works are linked to.
        node_works: the work of each node, -1 for other nodes; shape (n_nodes,).
        statistics: of the whole corpus.
    """
    works = node_works[links.edges.source]
    chosen = links.topical & (works >= 0)
    topics = links.edges.target[chosen]
    weights = links.edges.weight[chosen] * statistics.node_idf()[topics]
    shape = (int(node_works.max(initial=-1)) + 1, len(node_works))
    return normalised(Rows.of_entries(works[chosen], topics, weights, shape))


def citations(corpus: Corpus) -> NDArray[np.int64]:
    """Citations each node received; shape (n_nodes,)."""
    if "cites" not in corpus.kinds:
        return np.zeros(len(corpus.nodes), np.int64)
    cites = corpus.edges.kind == corpus.kinds.index("cites")
    received = np.bincount(corpus.edges.target[cites], minlength=len(corpus.nodes))
    return received.astype(np.int64)
