"""Issues of the catalogue: in order, and beside one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select

from kg.catalogue.codec import decode
from kg.catalogue.reading.entities import Entities
from kg.catalogue.tables import issue
from kg.entities import Issue


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in a list of issues, with the number of its works."""

    key: str
    series: str
    issued_on: date
    count: int


class Issues(Entities):
    """Lists of issues, by day."""

    def latest_issue(self) -> Issue | None:
        """The newest issue, or None when no source lists works."""
        rows = self.issues(limit=1)
        return self.issue(rows[0].key) if rows else None

    def issues(self, limit: int = 50, before: str | None = None) -> list[IssueRow]:
        """Issues from the newest to the oldest, after the cursor ``before`` (an issue's key)."""
        query = select(issue.c.key, issue.c.series, issue.c.issued_on, issue.c.size)
        if before is not None:
            query = query.where(_earlier(before))
        return self._issue_rows(query.order_by(issue.c.issued_on.desc(), issue.c.key), limit)

    def issues_since(self, day: date) -> list[Issue]:
        """Every issue of that day or later with all its works, from the oldest to the newest."""
        query = select(issue.c.state).where(issue.c.issued_on >= day)
        with self._views.reading() as connection:
            rows = connection.scalars(query.order_by(issue.c.issued_on, issue.c.key))
            return [decode(state, Issue) for state in rows]

    def issue_neighbours(self, key: str) -> tuple[str | None, str | None]:
        """The issues before and after this one in its series."""
        series, _, day = key.rpartition("/")
        base = select(issue.c.key, issue.c.series, issue.c.issued_on, issue.c.size).where(
            issue.c.series == series
        )
        issued_on = date.fromisoformat(day)
        earlier = base.where(issue.c.issued_on < issued_on).order_by(issue.c.issued_on.desc())
        later = base.where(issue.c.issued_on > issued_on).order_by(issue.c.issued_on)
        before, after = self._issue_rows(earlier, 1), self._issue_rows(later, 1)
        return (before[0].key if before else None, after[0].key if after else None)

    def _issue_rows(self, query: Select[tuple[str, str, date, int]], limit: int) -> list[IssueRow]:
        with self._views.reading() as connection:
            rows = connection.execute(query.limit(limit))
            return [IssueRow(row.key, row.series, row.issued_on, row.size) for row in rows]


def _earlier(key: str):  # type: ignore[no-untyped-def]
    day = date.fromisoformat(key.rpartition("/")[2])
    return or_(issue.c.issued_on < day, and_(issue.c.issued_on == day, issue.c.key > key))
