"""A block of works: counted by itself, numbered like all others, and searched as an index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommender.building import build_corpus
from recommender.corpus import Corpus, Edges
from recommender.graph import Entries, TypedGraph, row_sums
from recommender.index import Index, citations, topic_rows
from recommender.model import Document, Edge
from recommender.parameters import Parameters
from recommender.postings import VectorSpace
from recommender.spark.naming import Flags, Longs
from recommender.sparse import Rows
from recommender.statistics import Statistics, grams_among, works_having
from recommender.strings import StringTable
from recommender.topics import WorkLinks, work_links
from recommender.weighting import TermSpace, vector_lengths

_EVERY_PAIR = 10**12  # which pairs of words are rare is known only when all blocks are counted


@dataclass(frozen=True, slots=True)
class Plan:
    """What every step needs to know from the beginning.

    Args:
        parameters: how works are compared.
        hierarchy: the edges between concepts.
        dictionary: Korean phrase -> English words.
        kinds: all kinds of edges, sorted.
    """

    parameters: Parameters
    hierarchy: tuple[Edge, ...]
    dictionary: Mapping[str, Sequence[str]]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a block knows by itself; terms and nodes have numbers of its own.

    Args:
        first: the number of its first work; works are numbered by id.
        corpus: its works, the edges that start there, and all edges between concepts.
        links: what its works are linked to, wider concepts included.
        written: how many works are written in each script of character 2-grams.
    """

    first: int
    corpus: Corpus
    links: WorkLinks
    written: list[int]

    @classmethod
    def of(
        cls, plan: Plan, first: int, documents: Iterable[Document], edges: Iterable[Edge]
    ) -> Counted:
        """Count the texts of a block and follow its edges up the hierarchy."""
        corpus = build_corpus(
            documents,
            [*edges, *plan.hierarchy],
            parameters=replace(plan.parameters, pair_limit=_EVERY_PAIR),
            dictionary=plan.dictionary,
        )
        nothing = Rows(np.zeros(corpus.n_works + 1, np.int64), *_NO_ENTRIES, 0)
        unnamed = StringTable.of(())
        inverted = corpus.counts.transposed()
        written = [works_having(corpus.n_works, inverted, g) for g in grams_among(corpus.terms)]
        slim = replace(corpus, title_counts=nothing, surfaces=unnamed, labels=unnamed)
        return cls(first, slim, work_links(corpus, plan.parameters), written)

    @property
    def term_works(self) -> Longs:
        """How many works of the block have each term."""
        return np.bincount(self.corpus.counts.indices, minlength=len(self.corpus.terms))


_NO_ENTRIES = (np.zeros(0, np.int32), np.zeros(0, np.uint8))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of all for a block's terms (-1 for those left out), nodes and groups."""

    terms: Longs
    nodes: Longs
    groups: Longs


@dataclass(frozen=True, slots=True)
class Linked:
    """A block in the numbers of all.

    Args:
        first, ids, years: of its works.
        groups: equal for versions of one work; shape (n_works,).
        counts: shape (n_works, n_terms).
        work_nodes: the node of each work.
        edges, topical: what its works are linked to, and which of it are topics.
        cited, citations: nodes that its works cite, and how often.
    """

    first: int
    ids: StringTable
    years: NDArray[np.int32]
    groups: Longs
    counts: Rows
    work_nodes: NDArray[np.int32]
    edges: Edges
    topical: Flags
    cited: Longs
    citations: Longs

    @classmethod
    def of(
        cls, plan: Plan, counted: Counted, numbers: Numbers, n_works: int, n_terms: int
    ) -> Linked:
        """Give everything its number among all."""
        corpus, nodes = counted.corpus, numbers.nodes.astype(np.int32)
        own = counted.first + np.arange(corpus.n_works)
        named = np.diff(corpus.group_names.offsets) > 0
        received = citations(corpus)
        cited = np.flatnonzero(received)
        kinds = np.array([plan.kinds.index(kind) for kind in corpus.kinds], np.uint16)
        edges = counted.links.edges
        return cls(
            first=counted.first,
            ids=corpus.ids,
            years=corpus.years,
            groups=np.where(named, n_works + numbers.groups, own),
            counts=_with_columns(corpus.counts, numbers.terms, n_terms),
            work_nodes=nodes[corpus.work_nodes],
            edges=replace(
                edges,
                source=nodes[edges.source],
                target=nodes[edges.target],
                kind=kinds[edges.kind] if len(edges.kind) else edges.kind,
            ),
            topical=counted.links.topical,
            cited=nodes[cited].astype(np.int64),
            citations=received[cited],
        )

    def lengths(self, idf: NDArray[np.float64]) -> tuple[float, int]:
        """The sum of the lengths of the works' vectors, and how many are not zero."""
        lengths = vector_lengths(self.counts, idf)
        filled = lengths[lengths > 0]
        return math.fsum(filled.tolist()), len(filled)

    def links(self, held: Flags) -> WorkLinks:
        """The links, when it is known which nodes are works of the corpus."""
        return WorkLinks(self.edges, held, self.topical)


