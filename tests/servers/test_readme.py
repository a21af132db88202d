"""The README's section "When it outgrows one machine", followed, with servers killed meanwhile."""

from __future__ import annotations

import re
import shlex
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.commands import COUNTS, Paperkin, Visitor, papers, status_of, wait_for
from tests.servers.postgres import PostgresServer, free_port
from tests.servers.sparql import VirtuosoServer
from tests.web.site import CORPUS

_ROOT = Path(__file__).resolve().parents[2]
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
    servers = [kin.start("serve", "--port", str(port)) for port in ports]
    for port in ports:
        wait_for(port)
    visitor = Visitor(ports)
    visitor.start()

    works = papers(tmp_path / "looms.jsonl", 800)
    first = kin.start("ingest", "jsonl", str(works), "--no-publish")
    time.sleep(4)
    database.kill()
    _, errors = first.communicate(timeout=120)
    assert first.returncode in {0, 1}
    assert first.returncode == 0 or "start the server and do it again" in errors, errors
    time.sleep(1)
    database.start()
    both = [kin.start("ingest", "jsonl", str(works), "--no-publish") for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors

    publishing = kin.start("publish")
    time.sleep(5)
    store.kill()
    _, errors = publishing.communicate(timeout=300)
    assert publishing.returncode in {0, 1}
    assert publishing.returncode == 0 or "start the store and do it again" in errors, errors
    store.start()
    kin.run("publish")

    visitor.stop()
    assert set(visitor.seen) <= {200, 503}, set(visitor.seen)
    assert visitor.seen.count(200) > 10
    for port in ports:
        assert status_of(port, "/") == 200
        assert status_of(port, "/sparql?" + urllib.parse.urlencode({"query": COUNTS})) == 200
    for server in servers:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=15)
        assert server.returncode == 0
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
