"""OpenAlex works; the fixture follows OpenAlex' documentation, with an invented work."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.sources.openalex import OpenAlex

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W4400000001",
    "doi": "https://doi.org/10.48550/arxiv.3102.00001",
    "title": "Quiet <i>Lighthouses</i>",
    "display_name": "Quiet <i>Lighthouses</i>",
    "publication_year": 2031,
    "publication_date": "2031-02-01",
    "language": "en",
    "ids": {"openalex": "https://openalex.org/W4400000001"},
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1000/x",
        "source": {
            "id": "https://openalex.org/S1",
            "display_name": "Journal of Tides",
            "issn_l": "0378-5955",
            "type": "journal",
        },
    },
    "locations": [{"landing_page_url": "http://arxiv.org/abs/3102.00001", "source": None}],
    "best_oa_location": {"pdf_url": "https://arxiv.org/pdf/3102.00001"},
    "authorships": [
        {
            "author_position": "first",
            "author": {
                "id": "https://openalex.org/A1",
                "display_name": "Ada Example",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            "raw_author_name": "A. Example",
            "institutions": [{"display_name": "Some Institute"}],
        },
        {"author": {"display_name": "Bo Muster", "orcid": None}},
    ],
    "is_retracted": False,
    "abstract_inverted_index": {"lighthouses.": [2], "We": [0], "build": [1]},
    "keywords": [{"display_name": "Lighthouse"}],
    "topics": [{"display_name": "Tides"}],
    "referenced_works": ["https://openalex.org/W1000000001", "https://openalex.org/W1000000002"],
}


class TestOpenAlex(SourceContract):
    source = OpenAlex
    file_name = "part_000.jsonl"
    example = b"".join(
        json.dumps({**WORK, "id": f"https://openalex.org/W{number}"}).encode() + b"\n"
        for number in (4400000001, 4400000002)
    )
    broken = json.dumps(
        {
            "meta": {},
            "results": [
                WORK,
                {"id": "https://openalex.org/A1"},
                {**WORK, "title": None, "display_name": None},
            ],
        }
    ).encode()
    many = json.dumps({**WORK, "id": "https://openalex.org/W%NUMBER%"}).encode() + b"\n"

    def test_a_work_whole(self) -> None:
        (record,) = self.records(json.dumps(WORK).encode())
        assert record.key == "W4400000001"
        assert record.ids == (WorkId("arxiv", "3102.00001"), WorkId("openalex", "W4400000001"))
        assert record.title == "Quiet Lighthouses"
        assert [author.name for author in record.authors] == ["A. Example", "Bo Muster"]
        assert record.authors[0].orcid == "0000-0002-1825-0097"
        assert record.authors[0].affiliations == ("Some Institute",)
        assert record.published_on == date(2031, 2, 1)
        assert record.prose[0].sentences[0].text == "We build lighthouses."
        assert record.prose[0].licence is None
        assert record.cites == (
            WorkId("openalex", "W1000000001"),
            WorkId("openalex", "W1000000002"),
        )
        assert record.keywords == ("Lighthouse", "Tides")
        (venue,) = record.venues
        assert (venue.text, venue.venue_id, venue.year) == ("Journal of Tides", "0378-5955", 2031)

    def test_a_cut_list_of_authors_and_a_retraction(self) -> None:
        (record,) = self.records(
            json.dumps({**WORK, "is_authors_truncated": True, "is_retracted": True}).encode()
        )
        assert record.authors_complete is False
        assert record.status == "retracted"

    def test_hostile_positions_of_words_cost_nothing(self) -> None:
        index = {"end": [10**15], "We": [0], "bad": "x", "worse": [None, -5]}
        (record,) = self.records(json.dumps({**WORK, "abstract_inverted_index": index}).encode())
        assert record.prose[0].sentences[0].text == "We end"
