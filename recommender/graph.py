"""The typed graph: one symmetric weighted matrix over all nodes.

W[u, v] = sum over the edges between u and v of kind weight * edge weight * idf of the topic.
A walker at u goes to v with probability W[u, v] / sum of W[u, :]; hubs are reached but not left.
Storing W instead of the probabilities keeps it symmetric, so that the way back along an edge,
which explanations need, costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.kernels import kernels
from recommender.parameters import Parameters
from recommender.sparse import Ints, Rows, Vector, in_order
from recommender.statistics import Statistics
from recommender.topics import WorkLinks


@dataclass(frozen=True, slots=True)
class TypedGraph:
    """Weighted adjacency with a kind on each entry.

    Args:
        weights: symmetric, shape (n_nodes, n_nodes), float32.
        kinds: the kind of each entry of `weights`; where several edges join two nodes, that
            of the heaviest.
        strengths: row sums; shape (n_nodes,), float64.
        parting: 1 / strength, 0 for a node without edges; shape (n_nodes,), float64.
        passing: the same, and 0 for hubs.
    """

    weights: Rows
    kinds: NDArray[np.uint16]
    strengths: NDArray[np.float64]
    parting: NDArray[np.float64]
    passing: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        links: WorkLinks,
        statistics: Statistics,
        kind_names: tuple[str, ...],
        parameters: Parameters,
    ) -> TypedGraph:
        """Weigh the links and make them symmetric."""
        entries = Entries.of(links, statistics, kind_names, parameters)
        rows, kinds = entries.summed(len(statistics.hubs))
        return cls.with_strengths(rows, kinds, row_sums(rows), statistics.hubs)

    @classmethod
    def with_strengths(
        cls,
        rows: Rows,
        kinds: NDArray[np.uint16],
        strengths: NDArray[np.float64],
        hubs: NDArray[np.bool_],
    ) -> TypedGraph:
        """From summed entries, of all nodes or some, and the row sums of all."""
        parting = np.divide(1.0, strengths, out=np.zeros_like(strengths), where=strengths > 0)
        return cls(rows, kinds, strengths, parting, np.where(hubs, 0.0, parting))

    def neighbours(self, node: int) -> Vector:
        """Weights of the edges at a node."""
        return self.weights.vector(node)

    def leaving(self, nodes: Ints, *, through: bool) -> NDArray[np.float64]:
        """1 / strength of each node, 0 where a walk ends (no edges; hubs, when `through`)."""
        return (self.passing if through else self.parting)[nodes]

    def step(self, mass: Vector, *, through: bool = True) -> Vector:
        """One step of every walker; mass is lost only where a walk ends."""
        scale = self.leaving(mass.indices, through=through)
        return kernels().step(self.weights, mass, scale)

    def kind_of(self, one: int, other: int) -> int:
        """The kind of the heaviest edge between two adjacent nodes."""
        begin, end = self.weights.indptr[one : one + 2].tolist()
        place = int(self.weights.indices[begin:end].searchsorted(np.int32(other)))
        return int(self.kinds[begin + place])


@dataclass(frozen=True, slots=True)
class Entries:
    """Addends of the adjacency matrix, several at one place where several edges join two nodes."""

    row: NDArray[np.int32]
    column: NDArray[np.int32]
    weight: NDArray[np.float64]
    kind: NDArray[np.uint16]

    @classmethod
    def of(
        cls,
        links: WorkLinks,
        statistics: Statistics,
        kind_names: tuple[str, ...],
        parameters: Parameters,
    ) -> Entries:
        """The weighted links, each in both directions; those to hubs that are no works left out."""
        edges = links.edges
        kind_weights = np.array([parameters.kind_weight(kind) for kind in kind_names] or [0.0])
        idf = np.where(links.topical, statistics.node_idf()[edges.target], 1.0)
        weight = kind_weights[edges.kind] * edges.weight * idf
        useful = (weight > 0) & ~(statistics.hubs[edges.target] & ~links.works[edges.target])
        source, target, kind = (
            column[useful] for column in (edges.source, edges.target, edges.kind)
        )
        weight = weight[useful]
        return cls(
            np.r_[source, target], np.r_[target, source], np.r_[weight, weight], np.r_[kind, kind]
        )

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Entries:
        """The chosen entries."""
        return Entries(
            self.row[chosen], self.column[chosen], self.weight[chosen], self.kind[chosen]
        )

    def summed(self, n_nodes: int) -> tuple[Rows, NDArray[np.uint16]]:
        """The matrix, and of each of its entries the kind of the heaviest addend."""
        ordered = self.take(in_order(self.row, self.column, n_nodes))
        row, column = ordered.row, ordered.column
        if len(row) == 0:
            bounds = np.zeros(n_nodes + 1, np.int64)
            return Rows(bounds, column, ordered.weight.astype(np.float32), n_nodes), ordered.kind
        first = np.flatnonzero(np.r_[True, (row[1:] != row[:-1]) | (column[1:] != column[:-1])])
        totals = np.add.reduceat(ordered.weight, first).astype(np.float32)
        indptr = np.zeros(n_nodes + 1, np.int64)
        np.cumsum(np.bincount(row[first], minlength=n_nodes), out=indptr[1:])
        kinds = _heaviest(ordered.weight, ordered.kind, first)
        return Rows(indptr, column[first], totals, n_nodes), kinds


def _heaviest(
    weight: NDArray[np.float64], kind: NDArray[np.uint16], first: NDArray[np.int64]
) -> NDArray[np.uint16]:
    """The kind of the heaviest entry of each stretch, the lowest number on a tie."""
    kinds = kind[first]
    sizes = np.diff(np.append(first, len(weight)))
    for place in np.flatnonzero(sizes > 1).tolist():
        begin, end = int(first[place]), int(first[place] + sizes[place])
        order = np.lexsort((kind[begin:end], -weight[begin:end]))
        kinds[place] = kind[begin + order[0]]
    return kinds


def row_sums(rows: Rows) -> NDArray[np.float64]:
    """Sum of each row, in double precision."""
    filled = np.flatnonzero(np.diff(rows.indptr))
    sums = np.zeros(len(rows))
    if len(filled):
        sums[filled] = np.add.reduceat(rows.values.astype(np.float64), rows.indptr[filled])
    return sums
