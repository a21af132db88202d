"""Our own JSON lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import BibliographicRecord, StatedLink
from kg.sources.jsonl import Jsonl

FULL: dict[str, Any] = {
    "id": "arxiv:3102.00001v2",
    "title": "Quiet $\\alpha$-Lighthouses",
    "abstract": "We present lighthouses.",
    "authors": [
        "Ada Example",
        {"name": "Bo Muster", "orcid": "0000-0002-1825-0097", "affiliations": ["Some Institute"]},
    ],
    "year": 2031,
    "venue": "NeurIPS 2031",
    "keywords": ["light", "light", "quiet"],
    "cites": ["doi:10.1000/1", "paper 2", "P18-1001"],
    "doi": "https://doi.org/10.1000/2",
    "url": "https://example.org/paper",
    "language": "en",
}


def lines(*values: object) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


class TestJsonl(SourceContract):
    source = Jsonl
    file_name = "papers.jsonl"
    example = lines(FULL, {"id": "paper 2", "title": "조용한 등대"})
    broken = lines(FULL, {"id": "x"}, {"title": "no id"}, 7) + b"{\n"
    many = b'{"id": "paper %NUMBER%", "title": "T"}\n'

    def one(self, **changes: object) -> BibliographicRecord:
        (record,) = self.records(lines({**FULL, **changes}))
        return record

    def test_a_line_whole(self) -> None:
        record, korean = self.records(self.example)
        assert record.key == "arxiv:3102.00001"
        assert record.ids == (WorkId("arxiv", "3102.00001"), WorkId("doi", "10.1000/2"))
        assert record.title == "Quiet α-Lighthouses"
        assert [author.name for author in record.authors] == ["Ada Example", "Bo Muster"]
        assert record.authors[1].orcid == "0000-0002-1825-0097"
        assert record.authors[1].affiliations == ("Some Institute",)
        assert [str(cited) for cited in record.cites] == [
            "doi:10.1000/1",
            "local:jsonl/paper 2",
            "acl:P18-1001",
        ]
        assert record.keywords == ("light", "quiet")
        assert record.venues[0].text == "NeurIPS 2031"
        assert record.links == (StatedLink(url="https://example.org/paper", kind="paper"),)
        assert korean.ids == (WorkId("local", "jsonl/paper 2"),)
        assert korean.title_language == "ko"

    def test_a_citation_joins_the_entry_it_names(self) -> None:
        record, cited = self.records(self.example)
        assert cited.ids[0] in record.cites

    def test_authors_in_one_text(self) -> None:
        record = self.one(authors="Ada Example; Bo Muster and Cy Third")
        assert [author.name for author in record.authors] == [
            "Ada Example",
            "Bo Muster",
            "Cy Third",
        ]

    @pytest.mark.parametrize(
        "field", ["abstract", "authors", "year", "venue", "keywords", "cites", "language", "url"]
    )
    @pytest.mark.parametrize("value", [None, 7.5, {}, [None, 7, {}], "", "\ud800"])
    def test_a_field_of_a_wrong_type_loses_only_itself(self, field: str, value: object) -> None:
        (record,) = self.records((json.dumps({**FULL, field: value}) + "\n").encode())
        assert record.key == "arxiv:3102.00001"

    def test_a_url_may_tell_the_id(self) -> None:
        (record,) = self.records(lines({"title": "T", "url": "https://arxiv.org/abs/3102.00001"}))
        assert record.ids == (WorkId("arxiv", "3102.00001"),)
        assert record.links == ()
