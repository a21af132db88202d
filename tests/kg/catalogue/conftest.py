"""Invented works for the catalogue's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, IngestReport, ingest
from kg.identifiers import WorkId
from kg.records import (
    AuthorName,
    BibliographicRecord,
    ListingItem,
    Prose,
    Rejection,
    Sentence,
)

MakeRecord = Callable[..., BibliographicRecord]
Put = Callable[..., IngestReport]
NewPlace = Callable[[], str | Path]


def make(
    arxiv: str | None = "2401.00001",
    *,
    source: str = "daily-papers",
    doi: str | None = None,
    title: str = "Paper about Looms",
    authors: tuple[str, ...] = ("Ada Weft", "Bo Warp"),
    day: str | None = "2024-01-05",
    position: int = 1,
    votes: int | None = 7,
    summary: str | None = None,
    abstract: str | None = None,
    cites: tuple[str, ...] = (),
    order: str = "listed",
    **more: object,
) -> BibliographicRecord:
    """A record of an invented paper."""
    ids = tuple(
        WorkId.parse(text) for text in (arxiv and f"arxiv:{arxiv}", doi and f"doi:{doi}") if text
    )
    prose = []
    if summary is not None:
        words = (Sentence(text=summary),)
        prose.append(Prose(field="summary", sentences=words, language="ko", generated=True))
    if abstract is not None:
        words = (Sentence(text=abstract),)
        prose.append(Prose(field="abstract", sentences=words, language="en"))
    listing = None
    if day is not None:
        listing = ListingItem(
            series="daily-papers",
            issued_on=date.fromisoformat(day),
            position=position,
            votes=votes,
        )
    values: dict[str, object] = {
        "source": source,
        "key": f"{day}/{ids[0].value}" if day else ids[0].value,
        "location": "loom.md",
        "line": 3,
        "ids": ids,
        "title_source": title,
        "title": title,
        "authors": tuple(AuthorName(name=name) for name in authors),
        "author_order": order,
        "prose": tuple(prose),
        "listing": listing,
        "cites": tuple(WorkId.parse(one) for one in cites),
    }
    return BibliographicRecord(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def record() -> MakeRecord:
    """Makes records of invented papers."""
    return make


@pytest.fixture
def new_place(tmp_path_factory: pytest.TempPathFactory) -> NewPlace:
    """Gives places where a catalogue can be made; the suite of servers gives others."""
    return lambda: tmp_path_factory.mktemp("place") / "catalogue.sqlite"


@pytest.fixture
def place(tmp_path: Path) -> str | Path:
    """Where the test's catalogue is."""
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(place: str | Path) -> Iterator[Catalogue]:
    """A new catalogue."""
    opened = Catalogue(place)
    yield opened
    opened.close()


def put_into(catalogue: Catalogue, *items: BibliographicRecord | Rejection) -> IngestReport:
    """One reading of these items, at a fixed time."""
    return ingest(
        catalogue,
        "daily-papers",
        "loom.md",
        items,
        IngestReport("daily-papers"),
        clock=lambda: datetime(2024, 1, 6, tzinfo=UTC),
    )


@pytest.fixture
def put(catalogue: Catalogue) -> Put:
    """Puts records into the catalogue."""
    return lambda *items: put_into(catalogue, *items)
