"""What a hostile record says stays text in every place where it is shown.

The record carries the openings of every language that the product writes: HTML, script, JSON-LD,
headers, SPARQL, CSV, BibTeX, RIS, SVG, feeds. Each output is parsed by a reader that is not ours,
and must say the same words and nothing more.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import bibtexparser
import feedparser
import html5lib
import pytest
import rispy
from flask.testing import FlaskClient

from web.app import create_app
from web.services import open_services, open_workshop
from web.settings import Settings

NASTY = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!--<svg onload=alert(1)>",
    "} ; DROP ALL ; INSERT DATA { <urn:x> <urn:y> <urn:z> } #",
    "\\end{document}@article{stolen,title={x}}",
    "TY  - JOUR\nER  - \nTY  - BOOK",
    '=HYPERLINK("http://evil.example/")',
    "a\r\nSet-Cookie: stolen=1",
    "{{7*7}} {% raw %} ${7*7}",
    "javascript:alert(1)",
    "\u202egnp.exe\u200b \ufeff &amp; &lt;b&gt; 'quoted' \"twice\"",
    "../../../../etc/passwd%00 %2e%2e/",
)
WORDS = "Weft and warp"
IDS = [f"3106.{number:05d}" for number in range(1, len(NASTY) + 1)]
PAGE = {"Accept": "text/html", "Accept-Language": "en"}


def _record(number: int, nasty: str) -> dict[str, object]:
    return {
        "id": f"arxiv:{IDS[number]}",
        "title": f"{WORDS} {number}: {nasty}",
        "abstract": f"{WORDS} of LoRA {number}. {nasty} It gains 3.5% on CIFAR-10. {nasty}",
        "authors": [f"Ada {nasty}", "Bo Warp"],
        "year": 2031,
        "venue": f"Journal of {nasty}",
        "keywords": [nasty],
        "url": "javascript:alert(1)",
        "language": "en",
    }


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("nasty")
    path = folder / "works.jsonl"
    records = [_record(number, nasty) for number, nasty in enumerate(NASTY)]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    settings = Settings(site_base="https://papers.example.org/")
    with open_workshop(folder / "data", settings) as workshop:
        report = workshop.ingest("jsonl", [path])
        assert report.read == len(NASTY)
        workshop.publish()
    with open_services(folder / "data", settings) as services:
        made = create_app(services)
        made.testing = True
        yield made.test_client()


def _paths() -> list[str]:
    works = [f"/work/arxiv/{one}" for one in IDS]
    asked = [quote(one) for one in NASTY]
    return [
        "/",
        *works,
        *(f"{one}/related" for one in works),
        *(f"/search?q={one}" for one in asked),
        *(f"/ask?q={one}" for one in asked),
        *(f"/compare?id=arxiv:{IDS[0]}&id={one}" for one in asked),
        *(f"/sparql?query={one}" for one in asked),
        *(f"/{one}" for one in asked),
        *(f"/concept/{one}" for one in asked),
    ]


def _elements(page: str) -> Iterator[ElementTree.Element]:
    return html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).iter()


@pytest.mark.parametrize("path", _paths())
def test_a_page_gains_no_element_of_theirs(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=PAGE, follow_redirects=True)
    assert answer.status_code < 500
    assert "Set-Cookie: stolen" not in str(answer.headers)
    if answer.mimetype != "text/html":
        return
    for element in _elements(answer.get_data(as_text=True)):
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            address = element.attrib.get(name, "").strip().lower()
            assert not address.startswith(("javascript:", "data:text", "vbscript:")), address
        if element.tag == "script":
            text = element.text or ""
            if element.attrib.get("type") == "application/ld+json":
                json.loads(text)
            else:
                assert "src" in element.attrib
                assert not text.strip()
        assert element.tag != "img" or element.attrib.get("src") != "x"


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_structured_data_says_the_title(client: FlaskClient, number: int) -> None:
    page = client.get(f"/work/arxiv/{IDS[number]}", headers=PAGE).get_data(as_text=True)
    told = [
        element.text or ""
        for element in _elements(page)
        if element.tag == "script" and element.attrib.get("type") == "application/ld+json"
    ]
    assert any(f"{WORDS} {number}" in json.dumps(json.loads(one)) for one in told)


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_citations_are_one_entry_each(client: FlaskClient, number: int) -> None:
    path = f"/work/arxiv/{IDS[number]}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = bibtexparser.parse_string(client.get(path + ".bib").get_data(as_text=True))
    assert len(library.entries) == 1
    assert not library.failed_blocks
    assert f"{WORDS} {number}" in library.entries[0]["title"].replace("{", "").replace("}", "")
    assert len(rispy.loads(client.get(path + ".ris").get_data(as_text=True))) == 1
    csl = client.get(path + ".csl.json").get_json()
    assert f"{WORDS} {number}" in json.dumps(csl)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
@pytest.mark.parametrize("number", range(len(NASTY)))
def test_rdf_is_read_back(client: FlaskClient, number: int, suffix: str) -> None:
    import rdflib

    names = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    answer = client.get(f"/work/arxiv/{IDS[number]}.{suffix}")
    assert answer.status_code == 200
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses what rdflib calls outdated.
        warnings.simplefilter("ignore", DeprecationWarning)
        graph.parse(data=answer.data, format=names[suffix])
    titles = [str(one) for one in graph.objects(None, rdflib.DCTERMS.title)]
    assert any(one.startswith(f"{WORDS} {number}") for one in titles)


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_feeds_are_feeds(client: FlaskClient, kind: str) -> None:
    for nasty in NASTY:
        answer = client.get(f"/feed/search.{kind}?q={quote(nasty)}", follow_redirects=True)
        assert answer.status_code < 500
        if answer.status_code != 200:
            continue
        if kind == "json":
            assert isinstance(answer.get_json()["items"], list)
            continue
        read = feedparser.parse(answer.data)
        assert not read.bozo, read.bozo_exception
        tags = {
            str(one.tag).rpartition("}")[2] for one in ElementTree.fromstring(answer.data).iter()
        }
        assert not tags & {"script", "img", "svg"}


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_a_value_in_a_query_is_a_value(client: FlaskClient, number: int) -> None:
    before = client.get("/api/v1/search?q=weft").get_json()
    for place in ("/agent/name/", "/venue/", "/concept/", "/work/", "/issue/", "/event/"):
        answer = client.get(place + quote(NASTY[number], safe=""), headers=PAGE)
        assert answer.status_code in {301, 302, 303, 308, 400, 404, 410}, (place, answer.status)
    assert client.get("/api/v1/search?q=weft").get_json() == before


def test_tables_are_tables(client: FlaskClient) -> None:
    query = quote("SELECT ?t { ?w dcterms:title ?t ; a fabio:ResearchPaper }")
    answer = client.get(f"/sparql?query={query}", headers={"Accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert len({row[0] for row in rows[1:]}) == len(NASTY)
    assert all(len(row) == 1 for row in rows if row)


@pytest.mark.parametrize(
    "host", ["other.example", "other.example:80", "papers.example.org.other.example", "a b", ""]
)
def test_the_host_header_decides_nothing(client: FlaskClient, host: str) -> None:
    answer = client.get(f"/work/arxiv/{IDS[0]}", headers={**PAGE, "Host": host})
    assert b"other.example" not in answer.data
    assert "other.example" not in str(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/%2f%2fevil.example",
        "/work/arxiv/..%2f..%2fsettings.toml",
        "/export/..%2fcatalogue.sqlite",
        "/export/%2e%2e/catalogue.sqlite",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/app.py",
        "/feed/..%2f..%2fcatalogue.sqlite",
        "/picture/http://127.0.0.1/",
        "/\\evil.example",
    ],
)
def test_no_way_out(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code in {301, 302, 303, 308, 400, 403, 404}
    location = answer.headers.get("Location", "/")
    assert location.startswith(("/", "https://papers.example.org/"))
    assert not location.startswith(("//", "/\\"))
    assert b"SQLite format" not in answer.data


def test_nothing_is_written_by_get(client: FlaskClient, tmp_path: Path) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.open("/graphs?graph=http://example.org/g", method=method, data=b"")
        assert answer.status_code in {401, 403, 404, 405, 503}, (method, answer.status)
    answer = client.post("/sparql", data={"update": "CLEAR ALL"})
    assert answer.status_code in {401, 403, 404, 405}
