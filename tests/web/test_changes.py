"""The change feed by HTTP."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import zstandard
from flask.testing import FlaskClient

from tests.web.site import SITE
from web.app import create_app
from web.services import Services, open_services


def index(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get("/changes").data)
    return found


def test_the_index_says_where_to_begin(client: FlaskClient) -> None:
    answer = client.get("/changes")
    said = json.loads(answer.data)
    assert said["first"] <= said["last"]
    assert said["snapshot"] == f"{SITE}changes/snapshot"
    assert f'<{SITE}changes/{said["first"]}>; rel="next"' in answer.headers["Link"]
    again = client.get("/changes", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_newest_page_is_empty_and_can_be_asked_for_again(client: FlaskClient) -> None:
    last = index(client)["last"]
    answer = client.get(f"/changes/{last}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Type"] == "application/rdf-patch; charset=utf-8"
    tag = answer.headers["ETag"]
    assert client.get(f"/changes/{last}", headers={"If-None-Match": tag}).status_code == 304


def test_a_number_that_leads_nowhere_is_told_with_a_remedy(client: FlaskClient) -> None:
    answer = client.get("/changes/999999")
    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "snapshot" in json.loads(answer.data)["detail"]


@pytest.fixture(scope="module")
def snapshot(app: Any) -> bytes:
    """The snapshot, asked for until it is written."""
    for _ in range(300):
        answer = app.test_client().get("/changes/snapshot", buffered=True)
        if answer.status_code == 200:
            content: bytes = answer.data
            return content
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        time.sleep(0.1)
    raise AssertionError("no snapshot was written")


def test_a_snapshot_is_whole(client: FlaskClient, snapshot: bytes) -> None:
    lines = zstandard.ZstdDecompressor().stream_reader(snapshot).read().splitlines()
    said = index(client)
    assert lines[0].decode() == f"# snapshot feed={said['feed']} number={said['last']}"
    quads = list(ox.parse(b"\n".join(lines), ox.RdfFormat.N_QUADS))
    assert lines[-1].decode() == f"# complete quads={len(quads)}"


def test_a_download_goes_on_where_it_broke_off(client: FlaskClient, snapshot: bytes) -> None:
    tag = client.get("/changes/snapshot", buffered=True).headers["ETag"]

    def part(asked: str, condition: str = tag) -> Any:
        headers = {"Range": asked, "If-Range": condition}
        return client.get("/changes/snapshot", headers=headers, buffered=True)

    tail = part("bytes=100-")
    assert tail.status_code == 206
    assert tail.data == snapshot[100:]
    assert tail.headers["Content-Range"] == f"bytes 100-{len(snapshot) - 1}/{len(snapshot)}"
    assert part("bytes=10-19").data == snapshot[10:20]
    assert part("bytes=-5").data == snapshot[-5:]
    assert part("bytes=100-", '"another"').data == snapshot
    assert part("bytes=0-1,5-6").data == snapshot
    beyond = part(f"bytes={len(snapshot)}-")
    assert beyond.status_code == 416
    whole = client.get("/changes/snapshot", headers={"If-None-Match": tag})
    assert (whole.status_code, whole.data) == (304, b"")
    head = client.head("/changes/snapshot")
    assert (head.headers["Content-Length"], head.data) == (str(len(snapshot)), b"")


def test_the_feed_of_a_graph_in_a_store_of_its_own_does_not_need_that_store(
    data_folder: Path, services: Services, client: FlaskClient
) -> None:
    unreachable = replace(services.settings, graph="sparql+http://127.0.0.1:9/query")
    with open_services(data_folder, unreachable) as opened:
        there = create_app(opened).test_client()
        assert there.get("/changes").data == client.get("/changes").data
        last = index(client)["last"]
        assert there.get(f"/changes/{last}").status_code == 200
