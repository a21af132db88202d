"""The paths behind walk masses: who the walkers met on their way to a work."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from recommender.index import Index
from recommender.profile import Profile
from recommender.reasons import Reason, Reasons
from recommender.sparse import Vector

_MIXED = "path"


def link_reasons(index: Index, profile: Profile, work: int) -> Reasons:
    """The direct links from the query's works."""
    target = int(index.corpus.work_nodes[work])
    reached = _weights_to(index, profile.seed.start, target, through=False)

    def name(place: int) -> Reason:
        node = int(reached.indices[place])
        return Reason(_kind(index, node, target), (node, target))

    return Reasons(reached.values, name)


def walk2_reasons(index: Index, profile: Profile, work: int) -> Reasons:
    """One reason a node between the query and the work."""
    target = int(index.corpus.work_nodes[work])
    last = _weights_to(index, profile.steps[1], target)

    def name(place: int) -> Reason:
        return _path_reason(index, profile, (int(last.indices[place]), target))

    return Reasons(last.values, name)


def walk3_reasons(index: Index, profile: Profile, work: int) -> Reasons:
    """One reason a pair of nodes between the query and the work."""
    target = int(index.corpus.work_nodes[work])
    graph, first = index.graph, profile.steps[1]
    last = _weights_to(index, profile.steps[2], target)  # who can be the last node before it
    weights = graph.weights.row(target)[1][
        np.searchsorted(graph.weights.row(target)[0], last.indices)
    ]
    arriving = weights * graph.leaving(last.indices, through=True)
    places, counts = graph.weights.places(last.indices)
    before = graph.weights.indices[places]
    mass = first.at(before)
    met = np.flatnonzero(mass)
    before, after = before[met], np.repeat(last.indices, counts)[met]
    shares = (
        mass[met]
        * graph.leaving(before, through=True)
        * graph.weights.values[places[met]]
        * np.repeat(arriving, counts)[met]
    )

    def name(place: int) -> Reason:
        return _path_reason(index, profile, (int(before[place]), int(after[place]), target))

    return Reasons(shares, name)


def kin_reasons(index: Index, profile: Profile, work: int) -> Reasons:
    """One reason a work with a like text that is linked to the work."""
    target = int(index.corpus.work_nodes[work])
    reached = _weights_to(index, profile.alike, target, through=False)
    return Reasons(
        reached.values, lambda place: Reason("alike", (int(reached.indices[place]), target))
    )


def _path_reason(index: Index, profile: Profile, path: tuple[int, ...]) -> Reason:
    whole = (*_origin(index, profile, path[0]), *path)
    kinds = {_kind(index, one, other) for one, other in pairwise(whole)}
    return Reason(kinds.pop() if len(kinds) == 1 else _MIXED, whole)


def _weights_to(index: Index, mass: Vector, target: int, *, through: bool = True) -> Vector:
    """How much of the mass goes to one node in the next step, by where it comes from."""
    near = index.graph.neighbours(target)
    share = mass.at(near.indices) * index.graph.leaving(near.indices, through) * near.values
    moving = share > 0
    return Vector(near.indices[moving], share[moving])


def _origin(index: Index, profile: Profile, node: int) -> tuple[int, ...]:
    """The query's work that sent most walkers to a node; none when the query is no work."""
    sent = _weights_to(index, profile.seed.start, node, through=False)
    if len(sent.indices) == 0:
        return ()
    return (int(sent.indices[int(np.argmax(sent.values))]),)


def _kind(index: Index, one: int, other: int) -> str:
    return index.corpus.kinds[index.graph.kind_of(one, other)]
