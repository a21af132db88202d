"""arXiv metadata in each of its forms, invented papers; the forms follow arXiv's documentation."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import VersionStatement, WorkStatus
from kg.sources.arxiv import Arxiv
from kg.sources.arxiv.status import stated_status

CRAWL: dict[str, Any] = {
    "id": "3102.00001",
    "pdf": "https://arxiv.org/pdf/3102.00001",
    "abs": "https://arxiv.org/abs/3102.00001",
    "authors": ["Ada Example", "Bo D'Oro"],
    "title": "Quiet $\\alpha$-Lighthouses",
    "categories": ["cs.CV", "cs.LG"],
    "comment": "10 pages.\n  Accepted to NeurIPS 2031",
    "summary": "We present\nlighthouses.",
}
SNAPSHOT: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Ada Example",
    "authors": "A. Ex\\'ample, B. Muster (Some Institute) and C. Third",
    "title": "Tides and\n  Winds",
    "comments": "12 pages",
    "journal-ref": "J. Tides 7 (2008) 1-20",
    "doi": "10.1000/tides.7",
    "report-no": None,
    "categories": "hep-ph cs.LG",
    "license": None,
    "abstract": "  We study tides.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [
        ["Exámple", "A.", "", "Some Institute"],
        ["Muster", "B.", "Jr."],
        ["Tide Team", "", ""],
    ],
}
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <id>http://arxiv.org/api/x</id>
  <entry>
    <id>http://arxiv.org/abs/3102.00001v3</id>
    <updated>2031-02-09T00:00:00Z</updated>
    <published>2031-02-01T00:00:00Z</published>
    <title>Quiet
      Lighthouses</title>
    <summary>  We present &lt;quiet&gt; ones. </summary>
    <author><name>Ada Example</name>
      <arxiv:affiliation>Some Institute</arxiv:affiliation></author>
    <author><name>Bo Muster</name></author>
    <arxiv:comment>Accepted at ICML 2031</arxiv:comment>
    <arxiv:journal_ref>J. Tides 7 (2031)</arxiv:journal_ref>
    <arxiv:doi>10.1000/x</arxiv:doi>
    <arxiv:primary_category term="cs.LG"/>
    <category term="cs.CV"/><category term="cs.LG"/>
  </entry>
  <entry><id>http://arxiv.org/abs/hep-th/9901001v1</id><title>Old</title></entry>
</feed>
"""
OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<ListRecords>
<record><header><identifier>oai:arXiv.org:3102.00001</identifier></header><metadata>
 <arXiv xmlns="http://arxiv.org/OAI/arXiv/">
  <id>3102.00001</id><created>2031-02-01</created><updated>2031-02-09</updated>
  <authors><author><keyname>Example</keyname><forenames>Ada B.</forenames><suffix>III</suffix>
   <affiliation>Some Institute</affiliation></author>
   <author><keyname>Tide Collaboration</keyname></author></authors>
  <title>Quiet Lighthouses</title><categories>cs.LG cs.CV</categories>
  <comments>This paper has been withdrawn by the authors</comments>
  <abstract> We present. </abstract></arXiv></metadata></record>
<record><header><identifier>oai:arXiv.org:3102.00002</identifier></header><metadata>
 <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
  <id>3102.00002</id><submitter>Ada</submitter>
  <version version="v1"><date>Sat, 01 Feb 2031 10:00:00 GMT</date><size>1kb</size></version>
  <version version="v2"><date>Mon, 03 Feb 2031 10:00:00 GMT</date></version>
  <title>Tides</title>
  <authors>Ada Example, Bo Muster (Some Institute, A Town) and Cy Third</authors>
  <categories>cs.LG</categories><journal-ref>J. Tides</journal-ref><doi>10.1000/y</doi>
  <abstract>We study.</abstract></arXivRaw></metadata></record>
<record><header><identifier>oai:arXiv.org:3102.00003</identifier></header><metadata>
 <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title>Winds</dc:title><dc:creator>Example, Ada</dc:creator><dc:creator>Muster, Bo</dc:creator>
  <dc:description>We feel winds.</dc:description><dc:description>Comment: 3 pages</dc:description>
  <dc:date>2031-02-01</dc:date><dc:identifier>http://arxiv.org/abs/3102.00003</dc:identifier>
  <dc:identifier>doi:10.1000/z</dc:identifier></oai_dc:dc></metadata></record>
