"""Copying the catalogue while it is in use, and looking whether it is whole."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from kg.catalogue.errors import CatalogueError
from kg.catalogue.opening import Catalogue


class NotHere(CatalogueError, NotImplementedError):
    """The database has its own tools for this, and they are better."""

    def __init__(self, dialect: str, tool: str) -> None:
        super().__init__(f"the catalogue is in {dialect}: use {tool}")
        self.dialect = dialect
        self.tool = tool


def copy_catalogue(catalogue: Catalogue, target: Path) -> None:
    """Write one consistent state of the catalogue to a new file; readers and writers go on.

    Raises:
        NotHere: the catalogue is not an SQLite file.
        FileExistsError: there is something at the target.
    """
    if catalogue.engine.dialect.name != "sqlite":
        raise NotHere(catalogue.engine.dialect.name, "its own backup (pg_dump)")
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    raw = catalogue.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()


def faults(catalogue: Catalogue) -> list[str]:
    """What the database says is wrong with its file; empty when it is whole."""
    if catalogue.engine.dialect.name != "sqlite":
        return []
    with catalogue.reading() as connection:
        found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [one for one in found if one != "ok"] + [
        f"row {row[1]} of {row[0]} points nowhere" for row in broken
    ]
