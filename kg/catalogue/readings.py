"""Which files were read whole, so that the same file need not be read again.

A file is told by where it lies and by its fingerprint: what it holds and how it was read. Only its
last reading counts, so a file that got its old content back is read again. A reading that broke
off is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select

from kg.catalogue.codec import sha256
from kg.catalogue.tables import reading, rejection, run
from kg.records import Rejection


@dataclass(frozen=True, slots=True)
class Reading:
    """What an earlier reading of a file gave."""

    read: int
    rejected: tuple[Rejection, ...]


def earlier_reading(
    connection: Connection, source: str, location: str, fingerprint: str
) -> Reading | None:
    """What the last reading of the file gave, if the file is still the same."""
    row = connection.execute(
        select(run.c.id, run.c.read)
        .join(reading, reading.c.run_id == run.c.id)
        .where(*_of(source, location), reading.c.fingerprint == fingerprint)
    ).first()
    if row is None:
        return None
    rejected = connection.execute(
        select(rejection).where(rejection.c.run_id == row.id).order_by(rejection.c.id)
    )
    return Reading(
        row.read,
        tuple(
            Rejection(location=one.location, line=one.line, reason=one.reason, excerpt=one.excerpt)
            for one in rejected
        ),
    )


def remember_reading(
    connection: Connection, source: str, location: str, fingerprint: str, run_id: int
) -> None:
    """Remember that the file was read to its end."""
    forget_reading(connection, source, location)
    connection.execute(
        reading.insert().values(
            source=source,
            location_sha256=sha256(location.encode()),
            fingerprint=fingerprint,
            run_id=run_id,
        )
    )


def forget_reading(connection: Connection, source: str, location: str) -> None:
    """The file is being read, or must be read again."""
    connection.execute(delete(reading).where(*_of(source, location)))


def _of(source: str, location: str) -> tuple[ColumnElement[bool], ...]:
    return reading.c.source == source, reading.c.location_sha256 == sha256(location.encode())
