"""Errors of the database file become ours, with the file's name."""

from __future__ import annotations

import sqlite3

import pytest

from kg.catalogue.errors import CatalogueBusy, CatalogueDamaged, CatalogueNotWritable
from kg.catalogue.files import translated


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SQLITE_BUSY_SNAPSHOT", CatalogueBusy),
        ("SQLITE_CORRUPT_INDEX", CatalogueDamaged),
        ("SQLITE_FULL", CatalogueNotWritable),
        ("SQLITE_READONLY", CatalogueNotWritable),
    ],
)
def test_faults_of_the_file_are_told(name: str, told: type[Exception]) -> None:
    fault = sqlite3.OperationalError("it broke")
    fault.sqlite_errorname = name
    with pytest.raises(told, match=r"here\.sqlite"), translated("here.sqlite"):
        raise fault


def test_other_errors_pass() -> None:
    with pytest.raises(sqlite3.IntegrityError), translated("here.sqlite"):
        raise sqlite3.IntegrityError("UNIQUE constraint failed")
