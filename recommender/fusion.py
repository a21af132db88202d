"""Signals become one score.

score = sum over signals of weight * f(value / greatest value) - popularity penalty

The greatest value is taken over all works that may ever be listed for this query, whatever the
filters, so a filter never changes a score. f is log1p(c x) / log1p(c) for walk masses, whose
sizes differ by orders of magnitude, and x for cosines. A signal that does not reach a work adds
nothing.

References:
    E. A. Fox, J. A. Shaw (1994). Combination of multiple searches. TREC-2. (CombSUM)
    S. Wu (2012). Data Fusion in Information Retrieval. Springer. (linear combination)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.index import Index
from recommender.parameters import Parameters
from recommender.profile import Profile
from recommender.reasons import Reason
from recommender.signals import LINK, TEXT, TITLE, TOPICS, WALK2, WALK3, Signal


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A signal with its weight and form.

    Args:
        signal: what is measured.
        weight: its greatest possible addend.
        compression: c of the logarithm, 0 for the value itself.
        sign: 1, or -1 for likeness to what the reader does not want.
    """

    signal: Signal
    weight: float
    compression: float = 0.0
    sign: int = 1

    def form(self, value: NDArray[np.float64] | float, largest: float) -> NDArray[np.float64]:
        """The addend of a signal's value."""
        relative = np.asarray(value) / largest
        if self.compression:
            relative = np.log1p(self.compression * relative) / np.log1p(self.compression)
        return self.sign * self.weight * relative


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one ingredient gives to every work.

    Args:
        values: the signal's values, 0 at works that may not be listed; shape (n_works,).
    """

    ingredient: Ingredient
    profile: Profile
    values: NDArray[np.float64]
    largest: float

    def addends(self) -> NDArray[np.float64]:
        """The addend of every work; shape (n_works,)."""
        if self.largest <= 0:
            return np.zeros(len(self.values))
        return self.ingredient.form(self.values, self.largest)

    def parts(self, index: Index, work: int) -> list[Reason]:
        """The addend of one work, shared out over its reasons in proportion."""
        value = float(self.values[work])
        if value <= 0:
            return []
        scale = float(self.ingredient.form(value, self.largest)) / value
        reasons = self.ingredient.signal.reasons(index, self.profile, work)
        return [
            Reason(reason.kind, reason.nodes, reason.share * scale, reason.label)
            for reason in reasons
        ]

    @property
    def name(self) -> str:
        """The name evidence is filed under."""
        return ("-" if self.ingredient.sign < 0 else "") + self.ingredient.signal.name


@dataclass(frozen=True, slots=True)
class Scores:
    """The fused scores of all works for one query.

    Args:
        totals: shape (n_works,), rounded to 12 significant digits.
        reached: works some positive signal reaches; shape (n_works,), bool.
        contributions: what the totals are made of.
        penalties: what popularity takes away; shape (n_works,).
    """

    totals: NDArray[np.float64]
    reached: NDArray[np.bool_]
    contributions: tuple[Contribution, ...]
    penalties: NDArray[np.float64]


def related_ingredients(parameters: Parameters) -> tuple[Ingredient, ...]:
    """The signals that make works related."""
    c = parameters.walk_compression
    return (
        Ingredient(TEXT, parameters.text_weight),
        Ingredient(TOPICS, parameters.concept_weight),
        Ingredient(LINK, parameters.link_weight, c),
        Ingredient(WALK2, parameters.walk2_weight, c),
        Ingredient(WALK3, parameters.walk3_weight, c),
    )


def search_ingredients(parameters: Parameters) -> tuple[Ingredient, ...]:
    """The signals of plain text search."""
    return (Ingredient(TEXT, 1.0), Ingredient(TITLE, parameters.title_weight))


def unwanted(ingredients: tuple[Ingredient, ...], share: float) -> tuple[Ingredient, ...]:
    """The same signals, counted against a work."""
    return tuple(
        Ingredient(one.signal, one.weight * share, one.compression, -1) for one in ingredients
    )


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
        own: works of the query and their versions, never listed; shape (n_works,), bool.
        popularity: the popularity penalty's weight.
    """
    contributions = []
    totals = np.zeros(index.corpus.n_works)
    reached = np.zeros(index.corpus.n_works, np.bool_)
    for profile, ingredients in queries:
        for ingredient in ingredients:
            if ingredient.weight > 0:
                values = ingredient.signal.values(index, profile)
                values[own] = 0.0
                largest = float(values.max(initial=0.0))
                contribution = Contribution(ingredient, profile, values, largest)
                contributions.append(contribution)
                totals += contribution.addends()
                if ingredient.sign > 0:
                    reached |= values > 0
    penalties = np.where(reached, popularity * np.log1p(index.cited) / 8.0, 0.0)
    totals = rounded(totals - penalties)
    return Scores(totals, reached, tuple(contributions), penalties)


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rounded to 12 significant digits, so that sums in another order make the same tie."""
    magnitude = np.floor(np.log10(np.abs(values), where=values != 0, out=np.zeros_like(values)))
    unit = np.power(10.0, 11.0 - magnitude)
    result: NDArray[np.float64] = np.rint(values * unit) / unit
    return result
