"""Agents that may be one person: candidates with evidence, and nothing is merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.catalogue import Catalogue, IngestReport, Reader
from kg.catalogue.identity import part_agents
from kg.names import agent_key
from kg.records import AuthorName, BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]


def papers(record: Make, *bylines: tuple[str, ...]) -> list[BibliographicRecord]:
    return [
        record(f"2401.{number:05}", authors=byline, position=number)
        for number, byline in enumerate(bylines, start=1)
    ]


def test_variants_are_candidates_with_their_evidence(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(
        *papers(
            record,
            ("Ada Weft", "Bo Warp"),
            ("A. Weft", "Bo Warp"),
            ("Weft Ada", "Cy Thread"),
            ("Di Spool",),
        )
    )
    found = Reader(catalogue).agent_candidates()
    told = {(one.left_name, one.right_name): (one.evidence, one.shared) for one in found}
    assert {frozenset(names): evidence for names, evidence in told.items()} == {
        frozenset(("A. Weft", "Ada Weft")): (("initials",), ("Bo Warp",)),
        frozenset(("Ada Weft", "Weft Ada")): (("order",), ()),
    }
    assert found[0].shared == ("Bo Warp",)
    assert Reader(catalogue).counts()["agent"] == 6


def test_a_name_is_a_candidate_for_the_person_who_has_an_id(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    author = AuthorName(name="Ada Weft", orcid="0000-0002-1825-0097")
    first, second = papers(record, ("Ada Weft",), ("x",))
    put(first, replace(second, authors=(author,)))
    found = Reader(catalogue).agent_candidates("ada weft")
    assert [(one.left, one.evidence) for one in found] == [
        ("orcid:0000-0002-1825-0097", ("same name",))
    ]


def test_two_names_on_one_work_are_two_people(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(*papers(record, ("Ada Weft", "A. Weft")))
    assert Reader(catalogue).agent_candidates() == []


def test_what_was_decided_is_no_candidate(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(*papers(record, ("Ada Weft",), ("A. Weft",)))
    assert len(Reader(catalogue).agent_candidates("A. Weft")) == 1
    part_agents(catalogue, agent_key("Ada Weft"), agent_key("A. Weft"))
    assert Reader(catalogue).agent_candidates() == []


def test_agents_are_listed_with_their_works(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(*papers(record, ("Ada Weft", "Bo Warp"), ("Ada Weft",)))
    reader = Reader(catalogue)
    assert [(one.name, count) for one, count in reader.agents()] == [
        ("Ada Weft", 2),
        ("Bo Warp", 1),
    ]
    assert [one.name for one, _ in reader.agents("bo")] == ["Bo Warp"]
    assert reader.agents("100%") == []
