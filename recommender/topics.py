"""What each work is linked to, wider concepts included.

A work that is about a concept is also, more faintly, about every wider one: along each "broader"
edge the weight is multiplied by `broader_decay`. So two works that share only a wider concept
are two steps apart in the walk and have a positive cosine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import BROADER, TOPIC, Corpus, Edges
from recommender.parameters import Parameters
from recommender.sparse import Rows, distinct


@dataclass(frozen=True, slots=True)
class WorkLinks:
    """Edges that start at works, with the wider concepts added.

    Args:
        edges: stated and inherited edges, canonical.
        works: which nodes are works of the corpus; shape (n_nodes,), bool.
        topical: which edges lead to topics; shape (n_edges,), bool.
    """

    edges: Edges
    works: NDArray[np.bool_]
    topical: NDArray[np.bool_]

    def degrees(self, n_nodes: int) -> NDArray[np.int64]:
        """How many works of the corpus each node is linked to, in either direction."""
        return np.bincount(self.pairs(n_nodes) // n_nodes, minlength=n_nodes).astype(np.int64)

    def pairs(self, n_nodes: int) -> NDArray[np.int64]:
        """Each node with each work it is linked to, as node * n_nodes + work; ascending."""
        source, target = self.edges.source.astype(np.int64), self.edges.target.astype(np.int64)
        out = self.works[source]
        back = self.works[target]
        return distinct(
            np.r_[target[out] * n_nodes + source[out], source[back] * n_nodes + target[back]]
        )


def work_links(corpus: Corpus, parameters: Parameters) -> WorkLinks:
    """Follow the concept hierarchy upwards from every work."""
    broader_kind = corpus.kinds.index(BROADER) if BROADER in corpus.kinds else -1
    upwards = corpus.edges.kind == broader_kind
    hierarchy = _hierarchy(corpus.edges.take(upwards), len(corpus.nodes))
    stated = corpus.edges.take(~upwards)
    topic_node = _family_mask(corpus, TOPIC)
    frontier = stated.take(topic_node[stated.target])
    collected = [stated]
    for _ in range(int(parameters.broader_depth)):
        frontier = _widened(frontier, hierarchy, parameters.broader_decay)
        if len(frontier.source) == 0:
            break
        collected.append(frontier)
    edges = _strongest(_joined(collected), topic_node)
    works = np.zeros(len(corpus.nodes), np.bool_)
    works[corpus.work_nodes] = True
    return WorkLinks(edges, works, topic_node[edges.target])


def _family_mask(corpus: Corpus, family: str) -> NDArray[np.bool_]:
    prefix = (family + "\x1f").encode()
    blob, offsets = corpus.nodes.blob, corpus.nodes.offsets
    mask = np.zeros(len(corpus.nodes), np.bool_)
    long_enough = np.flatnonzero(np.diff(offsets) >= len(prefix))
    heads = blob[offsets[long_enough][:, None] + np.arange(len(prefix))]
    mask[long_enough] = (heads == np.frombuffer(prefix, np.uint8)).all(axis=1)
    return mask


def _hierarchy(edges: Edges, n_nodes: int) -> Rows:
    return Rows.of_entries(edges.source, edges.target, edges.weight, (n_nodes, n_nodes))


def _widened(edges: Edges, hierarchy: Rows, decay: float) -> Edges:
    """One level up: the same works at the concepts above."""
    places, counts = hierarchy.places(edges.target)
    weight = np.repeat(edges.weight, counts) * hierarchy.values[places] * np.float32(decay)
    kept = weight > 0
    return Edges(
        np.repeat(edges.source, counts)[kept],
        hierarchy.indices[places][kept],
        np.repeat(edges.kind, counts)[kept],
        weight[kept].astype(np.float32),
    ).canonical()


def _joined(parts: list[Edges]) -> Edges:
    return Edges(
        np.concatenate([part.source for part in parts]),
        np.concatenate([part.target for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.weight for part in parts]),
    ).canonical()


def _strongest(edges: Edges, topic_node: NDArray[np.bool_]) -> Edges:
    """Between a work and a topic only the strongest link, of whatever kind, counts.

    Args:
        edges: canonical, so that links between the same two nodes lie side by side.
        topic_node: which nodes are topics.
    """
    same = (edges.source[1:] == edges.source[:-1]) & (edges.target[1:] == edges.target[:-1])
    repeated = same & topic_node[edges.target[1:]]
    if not repeated.any():
        return edges
    link = np.cumsum(np.r_[True, ~same])
    among = np.flatnonzero(np.r_[repeated, False] | np.r_[False, repeated])
    order = among[np.lexsort((edges.kind[among], -edges.weight[among], link[among]))]
    keep = np.ones(len(edges.source), np.bool_)
    keep[order[1:][link[order[1:]] == link[order[:-1]]]] = False
    return edges.take(keep)