def _with_columns(rows: Rows, numbers: Longs, width: int) -> Rows:
    """The same rows with other numbers for the columns, without those that have none."""
    kept = numbers >= 0
    left = rows.of_columns(kept)
    columns = numbers[kept].astype(np.int32)[left.indices]
    return Rows(left.indptr, columns, left.values, width).sorted()


@dataclass(frozen=True, slots=True)
class Nodes:
    """What is known of all nodes.

    Args:
        statistics: works at each node, and which are hubs.
        held: which nodes are works of the corpus; shape (n_nodes,).
        block: the block each node belongs to; shape (n_nodes,).
    """

    statistics: Statistics
    held: Flags
    block: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.held)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one block tells another: entries in the columns of its nodes, citations of them."""

    sender: int
    entries: Entries
    cited: Longs
    citations: Longs


def sent(plan: Plan, number: int, linked: Linked, nodes: Nodes) -> list[tuple[int, Arrived]]:
    """The entries of a block's links in the matrix of the graph, by the block of the column."""
    entries = Entries.of(linked.links(nodes.held), nodes.statistics, plan.kinds, plan.parameters)
    to, cited_to = nodes.block[entries.column], nodes.block[linked.cited]
    told = []
    for block in np.union1d(to, cited_to).tolist():
        theirs = cited_to == block
        arrived = Arrived(
            number, entries.take(to == block), linked.cited[theirs], linked.citations[theirs]
        )
        told.append((block, arrived))
    return told


