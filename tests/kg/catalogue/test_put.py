"""Records go to the right work, once, and everything that follows from them is brought along."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from kg.catalogue import Catalogue, FileRead, IngestReport, Reader, ingest
from kg.catalogue.changes import all_entities
from kg.catalogue.codec import sha256
from kg.catalogue.errors import MovedEntity, UnknownEntity
from kg.catalogue.tables import record as record_table
from kg.entities import SourceFile
from kg.records import BibliographicRecord, Rejection

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]
NewPlace = Callable[[], str | Path]


def test_the_same_record_twice_changes_nothing(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    first = put(record())
    number = Reader(catalogue).change_number()
    second = put(record())
    assert (first.added, first.changed, first.unchanged) == (1, 0, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 1)
    assert Reader(catalogue).change_number() == number


def test_a_record_that_only_moved_in_its_file_is_unchanged(put: Put, record: Make) -> None:
    put(record(line=3))
    assert put(record(line=90)).unchanged == 1


def test_a_record_that_stands_in_another_file_is_unchanged_and_keeps_its_place(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(location="2024-01-05.md"))
    report = put(record(location="2024-01-06.md"))
    assert (report.changed, report.unchanged) == (0, 1)
    assert Reader(catalogue).work("arxiv:2401.00001").records[0].location == "2024-01-05.md"


def test_what_an_older_catalogue_holds_is_unchanged(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    """Until 0.1.0 the file's name was part of the hash."""
    put(record())
    with catalogue.writing() as connection:
        body = connection.execute(select(record_table.c.body)).scalar_one()
        connection.execute(update(record_table).values(sha256=sha256(body)))
    assert put(record()).unchanged == 1
    assert put(record(location="another.md")).changed == 1
    assert put(record(location="a third one.md")).unchanged == 1


def test_twice_in_one_batch_is_once(catalogue: Catalogue, put: Put, record: Make) -> None:
    report = put(record(title="First wording"), record(title="Last wording"))
    assert (report.added, report.unchanged) == (1, 1)
    assert Reader(catalogue).work("arxiv:2401.00001").title == "Last wording"


def test_a_later_listing_adds_a_reading_and_no_work(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(day="2024-01-05", votes=7))
    put(record(day="2024-02-01", votes=12, title="Paper about looms"))
    reader = Reader(catalogue)
    work = reader.work("arxiv:2401.00001")
    assert reader.counts()["work"] == 1
    assert [(one.read_on, one.votes) for one in work.votes] == [
        (date(2024, 1, 5), 7),
        (date(2024, 2, 1), 12),
    ]
    assert [row.key for row in reader.issues()] == [
        "daily-papers/2024-02-01",
        "daily-papers/2024-01-05",
    ]


def test_unknown_votes_are_no_reading(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(votes=None))
    reader = Reader(catalogue)
    assert reader.work("arxiv:2401.00001").votes == ()
    assert reader.issue("daily-papers/2024-01-05").items[0].votes is None


def test_a_byline_beats_a_listed_order(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(authors=("Bo Warp", "Ada Weft")))
    assert Reader(catalogue).work("arxiv:2401.00001").authorships[0].byline_position is None
    put(record(source="hf-daily", day=None, authors=("Ada Weft", "Bo Warp"), order="byline"))
    authorships = Reader(catalogue).work("arxiv:2401.00001").authorships
    assert [(one.name, one.byline_position) for one in authorships] == [
        ("Ada Weft", 0),
        ("Bo Warp", 1),
    ]


def test_works_that_share_an_id_become_one(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(None, doi="10.1000/loom", day=None, source="bibtex", title="Looms, published"))
    put(record("2401.00001", day="2024-01-05"))
    put(record("2402.00009", day="2024-01-05", position=2, cites=("doi:10.1000/loom",)))
    reader = Reader(catalogue)
    assert reader.counts()["work"] == 3
    assert reader.work("arxiv:2402.00009").cites == ("doi:10.1000/loom",)

    put(record("2401.00001", doi="10.1000/loom", day=None, source="arxiv"))

    assert reader.counts()["work"] == 2
    merged = reader.work("arxiv:2401.00001")
    assert merged.ids == ("arxiv:2401.00001", "doi:10.1000/loom")
    assert len(merged.records) == 3
    assert reader.work("arxiv:2402.00009").cites == ("arxiv:2401.00001",)
    assert reader.find("https://doi.org/10.1000/LOOM") == "arxiv:2401.00001"
    with pytest.raises(MovedEntity) as moved:
        reader.work("doi:10.1000/loom")
    assert moved.value.new_key == "arxiv:2401.00001"


