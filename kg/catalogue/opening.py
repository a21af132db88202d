"""Opening the catalogue: engine, durability, schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from kg.catalogue import files, servers
from kg.catalogue.errors import (
    CatalogueTooNew,
    CatalogueUnsuitable,
)

SCHEMA_REVISION = "0005"
"""The newest migration; a test compares it with the migrations folder."""

BUSY_TIMEOUT_MS = 5_000
_PAGES_KEPT_KIB = 16_384
"""Of each connection: enough for the inner pages of every index of 100,000 works."""


class Catalogue:
    """The system of record: one SQL database, opened.

    SQLite runs in WAL with ``synchronous=FULL``: what a committed transaction wrote survives the
    loss of power. Writers are serialised, by ``BEGIN IMMEDIATE`` or by a lock of the server
    (:mod:`kg.catalogue.servers`); readers never wait.

    Args:
        url: an SQLAlchemy URL, or the path of an SQLite file (made when absent).

    Attributes:
        is_embedded: it is a file of this machine, which one process at a time works on.
        where: what messages call it.

    Raises:
        CatalogueTooNew: a later version of the product wrote it.
        CatalogueDamaged: the file is no database of ours.
        CatalogueUnreachable: the server does not answer.
        CatalogueUnsuitable: no catalogue can live there.
    """

    def __init__(self, url: str | Path) -> None:
        try:
            parsed = make_url(f"sqlite:///{url}" if isinstance(url, Path) else url)
        except ArgumentError as error:
            raise CatalogueUnsuitable("the catalogue's address", str(error)) from error
        self.is_embedded = parsed.get_backend_name() == "sqlite"
        if self.is_embedded:
            self.where = parsed.database or str(url)
            self.engine = create_engine(parsed)
            _make_durable(self.engine)
        else:
            self.where = servers.shown(parsed)
            self.engine = servers.open_server(parsed)
        try:
            if not self.is_embedded:
                servers.check_suitable(self.engine, self.where)
            _bring_to_date(self)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the catalogue.

        Raises:
            CatalogueDamaged: the file is broken.
            CatalogueUnreachable: the server does not answer, or went away meanwhile.
        """
        connected = self._connection(isolation_level="REPEATABLE READ")
        with self._told(), connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the writer's place; committed at the end, or not at all.

        Raises:
            CatalogueBusy: another process kept the writer's place for too long (five seconds for
                a file, a minute on a server).
            CatalogueDamaged: as for :meth:`reading`.
            CatalogueNotWritable: the disk is full, fails, or may not be written.
            CatalogueUnreachable: as for :meth:`reading`; the transaction is to be repeated.
        """
        with (
            self._told(),
            self._connection(paperkin_writes=True)() as connection,
            connection.begin(),
        ):
            if not self.is_embedded:
                servers.take_writers_place(connection)
            yield connection

    @contextmanager
    def stage(self) -> Iterator[None]:
        """Be the only process of all machines that reads texts or publishes.

        A file needs no lock for it: the workshop of its data directory is the only one.

        Raises:
            CatalogueBusy: another process is at it for longer than a minute.
        """
        if self.is_embedded:
            yield
            return
        with servers.stage_lock(self.engine, self.where):
            yield

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _connection(self, **options: Any) -> Callable[[], Connection]:
        if self.is_embedded:
            options.pop("isolation_level", None)
        return lambda: self.engine.connect().execution_options(**options)

    def _told(self) -> AbstractContextManager[None]:
        if self.is_embedded:
            return files.translated(self.where)
        return servers.translated(self.where)


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
            f"cache_size=-{_PAGES_KEPT_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("paperkin_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_to_date(catalogue: Catalogue) -> None:
    with catalogue.reading() as connection:
        revision = _revision(connection)
    if revision == SCHEMA_REVISION:
        return
    from alembic import command  # noqa: PLC0415  heavy, and needed once in a catalogue's life
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise CatalogueTooNew(catalogue.where, revision)
    # Two processes that open an old catalogue at once: the second finds it brought to date.
    with catalogue.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])
