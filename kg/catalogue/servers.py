"""What a catalogue on a PostgreSQL server needs that a file does not.

* Writers take turns by an advisory lock of the transaction, so change numbers become visible in
  their order and two processes never merge the same works differently.
* Stages that must run in one process at a time (reading texts, publishing) take turns by an
  advisory lock of a session; it falls with the session, whoever dies.
* Keys are compared byte by byte, as Python and SQLite do: a database of another collation would
  list and page in another order, and is refused.
* A server that is gone, or ends a session, is one error that says where and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from kg.catalogue.errors import (
    CatalogueBusy,
    CatalogueError,
    CatalogueUnreachable,
    CatalogueUnsuitable,
)
from kg.catalogue.tables import metadata

WRITER_WAIT_S = 60
"""How long one transaction waits for the writer before it, in seconds."""

CONNECT_TIMEOUT_S = 10

_WRITING: Final = 0x70_6B_77  # "pkw"
_STAGE: Final = 0x70_6B_73  # "pks"
_LOCK_NOT_AVAILABLE: Final = "55P03"
_BYTEWISE: Final = ("C", "POSIX", "C.UTF-8", "C.utf8")
_CREATE: Final = "createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME"


def open_server(url: URL) -> Engine:
    """An engine for a PostgreSQL URL; nothing is connected yet.

    Raises:
        CatalogueUnsuitable: another database, or its driver is not installed.
    """
    where = shown(url)
    if url.get_backend_name() != "postgresql":
        raise CatalogueUnsuitable(
            where, "a catalogue is an SQLite file or a PostgreSQL database (postgresql+psycopg://…)"
        )
    try:
        return create_engine(
            url,
            # A server that was started again leaves dead connections in the pool.
            pool_pre_ping=True,
            # PostgreSQL notices a network that is gone only when it is told to look.
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": 30_000,
            },
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise CatalogueUnsuitable(
            where, f"{error}; install the extra: pip install 'paperkin[postgresql]'"
        ) from error


def shown(url: URL) -> str:
    """A URL as messages may show it: without its password."""
    return url.render_as_string(hide_password=True)


def check_suitable(engine: Engine, where: str) -> None:
    """Refuse a database that would order or keep text differently.

    Raises:
        CatalogueUnsuitable: its encoding or its collation is another one.
    """
    with translated(where), engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT datcollate, pg_encoding_to_char(encoding) AS encoding "
                "FROM pg_database WHERE datname = current_database()"
            )
        ).one()
    if row.encoding != "UTF8" or row.datcollate not in _BYTEWISE:
        raise CatalogueUnsuitable(
            where,
            f"its encoding is {row.encoding} and its collation {row.datcollate}; make a database "
            f"that compares text byte by byte: {_CREATE}",
        )


def take_writers_place(connection: Connection) -> None:
    """Wait until no other transaction writes; the place is free again at its end.

    Raises:
        CatalogueBusy: another process kept it for longer than a minute.
    """
    # A commit that was acknowledged must be on the disk, also where the server is told to hurry.
    connection.execute(
        text(
            "SELECT set_config('lock_timeout', :wait, true), CASE WHEN "
            "current_setting('synchronous_commit') = 'off' "
            "THEN set_config('synchronous_commit', 'on', true) END"
        ),
        {"wait": f"{WRITER_WAIT_S}s"},
    )
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING})


@contextmanager
def stage_lock(engine: Engine, where: str) -> Iterator[None]:
    """Hold, on a session of its own, the lock of the stages that run in one process at a time.

    Raises:
        CatalogueBusy: another process kept it for longer than a minute.
    """
    with (
        translated(where),
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session,
    ):
        session.execute(text("SELECT set_config('lock_timeout', :w, false)"), {"w": "60s"})
        session.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _STAGE})
        try:
            yield
        finally:
            # Closing the session frees the lock, also when the server is gone.
            session.invalidate()


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Errors of the server in our own words; others pass.

    Raises:
        CatalogueBusy: a lock was not to be had in time.
        CatalogueUnreachable: there is no server, or it ended the session.
    """
    try:
        yield
    except DBAPIError as error:
        told = _told(error, where)
        if told is None:
            raise
        raise told from error


def _told(error: DBAPIError, where: str) -> CatalogueError | None:
    if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        return CatalogueBusy(where)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return CatalogueUnreachable(where, " ".join(str(error.orig).split()))
    return None


def rewrite_tables(engine: Engine, where: str) -> None:
    """Write every table anew, so that no row that was removed stays in its files.

    The server's log of writes and its backups are not reached.
    """
    with (
        translated(where),
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session,
    ):
        for name in metadata.tables:
            session.exec_driver_sql(f"VACUUM FULL {name}")


def server_faults(connection: Connection) -> list[str]:
    """Settings of the server under which an acknowledged change could be lost."""
    wanted = ("fsync", "full_page_writes")
    return [
        f"the server runs with {name} = off: a power loss can destroy the catalogue"
        for name in wanted
        if connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one()
        == "off"
    ]


def server_version(connection: Connection) -> str:
    """What the server calls itself, such as ``15.14``."""
    return str(connection.execute(text("SHOW server_version")).scalar_one())
