"""One arXiv paper, from the fields that all its formats share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from kg.characters import folded
from kg.identifiers import WorkId, arxiv_month, find_work_id
from kg.language import title_language
from kg.records import (
    AuthorName,
    BibliographicRecord,
    VenueStatement,
    VersionStatement,
)
from kg.sources.arxiv.status import stated_status
from kg.sources.json_source import UnusableEntry
from kg.sources.parts import CC0, abstract, parse_date, parse_year
from kg.titles import plain_title
from kg.venues import venue_clauses, year_in

NAME: Final = "arxiv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivFields:
    """The fields of a paper as one of the formats states them, all texts as they stand there."""

    id: str
    title: str
    authors: tuple[AuthorName, ...] = ()
    abstract: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    published_on: date | None = None
    versions: tuple[VersionStatement, ...] = ()


def arxiv_record(fields: ArxivFields, location: str, line: int | None) -> BibliographicRecord:
    """Make the record.

    Raises:
        UnusableEntry: there is no arXiv id or no title.
    """
    work_id = find_work_id(fields.id)
    if work_id is None or work_id.scheme != "arxiv":
        raise UnusableEntry("The entry has no arXiv id.")
    title_source = folded(fields.title)
    if not title_source:
        raise UnusableEntry("The entry has no title.")
    title = plain_title(title_source)
    comment = folded(fields.comment)
    published_on = fields.published_on or _first(fields.versions)
    return BibliographicRecord(
        source=NAME,
        key=work_id.value,
        location=location,
        line=line,
        ids=(work_id, *_stated_doi(fields.doi)),
        title_source=title_source,
        title=title,
        title_language=title_language(title),
        authors=fields.authors,
        author_order="byline" if fields.authors else "unknown",
        authors_complete=True if fields.authors else None,
        prose=abstract(fields.abstract, licence=CC0),
        published_on=published_on,
        year=published_on.year if published_on else int(str(arxiv_month(work_id))[:4]),
        venues=_venues(comment, folded(fields.journal_ref)),
        categories=tuple(dict.fromkeys(fields.categories)),
        versions=fields.versions,
        status=stated_status(comment, folded(fields.abstract)),
        comment=comment or None,
    )


def parse_version(name: str, when: str) -> VersionStatement | None:
    """Read ``v2`` and its day in ISO or mail form, or give None."""
    digits = name.strip().lower().removeprefix("v")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:6]) < 1000):
        return None
    return VersionStatement(number=int(digits), issued_on=parse_day(when))


def parse_day(text: str) -> date | None:
    """Read a day in ISO form or as mail has it (``Mon, 2 Apr 2007 19:18:42 GMT``), or give None."""
    day = parse_date(text)
    if day is not None:
        return day
    try:
        when: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.date()


def _stated_doi(text: str) -> Iterable[WorkId]:
    """Read the DOI of the published version; several stand with blanks between."""
    found = (find_work_id(each) for each in text.split()[:3])
    return dict.fromkeys(each for each in found if each is not None and each.scheme == "doi")


def _first(versions: tuple[VersionStatement, ...]) -> date | None:
    return next((version.issued_on for version in versions if version.number == 1), None)


def _venues(comment: str, journal_ref: str) -> tuple[VenueStatement, ...]:
    statements = []
    if journal_ref:
        year = parse_year(journal_ref)
        statements.append(VenueStatement(text=journal_ref, said_in="journal-ref", year=year))
    statements += [
        VenueStatement(text=clause, said_in="comment", year=year_in(clause))
        for clause in venue_clauses(comment)
    ]
    return tuple(statements)
