"""An issue: what a series listed on a day, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint
from werkzeug.wrappers import Response

from kg.entities import Issue
from web.current import language, services, words
from web.linked_data import serve
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Page, entity_frame, render
from web.structured import list_structure
from web.urls import entity_path

blueprint = Blueprint("issue", __name__)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of an issue: its number, the votes of that day, and the work."""

    position: int
    votes: int | None
    work: WorkCard


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The issue before or after."""

    path: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """An issue as pages show it."""

    key: str
    path: str
    series: str
    day: date
    places: tuple[Place, ...]
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage(Page):
    """The page of an issue."""

    issue: IssueView


@blueprint.get("/issue/<path:tail>")
def issue(tail: str) -> Response:
    """The works of an issue, or the issue as data."""
    return serve("issue", tail, _page)


def _page(key: str) -> str:
    view = issue_view(services().reader.issue(key))
    title = words().plain("issue.title", series=series_name(view.series), day=words().day(view.day))
    paths = [place.work.path for place in view.places]
    structured = list_structure(title, paths, services().settings)
    frame = entity_frame("issue", key, title, structured=structured)
    return render("issue.html", IssuePage(frame=frame, issue=view))


def issue_view(issue: Issue) -> IssueView:
    """Gather what is shown of an issue."""
    reader = services().reader
    works = reader.works([item.work for item in issue.items])
    cards = {card.key: card for card in work_cards(works, reader, language())}
    before, after = reader.issue_neighbours(issue.key)
    return IssueView(
        key=issue.key,
        path=entity_path("issue", issue.key),
        series=issue.series,
        day=issue.issued_on,
        places=tuple(
            Place(item.position, item.votes, cards[item.work])
            for item in issue.items
            if item.work in cards
        ),
        before=_neighbour(before),
        after=_neighbour(after),
    )


def series_name(series: str) -> str:
    """Give a series' name for people: its words where they are known, else its slug."""
    return str(words().get(f"series.{series}", series))


def _neighbour(key: str | None) -> Neighbour | None:
    if key is None:
        return None
    return Neighbour(entity_path("issue", key), date.fromisoformat(key.rpartition("/")[2]))
