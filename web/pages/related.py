"""Related works, each with its sentence, its exact table and the query that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from kg.entities import Work
from recommender.errors import UnknownWork
from recommender.model import RankedList
from web.breakdown import Breakdown, breakdown
from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Frame, Page, render
from web.parameters import whole_number
from web.proof import proof_path
from web.reasons import Subject, teller_for
from web.shared_words import text_of
from web.urls import entity_path, work_key_of

blueprint = Blueprint("related", __name__)
MOST = 100


@dataclass(frozen=True, slots=True)
class RelatedWork:
    """One place of a ranked list.

    Args:
        rank: from 1.
        score: the sum of the parts in the table.
        work: what is related.
        why: the sentence.
        breakdown: the table.
        proof: path of the SPARQL query that shows the connection, or None for a text.
    """

    rank: int
    score: float
    work: WorkCard
    why: Markup
    breakdown: Breakdown
    proof: str | None


@dataclass(frozen=True, slots=True)
class RelatedList:
    """A ranked list as pages show it; ``reason`` says why it is empty."""

    places: tuple[RelatedWork, ...]
    reason: str | None
    as_of: int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPage(Page):
    """The page of a work's related works."""

    seed: WorkCard
    related: RelatedList
    more: str | None


@blueprint.get("/work/<path:tail>/related")
def related(tail: str) -> str | Response:
    """The works related to one work."""
    key = work_key_of(tail)
    work = services().reader.work(key)
    k = whole_number(request.args, "k", 10, least=1, most=MOST)
    ranked = related_works(key, k)
    return render("related.html", _page(work, ranked, k))


def related_works(key: str, k: int) -> RelatedList:
    """The works related to one; a work that is not in the index has none, for that reason."""
    try:
        return related_list(services().related(key, k), seeds=(key,))
    except UnknownWork:
        return RelatedList((), "not-indexed", None)


def related_list(
    ranked: RankedList, seeds: Sequence[str] = (), subject: Subject = "work"
) -> RelatedList:
    """Gather what is shown of a ranked list; works that are no longer held fall out."""
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
            breakdown=breakdown(result, teller.names),
            proof=proof_path(seeds[0], result.id) if seeds else None,
        )
        for result in ranked.results
        if result.id in cards
    )
    return RelatedList(places, ranked.reason, ranked.as_of)


def _page(work: Work, ranked: RelatedList, k: int) -> RelatedPage:
    path = entity_path("work", work.key) + "/related"
    frame = Frame(title=words().plain("related.title", title=work.title), path=path)
    seed = work_cards([work], services().reader, language())[0]
    more = f"{path}?k={min(k * 2, MOST)}" if k < MOST and len(ranked.places) == k else None
    return RelatedPage(frame=frame, seed=seed, related=ranked, more=more)
