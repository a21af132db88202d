"""What a query asks of each block, and what the answers of all blocks come to.

A score divides each signal by its greatest value over all works, a third step begins where all
walkers are after two, and one signal begins with the works that read most like the query. So a
query visits the blocks three times; each time it brings what the visit before has found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from recommender.fusion import Ingredient, reached, related_ingredients, summed
from recommender.profile import Profile, Seed, walkers_on
from recommender.ranking import best_of_groups
from recommender.signals import KIN, WALK3
from recommender.spark.blocks import Block, Shared
from recommender.sparse import Ints, Vector
from recommender.weighting import Certainty

_NOTHING = Vector.empty()
_LATE = (WALK3, KIN)  # signals that begin with what the first visits find


@dataclass(frozen=True, slots=True)
class Asked:
    """A work as a query on its way.

    Args:
        work: its id.
        group: equal for its versions.
        seed: the query itself.
        alike: walkers on the works whose texts are most alike; known after the first visits, as are
        second: walkers after two steps, and
        greatest: the greatest value of each signal that counts; of the late ones after the second.
    """

    work: str
    group: int
    seed: Seed
    alike: Vector = _NOTHING
    second: Vector = _NOTHING
    greatest: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Near:
    """What a query finds in one block: works that read like it, and walkers after two steps.

    Args:
        numbers, nodes: of the works, best first.
        products: how alike they are.
        second: walkers on the block's nodes.
        greatest: the greatest value of each signal, 0 for late ones.
    """

    numbers: Ints
    nodes: Ints
    products: NDArray[np.float64]
    second: Vector
    greatest: NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A work that may be listed; the better one is the smaller."""

    minus_score: float
    number: int
    group: int = field(compare=False)
    work: str = field(compare=False)


def questions(
    block: Block, shared: Shared, size: int, every: int = 1
) -> Iterator[tuple[int, list[Asked]]]:
    """The works of a block as queries, some at a time; lots are numbered from 0.

    Args:
        block: whose works ask.
        shared: what all blocks have.
        size: queries of a lot.
        every: of all works by number, only every so many asks.
    """
    linked = block.linked
    index = block.index(shared, block.leaving(shared))
    works = range(-linked.first % every, len(linked.ids), every)
    for lot, begin in enumerate(range(0, len(works), size)):
        asked = [
            Asked(
                linked.ids[work],
                int(linked.groups[work]),
                replace(index.seed_of_work(work), works=()),
            )
            for work in works[begin : begin + size]
        ]
        yield lot, asked


class Visited:
    """A block that is being visited."""

    def __init__(self, block: Block, shared: Shared) -> None:
        self._linked = block.linked
        self._index = block.index(shared, block.arriving(shared))

    def near(self, asked: list[Asked]) -> list[Near]:
        """The first visit."""
        return [self._near(one) for one in asked]

    def greatest(self, asked: list[Asked]) -> list[NDArray[np.float64]]:
        """The second visit: the greatest value of each signal, 0 for those that are not late."""
        return [self._greatest(one) for one in asked]

    def best(self, asked: list[Asked], k: int) -> list[list[Place]]:
        """The third visit: the first k works of this block."""
        return [self._best(one, k) for one in asked]

    def _near(self, asked: Asked) -> Near:
        own = self._own(asked)
        texts = self._index.compared(asked.seed, own)
        second = self._index.graph.step(asked.seed.first)
        steps = (asked.seed.start, asked.seed.first, second, _NOTHING)
        profile = Profile(
            asked.seed, own, texts.texts, texts.certainty, texts.largest, _NOTHING, steps
        )
        numbers, nodes = self._linked.first + texts.works, self._linked.work_nodes[texts.works]
        second = Vector(second.indices.astype(np.int32), second.values)
        return Near(numbers, nodes, texts.products, second, self._largest(profile, late=False))

    def _greatest(self, asked: Asked) -> NDArray[np.float64]:
        nothing = np.zeros(0, np.float32)  # no late signal looks at texts
        return self._largest(self._profile(asked, nothing, Certainty.EXACT), late=True)

    def _largest(self, profile: Profile, *, late: bool) -> NDArray[np.float64]:
        return np.array(
            [
                one.signal.reach(self._index, profile).largest
                if (one.signal in _LATE) == late
                else 0.0
                for one in self._ingredients(profile.seed)
            ]
        )

    def _best(self, asked: Asked, k: int) -> list[Place]:
        index, linked = self._index, self._linked
        profile = self._profile(asked, *index.products(asked.seed, self._own(asked)))
        ingredients = self._ingredients(asked.seed)
        reaches = [
            (profile, ingredient, replace(reach, greatest=greatest))
            for (profile, ingredient, reach), greatest in zip(
                reached(index, profile, ingredients), asked.greatest.tolist(), strict=True
            )
        ]
        scores = summed(index, reaches, profile.own, index.parameters.popularity_penalty)
        works, totals = best_of_groups(index, scores, scores.reached, k)
        return [
            Place(-total, linked.first + work, int(linked.groups[work]), linked.ids[work])
            for work, total in zip(works.tolist(), totals.tolist(), strict=True)
        ]

    def _profile(self, asked: Asked, texts: NDArray[np.float32], certainty: Certainty) -> Profile:
        """The query as the first visits left it, with its walkers' third step to this block."""
        third = self._index.graph.step(asked.second)
        steps = (asked.seed.start, asked.seed.first, asked.second, third)
        return Profile(asked.seed, self._own(asked), texts, certainty, 0.0, asked.alike, steps)

    def _ingredients(self, seed: Seed) -> tuple[Ingredient, ...]:
        """The signals that count, in the order of `reached`."""
        found = related_ingredients(self._index.parameters, seed)
        return tuple(one for one in found if one.weight > 0)

    def _own(self, asked: Asked) -> NDArray[np.bool_]:
        own: NDArray[np.bool_] = self._index.corpus.groups == asked.group
        return own


def with_near(asked: list[Asked], found: Iterable[list[Near]], kin: int) -> list[Asked]:
    """The queries with what their first visits found in all blocks."""
    return [
        _with_near(one, parts, kin)
        for one, parts in zip(asked, zip(*found, strict=True), strict=True)
    ]


def _with_near(asked: Asked, parts: tuple[Near, ...], kin: int) -> Asked:
    numbers, nodes, products = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("numbers", "nodes", "products")
    )
    nearest = np.lexsort((numbers, -products))[: max(kin, 1)]
    return replace(
        asked,
        alike=walkers_on(nodes[nearest], products[nearest], kin),
        second=Vector.summed(
            np.concatenate([part.second.indices for part in parts]),
            np.concatenate([part.second.values for part in parts]),
        ),
        greatest=np.maximum.reduce([part.greatest for part in parts]),
    )


def with_greatest(asked: list[Asked], found: Iterable[list[NDArray[np.float64]]]) -> list[Asked]:
    """The queries with the greatest values that their second visits found."""
    return [
        replace(one, greatest=np.maximum.reduce([one.greatest, *parts]))
        for one, parts in zip(asked, zip(*found, strict=True), strict=True)
    ]


def listed(
    works: list[str], found: Iterable[list[list[Place]]], k: int
) -> Iterator[tuple[str, int, str, float]]:
    """Work, rank, related work and score: the best of all blocks, one version of each work."""
    for work, parts in zip(works, zip(*found, strict=True), strict=True):
        groups: dict[int, Place] = {}
        for place in sorted(place for part in parts for place in part):
            groups.setdefault(place.group, place)
        for rank, place in enumerate(list(groups.values())[:k], start=1):
            yield work, rank, place.work, -place.minus_score
