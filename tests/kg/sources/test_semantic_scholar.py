"""Semantic Scholar; fixtures follow its documentation, with invented papers."""

from __future__ import annotations

import json
from typing import Any

from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.sources.semantic_scholar import SemanticScholar

HASH = "a" * 39 + "1"
PAPER: dict[str, Any] = {
    "paperId": HASH,
    "corpusId": 215416146,
    "externalIds": {
        "ArXiv": "3102.00001",
        "DOI": "10.1000/x",
        "ACL": "2031.acl-long.1",
        "CorpusId": 215416146,
    },
    "title": "Quiet Lighthouses",
    "abstract": "We build lighthouses.",
    "venue": "Neural Information Processing Systems",
    "publicationVenue": {"name": "Neural Information Processing Systems", "type": "conference"},
    "year": 2031,
    "publicationDate": "2031-02-01",
    "authors": [{"authorId": "1", "name": "Ada Example", "affiliations": ["Some Institute"]}],
    "references": [
        {"paperId": "b" * 40, "externalIds": {"ArXiv": "3001.00001"}},
        {"paperId": None},
        {"paperId": "c" * 40},
    ],
    "tldr": {"model": "m", "text": "Lighthouses get quiet."},
    "openAccessPdf": {"url": "https://example.org/1.pdf"},
}


class TestSemanticScholar(SourceContract):
    source = SemanticScholar
    file_name = "papers.jsonl"
    example = json.dumps(
        [PAPER, {**PAPER, "corpusId": 7, "externalIds": {}, "paperId": "d" * 40}]
    ).encode()
    broken = json.dumps({"data": [PAPER, None, {"title": "T"}, {"paperId": HASH}]}).encode()
    many = b'{"corpusid": %NUMBER%, "title": "T"}\n'

    def test_a_paper_whole(self) -> None:
        record = self.records(self.example)[0]
        assert record.key == "215416146"
        assert [str(work_id) for work_id in record.ids] == [
            "arxiv:3102.00001",
            "doi:10.1000/x",
            "acl:2031.acl-long.1",
            "s2:215416146",
            f"s2:{HASH}",
        ]
        assert record.authors[0].affiliations == ("Some Institute",)
        assert [str(cited) for cited in record.cites] == ["arxiv:3001.00001", "s2:" + "c" * 40]
        assert [(prose.field, prose.generated) for prose in record.prose] == [
            ("abstract", False),
            ("summary", True),
        ]
        assert record.venues[0].text == "Neural Information Processing Systems"

    def test_lines_of_the_datasets(self) -> None:
        lines = (
            b'{"corpusid": 5, "externalids": {"ArXiv": "3102.00001"}, "title": "T", "year": 2031}\n'
        )
        lines += b'{"citingcorpusid": 5, "citedcorpusid": 6, "isinfluential": false}\n'
        lines += b'{"citingcorpusid": 5, "citedcorpusid": null}\n'
        paper, citation = self.records(lines)
        assert paper.ids == (WorkId("arxiv", "3102.00001"), WorkId("s2", "5"))
        assert (citation.ids, citation.cites, citation.title) == (
            (WorkId("s2", "5"),),
            (WorkId("s2", "6"),),
            "",
        )
        assert [rejection.line for rejection in self.rejections(lines)] == [3]

    def test_a_hosting_place_is_no_venue(self) -> None:
        (record,) = self.records(json.dumps([{**PAPER, "venue": "arXiv.org"}]).encode())
        assert record.venues == ()
