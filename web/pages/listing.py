"""A list of works that goes on: one page of it and the way to the next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from web.current import language, services
from web.pages.cards import WorkCard, work_cards
from web.urls import entity_path, with_query

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class WorkListing:
    """Some works of an entity, how many there are, and the path of the next ones."""

    works: tuple[WorkCard, ...]
    total: int
    next: str | None
    is_first: bool


def works_of(kind: str, key: str) -> WorkListing:
    """Give the works of an agent, concept or venue that the request's cursor points at."""
    after = request.args.get("after") or None
    page = services().reader.works_of(kind, key, ON_A_PAGE, after)
    cards = tuple(work_cards(page.works, services().reader, language()))
    following = with_query(entity_path(kind, key), after=page.next) if page.next else None
    return WorkListing(cards, page.total, following, after is None)
