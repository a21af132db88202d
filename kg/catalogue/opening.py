"""Opening the catalogue: engine, durability, schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from kg.catalogue.errors import CatalogueBusy, CatalogueDamaged, CatalogueTooNew

SCHEMA_REVISION = "0002"
"""The newest migration; a test compares it with the migrations folder."""

BUSY_TIMEOUT_MS = 5_000


class Catalogue:
    """The system of record: one SQL database, opened.

    SQLite runs in WAL with ``synchronous=FULL``: what a committed transaction wrote survives the
    loss of power. Writers are serialised by ``BEGIN IMMEDIATE``; readers never wait.

    Args:
        url: an SQLAlchemy URL, or the path of an SQLite file (made when absent).

    Raises:
        CatalogueTooNew: a later version of the product wrote it.
        CatalogueDamaged: the file is no database of ours.
    """

    def __init__(self, url: str | Path) -> None:
        text_url = f"sqlite:///{url}" if isinstance(url, Path) else url
        self.engine = create_engine(text_url)
        self.where = self.engine.url.database or text_url
        if self.engine.dialect.name == "sqlite":
            _make_durable(self.engine)
        _bring_to_date(self.engine, self.where)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the writer's place; committed at the end, or not at all.

        Raises:
            CatalogueBusy: another process kept the writer's place for longer than five seconds.
        """
        with self.engine.connect().execution_options(paperkin_writes=True) as connection:
            try:
                transaction = connection.begin()
            except OperationalError as error:
                if "locked" in str(error):
                    raise CatalogueBusy(self.where) from error
                raise
            with transaction:
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _make_durable(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # The driver's own transaction handling would commit behind our back.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("paperkin_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_to_date(engine: Engine, where: str) -> None:
    try:
        revision = _revision(engine)
    except DatabaseError as error:
        raise CatalogueDamaged(where, str(error.orig)) from error
    if revision == SCHEMA_REVISION:
        return
    from alembic import command  # noqa: PLC0415  heavy, and needed once in a catalogue's life
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise CatalogueTooNew(where, revision)
    with engine.connect().execution_options(paperkin_writes=True) as connection:
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return None if row is None else str(row[0])
