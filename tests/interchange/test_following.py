"""Mirrors through kills and a thousand changes, in folders and behind an endpoint."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.feed import HttpFeed, open_mirror
from kg.stores.address import endpoint_of
from tests.kg.feed.serving import served
from tests.kg.feed.sites import (
    CC0,
    Site,
    follow,
    follow_random_changes,
    mirrored,
    record,
    sha256,
)
from web.services import open_workshop
from web.settings import Settings

OXIGRAPH = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "data")
    yield made
    made.catalogue.close()


def test_a_thousand_random_changes(site: Site, tmp_path: Path) -> None:
    follow_random_changes(site, tmp_path / "mirror", until=1000, seed=7)
    assert follow(site, tmp_path / "mirror").report.snapshots == 0
    assert mirrored(tmp_path / "mirror") == site.sha256()


def killed_soon(command: list[str], chance: random.Random) -> bool:
    """Run a command and kill it after a moment; tells whether it had ended by itself before."""
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.2, 2.5))
    child.send_signal(signal.SIGKILL)
    return child.wait() == 0


@pytest.mark.parametrize("kind", ["folder", "endpoint"])
def test_killed_again_and_again(site: Site, tmp_path: Path, kind: str) -> None:
    chance = random.Random(11)
    site.take(*(record(number, 1, number + 1, CC0) for number in range(300)))
    site.publish()
    target = str(tmp_path / "mirror")
    port = free_port()
    server = start_oxigraph(tmp_path / "remote", port) if kind == "endpoint" else None
    if server is not None:
        target = f"sparql+http://127.0.0.1:{port}/query"
    with served(site.data, Settings()) as url:
        command = [sys.executable, "-m", "web.cli", "follow", url, target, "--once"]
        ended = 0
        for words in range(2, 14):
            ended += killed_soon(command, chance)
            numbers = chance.sample(range(300), 40)
            site.take(*(record(number, words, number + 1, CC0) for number in numbers))
            site.publish()
        subprocess.run(command, check=True, env=os.environ)
        if server is None:
            found = mirrored(tmp_path / "mirror")
        else:
            server.terminate()
            server.wait()
            found = sha256(Store.read_only(str(tmp_path / "remote")))
    assert ended < 12, "nothing was killed in the middle"
    assert found == site.sha256()


def test_an_endpoint_follows_a_hundred_changes(site: Site, tmp_path: Path) -> None:
    port = free_port()
    server = start_oxigraph(tmp_path / "remote", port)
    site.take(record(1, 1, 2, CC0))
    site.publish()
    with served(site.data, Settings()) as url:
        mirror = open_mirror(HttpFeed(url), endpoint_of(f"sparql+http://127.0.0.1:{port}/query"))
        for words in range(2, 12):
            site.take(record(1, words, 2, CC0), record(words, words, 3, CC0))
            site.publish()
            mirror.follow()
        assert mirror.report.snapshots == 1
        assert mirror.report.patches >= 9
    server.terminate()
    server.wait()
    assert sha256(Store.read_only(str(tmp_path / "remote"))) == site.sha256()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_oxigraph(folder: Path, port: int) -> subprocess.Popen[bytes]:
    if OXIGRAPH is None:
        pytest.skip("the oxigraph command is not installed (pip install oxigraph)")
    command = [OXIGRAPH, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    server.kill()
    raise AssertionError("the server did not start")


def test_what_is_forgotten_leaves_every_mirror(tmp_path: Path) -> None:
    works = tmp_path / "works.jsonl"
    rows = [
        {"id": f"acl:2030.acl-long.{n}", "title": f"Paper {n}", "authors": ["Ada Muster"]}
        for n in (7, 8)
    ]
    works.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    data = tmp_path / "data"
    with open_workshop(data) as workshop:
        workshop.ingest("jsonl", [works])
        workshop.publish()
    with served(data, Settings()) as url:
        mirror = open_mirror(HttpFeed(url), tmp_path / "mirror")
        mirror.follow()
        with open_workshop(data) as workshop:
            workshop.forget("work", "acl:2030.acl-long.7")
        assert mirror.follow().reasons[-1] == "something was removed for good"
        mirror.close()
    held = str(list(Store.read_only(str(tmp_path / "mirror"))))
    assert "Paper 8" in held
    assert "Paper 7" not in held
    told = b"".join(path.read_bytes() for path in (data / "feed").rglob("*.rdfp"))
    assert b"Paper 7" not in told
