"""What machines make of the pages: JSON-LD as triples, citations as a processor has them."""

from __future__ import annotations

import json
import re
from html import unescape

import pyoxigraph
import pytest
from flask.testing import FlaskClient

from tests.web.site import PAGE

SCHEMA = "https://schema.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PATHS = ("/", "/work/acl/2030.acl-long.7", "/concept/lora", "/event/acl/2030", "/issue/2031-03-04")
_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.mark.parametrize("path", PATHS)
def test_json_ld_expands_to_terms_of_schema_org(client: FlaskClient, path: str) -> None:
    html = client.get(path, headers=PAGE).get_data(as_text=True)
    (found,) = _JSON_LD.findall(html)
    document = json.loads(unescape(found))
    assert document.pop("@context") == "https://schema.org"
    # The published context maps every bare term into its own space; no network is needed for that.
    document["@context"] = {"@vocab": SCHEMA}
    quads = list(pyoxigraph.parse(json.dumps(document), format=pyoxigraph.RdfFormat.JSON_LD))
    assert len(quads) >= 3
    terms = {quad.object if quad.predicate.value == TYPE else quad.predicate for quad in quads}
    assert all(term.value.startswith(SCHEMA) for term in terms)


def test_a_citation_processor_reads_the_same_content(client: FlaskClient) -> None:
    source = pytest.importorskip("citeproc.source.json", reason="citeproc-py is not installed")
    told = json.loads(client.get("/work/acl/2030.acl-long.7.csl.json").data)
    read = source.CiteProcJSON(told)
    assert list(read) == [one["id"].lower() for one in told]
    for one in told:
        entry = read[one["id"].lower()]
        assert str(entry.title) == one["title"]
        assert entry.type == one["type"]
        names = [(str(name.family), str(name.given)) for name in entry.get("author", [])]
        assert names == [(a.get("family"), a.get("given")) for a in one.get("author", [])]
        assert entry.issued.year == one["issued"]["date-parts"][0][0]