</ListRecords>
</OAI-PMH>
"""


def lines(*values: object) -> bytes:
    return "".join(json.dumps(value) + "\n" for value in values).encode()


class TestCrawl(SourceContract):
    source = Arxiv
    file_name = "2031-02-03.jsonl"
    example = lines(CRAWL, {**CRAWL, "id": "3102.00002"})
    broken = lines(CRAWL, {**CRAWL, "id": "none"}, {**CRAWL, "title": None}, []) + b"{broken\n"
    many = json.dumps({**CRAWL, "id": "3102.%NUMBER%"}).encode() + b"\n"

    def test_a_line_whole(self) -> None:
        record = self.records(self.example)[0]
        assert record.key == "3102.00001"
        assert record.title == "Quiet α-Lighthouses"
        assert [author.name for author in record.authors] == ["Ada Example", "Bo D'Oro"]
        assert record.author_order == "byline"
        assert record.categories == ("cs.CV", "cs.LG")
        assert record.comment == "10 pages. Accepted to NeurIPS 2031"
        assert record.year == 2031
        assert record.prose[0].sentences[0].text == "We present lighthouses."
        assert record.prose[0].licence == "https://creativecommons.org/publicdomain/zero/1.0/"
        assert [(venue.text, venue.said_in, venue.year) for venue in record.venues] == [
            ("Accepted to NeurIPS 2031", "comment", 2031)
        ]

    def test_a_paper_announced_again_is_the_same_record(self) -> None:
        first, again = self.records(lines(CRAWL, CRAWL))
        assert first.key == again.key
        assert first.ids == again.ids


class TestSnapshot(SourceContract):
    source = Arxiv
    file_name = "arxiv-metadata-oai-snapshot.json"
    example = lines(SNAPSHOT, {**SNAPSHOT, "id": "hep-th/9901001"})
    broken = lines(SNAPSHOT, {**SNAPSHOT, "id": ""})

    def test_a_line_whole(self) -> None:
        record = self.records(self.example)[0]
        assert record.ids == (WorkId("arxiv", "0704.0001"), WorkId("doi", "10.1000/tides.7"))
        assert record.title_source == "Tides and Winds"
        assert [author.name for author in record.authors] == [
            "A. Exámple",
            "B. Muster Jr.",
            "Tide Team",
        ]
        assert record.authors[0].affiliations == ("Some Institute",)
        assert record.authors[2].is_organisation
        assert record.published_on == date(2007, 4, 2)
        assert record.versions == (
            VersionStatement(number=1, issued_on=date(2007, 4, 2)),
            VersionStatement(number=2, issued_on=date(2007, 7, 24)),
        )
        assert record.categories == ("hep-ph", "cs.LG")
        assert [(venue.text, venue.said_in, venue.year) for venue in record.venues] == [
            ("J. Tides 7 (2008) 1-20", "journal-ref", 2008)
        ]

    def test_the_line_of_authors_is_read_when_nothing_else_is_there(self) -> None:
        record = self.records(lines({**SNAPSHOT, "authors_parsed": None}))[0]
        assert [author.name for author in record.authors] == ["A. Exámple", "B. Muster", "C. Third"]


class TestAtom(SourceContract):
    source = Arxiv
    file_name = "answer.xml"
    example = ATOM.encode()
    broken = ATOM.replace("<title>Old</title>", "").encode()
    many_head = b'<feed xmlns="http://www.w3.org/2005/Atom">\n'
    many = b"<entry><id>http://arxiv.org/abs/3102.%NUMBER%v1</id><title>T</title></entry>\n"

    def test_an_entry_whole(self) -> None:
        record, old = self.records(self.example)
        assert record.key == "3102.00001"
        assert record.line == 4
        assert record.title == "Quiet Lighthouses"
        assert record.prose[0].sentences[0].text == "We present <quiet> ones."
        assert [author.name for author in record.authors] == ["Ada Example", "Bo Muster"]
        assert record.authors[0].affiliations == ("Some Institute",)
        assert record.categories == ("cs.LG", "cs.CV")
        assert record.ids[1] == WorkId("doi", "10.1000/x")
        assert record.published_on == date(2031, 2, 1)
        assert [version.number for version in record.versions] == [1, 3]
        assert {venue.said_in for venue in record.venues} == {"comment", "journal-ref"}
        assert old.year == 1999

    def test_a_document_type_is_refused(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        (rejection,) = self.rejections(ATOM.replace("<feed", bomb + "<feed").encode())
        assert "document type" in rejection.reason
        (rejection,) = self.rejections(ATOM.encode("utf-16"))
        assert rejection.line == 1


class TestOai(SourceContract):
    source = Arxiv
    file_name = "harvest.xml"
    example = OAI.encode()
    broken = (
        OAI.replace("<id>3102.00001</id>", "<id>x</id>")
        .replace(
            "<header><identifier>oai:arXiv.org:3102.00002", '<header status="deleted"><identifier>x'
        )
        .encode()
    )

    def test_the_three_prefixes(self) -> None:
        arxiv, raw, dublin = self.records(self.example)
        assert [author.name for author in arxiv.authors] == [
            "Ada B. Example III",
            "Tide Collaboration",
        ]
        assert arxiv.authors[1].is_organisation
        assert arxiv.status == "withdrawn"
        assert arxiv.published_on == date(2031, 2, 1)
        assert arxiv.line == 4
        assert [author.name for author in raw.authors] == ["Ada Example", "Bo Muster", "Cy Third"]
        assert [version.issued_on for version in raw.versions] == [
            date(2031, 2, 1),
            date(2031, 2, 3),
        ]
        assert raw.ids[1] == WorkId("doi", "10.1000/y")
        assert [author.name for author in dublin.authors] == ["Ada Example", "Bo Muster"]
        assert dublin.comment == "3 pages"
        assert dublin.ids == (WorkId("arxiv", "3102.00003"), WorkId("doi", "10.1000/z"))


@pytest.mark.parametrize(
    ("comment", "status"),
    [
        ("This paper has been withdrawn by the author due to a crucial error", "withdrawn"),
        ("Withdrawn", "withdrawn"),
        ("This submission has been withdrawn by arXiv administrators", "withdrawn"),
        ("The authors have withdrawn this manuscript", "withdrawn"),
        ("withdrawn due to an error in Theorem 2", "withdrawn"),
        ("The paper was withdrawn from ICLR", "current"),
        ("We study withdrawn papers", "current"),
        ("This article has been retracted", "retracted"),
        ("This version is superseded by arXiv:3102.00009", "superseded"),
        ("10 pages", "current"),
        ("", "current"),
    ],
)
def test_status(comment: str, status: WorkStatus) -> None:
    assert stated_status(comment) == status
