"""Feeds: read back by a reader of feeds, the same entries in every format."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.web.site import PAGE, SITE

feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
NAMES = ("issues", "concept/lora", "search", "list")
QUERIES = {"search": "?q=LoRA", "list": "?id=arxiv:3103.01001&id=3103.01002&not=3103.01003"}


def _read(client: FlaskClient, name: str, suffix: str) -> bytes:
    query = QUERIES.get(name, "")
    response = client.get(f"/feed/{name}{suffix}{query}")
    assert response.status_code == 200
    return response.data


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("suffix", "version"), [(".atom", "atom10"), (".rss", "rss20")])
def test_feed_is_well_formed(client: FlaskClient, name: str, suffix: str, version: str) -> None:
    parsed = feedparser.parse(_read(client, name, suffix))
    assert not parsed.bozo
    assert parsed.version == version
    assert parsed.entries
    for entry in parsed.entries:
        assert entry.id.startswith("https://")
        assert entry.link.startswith(SITE)


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_have_the_same_entries(client: FlaskClient, name: str) -> None:
    document = json.loads(_read(client, name, ".json"))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    ids = [item["id"] for item in document["items"]]
    for suffix in (".atom", ".rss"):
        parsed = feedparser.parse(_read(client, name, suffix))
        assert [entry.id for entry in parsed.entries] == ids


def test_entries_keep_their_ids_and_are_dated_by_what_is_known(client: FlaskClient) -> None:
    document = json.loads(_read(client, "concept/lora", ".json"))
    dates = {item["id"]: item["date_modified"] for item in document["items"]}
    assert dates["https://w3id.org/paperkin/work/arxiv/3103.01001"] == "2031-03-05T00:00:00+00:00"
    assert dates["https://w3id.org/paperkin/work/arxiv/3103.01002"] == "2031-03-04T00:00:00+00:00"


def test_unchanged_feeds_are_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/feed/issues.atom")
    again = client.get("/feed/issues.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/feed/none.atom", "/feed/concept/none.rss", "/feed/issues.doc"])
def test_no_such_feed(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pages_name_their_feeds(client: FlaskClient) -> None:
    html = client.get("/concept/lora", headers=PAGE).get_data(as_text=True)
    assert 'type="application/atom+xml" href="/feed/concept/lora.atom"' in html
