"""What was read: the runs, each with what it rejected."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kg.catalogue.tables import issue, rejection, run
from kg.records import Rejection


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of a file; ``finished_at`` is None while it runs, or when it broke off."""

    id: int
    source: str
    location: str
    started_at: str
    finished_at: str | None
    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    rejections: tuple[Rejection, ...]

    def as_json(self) -> dict[str, object]:
        """The run in the shape of the command line's ``--json``."""
        counts = ("read", "added", "changed", "unchanged")
        return {
            "id": self.id,
            "source": self.source,
            "location": self.location,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            **{name: getattr(self, name) for name in counts},
            "rejected": [
                {"location": one.location, "line": one.line, "reason": one.reason}
                for one in self.rejections
            ],
        }


def newest_runs(connection: Connection, limit: int) -> list[Run]:
    """The newest runs, each with everything that it rejected."""
    rows = connection.execute(select(run).order_by(run.c.id.desc()).limit(limit)).all()
    return [Run(**row._mapping, rejections=_rejections(connection, row.id)) for row in rows]


def _rejections(connection: Connection, run_id: int) -> tuple[Rejection, ...]:
    rows = connection.execute(
        select(rejection).where(rejection.c.run_id == run_id).order_by(rejection.c.id)
    )
    return tuple(
        Rejection(location=row.location, line=row.line, reason=row.reason, excerpt=row.excerpt)
        for row in rows
    )


def listing_series(connection: Connection) -> list[str]:
    """Names of the series that list works, sorted."""
    return list(connection.scalars(select(issue.c.series).distinct().order_by(issue.c.series)))
