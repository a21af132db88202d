"""The signals: each says how near every work is to a query, and why.

A signal's `reasons` for a work add up to the value it gives that work; this is what makes the
explanation of a fused score exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.index import Index
from recommender.paths import link_reasons, walk2_reasons, walk3_reasons
from recommender.postings import VectorSpace
from recommender.profile import Profile
from recommender.reasons import Reason
from recommender.sparse import Vector


class Signal(Protocol):
    """One way in which works are near each other."""

    @property
    def name(self) -> str:
        """The name evidence is filed under."""

    def values(self, index: Index, profile: Profile) -> NDArray[np.float64]:
        """How near each work is; shape (n_works,), >= 0, 0 where it does not reach."""

    def reasons(self, index: Index, profile: Profile, work: int) -> list[Reason]:
        """What makes up the value of one work."""


@dataclass(frozen=True, slots=True)
class TextSignal:
    """Cosine of the texts; the reasons are the shared terms."""

    name: str = "text"

    def values(self, index: Index, profile: Profile) -> NDArray[np.float64]:
        """Cosine with every work, in [0, 1]."""
        return self._space(index).products(profile.terms)

    def reasons(self, index: Index, profile: Profile, work: int) -> list[Reason]:
        """One reason a shared term."""
        addends = self._space(index).addends(profile.terms, work)
        origins = _translated_terms(index, (work, *profile.works))
        return [
            _term_reason(index, term, share, origins)
            for term, share in zip(addends.indices.tolist(), addends.values.tolist(), strict=True)
        ]

    def _space(self, index: Index) -> VectorSpace:
        return index.texts


@dataclass(frozen=True, slots=True)
class TitleSignal(TextSignal):
    """Cosine of the query with the titles alone."""

    name: str = "title"

    def _space(self, index: Index) -> VectorSpace:
        return index.titles


@dataclass(frozen=True, slots=True)
class TopicSignal:
    """Cosine of the concepts and keywords; the reasons are the shared ones."""

    name: str = "concepts"

    def values(self, index: Index, profile: Profile) -> NDArray[np.float64]:
        """Cosine with every work, in [0, 1]."""
        return index.topics.products(profile.topics)

    def reasons(self, index: Index, profile: Profile, work: int) -> list[Reason]:
        """One reason a shared topic."""
        addends = index.topics.addends(profile.topics, work)
        return [
            Reason("concept", (topic,), share)
            for topic, share in zip(addends.indices.tolist(), addends.values.tolist(), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class WalkSignal:
    """Share of the walkers that are at a work after a number of steps."""

    name: str
    steps: int

    def values(self, index: Index, profile: Profile) -> NDArray[np.float64]:
        """Mass at each work, in [0, 1]."""
        return _on_works(index, profile.steps[self.steps])

    def reasons(self, index: Index, profile: Profile, work: int) -> list[Reason]:
        """One reason a path."""
        explain = {1: link_reasons, 2: walk2_reasons, 3: walk3_reasons}[self.steps]
        return explain(index, profile, work)


def _on_works(index: Index, mass: Vector) -> NDArray[np.float64]:
    works = index.node_works[mass.indices]
    held = works >= 0
    values = np.zeros(index.corpus.n_works)
    values[works[held]] = mass.values[held]
    return values


def _term_reason(index: Index, term: int, share: float, origins: dict[str, str]) -> Reason:
    name = index.corpus.terms[term]
    shown = index.corpus.surfaces[term]
    if name in origins:
        return Reason("translation", (), share, f"{origins[name]} → {shown}")
    return Reason("term", (), share, shown)


def _translated_terms(index: Index, works: tuple[int, ...]) -> dict[str, str]:
    """Terms that a dictionary phrase gave one of these works, with the phrase."""
    phrases = index.phrases
    origins: dict[str, str] = {}
    for work in works:
        for phrase in index.corpus.translations.row(work)[0].tolist():
            for meaning in index.corpus.dictionary[phrases[phrase]]:
                for term in index.analyzer.terms(meaning):
                    origins.setdefault(term, phrases[phrase])
    return origins


LINK = WalkSignal("link", 1)
WALK2 = WalkSignal("walk2", 2)
WALK3 = WalkSignal("walk3", 3)
TEXT = TextSignal()
TITLE = TitleSignal()
TOPICS = TopicSignal()
