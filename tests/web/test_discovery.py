"""What crawlers, search engines and reference managers find."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.web.site import PAGE, SITE

WORK = "/work/arxiv/3103.01001"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _addresses(client: FlaskClient, path: str) -> list[str]:
    root = ElementTree.fromstring(client.get(path).data)
    return [node.text or "" for node in root.iter(_LOC)]


def _structure(client: FlaskClient, path: str) -> dict[str, object]:
    html = client.get(path, headers=PAGE).get_data(as_text=True)
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', html)
    assert found
    return json.loads(found.group(1))  # type: ignore[no-any-return]


def test_sitemap_leads_to_every_work(client: FlaskClient) -> None:
    works: list[str] = []
    for part in _addresses(client, "/sitemap.xml"):
        works += _addresses(client, part.removeprefix(SITE.rstrip("/")))
    assert len([url for url in works if "/work/" in url]) == 7
    assert f"{SITE}issue/2031-03-04" in works
    assert f"{SITE}concept/lora" in works


def test_robots_names_the_sitemap(client: FlaskClient) -> None:
    assert f"Sitemap: {SITE}sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_browsers_can_search_here(client: FlaskClient) -> None:
    text = client.get("/opensearch.xml").get_data(as_text=True)
    assert f"{SITE}search?q={{searchTerms}}" in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "WebSite"),
        (WORK, "ScholarlyArticle"),
        ("/concept/lora", "DefinedTerm"),
        ("/issue/2031-03-04", "ItemList"),
    ],
)
def test_pages_describe_themselves(client: FlaskClient, path: str, kind: str) -> None:
    assert _structure(client, path)["@type"] == kind


def test_a_listed_order_is_not_told_as_authors(client: FlaskClient) -> None:
    assert "author" not in _structure(client, WORK)
    html = client.get(WORK, headers=PAGE).get_data(as_text=True)
    assert "citation_author" not in html
    assert 'name="citation_title" content="Fernwood' in html
    assert 'name="citation_arxiv_id" content="3103.01001"' in html


def test_text_cannot_end_the_description(client: FlaskClient) -> None:
    structure = _structure(client, "/work/arxiv/3103.01004")
    assert "&" in str(structure["name"])


def test_signposts(client: FlaskClient) -> None:
    links = client.get(WORK, headers=PAGE).headers["Link"]
    assert '<https://doi.org/10.48550/arxiv.3103.01001>; rel="cite-as"' in links
    assert 'rel="item"; type="application/pdf"' in links
    assert '<https://schema.org/AboutPage>; rel="type"' in links


def test_every_language_is_named(client: FlaskClient) -> None:
    html = client.get(WORK, headers=PAGE).get_data(as_text=True)
    assert f'hreflang="ko" href="{SITE}work/arxiv/3103.01001?lang=ko"' in html


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset.ttl"])
def test_the_dataset_is_described(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    text = response.get_data(as_text=True)
    assert "void:Dataset" in text
    assert f"<{SITE}sparql>" in text


def test_people_are_sent_to_the_page_of_the_dataset(client: FlaskClient) -> None:
    response = client.get("/.well-known/void", headers=PAGE)
    assert (response.status_code, response.location) == (303, "/dataset")


def test_ontology_for_people_and_machines(client: FlaskClient) -> None:
    assert 'id="StatedResult"' in client.get("/ns", headers=PAGE).get_data(as_text=True)
    response = client.get("/ns", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.location) == (303, "/ns.ttl")
    assert b"owl:Ontology" in client.get("/ns.ttl").data
