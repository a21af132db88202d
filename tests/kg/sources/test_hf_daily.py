"""Daily papers of Hugging Face, invented ones."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from source_contract import SourceContract

from kg.records import BibliographicRecord, StatedLink
from kg.sources.hf_daily import HfDaily


def entry(number: int = 1, **paper: Any) -> dict[str, Any]:
    return {
        "paper": {
            "id": f"3102.0000{number}",
            "authors": [
                {"name": "Ada Example", "hidden": False, "user": {"fullname": "ada"}},
                {"name": "Bo Muster", "hidden": True},
                {"name": "Lighthouse Team"},
            ],
            "publishedAt": "2031-02-01T17:00:00.000Z",
            "title": "Quiet Lighthouse\n  Networks^2",
            "summary": "We present lighthouses that are\nquiet.",
            "upvotes": 7,
            **paper,
        },
        "publishedAt": "2031-02-03T01:00:00.000Z",
        "title": "Quiet Lighthouse Networks^2",
        "thumbnail": "https://pictures.example.org/1.png",
        "mediaUrls": ["https://pictures.example.org/1.mp4"],
    }


EXAMPLE = json.dumps([entry(1), entry(2)], indent=1).encode()


class TestHfDaily(SourceContract):
    source = HfDaily
    file_name = "2031-02-03.json"
    example = EXAMPLE
    broken = json.dumps([entry(1), {"paper": {"id": "no id"}}, "words", 7]).encode()
    many_head = b"[\n"
    many = json.dumps(entry(1)).encode() + b",\n"

    def one(self, value: object, location: str = "2031-02-03.json") -> BibliographicRecord:
        data = io.BytesIO(json.dumps(value).encode())
        (record,) = self.source().entries(data, location)
        assert isinstance(record, BibliographicRecord)
        return record

    def test_an_entry_whole(self) -> None:
        record = self.one(
            [
                entry(
                    1,
                    ai_keywords=["quiet", "light"],
                    githubRepo="https://code.example.org/q",
                    projectPage="https://q.example.org",
                )
            ]
        )
        assert record.key == "2031-02-03/3102.00001"
        assert record.title_source == "Quiet Lighthouse Networks^2"
        assert record.title == "Quiet Lighthouse Networks²"
        assert [author.name for author in record.authors] == ["Ada Example", "Lighthouse Team"]
        assert [author.is_organisation for author in record.authors] == [False, True]
        assert record.author_order == "byline"
        assert record.published_on == date(2031, 2, 1)
        assert record.keywords == ("quiet", "light")
        assert record.links == (
            StatedLink(url="https://code.example.org/q", kind="code"),
            StatedLink(url="https://q.example.org", kind="project"),
        )
        assert record.listing is not None
        assert record.listing.votes == 7
        assert record.listing.picture_url == "https://pictures.example.org/1.png"
        assert record.listing.video_url == "https://pictures.example.org/1.mp4"
        assert record.prose[0].field == "abstract"
        assert record.prose[0].sentences[0].text == "We present lighthouses that are quiet."
        assert not record.prose[0].generated

    def test_a_generated_summary_is_marked(self) -> None:
        record = self.one([entry(1, ai_summary="Lighthouses are made quiet.")])
        assert [(prose.field, prose.generated) for prose in record.prose] == [
            ("abstract", False),
            ("summary", True),
        ]

    def test_the_day_is_the_file_s_else_the_entry_s(self) -> None:
        assert self.one([entry(1)], "/data/2031-02-04.json").key == "2031-02-04/3102.00001"
        assert (
            self.one([entry(1, submittedOnDailyAt="2031-02-05T00:00:00Z")], "x").key
            == "2031-02-05/3102.00001"
        )
        assert self.one([entry(1)], "x").key == "2031-02-03/3102.00001"

    def test_a_paper_s_own_page_stands_in_no_list(self) -> None:
        record = self.one(entry(1)["paper"])
        assert record.listing is None
        assert record.key == "3102.00001"

    def test_entries_as_python_prints_them(self) -> None:
        printed = [str(entry(1)), str(entry(2))]
        assert self.records(json.dumps(printed).encode()) == [
            *map(self._without_line, self.records(json.dumps([entry(1), entry(2)]).encode()))
        ]
        assert len(self.records(json.dumps({"status": "ok", "data": printed}).encode())) == 2

    @staticmethod
    def _without_line(record: BibliographicRecord) -> BibliographicRecord:
        return record

    @pytest.mark.parametrize(
        "text", ["{'a': ", "{'paper': __import__('os')}", "{'x': " + "[" * 5000]
    )
    def test_printed_entries_that_are_none_are_rejected(self, text: str) -> None:
        assert len(self.rejections(json.dumps([text]).encode())) == 1

    def test_unknown_votes_are_not_zero(self) -> None:
        for votes in (None, "7", -1, True, 1.5):
            record = self.one([entry(1, upvotes=votes)])
            assert record.listing is not None
            assert record.listing.votes is None
