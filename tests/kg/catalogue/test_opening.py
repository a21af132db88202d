"""The file of the catalogue: durable, of one writer, and clear about what it cannot read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kg.catalogue import Catalogue, IngestReport, Reader, opening
from kg.catalogue.errors import CatalogueBusy, CatalogueDamaged, CatalogueTooNew
from kg.catalogue.tables import metadata
from kg.records import BibliographicRecord


def test_the_revision_is_the_newest_migration() -> None:
    config = Config()
    folder = Path(opening.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == opening.SCHEMA_REVISION


def test_migrations_make_the_tables_of_the_code(catalogue: Catalogue) -> None:
    with catalogue.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_commits_survive_a_power_loss(catalogue: Catalogue) -> None:
    with catalogue.reading() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_what_is_not_committed_is_not_there(catalogue: Catalogue) -> None:
    def write_and_fail() -> None:
        with catalogue.writing() as connection:
            connection.execute(text("INSERT INTO state (name, value) VALUES ('a', 'b')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with catalogue.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM state")).scalar_one() == 0


def test_a_second_writer_is_told(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 10)
    other = Catalogue(tmp_path / "catalogue.sqlite")
    with catalogue.writing(), pytest.raises(CatalogueBusy), other.writing():
        pass
    with other.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    other.close()


def test_a_later_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Catalogue(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(CatalogueTooNew, match="9999"):
        Catalogue(path)


def test_a_foreign_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"this is no database, but it is somebody's file" * 40)
    before = path.read_bytes()
    with pytest.raises(CatalogueDamaged, match="backup"):
        Catalogue(path)
    assert path.read_bytes() == before


def test_it_opens_as_it_was_left(
    catalogue: Catalogue,
    put: Callable[..., IngestReport],
    record: Callable[..., BibliographicRecord],
    place: str | Path,
) -> None:
    put(record())
    again = Catalogue(place)
    assert Reader(again).work("arxiv:2401.00001") == Reader(catalogue).work("arxiv:2401.00001")
    again.close()


def test_an_older_catalogue_is_brought_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    Catalogue(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX ix_work_title_squashed")
        connection.execute("ALTER TABLE work DROP COLUMN title_squashed")
        row = "('arxiv:2401.00001', x'', 'quiet light-houses: a study', 0)"
        connection.execute(f"INSERT INTO work (key, state, title_folded, is_stub) VALUES {row}")
        connection.execute("DROP TABLE enquiry")
        connection.execute("DROP TABLE decision")
        connection.execute("DROP TABLE user_graph")
        connection.execute("DROP TABLE reading")
        connection.execute("DELETE FROM counter WHERE name = 'user_graph'")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    catalogue = Catalogue(path)
    test_migrations_make_the_tables_of_the_code(catalogue)
    with catalogue.reading() as connection:
        (title,) = connection.scalars(text("SELECT title_squashed FROM work"))
    assert title == "quietlighthousesastudy"
    catalogue.close()
