"""The first page: a question box, and the newest issue below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint

from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.feeds import feed_alternates
from web.pages.frame import Frame, Page, render
from web.pages.issue import IssueView, issue_view
from web.structured import site_structure

blueprint = Blueprint("home", __name__)
_RECENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The home page; a corpus without issues shows its newest works."""

    issue: IssueView | None
    recent: tuple[WorkCard, ...]
    counts: Mapping[str, int]
    example: WorkCard | None


@blueprint.get("/")
def home() -> str:
    """The newest issue and a box for questions."""
    reader = services().reader
    newest = reader.latest_issue()
    view = issue_view(newest) if newest else None
    works = reader.recent_works(_RECENT).works if view is None else ()
    recent = tuple(work_cards(works, reader, language()))
    shown = [place.work for place in view.places] if view else list(recent)
    frame = Frame(
        title="",
        path="/",
        description=words().plain("home.description"),
        alternates=feed_alternates("issues"),
        structured=site_structure(services().settings),
    )
    page = HomePage(
        frame=frame,
        issue=view,
        recent=recent,
        counts=services().counts(),
        example=shown[-1] if shown else None,
    )
    return render("home.html", page)
