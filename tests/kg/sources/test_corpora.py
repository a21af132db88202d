"""Samples of the real corpora: counts, which change only for a reason.

The whole of them is read by the suite ``tests/corpora``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.records import BibliographicRecord, Rejection
from kg.sources import read
from kg.sources.base import Entry


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


def test_a_day_of_arxiv(shared: Path) -> None:
    records, rejections = split(read("arxiv", shared / "corpora/daily_arxiv/2025-03-19.jsonl"))
    assert (len(records), rejections) == (172, [])
    assert len({record.key for record in records}) == 172
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