def test_a_merge_inside_one_batch(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(
        record(None, doi="10.1000/loom", day=None, source="bibtex"),
        record("2401.00001", day=None, source="arxiv"),
        record("2401.00001", doi="10.1000/loom", day=None, source="openalex"),
    )
    reader = Reader(catalogue)
    assert reader.counts()["work"] == 1
    assert len(reader.work("arxiv:2401.00001").records) == 3


def test_a_cited_work_is_a_stub_until_it_is_read(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(cites=("arxiv:2301.00007",)))
    reader = Reader(catalogue)
    assert reader.work("arxiv:2301.00007").is_stub
    assert reader.counts()["stubs"] == 1
    put(record("2301.00007", day=None, title="Older looms"))
    assert not reader.work("arxiv:2301.00007").is_stub
    assert reader.counts()["stubs"] == 0


def test_a_work_without_title_is_a_stub_that_keeps_its_citations(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(title="", day=None, source="opencitations", cites=("doi:10.1000/loom",)))
    work = Reader(catalogue).work("arxiv:2401.00001")
    assert (work.title, work.is_stub) == ("arxiv:2401.00001", True)
    assert work.cites == ("doi:10.1000/loom",)
    put(record(title="Looms at last", day=None, source="bibtex"))
    work = Reader(catalogue).work("arxiv:2401.00001")
    assert (work.title, work.is_stub) == ("Looms at last", False)
    assert work.cites == ("doi:10.1000/loom",)


def test_a_stub_goes_when_nobody_cites_it(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(cites=("arxiv:2301.00007",)))
    put(record(cites=()))
    # The stub has nothing that could be lost; it may stay, but it must not be cited.
    assert Reader(catalogue).work("arxiv:2401.00001").cites == ()


def test_an_agent_is_a_cluster_of_one_name(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(
        record("2401.00001", authors=("Ada Weft",)),
        record("2401.00002", authors=("Ada  Weft", "Loom Team"), position=2),
    )
    reader = Reader(catalogue)
    work = reader.work("arxiv:2401.00001")
    agent = reader.agent(work.authorships[0].agent)
    assert agent.kind == "name-cluster"
    assert reader.works_of("agent", agent.key).total == 2


def test_an_agent_without_works_goes(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(authors=("Ada Weft",)))
    key = Reader(catalogue).work("arxiv:2401.00001").authorships[0].agent
    put(record(authors=("Bo Warp",)))
    with pytest.raises(UnknownEntity):
        Reader(catalogue).agent(key)


def test_rejections_are_kept_with_their_place(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record(), Rejection(location="loom.md", line=12, reason="No id."))
    runs = Reader(catalogue).runs()
    assert [(one.location, one.line, one.reason) for one in runs[0].rejections] == [
        ("loom.md", 12, "No id.")
    ]
    assert (runs[0].read, runs[0].added, runs[0].rejected) == (2, 1, 1)
    assert runs[0].finished_at is not None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_records_does_not_matter(
    new_place: NewPlace, record: Make, order: random.Random, parts: int
) -> None:
    records = [
        record("2401.00001", cites=("doi:10.1000/loom", "arxiv:2401.00003")),
        record("2401.00002", position=2, authors=("Ada Weft", "ada weft", "Cy Reed")),
        record(None, doi="10.1000/loom", day=None, source="bibtex", cites=("arxiv:2401.00001",)),
        record("2401.00002", doi="10.1000/loom", day=None, source="openalex", order="byline"),
        record("2401.00002", day="2024-02-01", position=1, votes=None, summary="직기에 관한 논문"),
        record("2401.00003", day=None, source="arxiv", abstract="Reeds for looms."),
    ]
    expected = _state(new_place(), [records])
    order.shuffle(records)
    batches = [records[start::parts] for start in range(parts)]
    assert _state(new_place(), batches) == expected


def _state(place: str | Path, batches: list[list[BibliographicRecord]]) -> list[object]:
    catalogue = Catalogue(place)
    for batch in batches:
        ingest(catalogue, "x", "x", batch, IngestReport("x"))
    with catalogue.reading() as connection:
        found = [one for one in all_entities(connection) if not isinstance(one, SourceFile)]
    catalogue.close()
    return list(found)


def test_a_file_that_is_the_same_is_not_read_again(catalogue: Catalogue, record: Make) -> None:
    def read_file(fingerprint: str, *items: BibliographicRecord | Rejection) -> IngestReport:
        report = IngestReport("daily-papers")
        file = FileRead("0" * 64, fingerprint)
        return ingest(catalogue, "daily-papers", "a.md", items, report, file=file)

    wrong = Rejection(location="a.md", line=9, reason="no title")
    first = read_file("one", record(), wrong)
    again = read_file("one")
    assert (again.read, again.added, again.unchanged, again.rejected) == (2, 0, 1, [wrong])
    assert (first.added, first.rejected) == (1, [wrong])
    assert read_file("two", record(title="Other looms")).changed == 1
    # The file got its old content back: only its last reading counts.
    assert read_file("one", record(), wrong).changed == 1
    assert read_file("one").unchanged == 1
    broken = FileRead("0" * 64, "three")
    report = IngestReport("daily-papers")
    with pytest.raises(RuntimeError):
        ingest(catalogue, "daily-papers", "a.md", _breaking_off(record), report, file=broken)
    assert read_file("one", record(), wrong).read == 2


def _breaking_off(record: Make) -> Iterator[BibliographicRecord]:
    yield record()
    raise RuntimeError
