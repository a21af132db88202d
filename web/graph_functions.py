"""Statements of SPARQL that the index answers: ``paperkin:textMatch`` and ``paperkin:relatedTo``.

The graph does not know the index, nor the index the graph; they meet here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kg.errors import InvalidIdentifier
from kg.iris import Iris
from kg.sparql import Match, MatchFunction
from kg.vocab import PAPERKIN
from recommender import Evidence, RankedList, Recommender
from recommender.errors import UnknownWork

_MOST_MATCHES: Final = 1_000
_MOST_RELATED: Final = 100
_SHOWN_REASONS: Final = 5


def graph_functions(index: Callable[[], Recommender], iris: Iris) -> Mapping[str, MatchFunction]:
    """Give the functions by the IRIs of their properties.

    Args:
        index: gives the index of the current version.
        iris: mints the IRIs of works.
    """

    def text_match(words: str) -> list[Match]:
        return _matches(index().search(words, _MOST_MATCHES), iris)

    def related_to(other: str) -> list[Match]:
        try:
            work = iris.parse(other)
            if work.kind != "work" or work.part:
                return []
            return _matches(index().related(work.key, _MOST_RELATED), iris)
        except (InvalidIdentifier, UnknownWork):
            return []

    return {PAPERKIN.textMatch.value: text_match, PAPERKIN.relatedTo.value: related_to}


def _matches(ranked: RankedList, iris: Iris) -> list[Match]:
    return [
        Match(iris.work(one.id).value, one.score, _in_words(one.evidence)) for one in ranked.results
    ]


def _in_words(evidence: Sequence[Evidence]) -> str:
    """The strongest reasons, each with its part of the score."""
    strongest = sorted(evidence, key=lambda part: -part.part)[:_SHOWN_REASONS]
    return "; ".join(f"{part.kind}: {part.label} ({part.part:.3f})" for part in strongest)
