"""The real digest against facts that people worked out by hand, exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.identifiers import WorkId, dblp_url, derived_doi, huggingface_url, landing_url, pdf_url
from kg.identifiers import arxiv_month as month
from kg.records import BibliographicRecord
from kg.sources import AuthorOverride, AuthorOverrides, read
from kg.sources.daily_papers import parse_authors

RANKS = range(15)


@pytest.fixture(scope="session")
def gold(shared: Path) -> list[dict[str, Any]]:
    value: list[dict[str, Any]] = json.loads((shared / "gold/seed_gold.json").read_text("utf-8"))
    return value


@pytest.fixture(scope="session")
def records(shared: Path, gold: list[dict[str, Any]]) -> list[BibliographicRecord]:
    overrides = AuthorOverrides.of(
        AuthorOverride(WorkId("arxiv", paper["arxiv_id"]), (split["raw"],), tuple(split["persons"]))
        for paper in gold
        for split in paper["author_curated_splits"]
    )
    location = shared / "digests/2024-05-28.md"
    entries = list(read("daily-papers", location, overrides=overrides))
    found = [entry for entry in entries if isinstance(entry, BibliographicRecord)]
    assert len(found) == len(entries) == len(gold) == len(RANKS)
    return found


@pytest.mark.parametrize("rank", RANKS)
def test_bibliographic_facts(
    records: list[BibliographicRecord], gold: list[dict[str, Any]], rank: int
) -> None:
    record, paper = records[rank], gold[rank]
    assert record.listing is not None
    assert [str(work_id) for work_id in record.ids] == [f"arxiv:{paper['arxiv_id']}"]
    assert record.title_source == paper["title_source"]
    assert record.title == paper["title_plain"]
    assert record.title_language == "en"
    assert record.listing.position == paper["rank"]
    assert record.listing.votes == paper["votes"]
    assert record.listing.picture_url == paper["thumbnail"]
    assert str(record.listing.issued_on) == "2024-05-28"
    assert record.key == f"2024-05-28/{paper['arxiv_id']}"


@pytest.mark.parametrize("rank", RANKS)
def test_authors(records: list[BibliographicRecord], gold: list[dict[str, Any]], rank: int) -> None:
    record, paper = records[rank], gold[rank]
    listed = parse_authors(paper["authors_raw"])
    assert list(listed.tokens) == paper["author_tokens"]
    assert listed.truncation_index == paper["author_truncation_token_index"]
    assert listed.complete is not paper["author_list_truncated"]
    assert record.authors_complete is not paper["author_list_truncated"]
    assert [author.name for author in record.authors] == paper["author_persons"]
    assert len(record.authors) == paper["author_person_count"]
    assert not any(author.is_organisation for author in record.authors)
    assert record.author_order == "listed"


@pytest.mark.parametrize("rank", RANKS)
def test_sentences(
    records: list[BibliographicRecord], gold: list[dict[str, Any]], rank: int
) -> None:
    (summary,) = records[rank].prose
    assert [sentence.text for sentence in summary.sentences] == gold[rank]["bullets"]
    assert {(sentence.label, sentence.level) for sentence in summary.sentences} == {(None, 0)}
    assert (summary.field, summary.language, summary.generated) == ("summary", "ko", True)
    assert summary.licence == "https://creativecommons.org/licenses/by-nc-nd/4.0/"


@pytest.mark.parametrize("rank", RANKS)
def test_what_follows_from_the_id(
    records: list[BibliographicRecord], gold: list[dict[str, Any]], rank: int
) -> None:
    (work_id,) = records[rank].ids
    derived = gold[rank]["derived"]
    assert landing_url(work_id) == gold[rank]["arxiv_url"]
    assert pdf_url(work_id) == derived["pdf"]
    assert huggingface_url(work_id) == derived["hf_page"]
    assert derived_doi(work_id) == derived["doi"].lower()
    assert dblp_url(work_id) == derived["dblp_candidate"]
    assert month(work_id) == derived["year_month"]


def test_without_the_override_the_source_s_string_stays(shared: Path) -> None:
    names = [
        author.name
        for entry in read("daily-papers", shared / "digests/2024-05-28.md")
        if isinstance(entry, BibliographicRecord)
        for author in entry.authors
    ]
    assert "Abdullah Rashwan Austin Waters" in names
    assert "+" not in names
