"""CSL-JSON, as reference managers export it and as Crossref answers.

Crossref's items are nearly CSL: titles and containers are lists there, and references with DOIs are
citations. Both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.identifiers import WorkId
from kg.language import title_language
from kg.names import given_first
from kg.records import AuthorName, BibliographicRecord, StatedLink, VenueStatement
from kg.sources.base import Head
from kg.sources.json_source import (
    JsonObject,
    JsonSource,
    UnusableEntry,
    object_of,
    objects_of,
    text_of,
    texts_of,
)
from kg.sources.parts import (
    absolute_url,
    abstract,
    author_name,
    known_ids,
    local_id,
    parse_date,
    parse_year,
    unique_names,
    with_subtitle,
)
from kg.titles import plain_title

_FIELDS = (
    '"container-title"',
    '"date-parts"',
    '"citation-key"',
    '"citation-label"',
    '"DOI"',
    '"family"',
)
_CROSSREF = '"message-type"'
_KEYWORDS = re.compile(r"\s*[,;]\s*")
_CONTAINERS = ("container-title", "event-title", "event", "collection-title")
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
_DATES = ("issued", "published-print", "published-online", "published", "posted", "created")


class CslJson(JsonSource):
    """Reads CSL-JSON."""

    name = "csl-json"
    about = "CSL-JSON of reference managers, and items of Crossref"
    suffixes = (".json", ".csl", ".jsonl")

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one item."""
        title_source = with_subtitle(_first_text(value, "title"), _first_text(value, "subtitle"))
        if not title_source:
            raise UnusableEntry("The item has no title.")
        title = plain_title(title_source)
        published_on, year = _published(value)
        own = text_of(value, "citation-key", "id", "DOI")
        ids = _ids(value) or (local_id(self.name, own, title, str(year)),)
        authors = unique_names(map(_author, objects_of(value, "author")))
        return BibliographicRecord(
            source=self.name,
            key=str(ids[0]),
            location=location,
            line=line,
            ids=ids,
            title_source=title_source,
            title=title,
            title_language=_language(value) or title_language(title),
            authors=authors,
            author_order="byline" if authors else "unknown",
            authors_complete=_is_complete(value) if authors else None,
            prose=abstract(plain_title(text_of(value, "abstract")), licence=None),
            published_on=published_on,
            year=year,
            venues=tuple(_venues(value, year)),
            keywords=_keywords(value),
            cites=known_ids(*(text_of(each, "DOI") for each in objects_of(value, "reference"))),
            links=_links(value, ids),
        )

    def sniff(self, head: Head) -> bool:
        """Look for the hyphenated and upper-case field names of CSL."""
        return (
            head.text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{")
            and any(mark in head.text for mark in _FIELDS)
            and '"title"' in head.text
            and ('"type"' in head.text or _CROSSREF in head.text)
        )


def _first_text(value: JsonObject, key: str) -> str:
    return next(iter(texts_of(value, key)), "")


def _ids(value: JsonObject) -> tuple[WorkId, ...]:
    number = text_of(value, "number", "archive_location")
    return known_ids(
        number if "arxiv" in number.lower() else "",
        text_of(value, "DOI"),
        text_of(value, "URL"),
        text_of(value, "id"),
    )


def _author(author: JsonObject) -> AuthorName | None:
    parts = (text_of(author, part) for part in _NAME_PARTS)
    name = " ".join(filter(None, parts)) or given_first(text_of(author, "literal", "name"))
    return author_name(
        plain_title(name),
        orcid=text_of(author, "ORCID"),
        affiliations=(text_of(each, "name") for each in objects_of(author, "affiliation")),
    )


def _is_complete(value: JsonObject) -> bool:
    """Tell whether no author is the "others" that some exports put last."""
    names = {text_of(author, "literal", "family").lower() for author in objects_of(value, "author")}
    return not names & {"others", "et al.", "et al"}


def _published(value: JsonObject) -> tuple[date | None, int | None]:
    for key in _DATES:
        stated = object_of(value, key)
        match stated.get("date-parts"):
            case [[_, *_] as parts, *_]:
                text = "-".join(str(part) for part in parts[:3])
            case _:
                text = text_of(stated, "raw", "literal")
        year = parse_year(text)
        if year is not None:
            return parse_date(text), year
    return None, parse_year(text_of(value, "year"))


def _language(value: JsonObject) -> str | None:
    language = text_of(value, "language").partition("_")[0]
    return language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", language) else None


def _venues(value: JsonObject, year: int | None) -> Iterator[VenueStatement]:
    issn = next(iter(texts_of(value, "ISSN")), "").split(",")[0].strip()
    for name in dict.fromkeys(_first_text(value, key) for key in _CONTAINERS):
        if name:
            yield VenueStatement(
                text=plain_title(name), said_in="container", venue_id=issn or None, year=year
            )
            return


def _keywords(value: JsonObject) -> tuple[str, ...]:
    stated = _KEYWORDS.split(text_of(value, "keyword"))
    return tuple(dict.fromkeys(filter(None, (*stated, *texts_of(value, "subject")))))


def _links(value: JsonObject, ids: tuple[WorkId, ...]) -> tuple[StatedLink, ...]:
    url = absolute_url(value.get("URL"))
    is_id = url is not None and set(known_ids(url)) & set(ids)
    return () if url is None or is_id else (StatedLink(url=url, kind="paper"),)
