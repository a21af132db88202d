"""The corpus as given, in arrays and in canonical order.

Works are sorted by id, terms and nodes by their names, edges by their ends; so everything
derived from a corpus is the same, bit for bit, in whatever order it was given or in how many
steps it grew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Rows
from recommender.strings import StringTable

WORK = "=work"
TOPIC = "=topic"
BROADER = "broader"
NO_YEAR = np.iinfo(np.int32).min
_SEPARATOR = "\x1f"


def node_key(family: str, node_id: str) -> str:
    """The name of a node in the node table."""
    return family + _SEPARATOR + node_id


def node_id(key: str) -> str:
    """The id in a node's name."""
    return key.partition(_SEPARATOR)[2]


@dataclass(frozen=True, slots=True)
class Edges:
    """Distinct edges between nodes, sorted by source, target and kind; one entry each."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint16]
    weight: NDArray[np.float32]

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Edges:
        """The chosen edges."""
        return Edges(
            self.source[chosen], self.target[chosen], self.kind[chosen], self.weight[chosen]
        )

    def canonical(self) -> Edges:
        """Sorted; an edge given twice counts once, with its greatest weight."""
        if len(self.source) == 0:
            return self
        n_nodes = int(max(self.source.max(), self.target.max())) + 1
        n_kinds = int(self.kind.max()) + 1
        key = (self.source.astype(np.int64) * n_nodes + self.target) * n_kinds + self.kind
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
        weight = np.maximum.reduceat(self.weight[order], first)
        return replace(self.take(order[first]), weight=weight)


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter by: its values, and which works have each.

    Args:
        values: the distinct values, sorted.
        works: shape (n_values, n_works); row v lists the works that have value v.
    """

    values: StringTable
    works: Rows


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that is known of the works, before any weighting.

    Args:
        ids: the works' ids, sorted.
        years: shape (n_works,); NO_YEAR where unknown.
        groups: shape (n_works,); the first work of the same group, or the work itself.
        group_names: the works' groups, "" for none.
        terms, surfaces: the terms, sorted, and how each is mostly written.
        surface_counts: how often that form was seen; shape (n_terms,).
        counts, title_counts: term frequencies up to 255, shape (n_works, n_terms), uint8.
        dictionary: Korean phrase -> English words, sorted by phrase.
        translations: how often each phrase was found; shape (n_works, n_phrases), int32.
        nodes: names of all graph nodes, sorted; every work is one.
        labels: what to call each node, "" when nothing better than its id is known.
        work_nodes: the node of each work; shape (n_works,).
        kinds: the edge kinds, sorted.
        edges: the edges, canonical.
        facets: by name.
    """

    ids: StringTable
    years: NDArray[np.int32]
    groups: NDArray[np.int32]
    group_names: StringTable
    terms: StringTable
    surfaces: StringTable
    surface_counts: NDArray[np.int64]
    counts: Rows
    title_counts: Rows
    dictionary: Mapping[str, tuple[str, ...]]
    translations: Rows
    nodes: StringTable
    labels: StringTable
    work_nodes: NDArray[np.int32]
    kinds: tuple[str, ...]
    edges: Edges
    facets: Mapping[str, Facet]

    @property
    def n_works(self) -> int:
        """How many works there are."""
        return len(self.ids)

    def node_works(self) -> NDArray[np.int32]:
        """The work of each node, -1 for other nodes; shape (n_nodes,)."""
        works = np.full(len(self.nodes), -1, np.int32)
        works[self.work_nodes] = np.arange(self.n_works, dtype=np.int32)
        return works


def first_of_group(names: list[str]) -> NDArray[np.int32]:
    """For each work the first work with the same group name; itself when it has none."""
    seen: dict[str, int] = {}
    return np.array(
        [seen.setdefault(name, i) if name else i for i, name in enumerate(names)], np.int32
    )