@dataclass(frozen=True, slots=True)
class Shared:
    """What every block has besides its own: numbers of terms and of nodes, no work and no edge."""

    plan: Plan
    nodes: Nodes
    idf: NDArray[np.float64]
    pairs: Flags
    mean_length: float
    strengths: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """A block with all that is needed to search it.

    Args:
        linked: its works.
        topics: their topics; shape (n_works, n_nodes).
        entries: the columns of its nodes in the matrix of the graph, every entry once. The matrix
            is symmetric, so these are also their rows.
        cited: citations each work received; shape (n_works,).
    """

    linked: Linked
    topics: Rows
    entries: Entries
    cited: Longs

    @classmethod
    def of(cls, linked: Linked, arrived: Iterable[Arrived], nodes: Nodes) -> Block:
        """Put together what has arrived from all blocks."""
        told = sorted(arrived, key=lambda one: one.sender)
        entries = _summed([one.entries for one in told], len(nodes))
        received = np.zeros(len(nodes), np.int64)
        for one in told:
            np.add.at(received, one.cited, one.citations)
        node_works = np.full(len(nodes), -1, np.int32)
        node_works[linked.work_nodes] = np.arange(len(linked.ids), dtype=np.int32)
        topics = topic_rows(linked.links(nodes.held), node_works, nodes.statistics)
        return cls(linked, topics, entries, received[linked.work_nodes])

    def strengths(self, n_nodes: int) -> tuple[Longs, NDArray[np.float64]]:
        """Its nodes that have edges, and the sum of each one's."""
        sums = row_sums(self._rows(n_nodes)[0])
        filled = np.flatnonzero(sums)
        return filled, sums[filled]

    def leaving(self, shared: Shared) -> TypedGraph:
        """The graph with the edges that leave this block's nodes."""
        return _graph(shared, *self._rows(len(shared.nodes)))

    def arriving(self, shared: Shared) -> TypedGraph:
        """The graph with the edges that lead to this block's nodes."""
        entries = self.entries
        found = _matrix(entries.row, entries.column, entries, len(shared.nodes))
        return _graph(shared, *found)

    def _rows(self, n_nodes: int) -> tuple[Rows, NDArray[np.uint16]]:
        return _matrix(self.entries.column, self.entries.row, self.entries, n_nodes)

    def index(self, shared: Shared, graph: TypedGraph) -> Index:
        """The block's works as an index that ranks; names, which only evidence needs, are absent.

        A step in the graph of arriving edges gives what is at this block's nodes.
        """
        # what a shortcut misses in one block another cannot make up for: these lists are exact
        parameters = replace(shared.plan.parameters, heavy_terms=0)
        counts = self.linked.counts
        texts = TermSpace.of(
            counts,
            counts.transposed(),
            shared.idf,
            shared.pairs,
            parameters,
            mean=shared.mean_length,
        )
        return Index(
            corpus=_corpus(self.linked, shared),
            statistics=shared.nodes.statistics,
            parameters=parameters,
            texts=texts,
            titles=texts,
            topics=VectorSpace.of(self.topics),
            graph=graph,
            cited=self.cited,
        )


def _summed(parts: Sequence[Entries], n_nodes: int) -> Entries:
    """Each place of the matrix once."""
    entries = Entries(
        *(
            np.concatenate([np.zeros(0, dtype), *(getattr(part, name) for part in parts)])
            for name, dtype in _COLUMNS
        )
    )
    rows, kinds = entries.summed(n_nodes)
    row = rows.row_numbers().astype(np.int32)
    return Entries(row, rows.indices, rows.values, kinds)


_COLUMNS = (
    ("row", np.int32),
    ("column", np.int32),
    ("weight", np.float64),
    ("kind", np.uint16),
)


def _matrix(
    row: NDArray[np.int32], column: NDArray[np.int32], entries: Entries, n_nodes: int
) -> tuple[Rows, NDArray[np.uint16]]:
    places = Rows.of_entries(row, column, np.arange(len(row)), (n_nodes, n_nodes))
    weights = entries.weight[places.values].astype(np.float32)
    return replace(places, values=weights), entries.kind[places.values]


def _graph(shared: Shared, rows: Rows, kinds: NDArray[np.uint16]) -> TypedGraph:
    hubs = shared.nodes.statistics.hubs
    return TypedGraph.with_strengths(rows, kinds, shared.strengths, hubs)


def _corpus(linked: Linked, shared: Shared) -> Corpus:
    none = StringTable.of(())
    without = np.zeros(0, np.int32)
    unnamed = StringTable(np.zeros(0, np.uint8), np.zeros(len(shared.nodes) + 1, np.int64))
    return Corpus(
        ids=linked.ids,
        years=linked.years,
        groups=linked.groups,  # type: ignore[arg-type] # there are more numbers than works here
        group_names=none,
        terms=none,
        surfaces=none,
        surface_counts=np.zeros(0, np.int64),
        counts=linked.counts,
        title_counts=linked.counts,
        dictionary={},
        translations=Rows(np.zeros(1, np.int64), *_NO_ENTRIES, 0),
        nodes=unnamed,
        labels=unnamed,
        work_nodes=linked.work_nodes,
        kinds=shared.plan.kinds,
        edges=Edges(without, without, without.astype(np.uint16), without.astype(np.float32)),
        facets={},
    )
