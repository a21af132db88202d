"""Decisions about identity: applied, kept through every reading, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, IngestReport, Reader, forget_agent
from kg.catalogue.changes import all_entities
from kg.catalogue.decisions import decisions
from kg.catalogue.errors import CannotDecide, GoneEntity, MovedEntity, UnknownEntity
from kg.catalogue.identity import (
    join_agents,
    join_works,
    part_agent_on,
    part_agents,
    part_works,
    undo_decision,
)
from kg.identifiers import WorkId
from kg.names import agent_key
from kg.records import AuthorName, BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]

ADA, SHORT = agent_key("Ada Weft"), agent_key("A. Weft")
ORCID = "0000-0002-1825-0097"


def state(catalogue: Catalogue) -> list[object]:
    with catalogue.reading() as connection:
        return list(all_entities(connection, ("work", "agent", "issue", "venue")))


def test_two_works_are_joined_and_parted_again(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record("2401.00001"), record(None, doi="10.1000/loom", day=None, source="openalex"))
    put(record("2401.00009", title="Citing", cites=("doi:10.1000/loom",)))
    before, reader = state(catalogue), Reader(catalogue)
    assert join_works(catalogue, [("doi:10.1000/loom", "arxiv:2401.00001")]) == 1
    joined = reader.work("arxiv:2401.00001")
    assert joined.ids == ("arxiv:2401.00001", "doi:10.1000/loom")
    assert [one.source for one in joined.records] == ["openalex", "daily-papers"]
    assert reader.work("arxiv:2401.00009").cites == ("arxiv:2401.00001",)
    with pytest.raises(MovedEntity):
        reader.work("doi:10.1000/loom")
    assert join_works(catalogue, [("doi:10.1000/loom", "arxiv:2401.00001")]) == 0
    undo_decision(catalogue, 1)
    assert state(catalogue) == before
    assert reader.work("doi:10.1000/loom").key == "doi:10.1000/loom"


def test_a_join_holds_whatever_is_read_and_in_whatever_order(
    tmp_path: Path, put: Put, record: Make, catalogue: Catalogue
) -> None:
    from kg.catalogue import ingest

    records = [
        record("2401.00001"),
        record(None, doi="10.1000/loom", day=None, source="openalex"),
        record("2401.00009", title="Citing", cites=("doi:10.1000/loom",), position=2),
    ]
    put(*records)
    join_works(catalogue, [("arxiv:2401.00001", "doi:10.1000/loom")])
    expected = state(catalogue)
    report = put(*records)
    assert (report.unchanged, report.changed, report.added) == (3, 0, 0)
    assert state(catalogue) == expected
    with catalogue.reading() as connection:
        made = decisions(connection, "work")
    for number, order in enumerate(permutations(records)):
        other = Catalogue(tmp_path / f"{number}.sqlite")
        from kg.catalogue.decisions import add_decisions

        with other.writing() as connection:
            add_decisions(connection, made)
        for one in order:
            ingest(other, one.source, "x", [one], IngestReport(one.source))
        assert state(other) == expected
        other.close()


def test_two_ids_that_a_record_joins_wrongly_are_parted(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    wrong = record("2401.00001", doi="10.1000/other", source="arxiv", day=None)
    right = record(None, doi="10.1000/other", source="openalex", day=None, title="Another")
    put(wrong, right)
    reader = Reader(catalogue)
    assert len(reader.work("arxiv:2401.00001").records) == 2
    part_works(catalogue, "arxiv:2401.00001", "doi:10.1000/other", reason="a slip")
    assert reader.work("arxiv:2401.00001").ids == ("arxiv:2401.00001",)
    assert reader.work("doi:10.1000/other").title == "Another"
    put(wrong, right)
    assert reader.work("doi:10.1000/other").title == "Another"
    with pytest.raises(CannotDecide):
        join_works(catalogue, [("arxiv:2401.00001", "doi:10.1000/other")])
    undo_decision(catalogue, 1)
    assert len(reader.work("arxiv:2401.00001").records) == 2


def test_what_cannot_be_decided_about_works_is_told(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record("2401.00001"), record("2401.00001", doi="10.1000/a", source="arxiv", day=None))
    with pytest.raises(UnknownEntity):
        join_works(catalogue, [("arxiv:2401.00001", "arxiv:2401.00002")])
    with pytest.raises(UnknownEntity):
        undo_decision(catalogue, 7)
    with catalogue.reading() as connection:
        assert decisions(connection, "work") == []


def test_two_names_become_one_agent_and_two_again(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record("2401.00001"), record("2401.00002", authors=("A. Weft",), position=2))
    before, reader = state(catalogue), Reader(catalogue)
    assert join_agents(catalogue, ADA, SHORT, reason="same homepage") == ADA
    assert reader.agent(ADA).names == ("A. Weft", "Ada Weft")
    assert {work.key for work in reader.works_of("agent", ADA).works} == {
        "arxiv:2401.00001",
        "arxiv:2401.00002",
    }
    with pytest.raises(MovedEntity) as moved:
        reader.agent(SHORT)
    assert moved.value.new_key == ADA
    put(record("2401.00003", authors=("A. Weft",), position=3))
    assert reader.work("arxiv:2401.00003").authorships[0].agent == ADA
    with pytest.raises(CannotDecide):
        join_agents(catalogue, SHORT, ADA)
    part_agents(catalogue, ADA, SHORT)
    assert reader.agent(SHORT).names == ("A. Weft",)
    put(record("2401.00003", authors=(), position=3))
    assert [one for one in state(catalogue) if one not in before] != before
    assert reader.agent(ADA).names == ("Ada Weft",)


def test_an_id_stands_for_the_group(catalogue: Catalogue, put: Put, record: Make) -> None:
    named = record("2401.00002", position=2)
    with_id = record("2401.00003", position=3, author_order="byline")
    authors = (AuthorName(name="Ada Weft", orcid=ORCID),)
    put(named, replace(with_id, authors=authors))
    assert join_agents(catalogue, ADA, f"orcid:{ORCID}") == f"orcid:{ORCID}"
    agent = Reader(catalogue).agent(f"orcid:{ORCID}")
    assert (agent.kind, agent.orcid) == ("person", ORCID)
    other = "0000-0001-5109-3700"
    put(replace(with_id, authors=(AuthorName(name="Cy Weft", orcid=other),)))
    with pytest.raises(UnknownEntity):
        join_agents(catalogue, ADA, "name:0000000000000000")


def test_one_name_of_two_people_is_parted_by_works(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(*(record(f"2401.0000{number}", position=number) for number in (1, 2, 3)))
    before, reader = state(catalogue), Reader(catalogue)
    new = part_agent_on(catalogue, ADA, ["arxiv:2401.00002", "arxiv:2401.00003"])
    assert reader.works_of("agent", new).total == 2
    assert reader.works_of("agent", ADA).total == 1
    assert reader.agent(new).names == ("Ada Weft",)
    put(record("2401.00002", position=2, votes=99))
    assert reader.work("arxiv:2401.00002").authorships[0].agent == new
    with pytest.raises(UnknownEntity):
        part_agent_on(catalogue, ADA, ["arxiv:2401.00002"])
    put(record("2401.00002", position=2))
    with catalogue.reading() as connection:
        numbers = [one.number for one in decisions(connection, "agent")]
    for number in numbers:
        undo_decision(catalogue, number)
    assert state(catalogue) == before


def test_forgetting_one_of_two_namesakes_leaves_the_other(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    records = [record(f"2401.0000{number}", position=number) for number in (1, 2)]
    put(*records)
    new = part_agent_on(catalogue, ADA, ["arxiv:2401.00002"], reason="Ada Weft of Loomtown")
    forget_agent(catalogue, new)
    reader = Reader(catalogue)
    put(*records)
    with pytest.raises(GoneEntity):
        reader.agent(new)
    assert [one.name for one in reader.work("arxiv:2401.00002").authorships] == ["Bo Warp"]
    assert reader.agent(ADA).name == "Ada Weft"
    with catalogue.reading() as connection:
        assert all("Loomtown" not in one.reason for one in decisions(connection, "agent"))


def test_forgetting_reaches_every_name_of_a_joined_agent(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    records = [record("2401.00001"), record("2401.00002", authors=("A. Weft",), position=2)]
    put(*records)
    join_agents(catalogue, ADA, SHORT)
    forget_agent(catalogue, SHORT)
    put(*records)
    reader = Reader(catalogue)
    assert reader.work("arxiv:2401.00002").authorships == ()
    assert [one.name for one in reader.work("arxiv:2401.00001").authorships] == ["Bo Warp"]
    assert WorkId.parse("arxiv:2401.00001")


def test_every_source_that_tells_of_works_has_its_place_in_the_order_of_trust() -> None:
    from kg.catalogue.resolve import TRUST
    from kg.sources import source_names

    assert set(TRUST) == set(source_names()) - {"auto", "opencitations"}


def test_namesakes_whom_a_source_tells_apart_are_two_people(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    def by(number: int, person: str | None) -> BibliographicRecord:
        paper = record(f"2401.0000{number}", position=number)
        return replace(paper, authors=(AuthorName(name="Ada Weft", person_id=person),))

    put(by(1, "acl-person:ada-weft-1"), by(2, "acl-person:ada-weft-2"), by(3, None))
    reader = Reader(catalogue)
    agents = [reader.work(f"arxiv:2401.0000{one}").authorships[0].agent for one in (1, 2, 3)]
    assert agents == ["acl-person:ada-weft-1", "acl-person:ada-weft-2", ADA]
    assert reader.agent("acl-person:ada-weft-1").kind == "person"
    with pytest.raises(CannotDecide):
        join_agents(catalogue, "acl-person:ada-weft-1", "acl-person:ada-weft-2")
    assert join_agents(catalogue, ADA, "acl-person:ada-weft-1") == "acl-person:ada-weft-1"
    assert reader.works_of("agent", "acl-person:ada-weft-1").total == 2


# ---- two works of one register ----------------------------------------------------------------


def of_the_anthology(record: Make, paper: str, *more: str, **facts: object) -> BibliographicRecord:
    ids = tuple(WorkId.parse(one) for one in (f"acl:{paper}", *more))
    source = str(facts.pop("source", "acl-anthology"))
    return record(ids=ids, key=paper, source=source, day=None, **facts)


@pytest.mark.parametrize("shared", ["doi:10.1000/loom", "openalex:W2741809807"])
def test_an_id_that_two_papers_of_the_anthology_state_joins_nothing(
    catalogue: Catalogue, put: Put, record: Make, shared: str
) -> None:
    first = of_the_anthology(record, "J10-1006", shared)
    second = of_the_anthology(record, "J10-1008", shared, title="Another Loom")
    assert put(first).disputes == []
    report = put(second)
    assert report.as_json()["disputed"] == [
        {"id": shared, "holder": "acl:J10-1006", "refused": "acl:J10-1008"}
    ]
    reader = Reader(catalogue)
    assert reader.work("acl:J10-1008").title == "Another Loom"
    assert reader.counts()["work"] == 2
    before = state(catalogue)
    assert put(second, first).unchanged == 2
    assert put(replace(second, title="Another Loom")).disputes == []
    assert state(catalogue) == before
    (made,) = reader.decisions("work")
    assert (made.made_by, made.verdict, made.left, made.right) == (
        "rule",
        "different",
        "acl:J10-1008",
        shared,
    )


def test_what_the_register_keeps_apart_can_be_joined_and_parted_again(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    shared = "doi:10.1000/loom"
    papers = [of_the_anthology(record, one, shared) for one in ("J10-1006", "J10-1008")]
    put(*papers)
    reader, before = Reader(catalogue), state(catalogue)
    with pytest.raises(CannotDecide, match="undo that first"):
        join_works(catalogue, [("acl:J10-1006", "acl:J10-1008")])
    undo_decision(catalogue, 1)
    assert reader.counts()["work"] == 1
    assert put(*papers, of_the_anthology(record, "J10-1008", shared, source="bibtex")).added == 1
    assert reader.counts()["work"] == 1
    (joined,) = reader.decisions("work")
    assert joined.verdict == "same"
    undo_decision(catalogue, joined.number)
    assert reader.counts()["work"] == 2
    assert len(before) == len(state(catalogue))


def test_a_record_of_neither_goes_with_the_id_and_one_of_both_joins(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    shared, reader = "doi:10.1000/loom", Reader(catalogue)
    put(of_the_anthology(record, "J10-1006", shared), of_the_anthology(record, "J10-1008", shared))
    put(record(None, doi="10.1000/loom", source="openalex", day=None))
    assert len(reader.work(shared).records) == 2
    put(of_the_anthology(record, "J10-1006", "acl:J10-1008", source="jsonl"))
    assert reader.counts()["work"] == 1


def test_the_ids_of_a_register_come_before_others_wherever_they_stand(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    ids = (WorkId.parse("doi:10.1000/loom"), WorkId.parse("arxiv:2401.00002"))
    put(record("2401.00001", doi="10.1000/loom"))
    second = record(ids=ids, key="two", source="openalex", title="Two", day=None)
    assert put(second).disputes[0].refused == "arxiv:2401.00002"
    assert put(second, record("2401.00002", source="arxiv", title="Two", day=None)).added == 1
    reader = Reader(catalogue)
    assert len(reader.work("arxiv:2401.00002").records) == 2
    assert reader.work("arxiv:2401.00001").ids == ("arxiv:2401.00001", "doi:10.1000/loom")
