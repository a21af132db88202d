"""Venues in arXiv comments against labels that were given by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.records import VenueStatement
from kg.venues import appearance_of, venue_clauses, year_in

LABELS = Path(__file__).resolve().parents[2] / "data/venues/comment_labels.tsv"


@pytest.fixture(scope="module")
def labels() -> dict[str, tuple[set[str], str]]:
    rows = (line.split("\t") for line in LABELS.read_text("utf-8").splitlines() if line[0] != "#")
    return {row[0]: (set(row[1].split("/")), row[2]) for row in rows}


@pytest.fixture(scope="module")
def comments(shared: Path, labels: dict[str, tuple[set[str], str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((shared / "corpora/daily_arxiv").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            value = json.loads(line)
            if value["id"] in labels and value["comment"]:
                found[value["id"]] = " ".join(value["comment"].split())
    return found


def test_precision_and_recall(
    comments: dict[str, str], labels: dict[str, tuple[set[str], str]]
) -> None:
    assert len(labels) == len(comments) == 200
    right = wrong = missed = other_year = 0
    for work, (expected, year) in labels.items():
        statements = (
            VenueStatement(text=clause, said_in="comment", year=year_in(clause))
            for clause in venue_clauses(comments[work])
        )
        found = [each for each in map(appearance_of, statements) if each.venue is not None]
        hits = [each for each in found if each.venue in expected]
        right += len(hits)
        wrong += len(found) - len(hits)
        missed += not hits and expected != {"-"}
        other_year += sum(str(each.year or "-") != year for each in hits)
    assert (right, wrong, missed) == (91, 1, 22)
    assert right / (right + wrong) >= 0.95
    assert other_year <= 1
