"""Replicas for reading: stores that follow the feed, and machines that follow the catalogue."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.iris import Iris
from kg.remote_graph import remote_store
from kg.stores.address import endpoint_of
from tests.servers.commands import Paperkin, papers, status_of, wait_until
from tests.servers.postgres import PostgresServer, free_port
from tests.servers.sparql import OxigraphServer
from tests.web.site import CORPUS

_TITLES = "SELECT ?w ?t { GRAPH ?g { ?w <http://purl.org/dc/terms/title> ?t } } ORDER BY ?w ?t"


def titles_of(store: OxigraphServer) -> list[tuple[str, str]]:
    """Works and titles, as a replica answers."""
    rows = remote_store(endpoint_of(store.setting), Iris()).select(_TITLES)
    return sorted((row["w"].value, row["t"].value) for row in rows)


def titles_at(kin: Paperkin, folder: Path) -> list[tuple[str, str]]:
    """The same as the site itself answers."""
    works = Iris().graph("works").value
    query = _TITLES.replace("?g", f"<{works}>")
    return sorted((row["w"]["value"], row["t"]["value"]) for row in kin.rows(query, folder))  # type: ignore[index]


@contextmanager
def following(kin: Paperkin, url: str, store: OxigraphServer) -> Iterator[subprocess.Popen[str]]:
    """A follower that looks every second."""
    process = kin.start("follow", url, store.setting, "--interval", "1")
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_stores_that_follow_the_feed_answer_all_the_while(tmp_path: Path) -> None:
    kin = Paperkin(tmp_path / "data", {})
    kin.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))
    stores = [OxigraphServer(tmp_path / name) for name in ("one", "two")]
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    try:
        for store in stores:
            store.start()
        with kin.serving([port]), following(kin, url, stores[0]) as first:
            with following(kin, url, stores[1]):
                before = titles_at(kin, tmp_path)
                for store in stores:
                    wait_until(lambda s=store: works_in(s, before), "the first state")  # type: ignore[misc]
                kin.run("ingest", "jsonl", str(papers(tmp_path / "looms.jsonl", 60)))
                first.kill()
                first.wait()
                after = titles_at(kin, tmp_path)
                assert len(after) > len(before)
                wait_until(lambda: works_in(stores[1], after), "the new state")
            # the one whose follower was killed answers what it had, and catches up
            assert titles_of(stores[0])
            with following(kin, url, stores[0]):
                wait_until(lambda: works_in(stores[0], after), "the new state")
    finally:
        for store in stores:
            store.kill()


def works_in(store: OxigraphServer, expected: list[tuple[str, str]]) -> bool:
    """Whether a replica has these titles, each once."""
    return [one for one in titles_of(store) if "/work/" in one[0]] == expected


def test_machines_that_follow_one_catalogue_serve_the_same(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    variables = {"PAPERKIN_CATALOGUE": postgres.create("replicas")}
    writer, reader = (Paperkin(tmp_path / name, variables) for name in ("writer", "reader"))
    writer.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))
    reader.run("publish")
    before, port = titles_at(reader, tmp_path), free_port()
    assert before == titles_at(writer, tmp_path)
    with reader.serving([port]):
        writer.run("ingest", "jsonl", str(papers(tmp_path / "looms.jsonl", 40)))
        assert titles_at(reader, tmp_path) == before
        reader.run("publish")
        assert status_of(port, "/search?q=looms") == 200
    after = titles_at(reader, tmp_path)
    assert len(after) == len(before) + 40
    assert after == titles_at(writer, tmp_path)
