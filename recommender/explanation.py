"""Evidence: the addends of a score, named."""

from __future__ import annotations

import math

import numpy as np

from recommender.corpus import node_id
from recommender.fusion import Contribution, Scores
from recommender.hierarchy import inherited_from
from recommender.index import Index
from recommender.model import Evidence
from recommender.reasons import Reason


def evidence(index: Index, scores: Scores, work: int, limit: int) -> tuple[Evidence, ...]:
    """Why a work has its score: strongest first within each signal.

    Args:
        index: where the score comes from.
        scores: the fused scores.
        work: the work's number.
        limit: pieces listed a signal; the remainder is one piece of kind "rest".
    """
    found: list[Evidence] = []
    for contribution in scores.contributions:
        found.extend(_of_contribution(index, contribution, work, limit))
    penalty = float(scores.penalties(index, np.array([work]))[0])
    if penalty:
        count = int(index.cited[work])
        found.append(Evidence("popularity", "cites", str(count), (), -penalty))
    return tuple(found)


def _of_contribution(
    index: Index, contribution: Contribution, work: int, limit: int
) -> list[Evidence]:
    reasons = contribution.parts(index, work)
    reasons.sort(key=lambda reason: (-abs(reason.share), reason.label, reason.nodes))
    listed = [_named(index, contribution, reason, work) for reason in reasons[:limit]]
    if len(reasons) > limit:
        rest = math.fsum(reason.share for reason in reasons[limit:])
        listed.append(Evidence(contribution.name, "rest", str(len(reasons) - limit), (), rest))
    return listed


def _named(index: Index, contribution: Contribution, reason: Reason, work: int) -> Evidence:
    nodes = reason.nodes
    label = reason.label or " → ".join(
        label_of(index, node) for node in _between(index, nodes, work)
    )
    path = _with_inheritance(index, nodes)
    return Evidence(
        contribution.name,
        reason.kind,
        label,
        tuple(node_id(index.corpus.nodes[node]) for node in path),
        reason.share,
    )


def _between(index: Index, nodes: tuple[int, ...], work: int) -> tuple[int, ...]:
    """The nodes of a path without its ends, unless there is nothing else."""
    ends = {int(index.corpus.work_nodes[work])}
    inner = tuple(node for node in nodes[1:-1] if node not in ends)
    if len(nodes) > 1 and nodes[-1] in ends:
        head = nodes[:1] if index.node_works[nodes[0]] < 0 else ()
        return head + inner or nodes[-1:]
    return nodes


def _with_inheritance(index: Index, nodes: tuple[int, ...]) -> tuple[int, ...]:
    """The path with the stated concept put before or after a wider one it brought in."""
    path: list[int] = []
    for place, node in enumerate(nodes):
        previous = nodes[place - 1] if place else -1
        if previous >= 0:
            path.extend(inherited_from(index, previous, node))
        path.append(node)
    return tuple(path)


def label_of(index: Index, node: int) -> str:
    """What to call a node: its label, else its id."""
    return index.corpus.labels[node] or node_id(index.corpus.nodes[node])
