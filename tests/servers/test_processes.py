"""Several web processes on one data directory, with a publication in between."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.servers.commands import Paperkin, Visitor, papers
from tests.servers.postgres import free_port
from tests.web.site import CORPUS


def change_shown(port: int) -> int:
    """The change number that a web process says it shows, once it is ready."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=30) as got:
                return int(json.loads(got.read())["change_number"])
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.2)
    raise AssertionError(f"nothing ready on {port}")


def test_a_publication_reaches_every_process_without_a_fault(tmp_path: Path) -> None:
    kin = Paperkin(tmp_path / "data", {})
    kin.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))
    ports = [free_port() for _ in range(3)]
    visitor = Visitor(ports)
    with kin.serving(ports):
        before = {change_shown(port) for port in ports}
        visitor.start()
        for count in (40, 80):
            kin.run("ingest", "jsonl", str(papers(tmp_path / f"{count}.jsonl", count)))
        after = {change_shown(port) for port in ports}
        visitor.stop()
    assert len(before) == len(after) == 1
    assert after.pop() > before.pop()
    assert visitor.statuses() == {200}, (visitor.seen, kin.said())
