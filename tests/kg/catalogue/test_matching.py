"""Works of one title: which of them a rule joins, which it only proposes, which it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.catalogue import Catalogue, IngestReport, Reader
from kg.catalogue.identity import part_works, undo_decision
from kg.catalogue.matching import join_certain
from kg.identifiers import WorkId
from kg.records import BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]

TITLE = "Weaving Quiet Looms: a Study of Threads"
PREPRINT = {"title": TITLE, "year": 2024, "source": "arxiv", "day": None, "order": "byline"}


def published(record: Make, **facts: object) -> BibliographicRecord:
    """The same paper as a DOI's register has it."""
    known: dict[str, object] = {
        "doi": "10.1000/loom",
        "title": "Weaving quiet looms – A study of threads",
        "authors": ("A. Weft", "Warp, Bo"),
        "year": 2025,
        "source": "openalex",
        "day": None,
        "order": "byline",
    }
    return record(None, **(known | facts))


@pytest.mark.parametrize(
    ("facts", "is_certain"),
    [
        ({"authors": ("Ada Weft", "Bo Warp")}, True),
        ({"authors": ("A. Weft", "B. Warp")}, True),
        ({"authors": ("Ada Weft", "Bo Warp"), "year": 2027}, False),
        ({"authors": ("Ada Weft",)}, False),
        ({"authors": ("Ada Weft",), "authors_complete": False}, True),
        ({"authors": ("Ada Weft", "Cy Thread")}, False),
        ({"authors": ("Ada Weft", "Bo Warp"), "year": None}, False),
        ({"authors": ("Cy Thread", "Di Spool")}, None),
        ({"authors": ("Ada Weft", "Bo Warp"), "year": 2031}, None),
        ({"authors": ()}, None),
        ({"authors": ("Ada Weft", "Bo Warp"), "title": "Weaving Loud Looms: a Study"}, None),
    ],
)
def test_what_makes_a_candidate(
    catalogue: Catalogue, put: Put, record: Make, facts: dict[str, object], is_certain: bool | None
) -> None:
    put(record("2401.00001", **PREPRINT), published(record, **facts))
    found = Reader(catalogue).work_candidates()
    assert [one.is_certain for one in found] == ([] if is_certain is None else [is_certain])
    assert join_certain(catalogue) == int(bool(is_certain))


def test_a_register_that_knows_both_as_two_is_believed(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record("2401.00001", **PREPRINT), record("2401.00002", **PREPRINT))
    assert [one.is_certain for one in Reader(catalogue).work_candidates()] == [False]
    assert join_certain(catalogue) == 0


def test_titles_that_anybody_gives_prove_nothing(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    short = PREPRINT | {"title": "Introduction"}
    put(record("2401.00001", **short), published(record, title="Introduction"))
    assert Reader(catalogue).work_candidates() == []


def test_a_join_by_the_rule_is_listed_and_parted_for_good(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    records = [
        record("2401.00001", **PREPRINT),
        published(record, authors=("Ada Weft", "Bo Warp")),
    ]
    put(*records)
    assert join_certain(catalogue) == 1
    reader = Reader(catalogue)
    made = reader.decisions("work")
    assert [(one.made_by, one.verdict) for one in made] == [("rule", "same")]
    assert reader.work("arxiv:2401.00001").ids == ("arxiv:2401.00001", "doi:10.1000/loom")
    assert join_certain(catalogue) == 0
    part_works(catalogue, "arxiv:2401.00001", "doi:10.1000/loom")
    assert reader.counts()["work"] == 2
    put(*records)
    assert join_certain(catalogue) == 0
    assert reader.work_candidates() == []
    undo_decision(catalogue, reader.decisions("work")[0].number)
    assert join_certain(catalogue) == 1
    undo_decision(catalogue, reader.decisions("work")[0].number)
    assert reader.counts()["work"] == 2
    assert join_certain(catalogue) == 0


def test_three_works_alike_are_for_somebody_to_see(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    authors = ("Ada Weft", "Bo Warp")
    local = replace(
        published(record, authors=authors),
        ids=(WorkId("local", "bibtex/weft"),),
        key="weft",
        source="bibtex",
    )
    put(record("2401.00001", **PREPRINT), published(record, authors=authors), local)
    assert len(Reader(catalogue).work_candidates()) == 3
    assert join_certain(catalogue) == 0
