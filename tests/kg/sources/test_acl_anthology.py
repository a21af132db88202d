"""The Anthology's XML with invented papers."""

from __future__ import annotations

import io

import pytest
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import BibliographicRecord, StatedLink
from kg.sources.acl_anthology import AclAnthology

EXAMPLE = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2031.acl">
  <volume id="long" ingest-date="2031-06-21">
    <meta>
      <booktitle>Proceedings of the 69th <fixed-case>ACL</fixed-case> (Volume 1)</booktitle>
      <editor><first>Ed</first><last>Itor</last></editor>
      <volume>1</volume>
      <year>2031</year>
    </meta>
    <frontmatter><url>2031.acl-long.0</url></frontmatter>
    <paper id="1">
      <title>A <fixed-case>L</fixed-case>ight in <tex-math>O(n^2)</tex-math> &amp; <i>M</i></title>
      <author><first>Ada</first><last>Example</last>
        <variant script="hani"><first>一</first><last>王</last></variant></author>
      <author id="bo-muster"><first/><last>Muster</last></author>
      <pages>1–9</pages>
      <abstract>We present <i>quiet</i> lighthouses.</abstract>
      <url hash="0">2031.acl-long.1</url>
      <doi>10.18653/v1/2031.acl-long.1</doi>
      <revision id="2" date="2031-07-01">A table was mended.</revision>
      <attachment type="Software">2031.acl-long.1.Software.zip</attachment>
      <pwccode url="https://code.example.org/q" additional="false">q</pwccode>
      <video href="https://videos.example.org/1"/>
    </paper>
    <paper id="2">
      <title>Une étude</title><language>fra</language>
      <doi>10.18653/v1/2031.acl-long.9</doi>
      <retracted date="2031-08-01">An error.</retracted>
    </paper>
  </volume>
</collection>
"""


class TestAclAnthology(SourceContract):
    source = AclAnthology
    file_name = "2031.acl.xml"
    example = EXAMPLE.encode()
    broken = EXAMPLE.replace("<title>Une étude</title>", "<title> </title>").encode()
    many_head = b'<collection id="2031.acl"><volume id="long"><meta><year>2031</year></meta>\n'
    many = b'<paper id="%NUMBER%"><title>T</title></paper>\n'

    def test_a_paper_whole(self) -> None:
        record, french = self.records(self.example)
        assert record.key == "2031.acl-long.1"
        assert record.line == 11
        assert record.ids == (
            WorkId("acl", "2031.acl-long.1"),
            WorkId("doi", "10.18653/v1/2031.acl-long.1"),
        )
        assert record.title_source == (
            "A <fixed-case>L</fixed-case>ight in <tex-math>O(n^2)</tex-math> &amp; <i>M</i>"
        )
        assert record.title == "A Light in O(n²) & M"
        assert [author.name for author in record.authors] == ["Ada Example", "Muster"]
        assert record.author_order == "byline"
        assert record.year == 2031
        assert record.prose[0].sentences[0].text == "We present quiet lighthouses."
        assert record.prose[0].licence == "https://creativecommons.org/licenses/by/4.0/"
        (venue,) = record.venues
        assert venue.text == "Proceedings of the 69th ACL (Volume 1)"
        assert (venue.venue_id, venue.year, venue.said_in) == ("acl", 2031, "booktitle")
        assert StatedLink(url="https://code.example.org/q", kind="code") in record.links
        assert record.versions[0].note == "A table was mended."
        assert (french.title_language, french.status) == ("fr", "retracted")

    def test_a_doi_of_another_paper_is_left_out(self) -> None:
        assert self.records(self.example)[1].ids == (WorkId("acl", "2031.acl-long.2"),)

    @pytest.mark.parametrize(
        ("collection", "volume", "paper", "value"),
        [
            ("P18", "1", "1", "P18-1001"),
            ("W18", "12", "3", "W18-1203"),
            ("W19", "3", "12", "W19-0312"),
            ("C69", "2", "1", "C69-0201"),
            ("D19", "1", "500", "D19-1500"),
            ("D19", "50", "7", "D19-5007"),
            ("J90", "1", "1", "J90-1001"),
            ("2020.lrec", "1", "10", "2020.lrec-1.10"),
        ],
    )
    def test_ids_from_places(self, collection: str, volume: str, paper: str, value: str) -> None:
        text = EXAMPLE.replace('2031.acl"', f'{collection}"').replace(
            'volume id="long"', f'volume id="{volume}"'
        )
        record = self.records(text.replace('paper id="1"', f'paper id="{paper}"').encode())[0]
        assert record.key == value

    def test_the_year_and_the_licence_of_old_collections(self) -> None:
        text = (
            EXAMPLE.replace('2031.acl"', 'P98"')
            .replace('"long"', '"1"')
            .replace("<year>2031</year>", "")
        )
        record = self.records(text.encode())[0]
        assert record.year == 1998
        assert record.prose[0].licence == "https://creativecommons.org/licenses/by-nc-sa/3.0/"


def test_the_anthology_s_word_on_who_is_meant_is_kept() -> None:
    data = TestAclAnthology.example
    records = list(AclAnthology().entries(io.BytesIO(data), "memory"))
    first = records[0]
    assert isinstance(first, BibliographicRecord)
    assert [author.person_id for author in first.authors] == [None, "acl-person:bo-muster"]
