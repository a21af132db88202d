"""What is peculiar to a catalogue on PostgreSQL: several writers, a server that goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from kg.catalogue import Catalogue, IngestReport, Reader, forget_work, ingest, servers
from kg.catalogue.backup import CatalogueNotEmpty, copy_catalogue, faults, fill_catalogue
from kg.catalogue.changes import all_entities
from kg.catalogue.errors import (
    CatalogueBusy,
    CatalogueTooNew,
    CatalogueUnreachable,
    CatalogueUnsuitable,
)
from kg.catalogue.tables import change, record
from tests.kg.catalogue.conftest import catalogue, make, put
from tests.kg.catalogue.conftest import record as record_maker
from tests.servers.postgres import PostgresServer

__all__ = ["catalogue", "put", "record_maker"]

_INGEST = """
import sys
from kg.catalogue import Catalogue, IngestReport, ingest, extract_pending
from kg.concepts.scheme import Scheme
from tests.kg.catalogue.conftest import make
url, who, extract = sys.argv[1:]
catalogue = Catalogue(url)
# Every process states the same works by other ids too, so that they merge across processes.
records = [
    make(f"2401.{n:05}", source=f"source-{who}", day=None,
         doi=f"10.1000/{n}" if int(who) % 2 else None, authors=("Ada Weft", f"Author {who}"),
         cites=(f"arxiv:2401.{n + 1:05}",),
         abstract=f"We propose LoomNet {who}, a network.")
    for n in range(1, 61)
]
for start in range(0, len(records), 6):
    ingest(catalogue, f"source-{who}", "x", records[start : start + 6], IngestReport("x"))
    print(start, flush=True)
    if extract == "yes":
        with catalogue.stage():
            extract_pending(catalogue, Scheme([]))
