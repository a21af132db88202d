"""The README's section "When it outgrows one machine", followed, with servers killed meanwhile."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, Reader
from kg.iris import Iris
from kg.remote_graph import remote_store
from kg.stores import Endpoint
from tests.servers.commands import COUNTS, Paperkin, Visitor, papers, wait_until
from tests.servers.postgres import PostgresServer, free_port
from tests.servers.sparql import VirtuosoServer
from tests.web.site import CORPUS

_ROOT = Path(__file__).resolve().parents[2]
_LOOMS = 400
_TITLES = "SELECT ?w ?t { ?w dcterms:title ?t } ORDER BY ?w ?t"


def section() -> list[str]:
    """The commands of the README's section."""
    text = (_ROOT / "README.md").read_text(encoding="utf-8")
    part = text.split("## When it outgrows one machine", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```sh\n(.*?)```", part, re.DOTALL)[0].splitlines()


def exported(lines: list[str]) -> dict[str, str]:
    """The variables that the section sets."""
    return dict(
        re.fullmatch(r"export (\w+)=(.*)", line).groups()  # type: ignore[union-attr, misc]
        for line in lines
        if line.startswith("export ")
    )


@pytest.fixture
def database(folder: Path) -> Iterator[PostgresServer]:
    """The database server of the story."""
    server = PostgresServer(folder / "readme-postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def store(folder: Path) -> Iterator[VirtuosoServer]:
    """The graph store of the story."""
    server = VirtuosoServer(folder / "readme-virtuoso")
    server.start()
    yield server
    server.kill()


def ingest_under_a_kill(kin: Paperkin, database: PostgresServer, works: Path) -> None:
    """Read works while the database goes, then by two processes at once."""
    opened = Catalogue(database.url("paperkin"))
    before = Reader(opened).change_number()
    first = kin.start("ingest", "jsonl", str(works), "--no-publish")
    # Something of it is committed, or it has ended.
    wait_until(
        lambda: Reader(opened).change_number() > before or first.poll() is not None, "a commit"
    )
    opened.close()
    database.kill()
    _, errors = first.communicate(timeout=180)
    assert first.returncode in {0, 1}
    assert first.returncode == 0 or "start the server and do it again" in errors, errors
    database.start()
    both = [kin.start("ingest", "jsonl", str(works), "--no-publish") for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors


def publish_under_a_kill(kin: Paperkin, store: VirtuosoServer) -> None:
    """Publish while the store goes, then again."""
    remote = remote_store(Endpoint(store.query_url, store.update_url), Iris())
    before = remote.change_number()
    publishing = kin.start("publish")
    wait_until(lambda: remote.change_number() > before or publishing.poll() is not None, "a patch")
    store.kill()
    _, errors = publishing.communicate(timeout=300)
    assert publishing.returncode in {0, 1}
    assert publishing.returncode == 0 or "start the store and do it again" in errors, errors
    store.start()
    kin.run("publish")


def test_the_section_is_followed_and_nothing_is_lost(
    database: PostgresServer, store: VirtuosoServer, tmp_path: Path
) -> None:
    lines = section()
    create = next(shlex.split(line) for line in lines if line.startswith("createdb"))
    variables = exported(lines)
    assert set(variables) == {"PAPERKIN_CATALOGUE", "PAPERKIN_GRAPH"}
    assert variables["PAPERKIN_CATALOGUE"].startswith("postgresql+psycopg://")
    assert variables["PAPERKIN_GRAPH"].startswith("sparql+http://dba:dba@")
    kin = Paperkin(
        tmp_path / "data",
        {
            "PAPERKIN_CATALOGUE": database.create(create[-1], *create[1:-1]),
            "PAPERKIN_GRAPH": store.setting,
        },
    )
    kin.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))

    ports = [free_port(), free_port()]
    visitor = Visitor(ports)
    works = papers(tmp_path / "looms.jsonl", _LOOMS)
    with kin.serving(ports):
        visitor.start()
        ingest_under_a_kill(kin, database, works)
        visitor.wait_for("/", 200)
        publish_under_a_kill(kin, store)
        visitor.wait_for("/sparql", 200)
        visitor.stop()
    assert visitor.statuses() <= {200, 503}, (visitor.seen, kin.said())
    assert "FAULT" not in kin.run("doctor")

    alone = Paperkin(tmp_path / "alone", {})
    alone.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))
    alone.run("ingest", "jsonl", str(works))
    assert kin.rows(_TITLES, tmp_path) == alone.rows(_TITLES, tmp_path)
    graphs = [
        [row for row in rows if not row["g"]["value"].endswith(("/meta", "/works"))]  # type: ignore[index]
        for rows in (kin.rows(COUNTS, tmp_path), alone.rows(COUNTS, tmp_path))
    ]
    assert graphs[0] == graphs[1]
