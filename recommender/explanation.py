"""Evidence: the addends of a score, named."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from recommender.fusion import Contribution, Scores
from recommender.hierarchy import inherited_from
from recommender.index import Index
from recommender.model import Evidence
from recommender.reasons import Reason


def evidence(
    index: Index, scores: Scores, works: NDArray[np.int64], limit: int
) -> list[tuple[Evidence, ...]]:
    """Why works have their scores: strongest first within each signal.

    Args:
        index: where the scores come from.
        scores: the fused scores.
        works: the works' numbers.
        limit: pieces listed a signal; the remainder is one piece of kind "rest".
    """
    found: list[list[Evidence]] = [[] for _ in works]
    for contribution in scores.contributions:
        values = contribution.values(index, works)
        addends = contribution.addends(values)
        for place in np.flatnonzero(values > 0).tolist():
            scale = float(addends[place]) / float(values[place])
            work = int(works[place])
            found[place] += _of_contribution(index, contribution, work, scale, limit)
    for place, penalty in enumerate(scores.penalties(index, works).tolist()):
        if penalty:
            count = str(int(index.cited[works[place]]))
            found[place].append(Evidence("popularity", "cites", count, (), -penalty))
    return [tuple(pieces) for pieces in found]


def _of_contribution(
    index: Index, contribution: Contribution, work: int, scale: float, limit: int
) -> list[Evidence]:
    reasons = contribution.reasons(index, work)
    shares = reasons.shares.astype(np.float64) * scale
    places = reasons.strongest(limit)
    listed = [
        _named(index, contribution.name, reasons.name(place), float(shares[place]), work)
        for place in places
    ]
    if len(shares) > limit:
        shares[places] = 0.0
        count = str(len(shares) - limit)
        listed.append(Evidence(contribution.name, "rest", count, (), math.fsum(shares.tolist())))
    return listed


def _named(index: Index, signal: str, reason: Reason, part: float, work: int) -> Evidence:
    if not reason.nodes:
        return Evidence(signal, reason.kind, reason.label, (), part)
    label = " → ".join(map(index.node_label, _between(index, reason.nodes, work)))
    path = reason.nodes if index.broader_kind < 0 else _with_inheritance(index, reason.nodes)
    return Evidence(signal, reason.kind, label, tuple(map(index.node_id, path)), part)


def _between(index: Index, nodes: tuple[int, ...], work: int) -> tuple[int, ...]:
    """The nodes of a path without its ends, unless there is nothing else."""
    end = int(index.corpus.work_nodes[work])
    if len(nodes) == 1 or nodes[-1] != end:
        return nodes
    inner = tuple(node for node in nodes[1:-1] if node != end)
    head = nodes[:1] if len(nodes) == 2 or index.node_works[nodes[0]] < 0 else ()
    return head + inner


def _with_inheritance(index: Index, nodes: tuple[int, ...]) -> tuple[int, ...]:
    """The path with the stated concept put before or after a wider one it brought in."""
    path: list[int] = []
    for place, node in enumerate(nodes):
        previous = nodes[place - 1] if place else -1
        if previous >= 0:
            path.extend(inherited_from(index, previous, node))
        path.append(node)
    return tuple(path)