catalogue.close()
"""


def start_ingest(url: str, who: int, extract: str = "no") -> subprocess.Popen[str]:
    """Another process that reads sixty works in ten parts."""
    return subprocess.Popen(
        [sys.executable, "-c", _INGEST, url, str(who), extract],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def state(opened: Catalogue) -> list[object]:
    """All entities, without what depends on the order of reading."""
    with opened.reading() as connection:
        return list(all_entities(connection, ("work", "agent", "venue", "concept", "claims")))


def test_several_processes_at_once_equal_one_after_the_other(
    new_place: Callable[[], str], tmp_path: Path
) -> None:
    together = new_place()
    processes = [start_ingest(together, who, "yes") for who in range(4)]
    for process in processes:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    alone = tmp_path / "catalogue.sqlite"
    for who in range(4):
        process = start_ingest(f"sqlite:///{alone}", who, "yes")
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    server, file = Catalogue(together), Catalogue(alone)
    assert state(server) == state(file)
    with server.reading() as connection:
        numbers = list(connection.scalars(select(change.c.number).order_by(change.c.number)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Reader(server).change_number() == len(numbers)
    assert faults(server) == [
        "the server runs with fsync = off: a power loss can destroy the catalogue"
    ]
    server.close()
    file.close()


def test_a_follower_never_skips_a_number(new_place: Callable[[], str]) -> None:
    url = new_place()
    opened = Catalogue(url)
    processes = [start_ingest(url, who) for who in range(3)]
    seen: list[int] = []
    while any(process.poll() is None for process in processes):
        with opened.reading() as connection:
            seen += connection.scalars(
                select(change.c.number)
                .where(change.c.number > (seen[-1] if seen else 0))
                .order_by(change.c.number)
            )
        assert seen == list(range(1, len(seen) + 1))
    for process in processes:
        assert process.wait() == 0
        process.communicate()
    opened.close()


def test_the_next_writer_waits_and_is_told(
    catalogue: Catalogue, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "WRITER_WAIT_S", 1)
    other = Catalogue(place)
    with catalogue.writing(), pytest.raises(CatalogueBusy), other.writing():
        pass
    with catalogue.writing(), other.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    other.close()


def test_a_reader_keeps_its_view(catalogue: Catalogue, put: Callable[..., IngestReport]) -> None:
    put(make())
    with catalogue.reading() as connection:
        before = connection.scalars(select(record.c.key)).all()
        put(make("2401.00002", position=2))
        assert connection.scalars(select(record.c.key)).all() == before


def test_stages_take_turns(catalogue: Catalogue, place: str) -> None:
    order: list[str] = []

    def second() -> None:
        other = Catalogue(place)
        with other.stage():
            order.append("second")
        other.close()

    thread = threading.Thread(target=second)
    with catalogue.stage():
        thread.start()
        thread.join(0.5)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_later_version_is_not_touched(catalogue: Catalogue, place: str) -> None:
    with catalogue.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogueTooNew, match="9999") as caught:
        Catalogue(place)
    with catalogue.writing() as connection:
        from kg.catalogue.opening import SCHEMA_REVISION

        connection.execute(
            text("UPDATE alembic_version SET version_num = :r"), {"r": SCHEMA_REVISION}
        )
    assert place.split(":")[2].split("@", maxsplit=1)[0] not in str(caught.value)


def test_titles_of_any_length_go_in(catalogue: Catalogue, put: Callable[..., IngestReport]) -> None:
    long = "".join(chr(0xAC00 + n) for n in range(4000))
    put(make(title=long, authors=("Ada " + long,)))
    assert Reader(catalogue).work("arxiv:2401.00001").title == long


def test_two_processes_make_the_tables_once(postgres: PostgresServer) -> None:
    url = postgres.create("untouched")
    failures: list[Exception] = []

    def open_it() -> None:
        try:
            Catalogue(url).close()
        except Exception as error:  # noqa: BLE001 - told by the assertion
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_another_collation_is_refused(postgres: PostgresServer) -> None:
    url = postgres.create("latin", "--template=template0", "--encoding=LATIN1", "--locale=C")
    with pytest.raises(CatalogueUnsuitable, match="createdb"):
        Catalogue(url)
    with pytest.raises(CatalogueUnsuitable, match="PostgreSQL"):
        Catalogue("mysql://somewhere/else")
    with pytest.raises(CatalogueUnsuitable):
        Catalogue("no address at all")


def test_a_backup_is_the_same_file_for_both(
    catalogue: Catalogue, put: Callable[..., IngestReport], new_place: Callable[[], str],
    postgres: PostgresServer, tmp_path: Path,
) -> None:  # fmt: skip
    put(make(summary="직기에 관한 논문"), make("2401.00002", position=2))
    copy_catalogue(catalogue, tmp_path / "copy.sqlite")
    file = Catalogue(tmp_path / "copy.sqlite")
    assert state(file) == state(catalogue)
    with pytest.raises(CatalogueNotEmpty):
        fill_catalogue(catalogue, file)
    back = Catalogue(postgres.create("restored"))
    fill_catalogue(back, file)
    assert state(back) == state(file)
    # The server numbers on behind what came with its number.
    ingest(back, "daily-papers", "x", [make("2401.00003", position=3)], IngestReport("x"))
    assert Reader(back).change_number() > Reader(file).change_number()
    assert [run.id for run in Reader(back).runs()] == [2, 1]
    file.close()
    back.close()


def test_what_is_forgotten_leaves_the_tables(
    catalogue: Catalogue, put: Callable[..., IngestReport], postgres: PostgresServer
) -> None:
    put(make(title="Unwelcome zyzzyva"), make("2401.00002", position=2))
    forget_work(catalogue, "arxiv:2401.00001")
    with catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
        session.exec_driver_sql("CHECKPOINT")
        number = session.exec_driver_sql(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).scalar_one()
    files = (postgres.folder / "data" / "base" / str(number)).iterdir()
    assert not any(b"zyzzyva" in file.read_bytes().lower() for file in files if file.is_file())


@pytest.fixture
def mortal(folder: Path, tmp_path: Path) -> Iterator[PostgresServer]:
    """A server that a test may kill; what it acknowledged must be there afterwards."""
    server = PostgresServer(folder / tmp_path.name)
    server.start()
    yield server
    server.stop()


def test_a_server_that_is_killed_loses_nothing(mortal: PostgresServer) -> None:
    url = mortal.create("catalogue")
    Catalogue(url).close()
    process = start_ingest(url, 1)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(4)]
    mortal.kill()
    rest, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "CatalogueUnreachable" in errors
    assert "start the server and do it again" in errors
    assert mortal.password not in errors
    with pytest.raises(CatalogueUnreachable, match="start the server"):
        Catalogue(url)
    mortal.start()
    opened = Catalogue(url)
    parts = len(acknowledged) + len(rest.split())
    with opened.reading() as connection:
        held = len(connection.scalars(select(record.c.key)).all())
    # The part under way may have been committed without the word coming back: whole, or not there.
    assert held in {6 * parts, 6 * (parts + 1)}
    again = start_ingest(url, 1)
    assert again.wait(120) == 0
    again.communicate()
    assert Reader(opened).counts()["work"] == 60
    assert faults(opened) == []
    opened.close()


def test_a_server_that_was_started_again_is_found_by_the_open_catalogue(
    mortal: PostgresServer,
) -> None:
    opened = Catalogue(mortal.create("catalogue"))
    ingest(opened, "x", "x", [make()], IngestReport("x"))
    mortal.kill()
    with pytest.raises(CatalogueUnreachable):
        Reader(opened).counts()
    mortal.start()
    assert Reader(opened).counts()["work"] == 1
    opened.close()


def test_a_server_that_goes_within_a_view_is_told_and_the_view_ends(
    mortal: PostgresServer,
) -> None:
    opened = Catalogue(mortal.create("catalogue"))
    ingest(opened, "x", "x", [make()], IngestReport("x"))
    reader = Reader(opened)
    with reader.view():
        assert reader.counts()["work"] == 1
        mortal.kill()
        with pytest.raises(CatalogueUnreachable):
            reader.suggest("loom", 3)
        mortal.start()
        assert reader.counts()["work"] == 1
    opened.close()
