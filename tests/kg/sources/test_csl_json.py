"""CSL-JSON and Crossref's items, with invented works."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from source_contract import SourceContract

from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.sources.csl_json import CslJson

ITEM: dict[str, Any] = {
    "id": "example2031",
    "type": "paper-conference",
    "title": "Quiet <i>Lighthouses</i>",
    "author": [
        {"family": "Example", "given": "Ada", "suffix": "Jr.", "ORCID": "0000-0002-1825-0097"},
        {"family": "Berg", "given": "Bo", "non-dropping-particle": "van den"},
        {"literal": "Lighthouse Team"},
    ],
    "issued": {"date-parts": [[2031, 2, 1]]},
    "DOI": "10.1000/X",
    "URL": "https://doi.org/10.1000/x",
    "container-title": "Proceedings of Tides",
    "ISSN": "0378-5955",
    "keyword": "light, quiet; sea",
    "abstract": "<jats:p>We build lighthouses.</jats:p>",
    "language": "en-GB",
}
CROSSREF: dict[str, Any] = {
    "type": "journal-article",
    "title": ["Tides and Winds"],
    "container-title": ["Journal of Tides"],
    "published-online": {"date-parts": [[2031, 2]]},
    "DOI": "10.1000/Y",
    "author": [{"given": "Ada", "family": "Example", "affiliation": [{"name": "Some Institute"}]}],
    "reference": [{"DOI": "10.1000/1"}, {"unstructured": "x"}],
}


class TestCslJson(SourceContract):
    source = CslJson
    file_name = "library.json"
    example = json.dumps([ITEM, {**ITEM, "DOI": None, "URL": None}], indent=1).encode()
    broken = json.dumps([ITEM, {**ITEM, "title": ""}]).encode()
    many_head = b"["
    many = json.dumps({**ITEM, "DOI": "10.1000/%NUMBER%"}).encode() + b",\n"

    def one(self, value: object) -> BibliographicRecord:
        (record,) = self.records(json.dumps(value).encode())
        return record

    def test_a_subtitle_belongs_to_the_title(self) -> None:
        item = ITEM | {"title": ["Looms"], "subtitle": ["A Study"]}
        assert self.one(item).title == "Looms: A Study"
        assert self.one(item | {"title": ["Looms: a study"]}).title == "Looms: a study"

    def test_an_item_whole(self) -> None:
        record = self.one([ITEM])
        assert record.key == "doi:10.1000/x"
        assert record.title == "Quiet Lighthouses"
        assert [author.name for author in record.authors] == [
            "Ada Example Jr.",
            "Bo van den Berg",
            "Lighthouse Team",
        ]
        assert record.authors[0].orcid == "0000-0002-1825-0097"
        assert record.authors[2].is_organisation
        assert record.published_on == date(2031, 2, 1)
        assert record.keywords == ("light", "quiet", "sea")
        assert record.prose[0].sentences[0].text == "We build lighthouses."
        assert record.venues[0].venue_id == "0378-5955"
        assert record.links == ()

    def test_an_item_without_a_registered_id(self) -> None:
        record = self.one([{**ITEM, "DOI": None, "URL": "https://example.org/1"}])
        assert record.ids[0].scheme == "local"
        assert record.ids[0].value.startswith("csl-json/example2031-")
        other = self.one([{**ITEM, "DOI": None, "URL": None, "title": "Another of the same key"}])
        assert other.ids != record.ids

    def test_crossref(self) -> None:
        record = self.one({"status": "ok", "message": {"items": [CROSSREF]}})
        assert record.title == "Tides and Winds"
        assert (record.year, record.published_on) == (2031, None)
        assert record.cites == (WorkId("doi", "10.1000/1"),)
        assert record.venues[0].text == "Journal of Tides"
        assert record.authors[0].affiliations == ("Some Institute",)

    @pytest.mark.parametrize(
        ("issued", "year"),
        [
            ({"raw": "2031-02-01"}, 2031),
            ({"literal": "c. 2031"}, 2031),
            ({"date-parts": [["2031"]]}, 2031),
            ({"date-parts": [[]]}, None),
            ({"date-parts": 5}, None),
            ("2031", None),
        ],
    )
    def test_dates(self, issued: object, year: int | None) -> None:
        assert self.one([{**ITEM, "issued": issued}]).year == year
