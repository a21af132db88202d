"""Two to five works side by side: what they share, what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from markupsafe import Markup

from kg.catalogue.errors import UnknownEntity
from kg.entities import ConceptKind, Work
from recommender import Filters
from recommender.errors import UnknownWork
from web.current import language, services, words
from web.errors import BadParameter
from web.pages.cards import WorkCard, work_cards
from web.pages.concept import KINDS
from web.pages.frame import Frame, Page, render
from web.pages.labels import Named, concept_label
from web.reasons import teller_for
from web.shared_words import text_of
from web.urls import entity_path, with_query

blueprint = Blueprint("compare", __name__)
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A concept, and in which of the works it stands."""

    concept: Named
    kind: ConceptKind
    present: tuple[bool, ...]

    @property
    def is_shared(self) -> bool:
        """True when more than one work has it."""
        return sum(self.present) > 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of the works, how near they are, and why."""

    one: WorkCard
    other: WorkCard
    score: float
    why: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage(Page):
    """The comparison; fewer than two works mean that more are asked for."""

    works: tuple[WorkCard, ...]
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]


@blueprint.get("/compare")
def compare() -> str:
    """Works side by side."""
    works = _works(request.args.getlist("id"))
    cards = tuple(work_cards(works, services().reader, language()))
    frame = Frame(
        title=words().plain("compare.title"),
        path=with_query("/compare", id=[work.key for work in works]),
        is_indexed=False,
    )
    page = ComparePage(frame=frame, works=cards, rows=_rows(works), pairs=_pairs(works, cards))
    return render("compare.html", page)


def _works(ids: Sequence[str]) -> list[Work]:
    """The works asked for, in any spelling of their ids.

    Raises:
        BadParameter: there are too many.
        UnknownEntity: one of them is not held.
    """
    asked = [text for text in ids if text.strip()]
    if len(asked) > MOST:
        raise BadParameter("id", len(asked), f"at most {MOST} works")
    reader = services().reader
    keys = [(text, reader.find(text)) for text in asked]
    for text, key in keys:
        if key is None:
            raise UnknownEntity("work", text)
    return reader.works(list(dict.fromkeys(key for _, key in keys if key)))


def _rows(works: Sequence[Work]) -> tuple[Row, ...]:
    edges = {(edge.concept, edge.kind) for work in works for edge in work.concepts}
    concepts = services().reader.concepts_by_key(sorted(key for key, _ in edges))
    rows = []
    for key, kind in edges:
        if key in concepts:
            label = concept_label(concepts[key], language())
            name = Named(label.text, entity_path("concept", key), label.language)
            present = tuple(any(edge.concept == key for edge in w.concepts) for w in works)
            rows.append(Row(name, kind, present))
    return tuple(sorted(rows, key=_shared_first))


def _shared_first(row: Row) -> tuple[int, int, str]:
    return (-sum(row.present), KINDS.index(row.kind), row.concept.text)


def _pairs(works: Sequence[Work], cards: Sequence[WorkCard]) -> tuple[Pair, ...]:
    by_key = {card.key: card for card in cards}
    pairs: list[Pair] = []
    for place, work in enumerate(works):
        others = [other.key for other in works[place + 1 :]]
        pairs += _pairs_of(work, others, by_key) if others else []
    return tuple(sorted(pairs, key=lambda pair: -pair.score))


def _pairs_of(work: Work, others: list[str], cards: dict[str, WorkCard]) -> list[Pair]:
    try:
        ranked = services().related(work.key, len(others), filters=Filters(only=others))
    except UnknownWork:
        return []
    reader = services().reader
    teller = teller_for(ranked, (work.key,), "work", reader, words())
    found = {other.key: other for other in reader.works(others)}
    return [
        Pair(
            cards[work.key],
            cards[result.id],
            result.score,
            teller.sentence_html(result, text_of([found[result.id]])),
        )
        for result in ranked.results
    ]
