"""One address, many forms: negotiation, suffixes, redirects, links."""

from __future__ import annotations

import json
import re

import pyoxigraph
import pytest
from flask.testing import FlaskClient

from tests.web.site import PAGE, SITE

WORK = "/work/arxiv/3103.01001"
RDF = {
    ".ttl": ("text/turtle", pyoxigraph.RdfFormat.TURTLE),
    ".nt": ("application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
    ".jsonld": ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
    ".rdf": ("application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
}


@pytest.mark.parametrize("suffix", RDF)
@pytest.mark.parametrize("path", [WORK, "/concept/lora", "/issue/2031-03-04"])
def test_every_form_is_the_same_graph(client: FlaskClient, path: str, suffix: str) -> None:
    media_type, engine = RDF[suffix]
    response = client.get(path + suffix)
    assert response.mimetype == media_type
    graph = {quad.triple for quad in pyoxigraph.parse(response.data, engine)}
    turtle = client.get(path + ".nt").data
    assert graph == {q.triple for q in pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(graph) > 5


@pytest.mark.parametrize("suffix", RDF)
def test_a_client_that_asks_for_data_is_sent_to_it(client: FlaskClient, suffix: str) -> None:
    response = client.get(WORK, headers={"Accept": RDF[suffix][0]})
    assert (response.status_code, response.location) == (303, WORK + suffix)
    assert "Accept" in response.vary


def test_a_form_that_does_not_exist_is_refused_with_the_list(client: FlaskClient) -> None:
    response = client.get(WORK, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.mimetype == "text/html"
    response = client.get(WORK, headers={"Accept": "application/problem+json"})
    assert response.status_code == 406
    assert "text/turtle" in response.get_json()["offered"]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/arxiv/3103.01001v2", WORK),
        ("/abs/3103.01001", WORK),
        ("/pdf/3103.01001.pdf", WORK),
        ("/doi/10.48550/arXiv.3103.01001", WORK),
        ("/work/3103.01001", WORK),
        ("/work/arxiv/3103.01001v7", WORK),
        ("/work/arxiv/3103.01001v7.ttl", WORK + ".ttl"),
        ("/work/doi/10.48550/arXiv.3103.01001.bib?x=1", WORK + ".bib?x=1"),
        ("/issue/daily-papers/2031-03-04", "/issue/2031-03-04"),
    ],
)
def test_other_spellings_are_redirected(client: FlaskClient, given: str, canonical: str) -> None:
    response = client.get(given, headers=PAGE)
    assert (response.status_code, response.location) == (308, canonical)


def test_links_name_every_form(client: FlaskClient) -> None:
    links = client.get(WORK, headers=PAGE).headers["Link"]
    for suffix, (media_type, _) in RDF.items():
        address = re.escape(f"<{SITE.rstrip('/')}{WORK}{suffix}>")
        assert re.search(rf'{address}; rel="alternate"; type="{re.escape(media_type)}"', links)
    assert '<https://w3id.org/paperkin/work/arxiv/3103.01001>; rel="describes"' in links


def test_documents_name_their_page(client: FlaskClient) -> None:
    links = client.get(WORK + ".ttl").headers["Link"]
    assert f'<{SITE.rstrip("/")}{WORK}>; rel="canonical"' in links


def test_the_host_header_is_never_believed(client: FlaskClient) -> None:
    response = client.get(WORK, headers=PAGE | {"Host": "evil.example"})
    assert "evil.example" not in response.get_data(as_text=True)
    assert "evil.example" not in response.headers["Link"]


def test_citations_do_not_invent_a_byline(client: FlaskClient) -> None:
    assert "author =" not in client.get(WORK + ".bib").get_data(as_text=True)
    (item,) = json.loads(client.get(WORK + ".csl.json").data)
    assert "author" not in item
    assert "Ada Muster" in item["note"]
