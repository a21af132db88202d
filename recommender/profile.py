"""What a query looks like in each space: terms, topics, and where its walkers are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.sparse import Ints, Vector, mean
from recommender.weighting import Certainty

_NOTHING = Vector.empty()


@dataclass(frozen=True, slots=True)
class Seed:
    """A query before it is compared with anything; seeds can be averaged.

    Args:
        works: numbers of the query's own works; they and their versions never appear.
        terms: unit vector over terms, or zero.
        topics: unit vector over nodes, or zero.
        start: walkers on the query's own nodes; none for a query that is no work.
        first: walkers after one step.
        cites: whether a citation, in either direction, touches one of the works.
        is_one_work: whether every walker comes from one held work.
    """

    works: tuple[int, ...] = ()
    terms: Vector = _NOTHING
    topics: Vector = _NOTHING
    start: Vector = _NOTHING
    first: Vector = _NOTHING
    cites: bool = False
    is_one_work: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare."""
        return not any(len(part.indices) for part in (self.terms, self.topics, self.first))


def merged(seeds: list[Seed]) -> Seed:
    """Several queries as one: the average in every space, at unit length for cosines.

    A query without links does not thin out the walkers of the others.
    """
    if len(seeds) == 1:
        return seeds[0]
    walking = [seed for seed in seeds if len(seed.first.indices)]
    return Seed(
        works=tuple(work for seed in seeds for work in seed.works),
        terms=mean([seed.terms for seed in seeds]).unit(),
        topics=mean([seed.topics for seed in seeds]).unit(),
        start=mean([seed.start for seed in walking]),
        first=mean([seed.first for seed in walking]),
        cites=any(seed.cites for seed in seeds),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A query's text, compared with those of all works.

    Args:
        texts: the product of the query's terms with each work's, as certain as said; 0 at the
            query's own works; shape (n_works,).
        certainty: whether these are the products, or more or less than they.
        works: those whose texts are most alike, best first.
        products: how alike they are, exactly.
    """

    texts: NDArray[np.float32]
    certainty: Certainty
    works: Ints
    products: NDArray[np.float64]

    @property
    def largest(self) -> float:
        """The greatest product, 0 when no work shares a term."""
        return float(self.products.max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Profile:
    """A query, compared with the texts of all works and walked from.

    Args:
        seed: the query itself.
        own: the query's works and their versions; shape (n_works,), bool.
        texts: the product of the query's terms with each work's, as certain as said; 0 at `own`;
            shape (n_works,).
        certainty: whether these are the products, or more or less than they.
        text_largest: the greatest product.
        alike: walkers on the works whose texts are most alike, by that likeness.
        steps: walkers after 0, 1, 2 and 3 steps from the query.
    """

    seed: Seed
    own: NDArray[np.bool_]
    texts: NDArray[np.float32]
    certainty: Certainty
    text_largest: float
    alike: Vector
    steps: tuple[Vector, Vector, Vector, Vector]


def walkers_on(nodes: Ints, products: NDArray[np.float64], count: int) -> Vector:
    """Walkers on the works that read most alike, none when `count` is 0.

    Args:
        nodes: the nodes of these works, in any order.
        products: how alike their texts are to the query's, > 0.
        count: how many works are asked for.
    """
    # squared, so that the very like ones lead whatever their number
    alike = Vector.summed(nodes, np.square(products))
    total = float(alike.values.sum()) if count else 0.0
    return alike.scaled(1.0 / total) if total else Vector.empty()
