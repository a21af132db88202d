"""Signals become one score.

score = sum over signals of weight * f(value / greatest value) - popularity penalty

The greatest value is taken over all works that may ever be listed for this query, whatever the
filters, so a filter never changes a score. f is log1p(c x) / log1p(c) for walk masses, whose
sizes differ by orders of magnitude, and x for likenesses. A signal that does not reach a work
adds nothing.

All works are scored in single precision; those that can be among the best are scored again in
double precision, and that score is the one that orders and is explained.

References:
    E. A. Fox, J. A. Shaw (1994). Combination of multiple searches. TREC-2. (CombSUM)
    S. Wu (2012). Data Fusion in Information Retrieval. Springer. (linear combination)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.index import Index
from recommender.kernels import kernels
from recommender.parameters import Parameters
from recommender.profile import Profile, Seed
from recommender.reasons import Reasons
from recommender.signals import KIN, LINK, TEXT, TITLE, TOPICS, WALK2, WALK3, Reach, Signal
from recommender.sparse import Ints
from recommender.weighting import Certainty


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A signal with its weight and form.

    Args:
        signal: what is measured.
        weight: its greatest possible addend.
        compression: c of the logarithm, 0 for the value itself.
        floor: what values are at least divided by, so that faint likeness stays faint.
        sign: 1, or -1 for likeness to what the reader does not want.
    """

    signal: Signal
    weight: float
    compression: float = 0.0
    floor: float = 0.0
    sign: int = 1

    def form(self, values: NDArray[Any], largest: float) -> NDArray[Any]:
        """The addends of a signal's values, in the values' own precision."""
        factor = self.sign * self.weight
        if self.compression:
            logarithms = np.log1p(values * (self.compression / largest))
            return logarithms * float(factor / np.log1p(self.compression))
        return values * (factor / largest)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one ingredient gives to the works it reaches; `largest` > 0."""

    ingredient: Ingredient
    profile: Profile
    largest: float

    def values(self, index: Index, works: Ints) -> NDArray[np.float64]:
        """The signal's exact values at some works."""
        return self.ingredient.signal.exact(index, self.profile, works)

    def addends(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What values add to scores."""
        return self.ingredient.form(values, self.largest)

    def reasons(self, index: Index, work: int) -> Reasons:
        """What the value of one work is made of."""
        return self.ingredient.signal.reasons(index, self.profile, work)

    @property
    def name(self) -> str:
        """The name evidence is filed under."""
        return ("-" if self.ingredient.sign < 0 else "") + self.ingredient.signal.name


@dataclass(frozen=True, slots=True)
class Scores:
    """The fused scores of all works for one query.

    Args:
        totals: in single precision, as certain as said; shape (n_works,).
        reached: works some positive signal reaches, or may reach; shape (n_works,), bool.
        contributions: what the totals are made of.
        popularity: weight of the popularity penalty.
        slack: twice the greatest error a total can have by rounding.
        certainty: whether the totals are the scores, or more or less than they.
    """

    totals: NDArray[np.float32]
    reached: NDArray[np.bool_]
    contributions: tuple[Contribution, ...]
    popularity: float
    slack: float
    certainty: Certainty = Certainty.EXACT

    def exact(self, index: Index, works: Ints) -> NDArray[np.float64]:
        """Scores of some works in double precision, rounded to 12 significant digits.

        A work that no positive signal reaches after all has minus infinity.
        """
        totals = -self.penalties(index, works)
        reached = np.zeros(len(works), np.bool_)
        for contribution in self.contributions:
            values = contribution.values(index, works)
            totals += contribution.addends(values)
            if contribution.ingredient.sign > 0:
                reached |= values > 0
        return np.where(reached, rounded(totals), -np.inf)

    def penalties(self, index: Index, works: Ints) -> NDArray[np.float64]:
        """What popularity takes away from some works."""
        return self.popularity * index.fame[works]


def related_ingredients(parameters: Parameters, seed: Seed) -> tuple[Ingredient, ...]:
    """The signals that make works related to a query."""
    c = parameters.walk_compression
    faith = _faith_in_walks(parameters, seed)
    return (
        Ingredient(TEXT, parameters.text_weight),
        Ingredient(TOPICS, parameters.concept_weight, floor=parameters.concept_floor),
        Ingredient(LINK, parameters.link_weight, c),
        Ingredient(WALK2, faith * parameters.walk2_weight, c),
        Ingredient(WALK3, faith * parameters.walk3_weight, c),
        Ingredient(KIN, parameters.kin_weight, c),
    )


def _faith_in_walks(parameters: Parameters, seed: Seed) -> float:
    """Citations say most of where to go; the greatest mass of weaker links is still weak."""
    if seed.cites:
        return 1.0
    return parameters.topic_walks if len(seed.topics.indices) else parameters.uncited_walks


def search_ingredients(parameters: Parameters) -> tuple[Ingredient, ...]:
    """The signals of plain text search."""
    return (Ingredient(TEXT, 1.0), Ingredient(TITLE, parameters.title_weight))


def unwanted(ingredients: tuple[Ingredient, ...], share: float) -> tuple[Ingredient, ...]:
    """The same signals, counted against a work."""
    return tuple(replace(one, weight=one.weight * share, sign=-1) for one in ingredients)


def fuse(
    index: Index,
    queries: list[tuple[Profile, tuple[Ingredient, ...]]],
    own: NDArray[np.bool_],
    popularity: float,
) -> Scores:
    """Score every work.

    Args:
        index: where to look.
        queries: profiles with the ingredients they are compared by.
        own: works that are never listed; shape (n_works,), bool.
        popularity: the popularity penalty's weight.
    """
    reaches = [
        one for profile, ingredients in queries for one in reached(index, profile, ingredients)
    ]
    return summed(index, reaches, own, popularity)


Reached = tuple[Profile, Ingredient, Reach]


def reached(index: Index, profile: Profile, ingredients: tuple[Ingredient, ...]) -> list[Reached]:
    """How near all works are to a query, by each signal that counts."""
    return [
        (profile, ingredient, ingredient.signal.reach(index, profile))
        for ingredient in ingredients
        if ingredient.weight > 0
    ]


def summed(
    index: Index, reaches: list[Reached], own: NDArray[np.bool_], popularity: float
) -> Scores:
    """What the signals found, as one score of every work.

    Args:
        index: where they looked.
        reaches: what they found; where the index has only some of the works, each with the
            greatest value among all.
        own: works that are never listed; shape (n_works,), bool.
        popularity: the popularity penalty's weight.
    """
    contributions = []
    totals = np.zeros(index.corpus.n_works, np.float32)
    positive = np.zeros(index.corpus.n_works, np.bool_)
    for profile, ingredient, reach in reaches:
        if reach.largest > 0:
            largest = max(reach.largest, ingredient.floor)
            contributions.append(Contribution(ingredient, profile, largest))
            if reach.works is None and not ingredient.compression:
                factor = ingredient.form(np.ones(1), largest).item()
                kernels().add_scaled(reach.values, factor, totals, positive)
                continue
            where = slice(None) if reach.works is None else reach.works
            totals[where] += ingredient.form(reach.values, largest)
            if ingredient.sign > 0:
                positive[where] |= reach.values > 0
    if popularity:
        kernels().add_scaled(index.fame_single, -popularity, totals, positive)
    weights = sum(one.ingredient.weight for one in contributions) + popularity
    certainty = max((profile.certainty for profile, _, _ in reaches), key=list(Certainty).index)
    found = tuple(contributions)
    return Scores(totals, positive & ~own, found, popularity, 1e-5 * weights, certainty)


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rounded to 12 significant digits, so that sums in another order make the same tie."""
    magnitude = np.floor(np.log10(np.abs(values), where=values != 0, out=np.zeros_like(values)))
    unit = np.power(10.0, 11.0 - magnitude)
    result: NDArray[np.float64] = np.rint(values * unit) / unit
    return result
