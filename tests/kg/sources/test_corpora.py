"""Every record of the real corpora is read: counts, which change only for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.identifiers import implied_ids
from kg.records import BibliographicRecord, Rejection, VenueStatement
from kg.sources import read
from kg.sources.base import Entry
from kg.venues import appearance_of


def split(entries: Iterator[Entry]) -> tuple[list[BibliographicRecord], list[Rejection]]:
    records: list[BibliographicRecord] = []
    rejections: list[Rejection] = []
    for entry in entries:
        if isinstance(entry, BibliographicRecord):
            records.append(entry)
        else:
            rejections.append(entry)
    return records, rejections


def test_hugging_face(shared: Path) -> None:
    records, rejections = split(read("hf-daily", shared / "corpora/hf_daily"))
    assert (len(records), rejections) == (2993, [])
    assert len({record.key for record in records}) == 2993
    assert all(record.prose and record.listing and record.authors for record in records)


def test_arxiv(shared: Path) -> None:
    records, rejections = split(read("arxiv", shared / "corpora/daily_arxiv"))
    assert (len(records), rejections) == (17_741, [])
    assert len({record.key for record in records}) == 12_242
    assert all(record.prose and record.authors and record.categories for record in records)


def test_scisummnet(shared: Path) -> None:
    papers, rejections = split(read("jsonl", shared / "corpora/scisummnet/papers.jsonl"))
    assert (len(papers), rejections) == (978, [])
    assert {paper.ids[0].scheme for paper in papers} == {"acl"}
    citing, rejections = split(read("opencitations", shared / "corpora/scisummnet/citations.tsv"))
    assert rejections == []
    rows = (shared / "corpora/scisummnet/citations.tsv").read_text("utf-8").splitlines()[1:]
    pairs = {tuple(row.split("\t")[:2]) for row in rows}
    read_pairs = {(record.ids[0].value, cited.value) for record in citing for cited in record.cites}
    assert read_pairs == pairs


@pytest.mark.parametrize(("collection", "papers"), [("P18", 435), ("W19", 1564), ("2020.acl", 871)])
def test_a_collection_of_the_anthology(shared: Path, collection: str, papers: int) -> None:
    location = shared / f"corpora/acl_anthology/xml/{collection}.xml"
    records, rejections = split(read("acl-anthology", location))
    assert (len(records), rejections) == (papers, [])


def test_the_anthology(shared: Path) -> None:
    keys: set[str] = set()
    volumes: Counter[VenueStatement] = Counter()
    abstracts = dois = count = 0
    for entry in read("acl-anthology", shared / "corpora/acl_anthology/xml"):
        assert isinstance(entry, BibliographicRecord)
        count += 1
        keys.add(entry.key)
        abstracts += bool(entry.prose)
        volumes.update(entry.venues)
        for doi in entry.ids[1:]:
            dois += 1
            assert implied_ids(doi) in ((), (entry.ids[0],))
    assert count == len(keys) == 73_970
    assert abstracts == 32_204
    assert dois == 27_179
    in_known_series = sum(volumes[each] for each in volumes if appearance_of(each).venue)
    assert in_known_series == 67_627
