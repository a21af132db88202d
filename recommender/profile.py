"""What a query looks like in each space: terms, topics, and where its walkers are."""

from __future__ import annotations

from dataclasses import dataclass

from recommender.sparse import Vector, mean


@dataclass(frozen=True, slots=True)
class Profile:
    """A query, ready to be compared.

    Args:
        works: numbers of the query's own works; they and their versions never appear.
        terms: unit vector over terms, or zero.
        topics: unit vector over nodes, or zero.
        steps: where the walkers are, as mass on nodes, after 0, 1, 2 and 3 steps; a query that
            is no work has no mass at 0.
    """

    works: tuple[int, ...]
    terms: Vector
    topics: Vector
    steps: tuple[Vector, Vector, Vector, Vector]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare."""
        spaces = (self.terms, self.topics, self.steps[1])
        return not any(len(vector.indices) for vector in spaces)


def merged(profiles: list[Profile]) -> Profile:
    """Several queries as one: the average in every space, at unit length for cosines.

    A query without links does not thin out the walkers of the others.
    """
    if len(profiles) == 1:
        return profiles[0]
    walking = [profile for profile in profiles if len(profile.steps[1].indices)]
    start, first, second, third = (
        mean([profile.steps[number] for profile in walking]) for number in range(4)
    )
    return Profile(
        works=tuple(work for profile in profiles for work in profile.works),
        terms=mean([profile.terms for profile in profiles]).unit(),
        topics=mean([profile.topics for profile in profiles]).unit(),
        steps=(start, first, second, third),
    )
