"""The paths behind walk masses: who the walkers met on their way to a work."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from recommender.index import Index
from recommender.profile import Profile
from recommender.reasons import Reason, Reasons
from recommender.sparse import Rows, Vector

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
    weights, first = index.graph.weights, profile.steps[1]
    departing = Vector(
        first.indices, first.values * index.graph.leaving(first.indices, through=True)
    )
    near = index.graph.neighbours(target)
    passing = index.graph.leaving(near.indices, through=True)
    arriving = Vector(near.indices, near.values * passing)
    # the edges between the first and the last node, gathered at the side that has fewer
    swapped = _size(weights, departing) > _size(weights, arriving)
    one, other = (arriving, departing) if swapped else (departing, arriving)
    places, counts = weights.places(one.indices)
    mass = other.at(weights.indices[places])
    met = np.flatnonzero(mass)
    shares = mass[met] * weights.values[places[met]] * np.repeat(one.values, counts)[met]
    here, there = np.repeat(one.indices, counts)[met], weights.indices[places[met]]
    before, after = (there, here) if swapped else (here, there)

    def name(place: int) -> Reason:
        return _path_reason(index, profile, (int(before[place]), int(after[place]), target))

    order = np.lexsort((after, before))
    before, after = before[order], after[order]
    moving = shares[order] > 0
    before, after = before[moving], after[moving]
    return Reasons(shares[order][moving], name)


def _size(weights: Rows, mass: Vector) -> int:
    return int((weights.indptr[mass.indices + 1] - weights.indptr[mass.indices]).sum())


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
    share = mass.at(near.indices) * index.graph.leaving(near.indices, through=through) * near.values
    moving = share > 0
    return Vector(near.indices[moving], share[moving])


def _origin(index: Index, profile: Profile, node: int) -> tuple[int, ...]:
    """The query's work that sent most walkers to a node; none when the query is no work."""
    if profile.seed.is_one_work:
        return (int(profile.seed.start.indices[0]),)  # nobody else can have sent them
    sent = _weights_to(index, profile.seed.start, node, through=False)
    if len(sent.indices) == 0:
        return ()
    return (int(sent.indices[int(np.argmax(sent.values))]),)


def _kind(index: Index, one: int, other: int) -> str:
    return index.corpus.kinds[index.graph.kind_of(one, other)]
