"""The archive of issues, month by month, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, request

from web.contract import IssueRow
from web.current import services, words
from web.pages.feeds import feed_alternates
from web.pages.frame import Frame, Page, render
from web.pages.issue import series_name
from web.urls import entity_path, with_query

blueprint = Blueprint("issues", __name__)
_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in the archive."""

    path: str
    series: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """The issues of a month."""

    name: str
    issues: tuple[IssueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesPage(Page):
    """The archive; ``older`` leads to what came before."""

    months: tuple[Month, ...]
    older: str | None


@blueprint.get("/issues")
def issues() -> str:
    """Issues by month."""
    before = request.args.get("before") or None
    rows = services().reader.issues(_ON_A_PAGE, before)
    older = with_query("/issues", before=rows[-1].key) if len(rows) == _ON_A_PAGE else None
    frame = Frame(
        title=words().plain("issues.title"), path="/issues", alternates=feed_alternates("issues")
    )
    return render("issues.html", IssuesPage(frame=frame, months=_by_month(rows), older=older))


def _by_month(rows: Sequence[IssueRow]) -> tuple[Month, ...]:
    groups = groupby(rows, key=lambda row: (row.issued_on.year, row.issued_on.month))
    return tuple(
        Month(words().month(*month), tuple(_line(row) for row in found)) for month, found in groups
    )


def _line(row: IssueRow) -> IssueLine:
    path = entity_path("issue", row.key)
    return IssueLine(path, series_name(row.series), row.issued_on, row.count)
