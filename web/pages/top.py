"""The works with most votes in a period that ends with the newest issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, request

from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Frame, Page, render
from web.parameters import choice
from web.urls import with_query

blueprint = Blueprint("top", __name__)
PERIODS: Final[Mapping[str, int]] = {"week": 7, "month": 31, "year": 366}
_SHOWN: Final = 50
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Winner:
    """A work with the highest reading of its votes in the period."""

    work: WorkCard
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopPage(Page):
    """The works with most votes; ``first`` and ``last`` bound the period."""

    period: str
    periods: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None
    winners: tuple[Winner, ...]


@blueprint.get("/top")
def top() -> str:
    """The works with most votes of a week, a month or a year."""
    period = choice(request.args, "period", tuple(PERIODS))
    newest = services().reader.latest_issue()
    last = newest.issued_on if newest else None
    first = last - timedelta(days=PERIODS[period] - 1) if last else None
    page = TopPage(
        frame=Frame(
            title=words().plain("top.title"), path=with_query("/top", period=_other(period))
        ),
        period=period,
        periods=tuple((name, with_query("/top", period=_other(name))) for name in PERIODS),
        first=first,
        last=last,
        winners=_winners(first) if first else (),
    )
    return render("top.html", page)


def _other(period: str) -> str | None:
    return None if period == next(iter(PERIODS)) else period


def _winners(first: date) -> tuple[Winner, ...]:
    votes = _votes_since(first)
    best = sorted(votes, key=lambda key: (-votes[key], key))[:_SHOWN]
    reader = services().reader
    cards = work_cards(reader.works(best), reader, language())
    return tuple(Winner(card, votes[card.key]) for card in cards)


def _votes_since(first: date) -> dict[str, int]:
    """The highest reading of each work in the issues since a day."""
    reader = services().reader
    votes: dict[str, int] = {}
    before: str | None = None
    while rows := reader.issues(_AT_ONCE, before):
        for row in rows:
            if row.issued_on < first:
                return votes
            for item in reader.issue(row.key).items:
                if item.votes is not None:
                    votes[item.work] = max(item.votes, votes.get(item.work, 0))
        before = rows[-1].key
    return votes
