"""Servers of this machine's packages: each is started once, and every test gets a fresh part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kg.catalogue import Catalogue
from kg.catalogue.tables import metadata
from tests.servers.postgres import PostgresServer
from tests.servers.sparql import OxigraphServer, SparqlServer, VirtuosoServer


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike those of ``tmp_path``."""
    with tempfile.TemporaryDirectory(prefix="paperkin-servers-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL server that runs throughout; tests that kill one start their own."""
    server = PostgresServer(folder / "postgres", "fsync=off")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def new_place(postgres: PostgresServer) -> Callable[[], str]:
    """Gives the address of an empty catalogue: one database, emptied at each call."""
    url = postgres.create("catalogue")

    def emptied() -> str:
        opened = Catalogue(url)
        tables = ", ".join(name for name in metadata.tables if name != "counter")
        with opened.writing() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
            connection.execute(text("UPDATE counter SET value = 0"))
        opened.close()
        return url

    return emptied


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """Where the test's catalogue is."""
    return new_place()


@pytest.fixture(scope="session")
def oxigraph(folder: Path) -> Iterator[OxigraphServer]:
    """An Oxigraph server that runs throughout."""
    server = OxigraphServer(folder / "oxigraph")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def virtuoso(folder: Path) -> Iterator[VirtuosoServer]:
    """A Virtuoso server that runs throughout."""
    server = VirtuosoServer(folder / "virtuoso")
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["oxigraph", "virtuoso"])
def store_server(request: pytest.FixtureRequest) -> SparqlServer:
    """Each SPARQL store in turn."""
    server = request.getfixturevalue(request.param)
    assert isinstance(server, SparqlServer)
    return server
