"""Related works, each with its sentence, its exact table and the query that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from recommender.errors import UnknownWork
from recommender.model import RankedList
from web.breakdown import Breakdown, breakdown
from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.narrowing import Narrowing
from web.proof import connection_of, proof_path
from web.reasons import Subject, teller_for
from web.shared_words import text_of

DEFAULT_K: Final = 10
MOST_ROWS: Final = 12
DIVERSITY: Final = 0.7
"""Balance of likeness and difference in a varied list, in [0, 1]; 1 is likeness alone."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How a reader wants a list of related works.

    Args:
        k: how many.
        narrowing: conditions.
        fewer: keys of works of which fewer are wanted.
        is_varied: True to prefer works that differ from one another.
    """

    k: int
    narrowing: Narrowing = field(default_factory=Narrowing)
    fewer: tuple[str, ...] = ()
    is_varied: bool = False

    def parameters(self) -> dict[str, object]:
        """The same as query parameters."""
        return {
            "k": self.k if self.k != DEFAULT_K else None,
            "not": list(self.fewer) or None,
            "varied": "yes" if self.is_varied else None,
            **self.narrowing.parameters(),
        }


@dataclass(frozen=True, slots=True)
class RelatedWork:
    """One place of a ranked list.

    Args:
        rank: from 1.
        score: the sum of the parts in the table.
        work: what is related.
        why: the sentence.
        breakdown: the table, or None where it stands on another page.
        proof: path of the SPARQL query that shows the connection.
    """

    rank: int
    score: float
    work: WorkCard
    why: Markup
    breakdown: Breakdown | None
    proof: str


@dataclass(frozen=True, slots=True)
class RelatedList:
    """A ranked list as pages show it; ``reason`` says why it is empty."""

    places: tuple[RelatedWork, ...]
    reason: str | None
    as_of: int | str | None


def related_works(key: str, asked: Adjustment, most_rows: int = MOST_ROWS) -> RelatedList:
    """The works related to one; a work that is not in the index has none, for that reason."""
    options: dict[str, Any] = {"filters": asked.narrowing.filters()}
    if asked.is_varied:
        options["diversity"] = DIVERSITY
    try:
        ranked = services().related_to((key,), asked.fewer, None, asked.k, **options)
    except UnknownWork:
        return RelatedList((), "not-indexed", None)
    return related_list(ranked, seeds=(key,), most_rows=most_rows)


def related_list(
    ranked: RankedList,
    seeds: Sequence[str] = (),
    subject: Subject = "work",
    most_rows: int = MOST_ROWS,
) -> RelatedList:
    """Gather what is shown of a ranked list; works that are no longer held fall out.

    Args:
        ranked: the list.
        seeds: keys of the works that were asked about.
        subject: what was asked about.
        most_rows: rows of each table of parts; the weakest are summed in the last one. With 0
            there are no tables.
    """
    reader = services().reader
    works = {work.key: work for work in reader.works([result.id for result in ranked.results])}
    cards = {card.key: card for card in work_cards(works.values(), reader, language())}
    teller = teller_for(ranked, seeds, subject, reader, words())
    places = tuple(
        RelatedWork(
            rank=result.rank,
            score=result.score,
            work=cards[result.id],
            why=teller.sentence_html(result, text_of([works[result.id]])),
            breakdown=breakdown(result, teller.names, most_rows) if most_rows else None,
            proof=proof_path(connection_of(result, seeds)),
        )
        for result in ranked.results
        if result.id in cards
    )
    return RelatedList(places, ranked.reason, ranked.as_of)
