"""Status: what is held, for how much of it each kind of edge is known, and what was read last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint

from web.current import services, words
from web.pages.frame import Frame, Page, render
from web.status import Reading, reading_of, status_figures

blueprint = Blueprint("status", __name__)
_RUNS: Final = 15
_ALL: Final = "works"
_OTHER: Final = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how many works something is known, and which part of all works that is."""

    name: str
    works: int
    percent: float

    @property
    def slug(self) -> str:
        """Key of the words for it."""
        return _OTHER.sub("-", self.name.casefold()).strip("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    """The page of the site's state.

    Args:
        version, change_number: what is published; 0 when nothing is.
        published_at: when, or None.
        waiting: changes that are not published yet.
        counts: entities by kind.
        coverage: of the works, by kind of edge.
        readings: the newest readings of sources.
    """

    version: int
    change_number: int
    published_at: datetime | None
    waiting: int
    counts: Mapping[str, int]
    coverage: tuple[Coverage, ...]
    readings: tuple[Reading, ...]


@blueprint.get("/status")
def status() -> str:
    """What this site holds, and how fresh it is."""
    version = services().version()
    figures = status_figures(services())
    works = figures.counts.get("work", 0)
    page = StatusPage(
        frame=Frame(title=words().plain("status-page.title"), path="/status", is_indexed=False),
        version=version.number,
        change_number=version.change_number,
        published_at=version.published_at,
        waiting=figures.change_number - version.change_number,
        counts=figures.counts,
        coverage=tuple(
            Coverage(name, count, 100 * count / works if works else 0.0)
            for name, count in figures.coverage.items()
            if name != _ALL
        ),
        readings=tuple(map(reading_of, services().reader.runs(_RUNS))),
    )
    return render("status.html", page)
