"""The paths behind walk masses: who the walkers met on their way to a work."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from recommender.index import Index
from recommender.profile import Profile
from recommender.reasons import Reason
from recommender.sparse import Vector

_MIXED = "path"


def link_reasons(index: Index, profile: Profile, work: int) -> list[Reason]:
    """The direct links from the query's works."""
    target = int(index.corpus.work_nodes[work])
    start = profile.steps[0]
    reached = _weights_to(index, start, target, through=False)
    return [
        Reason(_kind(index, node, target), (node, target), share)
        for node, share in zip(reached.indices.tolist(), reached.values.tolist(), strict=True)
    ]


def walk2_reasons(index: Index, profile: Profile, work: int) -> list[Reason]:
    """One reason a node between the query and the work."""
    target = int(index.corpus.work_nodes[work])
    last = _weights_to(index, profile.steps[1], target)
    reasons = []
    for node, share in zip(last.indices.tolist(), last.values.tolist(), strict=True):
        origin = _origin(index, profile, node)
        kinds = {_kind(index, one, other) for one, other in _pairs((*origin, node, target))}
        reasons.append(Reason(_one_of(kinds), (*origin, node, target), share))
    return reasons


def walk3_reasons(index: Index, profile: Profile, work: int) -> list[Reason]:
    """One reason a pair of nodes between the query and the work."""
    target = int(index.corpus.work_nodes[work])
    graph, first = index.graph, profile.steps[1]
    last = graph.neighbours(target)
    places, counts = graph.weights.places(last.indices)
    before = graph.weights.indices[places]
    arriving = last.values * graph.leaving(last.indices, through=True)
    shares = (
        first.at(before)
        * graph.leaving(before, through=True)
        * graph.weights.values[places]
        * np.repeat(arriving, counts)
    )
    after = np.repeat(last.indices, counts)
    reasons = []
    for place in np.flatnonzero(shares).tolist():
        path = (int(before[place]), int(after[place]))
        whole = (*_origin(index, profile, path[0]), *path, target)
        kinds = {_kind(index, one, other) for one, other in _pairs(whole)}
        reasons.append(Reason(_one_of(kinds), whole, float(shares[place])))
    return reasons


def kin_reasons(index: Index, profile: Profile, work: int) -> list[Reason]:
    """One reason a work with a like text that is linked to the work."""
    target = int(index.corpus.work_nodes[work])
    reached = _weights_to(index, profile.alike, target, through=False)
    return [
        Reason("alike", (node, target), share)
        for node, share in zip(reached.indices.tolist(), reached.values.tolist(), strict=True)
    ]


def _weights_to(index: Index, mass: Vector, target: int, *, through: bool = True) -> Vector:
    """How much of the mass goes to one node in the next step, by where it comes from."""
    near = index.graph.neighbours(target)
    share = mass.at(near.indices) * index.graph.leaving(near.indices, through) * near.values
    moving = share > 0
    return Vector(near.indices[moving], share[moving])


def _origin(index: Index, profile: Profile, node: int) -> tuple[int, ...]:
    """The query's work that sent most walkers to a node; none when the query is no work."""
    sent = _weights_to(index, profile.steps[0], node, through=False)
    if len(sent.indices) == 0:
        return ()
    return (int(sent.indices[int(np.argmax(sent.values))]),)


def _pairs(path: tuple[int, ...]) -> pairwise[tuple[int, int]]:
    return pairwise(path)


def _kind(index: Index, one: int, other: int) -> str:
    return index.corpus.kinds[index.graph.kind_of(one, other)]


def _one_of(kinds: set[str]) -> str:
    return kinds.pop() if len(kinds) == 1 else _MIXED
