"""What SQLite says of its file, in our own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kg.catalogue.errors import (
    CatalogueBusy,
    CatalogueDamaged,
    CatalogueError,
    CatalogueNotWritable,
)

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_NOT_WRITABLE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Errors of the database file in our own words; others pass.

    Raises:
        CatalogueBusy: another process kept the writer's place for too long.
        CatalogueDamaged: the file is no database, or is broken.
        CatalogueNotWritable: the disk is full, fails, or may not be written.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        told = _told(error.orig if isinstance(error, DBAPIError) else error, where)
        if told is None:
            raise
        raise told from error


def _told(error: BaseException | None, where: str) -> CatalogueError | None:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith(_BUSY):
        return CatalogueBusy(where)
    if name.startswith(_DAMAGED):
        return CatalogueDamaged(where, str(error))
    if name.startswith(_NOT_WRITABLE):
        return CatalogueNotWritable(where, str(error))
    return None
