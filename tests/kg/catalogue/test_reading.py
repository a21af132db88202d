"""Lists, cursors, suggestions and counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.catalogue import Catalogue, IngestReport, Reader
from kg.catalogue.errors import UnknownEntity
from kg.records import BibliographicRecord

Make = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]


def test_pages_of_a_list_are_the_list(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(*(record(f"240{1 + n % 3}.0000{n}", position=n + 1, day=None) for n in range(8)))
    reader = Reader(catalogue)
    whole = reader.recent_works(limit=50)
    assert whole.total == len(whole.works) == 8
    assert whole.next is None
    seen: list[str] = []
    after = None
    while True:
        page = reader.recent_works(limit=3, after=after)
        seen += [work.key for work in page.works]
        after = page.next
        if after is None:
            break
    assert seen == [work.key for work in whole.works]


def test_issues_from_new_to_old(catalogue: Catalogue, put: Put, record: Make) -> None:
    days = ["2024-01-03", "2024-01-05", "2024-01-04"]
    put(*(record(f"2401.0000{n}", day=day) for n, day in enumerate(days)))
    reader = Reader(catalogue)
    keys = [f"daily-papers/2024-01-0{n}" for n in (5, 4, 3)]
    assert [row.key for row in reader.issues()] == keys
    assert [row.key for row in reader.issues(before=keys[0])] == keys[1:]
    assert reader.issue_neighbours(keys[1]) == (keys[2], keys[0])
    assert reader.issue_neighbours(keys[0]) == (keys[1], None)
    latest = reader.latest_issue()
    assert latest is not None
    assert latest.key == keys[0]


@pytest.mark.parametrize(
    "spelling",
    ["arxiv:2401.00001", "2401.00001v3", "https://arxiv.org/pdf/2401.00001", "arXiv:2401.00001"],
)
def test_any_spelling_finds_the_work(
    catalogue: Catalogue, put: Put, record: Make, spelling: str
) -> None:
    put(record())
    assert Reader(catalogue).find(spelling) == "arxiv:2401.00001"
    assert Reader(catalogue).find("2401.00002") is None


def test_works_in_the_order_asked(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(record("2401.00001"), record("2401.00002", position=2))
    found = Reader(catalogue).works(["arxiv:2401.00002", "arxiv:9999.00001", "arxiv:2401.00001"])
    assert [work.key for work in found] == ["arxiv:2401.00002", "arxiv:2401.00001"]


def test_suggestions_forgive_case_and_diacritics(
    catalogue: Catalogue, put: Put, record: Make
) -> None:
    put(record(title="Looms_100%: a study", authors=("Óscar Mañas",)))
    reader = Reader(catalogue)
    assert [work.key for work in reader.suggest("looms").works] == ["arxiv:2401.00001"]
    assert [work.key for work in reader.suggest("STUDY").works] == ["arxiv:2401.00001"]
    assert [agent.name for agent in reader.suggest("manas").agents] == ["Óscar Mañas"]
    assert reader.suggest("oom").works == ()
    assert reader.suggest("looms_100%").works
    assert reader.suggest("loomsx100").works == ()
    assert reader.suggest(" ").works == ()


def test_what_is_missing_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownEntity, match=r"arxiv:2401\.00001") as error:
        Reader(catalogue).work("arxiv:2401.00001")
    assert (error.value.kind, error.value.key) == ("work", "arxiv:2401.00001")


def test_coverage_counts_works_with_each_edge(catalogue: Catalogue, put: Put, record: Make) -> None:
    put(
        record("2401.00001", authors=("Ada Weft",), cites=("arxiv:2301.00001",)),
        record("2401.00002", position=2, authors=("Ada Weft",)),
        record("2401.00003", position=3, authors=()),
    )
    coverage = Reader(catalogue).coverage()
    assert coverage["authors"] == 2
    assert coverage["authors shared with another work"] == 2
    assert coverage["citations"] == 1
    assert coverage["venue"] == 0
