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
from web.parameters import choice, whole_number
from web.urls import with_query

blueprint = Blueprint("top", __name__)
PERIODS: Final[Mapping[str, int]] = {"week": 7, "month": 31, "year": 366}
_ON_A_PAGE: Final = 50
_MOST_OFFSET: Final = 100_000


@dataclass(frozen=True, slots=True)
class Winner:
    """A work with the highest reading of its votes in the period."""

    work: WorkCard
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopPage(Page):
    """The works with most votes; ``first`` and ``last`` bound the period.

    ``before`` and ``after`` lead to the places around those shown, which begin at ``begins_at``.
    """

    period: str
    periods: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None
    begins_at: int
    winners: tuple[Winner, ...]
    before: str | None
    after: str | None


@blueprint.get("/top")
def top() -> str:
    """The works with most votes of a week, a month or a year."""
    period = choice(request.args, "period", tuple(PERIODS))
    offset = whole_number(request.args, "offset", 0, least=0, most=_MOST_OFFSET)
    newest = services().reader.latest_issue()
    last = newest.issued_on if newest else None
    first = last - timedelta(days=PERIODS[period] - 1) if last else None
    votes = _votes_since(first) if first else {}
    end = offset + _ON_A_PAGE
    page = TopPage(
        frame=Frame(title=words().plain("top.title"), path=_path(period)),
        period=period,
        periods=tuple((name, _path(name)) for name in PERIODS),
        first=first,
        last=last,
        begins_at=offset + 1,
        winners=_winners(votes, offset, end),
        before=_path(period, max(offset - _ON_A_PAGE, 0)) if offset else None,
        after=_path(period, end) if end < len(votes) else None,
    )
    return render("top.html", page)


def _path(period: str, offset: int = 0) -> str:
    shown = None if period == next(iter(PERIODS)) else period
    return with_query("/top", period=shown, offset=offset or None)


def _winners(votes: Mapping[str, int], begin: int, end: int) -> tuple[Winner, ...]:
    best = sorted(votes, key=lambda key: (-votes[key], key))[begin:end]
    reader = services().reader
    cards = work_cards(reader.works(best), reader, language())
    return tuple(Winner(card, votes[card.key]) for card in cards)


def _votes_since(first: date) -> dict[str, int]:
    """The highest reading of each work in the issues since a day."""
    votes: dict[str, int] = {}
    for issue in services().reader.issues_since(first):
        for item in issue.items:
            if item.votes is not None:
                votes[item.work] = max(item.votes, votes.get(item.work, 0))
    return votes
