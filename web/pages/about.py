"""About: what this is, how the ranking works, what it promises and what not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint

from web.current import services, words
from web.errors import TABLE
from web.pages.frame import Frame, Page, render

blueprint = Blueprint("about", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    """The page about the site."""

    counts: Mapping[str, int]
    problems: tuple[tuple[str, int], ...]


@blueprint.get("/about")
def about() -> str:
    """What stands behind the pages."""
    problems = {kind.slug: kind.status for _, kind in TABLE}
    page = AboutPage(
        frame=Frame(title=words().plain("about.title"), path="/about"),
        counts=services().counts(),
        problems=tuple(sorted(problems.items(), key=lambda entry: (entry[1], entry[0]))),
    )
    return render("about.html", page)
