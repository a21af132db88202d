"""Venues in arXiv comments against labels that were given by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.records import VenueStatement
from kg.venues import appearance_of, venue_clauses, year_in

LABELS = Path(__file__).resolve().parents[2] / "data/venues"
Labels = dict[str, tuple[set[str], str]]


def labels(name: str) -> Labels:
    """Venues that are right and the year, by arXiv id."""
    lines = (LABELS / name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: (set(row[1].split("/")), row[2]) for row in rows}


@pytest.fixture(scope="module")
def comments(shared: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((shared / "corpora/daily_arxiv").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            value = json.loads(line)
            if value["comment"]:
                found[value["id"]] = " ".join(value["comment"].split())
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("comment_labels.tsv", (106, 0, 7)),
        ("comment_labels_2.tsv", (108, 2, 18)),
        ("comment_labels_3.tsv", (75, 0, 13)),
    ],
)
def test_precision_and_recall(
    comments: dict[str, str], name: str, expected: tuple[int, int, int]
) -> None:
    right = wrong = missed = other_year = 0
    labelled = labels(name)
    assert len(labelled) in {100, 200}
    for work, (venues, year) in labelled.items():
        statements = (
            VenueStatement(text=clause, said_in="comment", year=year_in(clause))
            for clause in venue_clauses(comments[work])
        )
        found = [each for each in map(appearance_of, statements) if each.venue is not None]
        hits = [each for each in found if each.venue in venues]
        right += len(hits)
        wrong += len(found) - len(hits)
        missed += not hits and venues != {"-"}
        other_year += sum(str(each.year or "-") != year for each in hits)
    assert (right, wrong, missed) == expected
    assert other_year <= 1
