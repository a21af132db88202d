"""The signals: each says how near every work is to a query, and why.

A signal's `reasons` for a work add up to the value it gives that work; this is what makes the
explanation of a fused score exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.index import Index
from recommender.paths import kin_reasons, link_reasons, walk2_reasons, walk3_reasons
from recommender.profile import Profile
from recommender.reasons import Reason, Reasons
from recommender.sparse import Ints, Vector
from recommender.worth import COUNT_MAX


@dataclass(frozen=True, slots=True)
class Reach:
    """Which works a signal reaches, and how strongly, in single precision or better.

    Args:
        works: their numbers, or None when `values` has one value a work.
        values: >= 0; 0 at the query's own works and where the signal does not reach. Where a
            profile has only bounds of the products of texts, so has this.
        greatest: the greatest value where it is known, else None.
    """

    works: Ints | None
    values: NDArray[Any]
    greatest: float | None = None

    @property
    def largest(self) -> float:
        """The greatest value, 0 when no work is reached."""
        return float(self.values.max(initial=0.0)) if self.greatest is None else self.greatest


class Signal(Protocol):
    """One way in which works are near each other."""

    @property
    def name(self) -> str:
        """The name evidence is filed under."""

    def reach(self, index: Index, profile: Profile) -> Reach:
        """How near works are, fast."""

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """How near some works are, in double precision."""

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """What makes up the exact value of one work."""


@dataclass(frozen=True, slots=True)
class TextSignal:
    """Likeness of the texts; the reasons are the shared terms."""

    name: str = "text"

    def reach(self, index: Index, profile: Profile) -> Reach:  # noqa: ARG002 - the protocol's
        """The products, or bounds of them, that the profile holds."""
        return Reach(None, profile.texts, profile.text_largest)

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """The products again, from the counts."""
        return index.texts.exact(profile.seed.terms, works)

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """One reason a shared term."""
        return _term_reasons(index, profile, work, index.texts.addends(profile.seed.terms, work))


@dataclass(frozen=True, slots=True)
class TitleSignal:
    """Likeness of the query to the titles alone."""

    name: str = "title"

    def reach(self, index: Index, profile: Profile) -> Reach:
        """Products with every title."""
        products = index.titles.products(profile.seed.terms)
        products[profile.own] = 0.0
        return Reach(None, products)

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """Products with some titles."""
        return index.titles.exact(profile.seed.terms, works)

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """One reason a shared term."""
        return _term_reasons(index, profile, work, index.titles.addends(profile.seed.terms, work))


@dataclass(frozen=True, slots=True)
class TopicSignal:
    """Cosine of the concepts and keywords; the reasons are the shared ones."""

    name: str = "concepts"

    def reach(self, index: Index, profile: Profile) -> Reach:
        """Cosine with every work, in [0, 1]."""
        if len(profile.seed.topics.indices) == 0:
            return Reach(np.zeros(0, np.int64), np.zeros(0))
        products = index.topics.products(profile.seed.topics)
        products[profile.own] = 0.0
        return Reach(None, products)

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """Cosine with some works."""
        return index.topics.exact(profile.seed.topics, works)

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """One reason a shared topic."""
        addends = index.topics.addends(profile.seed.topics, work)
        topics = addends.indices
        return Reasons(addends.values, lambda place: Reason("concept", (int(topics[place]),)))


@dataclass(frozen=True, slots=True)
class WalkSignal:
    """Share of the walkers that are at a work after a number of steps from the query."""

    name: str
    steps: int

    def reach(self, index: Index, profile: Profile) -> Reach:
        """Mass at works, in [0, 1]."""
        return _on_works(index, profile, profile.steps[self.steps])

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """Mass at some works."""
        return profile.steps[self.steps].at(index.corpus.work_nodes[works])

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """One reason a path."""
        explain = {1: link_reasons, 2: walk2_reasons, 3: walk3_reasons}[self.steps]
        return explain(index, profile, work)


@dataclass(frozen=True, slots=True)
class KinSignal:
    """Share of the walkers that come, in one step, from the works whose texts are most alike.

    It lends a new work, which nothing links to yet, the citations of what reads like it.
    """

    name: str = "kin"

    def reach(self, index: Index, profile: Profile) -> Reach:
        """Mass at works, in [0, 1]."""
        return _on_works(index, profile, self._mass(index, profile))

    def exact(self, index: Index, profile: Profile, works: Ints) -> NDArray[np.float64]:
        """Mass at some works."""
        return self._mass(index, profile).at(index.corpus.work_nodes[works])

    def reasons(self, index: Index, profile: Profile, work: int) -> Reasons:
        """One reason a work that reads like the query."""
        return kin_reasons(index, profile, work)

    def _mass(self, index: Index, profile: Profile) -> Vector:
        return index.graph.step(profile.alike, through=False)


def _on_works(index: Index, profile: Profile, mass: Vector) -> Reach:
    works = index.node_works[mass.indices]
    listed = np.flatnonzero((works >= 0) & ~profile.own[works])
    values = mass.values[listed]
    return Reach(works[listed], values.astype(np.float32), float(values.max(initial=0.0)))


def _term_reasons(index: Index, profile: Profile, work: int, addends: Vector) -> Reasons:
    origins = _translated_terms(index, (work, *profile.seed.works))

    def name(place: int) -> Reason:
        term = int(addends.indices[place])
        shown = index.surface(term)
        if term in origins:
            return Reason("translation", label=f"{origins[term]} → {shown}")
        return Reason("term", label=shown)

    return Reasons(addends.values, name)


def _translated_terms(index: Index, works: tuple[int, ...]) -> dict[int, str]:
    """Terms that only a dictionary phrase gave one of these works, with the phrase."""
    phrases = index.phrases
    if not phrases:
        return {}
    origins: dict[int, str] = {}
    for work in works:
        terms, codes = index.corpus.counts.row(work)
        brought = set(terms[codes > COUNT_MAX].tolist())
        for phrase in index.corpus.translations.row(work)[0].tolist():
            for meaning in index.corpus.dictionary[phrases[phrase]]:
                for name in index.analyzer.terms(meaning):
                    if (term := index.corpus.terms.find(name)) in brought:
                        origins.setdefault(term, phrases[phrase])
    return origins


LINK = WalkSignal("link", 1)
WALK2 = WalkSignal("walk2", 2)
WALK3 = WalkSignal("walk3", 3)
KIN = KinSignal()
TEXT = TextSignal()
TITLE = TitleSignal()
TOPICS = TopicSignal()
