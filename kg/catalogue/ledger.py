"""What was read and how much is known: the runs, and for how many works each edge is there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from kg.catalogue.tables import (
    authorship,
    citation,
    issue,
    rejection,
    run,
    work,
    work_concept,
    work_venue,
)
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


def coverage(connection: Connection) -> dict[str, int]:
    """For how many works (more than a citation) each kind of edge is present."""
    held = select(work.c.key).where(work.c.is_stub == 0)
    sharing = (
        select(authorship.c.agent_key)
        .group_by(authorship.c.agent_key)
        .having(func.count(authorship.c.work_key.distinct()) > 1)
    )
    members: dict[str, Select[tuple[str]]] = {
        "authors": select(authorship.c.work_key),
        "authors shared with another work": select(authorship.c.work_key).where(
            authorship.c.agent_key.in_(sharing)
        ),
        "venue": select(work_venue.c.work_key),
        "citations": select(citation.c.work_key),
        "concepts": select(work_concept.c.work_key),
    }
    return {
        name: int(
            connection.execute(
                select(func.count()).select_from(held.where(work.c.key.in_(query)).subquery())
            ).scalar_one()
        )
        for name, query in members.items()
    }
