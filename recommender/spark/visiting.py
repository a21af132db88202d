"""What a query asks of each block, and what the answers of all blocks come to.

A score divides each signal by its greatest value over all works, and one signal begins with the
works that read most like the query. So a query visits the blocks three times; each time it brings
what the visit before has found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from recommender.fusion import Reached, reached, related_ingredients, summed
from recommender.index import Index
from recommender.profile import Profile, Seed, walkers_on
from recommender.ranking import best_of_groups
from recommender.spark.blocks import Block, Shared
from recommender.sparse import Ints, Vector
from recommender.weighting import Certainty

_NOTHING = Vector.empty()


@dataclass(frozen=True, slots=True)
class Asked:
    """A work as a query on its way.

    Args:
        work: its id.
        group: equal for its versions.
        seed: the query itself.
        text_largest: the greatest likeness of a text; known after the first visits, as are
        alike: walkers on the works whose texts are most alike, and
        second: walkers after two steps.
        greatest: of each signal that counts; known after the second visits.
    """

    work: str
    group: int
    seed: Seed
    text_largest: float = 0.0
    alike: Vector = _NOTHING
    second: Vector = _NOTHING
    greatest: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """What a query finds in one block: works that read like it, and walkers after two steps.

    Args:
        numbers, nodes: of the works, best first.
        products: how alike they are.
        second: walkers on the block's nodes.
    """

    numbers: Ints
    nodes: Ints
    products: NDArray[np.float64]
    second: Vector


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A work that may be listed; the better one is the smaller."""

    minus_score: float
    number: int
    group: int = field(compare=False)
    work: str = field(compare=False)


def questions(block: Block, shared: Shared, size: int) -> Iterator[tuple[int, list[Asked]]]:
    """The works of a block as queries, some at a time, each lot with the number of its first."""
    linked = block.linked
    if linked is None:
        return
    index = block.index(shared, block.leaving(shared))
    for begin in range(0, len(linked.ids), size):
        asked = [
            Asked(
                linked.ids[work],
                int(linked.groups[work]),
                replace(index.seed_of_work(work), works=()),
            )
            for work in range(begin, min(begin + size, len(linked.ids)))
        ]
        yield linked.first + begin, asked


class Visited:
    """A block that is being visited."""

    def __init__(self, block: Block, shared: Shared) -> None:
        self._linked = block.linked
        self._graph = block.arriving(shared)
        self._index = None if block.linked is None else block.index(shared, self._graph)

    def near(self, asked: list[Asked]) -> list[Near]:
        """The first visit."""
        return [self._near(one) for one in asked]

    def greatest(self, asked: list[Asked]) -> NDArray[np.float64]:
        """The second visit: the greatest value of each signal; shape (n_queries, n_signals)."""
        rows = [[reach.largest for _, _, reach in self._reached(one)] for one in asked]
        return np.array(rows, np.float64)

    def best(self, asked: list[Asked], k: int) -> list[list[Place]]:
        """The third visit: the first k works of this block."""
        return [self._best(one, k) for one in asked]

    def _near(self, asked: Asked) -> Near:
        second = self._graph.step(asked.seed.first)
        if self._index is None or self._linked is None:
            none = np.zeros(0, np.int64)
            return Near(none, none, np.zeros(0), second)
        products = self._products(self._index, asked)
        count = max(int(self._index.parameters.kin), 1)
        texts = self._index.texts
        found = texts.nearest(asked.seed.terms, products, Certainty.EXACT, count)
        assert found is not None  # products of all are never too many
        works, exact = found
        return Near(self._linked.first + works, self._linked.work_nodes[works], exact, second)

    def _reached(self, asked: Asked) -> list[Reached]:
        index = self._index
        assert index is not None
        steps = (asked.seed.start, asked.seed.first, asked.second, self._graph.step(asked.second))
        profile = Profile(
            seed=asked.seed,
            own=index.corpus.groups == asked.group,
            texts=self._products(index, asked),
            certainty=Certainty.EXACT,
            text_largest=asked.text_largest,
            alike=asked.alike,
            steps=steps,
        )
        return reached(index, profile, related_ingredients(index.parameters, asked.seed))

    def _best(self, asked: Asked, k: int) -> list[Place]:
        index, linked = self._index, self._linked
        assert index is not None
        assert linked is not None
        reaches = [
            (profile, ingredient, replace(reach, greatest=greatest))
            for (profile, ingredient, reach), greatest in zip(
                self._reached(asked), asked.greatest, strict=True
            )
        ]
        own = index.corpus.groups == asked.group
        scores = summed(index, reaches, own, index.parameters.popularity_penalty)
        works, totals = best_of_groups(index, scores, scores.reached, k)
        return [
            Place(-total, linked.first + work, int(linked.groups[work]), linked.ids[work])
            for work, total in zip(works.tolist(), totals.tolist(), strict=True)
        ]

    @staticmethod
    def _products(index: Index, asked: Asked) -> NDArray[np.float32]:
        products = index.texts.products(asked.seed.terms)
        products[index.corpus.groups == asked.group] = 0.0
        return products


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
        text_largest=float(products.max(initial=0.0)),
        alike=walkers_on(nodes[nearest], products[nearest], kin),
        second=Vector.summed(
            np.concatenate([part.second.indices for part in parts]),
            np.concatenate([part.second.values for part in parts]),
        ),
    )


def with_greatest(asked: list[Asked], found: Iterable[NDArray[np.float64]]) -> list[Asked]:
    """The queries with the greatest values that their second visits found."""
    greatest = np.maximum.reduce(list(found))
    return [
        replace(one, greatest=tuple(values))
        for one, values in zip(asked, greatest.tolist(), strict=True)
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
