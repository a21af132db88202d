"""The batch job, step by step, over any distributed collection that has Spark's verbs.

What every machine gets are numbers of terms and of nodes; works, texts and edges stay in blocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from recommender.errors import JobFailed
from recommender.model import Document, Edge
from recommender.spark.blocks import (
    Block,
    Counted,
    Linked,
    Nodes,
    Numbers,
    Plan,
    Shared,
    sent,
)
from recommender.spark.naming import (
    Longs,
    Names,
    Part,
    assembled,
    scattered,
    weighed,
    without_rare_pairs,
)
from recommender.spark.visiting import (
    Asked,
    Visited,
    listed,
    questions,
    with_greatest,
    with_near,
)
from recommender.sparse import distinct
from recommender.statistics import Statistics

Collection = Any
"""An RDD, or what has its verbs."""


class Cluster(Protocol):
    """What a pipeline needs of the engine besides the verbs of collections."""

    def broadcast(self, value: Any) -> Any:
        """A handle whose `value` every machine can read."""

    def kept(self, collection: Collection) -> Collection:
        """The collection, kept once it has been made."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How the work is cut, which changes speed and memory and never a list; and how much is done.

    Args:
        block: most works of a block: a block is what one process holds at once, and the
            fewer there are, the less all the visits cost.
        lot: queries that travel together.
        task: queries that visit a block in one task, which has to prepare the block for them.
        parts: into how many parts names are shared out.
        every: 1, or only every so many works get their list: a sample tells what all would cost.
    """

    block: int = 50_000
    lot: int = 500
    task: int = 5_000
    parts: int = 8
    every: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie: works and all other nodes are shared out evenly among the blocks."""

    n_works: int
    sizes: Sizes

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.n_works // self.sizes.block)

    @property
    def block(self) -> int:
        """Works of a block; the last one has fewer."""
        return -(-self.n_works // self.blocks)

    @property
    def tasks(self) -> int:
        """Into how many tasks all the queries are cut, for each block."""
        return -(-self.n_works // (self.sizes.every * self.sizes.task))

    def lot(self, block: int, number: int) -> int:
        """The number among all of a lot of queries."""
        return block * -(-self.block // self.sizes.lot) + number

    def block_of(self, source: str) -> int:
        """The block of edges that start at something that is no work of the corpus."""
        return crc32(source.encode("utf-8", "surrogatepass")) % self.blocks

    def blocks_of_nodes(self, n_nodes: int) -> NDArray[np.int32]:
        """The block of each node, as if none was a work."""
        return (np.arange(n_nodes) % self.blocks).astype(np.int32)


def related_rows(
    held: Collection,
    outside: Collection,
    plan: Plan,
    cluster: Cluster,
    *,
    k: int,
    sizes: Sizes | None = None,
) -> Collection:
    """The first k related works of every work.

    Args:
        held: (document, edges that start there), sorted by the documents' ids.
        outside: edges that start at works without a document, one list a work.
        plan: how works are compared.
        cluster: the engine.
        k: how many at most, > 0.
        sizes: how to cut the work.

    Returns:
        rows (work, rank, related work, score).

    Raises:
        JobFailed: there is no document.
    """
    held = cluster.kept(held)
    layout = Layout(held.count(), sizes or Sizes())
    if layout.n_works == 0:
        raise JobFailed("there is no document")
    counted = cluster.kept(_counted(held, outside, plan, layout))
    blocks, shared = _linked_blocks(counted, plan, cluster, layout)
    kin, tasks = int(plan.parameters.kin), layout.tasks
    asked = cluster.kept(blocks.flatMap(_questions(layout, shared)).partitionBy(tasks))

    found = _visits(asked, blocks, shared, Visited.near).groupByKey(tasks)
    asked = cluster.kept(_joined(asked, found, tasks, lambda a, f: with_near(a, f, kin)))
    found = _visits(asked, blocks, shared, Visited.greatest).groupByKey(tasks)
    asked = cluster.kept(_joined(asked, found, tasks, with_greatest))
    found = _visits(asked, blocks, shared, lambda visited, a: visited.best(a, k)).groupByKey(tasks)
    works = asked.mapValues(lambda lot: [one.work for one in lot])
    return works.join(found, tasks).flatMap(lambda one: listed(one[1][0], one[1][1], k))


def _questions(layout: Layout, shared: Any) -> Callable[[Any], Iterator[tuple[int, list[Asked]]]]:
    def of_block(one: tuple[int, Block]) -> Iterator[tuple[int, list[Asked]]]:
        for number, lot in questions(one[1], shared.value, layout.sizes.lot, layout.sizes.every):
            yield layout.lot(one[0], number), lot

    return of_block


def _counted(held: Collection, outside: Collection, plan: Plan, layout: Layout) -> Collection:
    """Number the works, cut them into blocks, and count each."""
    size = layout.block
    works = held.zipWithIndex().map(lambda one: (one[1] // size, (one[1], *one[0])))
    others = outside.map(lambda edges: (layout.block_of(edges[0].source), (-1, None, edges)))

    def count(one: tuple[int, Iterable[tuple[int, Document | None, list[Edge]]]]) -> Any:
        number, rows = one[0], sorted(one[1], key=lambda row: row[0])
        documents = (document for _, document, _ in rows if document is not None)
        edges = (edge for _, _, edges in rows for edge in edges)
        return number, Counted.of(plan, number * size, documents, edges)

    return works.union(others).groupByKey(layout.blocks).map(count)


def _linked_blocks(
    counted: Collection, plan: Plan, cluster: Cluster, layout: Layout
) -> tuple[Collection, Any]:
    """Blocks that can be searched, and what they share."""
    parameters, n_works = plan.parameters, layout.n_works
    terms = _Numbering(
        counted.flatMap(_terms_of(layout)),
        cluster,
        layout,
        lambda part: without_rare_pairs(part, n_works, parameters),
    )
    nodes = _Numbering(counted.flatMap(_nodes_of(layout)), cluster, layout)
    groups = _Numbering(counted.flatMap(_groups_of(layout)), cluster, layout)
    written = np.sum(counted.map(lambda one: one[1].written).collect(), axis=0).tolist()
    weights = terms.of_parts(lambda part: weighed(part, n_works, written, parameters))
    weights = weights or [(np.zeros(0), np.zeros(0, np.bool_))]
    idf, pairs = (np.concatenate(column) for column in zip(*weights, strict=True))

    n_terms, n_nodes = terms.total, nodes.total

    def link(found: list[list[Any]]) -> Linked:
        (own,), *answers = found
        numbers = Numbers(*(assembled(answer) for answer in answers))
        return Linked.of(plan, own, numbers, n_works, n_terms)

    told = _together(layout.blocks, counted, terms.answers, nodes.answers, groups.answers)
    linked = cluster.kept(told.mapValues(link))
    told_idf = cluster.broadcast(idf)
    sums = linked.map(lambda one: one[1].lengths(told_idf.value)).collect()
    filled = sum(count for _, count in sums)
    mean = math.fsum(total for total, _ in sums) / filled if filled else 0.0
    known = cluster.broadcast(_known_nodes(linked, plan, cluster, layout, n_nodes))

    arrived = linked.flatMap(lambda one: sent(plan, one[0], one[1], known.value))

    def settle(found: list[list[Any]]) -> Block:
        (own,), told = found
        return Block.of(own, told, known.value)

    blocks = cluster.kept(_together(layout.blocks, linked, arrived).mapValues(settle))
    strengths = np.zeros(n_nodes)
    for places, sums_there in blocks.map(lambda one: one[1].strengths(n_nodes)).collect():
        strengths[places] = sums_there
    shared = Shared(plan, known.value, idf, pairs, mean, strengths)
    return blocks, cluster.broadcast(shared)


def _terms_of(layout: Layout) -> Callable[[Any], Iterator[tuple[int, Names]]]:
    parts = layout.sizes.parts
    return lambda one: scattered(one[0], one[1].corpus.terms, one[1].term_works, parts)


def _nodes_of(layout: Layout) -> Callable[[Any], Iterator[tuple[int, Names]]]:
    return _names_of(layout, lambda corpus: corpus.nodes)


def _groups_of(layout: Layout) -> Callable[[Any], Iterator[tuple[int, Names]]]:
    return _names_of(layout, lambda corpus: corpus.group_names)


def _names_of(
    layout: Layout, table: Callable[[Any], Any]
) -> Callable[[Any], Iterator[tuple[int, Names]]]:
    def names(one: tuple[int, Counted]) -> Iterator[tuple[int, Names]]:
        found = table(one[1].corpus)
        return scattered(one[0], found, np.zeros(len(found), np.int64), layout.sizes.parts)

    return names


class _Numbering:
    """Names numbered part by part, the parts one after the other.

    Attributes:
        total: how many distinct names there are.
        answers: (block, (places, numbers)), several a block.
    """

    def __init__(
        self,
        names: Collection,
        cluster: Cluster,
        layout: Layout,
        chosen: Callable[[Part], Part] = lambda part: part,
    ) -> None:
        united = names.groupByKey(layout.sizes.parts)
        self._parts = cluster.kept(united.mapValues(lambda asked: chosen(Part.of(asked))))
        sizes = dict(self._parts.mapValues(len).collect())
        self._order = sorted(sizes)
        starts = np.cumsum([0, *(sizes[part] for part in self._order)]).tolist()
        self.total = starts[-1]
        self.answers = self._parts.flatMap(_answers(dict(zip(self._order, starts, strict=False))))

    def of_parts(self, of: Callable[[Part], Any]) -> list[Any]:
        """What a function gives for each part, in their order."""
        found = dict(self._parts.mapValues(of).collect())
        return [found[part] for part in self._order]


def _answers(starts: dict[int, int]) -> Callable[[Any], Any]:
    def answers(one: tuple[int, Part]) -> Iterator[tuple[int, tuple[Longs, Longs]]]:
        start = starts[one[0]]
        for block, places, numbers in one[1].numbers:
            yield block, (places, np.where(numbers < 0, -1, numbers + start))

    return answers


def _known_nodes(
    linked: Collection, plan: Plan, cluster: Cluster, layout: Layout, n_nodes: int
) -> Nodes:
    """Count the works at each node."""
    block = layout.blocks_of_nodes(n_nodes)
    held = np.zeros(n_nodes, np.bool_)
    for number, work_nodes in linked.mapValues(lambda one: one.work_nodes).collect():
        block[work_nodes] = number
        held[work_nodes] = True
    told = cluster.broadcast(held)
    parts = layout.sizes.parts

    def pairs(one: tuple[int, Linked]) -> Iterator[tuple[int, Longs]]:
        found = one[1].links(told.value).pairs(n_nodes)
        falls = found // n_nodes % parts
        return ((part, found[falls == part]) for part in np.unique(falls).tolist())

    def count(found: Iterable[Longs]) -> tuple[Longs, Longs]:
        return np.unique(distinct(np.concatenate(list(found))) // n_nodes, return_counts=True)

    node_works = np.zeros(n_nodes, np.int64)
    for _, (nodes, works) in linked.flatMap(pairs).groupByKey(parts).mapValues(count).collect():
        node_works[nodes] = works
    return Nodes(Statistics.counted(layout.n_works, node_works, plan.parameters), held, block)


def _visits(
    asked: Collection, blocks: Collection, shared: Any, what: Callable[[Visited, list[Asked]], Any]
) -> Collection:
    """Every lot of queries with every block: (lot, what it found there)."""

    def visit(pairs: Iterable[tuple[tuple[int, list[Asked]], tuple[int, Block]]]) -> Iterator[Any]:
        number, visited = -1, None
        for (lot, queries), (block_number, block) in pairs:
            if visited is None or block_number != number:
                number, visited = block_number, Visited(block, shared.value)
            yield lot, what(visited, queries)

    return asked.cartesian(blocks).mapPartitions(visit)


def _together(parts: int, *collections: Collection) -> Collection:
    """For each key the values that each collection has for it."""
    count = len(collections)  # a function that is sent must not hold a collection

    def tagged(place: int) -> Callable[[Any], tuple[int, Any]]:
        return lambda value: (place, value)

    def sorted_out(found: Iterable[tuple[int, Any]]) -> list[list[Any]]:
        values: list[list[Any]] = [[] for _ in range(count)]
        for place, value in found:
            values[place].append(value)
        return values

    united, *others = (one.mapValues(tagged(place)) for place, one in enumerate(collections))
    for other in others:
        united = united.union(other)
    return united.groupByKey(parts).mapValues(sorted_out)


def _joined(
    asked: Collection, found: Collection, lots: int, add: Callable[[list[Asked], Any], Any]
) -> Collection:
    return asked.join(found, lots).mapValues(lambda one: add(*one))
