"""Copying the catalogue while it is in use, and looking whether it is whole."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from kg.catalogue.errors import CatalogueError
from kg.catalogue.files import translated
from kg.catalogue.opening import Catalogue
from kg.catalogue.servers import server_faults
from kg.catalogue.sql import insert_all
from kg.catalogue.tables import change, counter, metadata

_ROWS = 500


class CatalogueNotEmpty(CatalogueError, FileExistsError):
    """There is something in the catalogue that was to be filled."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where} holds a catalogue already; name an empty database")
        self.where = where


def copy_catalogue(catalogue: Catalogue, target: Path) -> None:
    """Write one consistent state of the catalogue to a new SQLite file; everybody goes on.

    A catalogue on a server is fetched row by row, so the same file restores either kind.

    Raises:
        FileExistsError: there is something at the target.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    if not catalogue.is_embedded:
        copy = Catalogue(target)
        try:
            fill_catalogue(copy, catalogue)
        finally:
            copy.close()
        return
    raw = catalogue.engine.raw_connection()
    try:
        with translated(str(target)):
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()


def fill_catalogue(target: Catalogue, source: Catalogue) -> None:
    """Copy everything from one catalogue to another that is empty, in one transaction.

    Raises:
        CatalogueNotEmpty: the target holds something.
    """
    with source.reading() as reading, target.writing() as writing:
        if writing.execute(select(func.count()).select_from(change)).scalar_one():
            raise CatalogueNotEmpty(target.where)
        for table in metadata.sorted_tables:
            writing.execute(table.delete())
            rows = iter(reading.execute(select(table).execution_options(yield_per=_ROWS)))
            while batch := list(islice(rows, _ROWS)):
                insert_all(writing, table, [dict(row._mapping) for row in batch])
        if not target.is_embedded:
            _set_counters(writing)


def _set_counters(connection: Connection) -> None:
    """Let the server number on behind the rows that came with their numbers."""
    for name in ("run", "rejection", "record"):
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608
                f"(SELECT coalesce(max(id), 0) + 1 FROM {name}), false)"
            )
        )


def faults(catalogue: Catalogue) -> list[str]:
    """What the database says is wrong with its file; empty when it is whole."""
    with catalogue.reading() as connection:
        gaps = _gaps(connection)
        if not catalogue.is_embedded:
            return gaps + server_faults(connection)
        found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    pointless = [f"row {row[1]} of {row[0]} points nowhere" for row in broken]
    return [one for one in found if one != "ok"] + pointless + gaps


def _gaps(connection: Connection) -> list[str]:
    """Change numbers that are missing, or that were given and never counted."""
    held, newest = connection.execute(select(func.count(), func.max(change.c.number))).one()
    counted = connection.execute(
        select(counter.c.value).where(counter.c.name == "change")
    ).scalar_one_or_none()
    if int(held) == int(newest or 0) == int(counted or 0):
        return []
    return [f"the change log holds {held} changes up to number {newest}, and counted {counted}"]
