"""Every record of the real corpora, and one catalogue made from all of them.

Counts change only for a reason. Papers and joins are counted by a second way too, without any code
of ours.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kg.catalogue import Catalogue, IngestReport, Reader, ingest
from kg.catalogue.tables import record
from kg.identifiers import implied_ids
from kg.records import BibliographicRecord, VenueStatement
from kg.sources import read
from kg.venues import appearance_of

FOLDERS = {
    "hf-daily": "corpora/hf_daily",
    "arxiv": "corpora/daily_arxiv",
    "acl-anthology": "corpora/acl_anthology/xml",
}


def ids_in_arxiv(shared: Path) -> list[str]:
    found: list[str] = []
    for path in (shared / FOLDERS["arxiv"]).glob("*.jsonl"):
        with path.open(encoding="utf-8") as lines:
            found += [json.loads(line)["id"] for line in lines]
    return found


def papers_in_the_anthology(shared: Path) -> int:
    paths = (shared / FOLDERS["acl-anthology"]).glob("*.xml")
    return sum(path.read_bytes().count(b"<paper ") for path in paths)


def test_the_anthology(shared: Path) -> None:
    keys: set[str] = set()
    volumes: Counter[VenueStatement] = Counter()
    abstracts = dois = count = 0
    for entry in read("acl-anthology", shared / FOLDERS["acl-anthology"]):
        assert isinstance(entry, BibliographicRecord)
        count += 1
        keys.add(entry.key)
        abstracts += bool(entry.prose)
        volumes.update(entry.venues)
        for doi in entry.ids[1:]:
            dois += 1
            assert implied_ids(doi) in ((), (entry.ids[0],))
    assert count == len(keys) == papers_in_the_anthology(shared) == 73_970
    assert abstracts == 32_204
    assert dois == 27_179
    in_known_series = sum(volumes[each] for each in volumes if appearance_of(each).venue)
    assert in_known_series == 67_627


@pytest.fixture(scope="module")
def catalogue(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """One catalogue of everything; texts are not read for concepts."""
    return Catalogue(tmp_path_factory.mktemp("corpora") / "catalogue.sqlite")


@pytest.fixture(scope="module")
def reports(catalogue: Catalogue, shared: Path) -> dict[str, IngestReport]:
    return {source: put(catalogue, source, shared) for source in FOLDERS}


def put(catalogue: Catalogue, source: str, shared: Path) -> IngestReport:
    location = shared / FOLDERS[source]
    return ingest(catalogue, source, str(location), read(source, location), IngestReport(source))


def test_every_record_is_read(reports: dict[str, IngestReport], shared: Path) -> None:
    announced = ids_in_arxiv(shared)
    assert [report.rejected for report in reports.values()] == [[], [], []]
    assert {source: report.read for source, report in reports.items()} == {
        "hf-daily": 2_993,
        "arxiv": len(announced),
        "acl-anthology": 73_970,
    }
    # Some papers are announced on several days, seven of them with other words than before.
    arxiv = reports["arxiv"]
    assert (arxiv.added, arxiv.changed, arxiv.unchanged) == (len(set(announced)), 7, 5_492)


def test_one_catalogue_of_everything(
    catalogue: Catalogue, reports: dict[str, IngestReport], shared: Path
) -> None:
    entries = read("hf-daily", shared / FOLDERS["hf-daily"])
    listed = {one.ids[0].value for one in entries if isinstance(one, BibliographicRecord)}
    announced = set(ids_in_arxiv(shared))
    several = (
        select(record.c.work_key)
        .group_by(record.c.work_key)
        .having(func.count(record.c.source.distinct()) > 1)
    )
    with catalogue.reading() as connection:
        joined = connection.execute(select(func.count()).select_from(several.subquery()))
        assert joined.scalar_one() == len(listed & announced) == 139
    counts = Reader(catalogue).counts()
    # Two papers of the Anthology state one DOI, and are two works all the same.
    assert counts["work"] == len(listed | announced) + papers_in_the_anthology(shared) == 89_066
    (made,) = Reader(catalogue).decisions("work")
    assert (made.verdict, made.left) == ("different", "acl:J10-1008")
    assert (counts["agent"], counts["venue"], counts["issue"]) == (111_859, 2_015, 219)


def test_reading_again_changes_nothing(
    catalogue: Catalogue, reports: dict[str, IngestReport], shared: Path
) -> None:
    before = Reader(catalogue).change_number()
    for source in ("hf-daily", "acl-anthology"):
        report = put(catalogue, source, shared)
        assert (report.added, report.changed, report.unchanged) == (0, 0, report.read)
    assert Reader(catalogue).change_number() == before
