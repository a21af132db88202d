"""Our own form: JSON lines that anybody can write.

One object a line. An ``id`` is needed unless ``doi`` or ``url`` tells one, and a ``title`` unless
the id is a registered one, so that the entry can add to a work that another source names::

    {"id": "arxiv:2405.00001", "title": "…", "abstract": "…", "authors": ["Ada Example"],
     "year": 2024, "venue": "NeurIPS 2024", "keywords": ["graphs"], "cites": ["doi:10.1000/1"],
     "doi": "10.1000/2", "url": "https://example.org/paper", "language": "en"}

An author may be an object with ``name``, ``orcid`` and ``affiliations``. An ``id`` that no register
knows is the work's name in ``local:jsonl/…``, and ``cites`` may use it; such names should be unique
in the world. ``licence`` (an IRI, of the abstract) and ``date`` may be given too. Other fields are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.characters import folded
from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId, find_work_id
from kg.language import title_language
from kg.records import AuthorName, BibliographicRecord, StatedLink
from kg.sources.base import Head
from kg.sources.json_source import (
    JsonObject,
    JsonSource,
    UnusableEntry,
    object_of,
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
    venue,
)
from kg.titles import plain_title

_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+and\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_NOT_OURS = ('"authors_parsed"', '"upvotes"', '"paperId"', '"corpusid"', "openalex.org/W")


class Jsonl(JsonSource):
    """Reads our own JSON lines."""

    name = "jsonl"
    about = "JSON lines in our own form (id, title, authors, abstract, cites …)"
    suffixes = (".jsonl", ".ndjson", ".json")

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one line."""
        title_source = text_of(value, "title")
        ids = _ids(value)
        if not title_source and ids[0].scheme == "local":
            raise UnusableEntry("The entry has no title.")
        title = plain_title(title_source)
        language = text_of(value, "language")
        told = language if _LANGUAGE.fullmatch(language) else None
        authors = unique_names(_authors(value))
        published_on = parse_date(value.get("date"))
        year = parse_year(value.get("year")) or (published_on.year if published_on else None)
        return BibliographicRecord(
            source=self.name,
            key=str(ids[0]),
            location=location,
            line=line,
            ids=ids,
            title_source=title_source,
            title=title,
            title_language=told or title_language(title),
            authors=authors,
            author_order="byline" if authors else "unknown",
            authors_complete=True if authors else None,
            prose=abstract(
                " ".join(texts_of(value, "abstract")),
                licence=absolute_url(value.get("licence")),
                language=told,
            ),
            published_on=published_on,
            year=year,
            venues=venue(_venue_of(value), "container", year=year),
            keywords=_keywords(value),
            cites=tuple(dict.fromkeys(_cites(value))),
            links=_links(value, ids),
        )

    def sniff(self, head: Head) -> bool:
        """Look for an object with our fields, and no other source's."""
        first = head.text.lstrip("\ufeff \t\r\n").partition("\n")[0]
        has_ours = '"title"' in first and ('"id"' in first or '"doi"' in first)
        return (
            first.startswith("{") and has_ours and not any(mark in head.text for mark in _NOT_OURS)
        )


def _ids(value: JsonObject) -> tuple[WorkId, ...]:
    own = text_of(value, "id")
    stated = known_ids(own, text_of(value, "doi"))
    if own and find_work_id(own) is None:
        stated = (*stated, _local(own))
    stated = stated or known_ids(text_of(value, "url"))
    if not stated:
        raise UnusableEntry("The entry has neither an id nor a DOI nor a URL that tells one.")
    return stated


def _local(key: str) -> WorkId:
    try:
        return local_id(Jsonl.name, key)
    except InvalidIdentifier as error:
        raise UnusableEntry("The id of the entry cannot be used.") from error


def _authors(value: JsonObject) -> Iterator[AuthorName | None]:
    stated = value.get("authors")
    if isinstance(stated, str):
        yield from map(author_name, _BETWEEN_NAMES.split(stated))
    for each in stated if isinstance(stated, list) else ():
        yield _author(each)


def _author(stated: Any) -> AuthorName | None:
    if isinstance(stated, Mapping):
        return author_name(
            text_of(stated, "name")
            or " ".join(filter(None, (text_of(stated, "given"), text_of(stated, "family")))),
            orcid=text_of(stated, "orcid"),
            affiliations=texts_of(stated, "affiliations"),
        )
    return author_name(stated) if isinstance(stated, str) else None


def _venue_of(value: JsonObject) -> str:
    return text_of(value, "venue") or text_of(object_of(value, "venue"), "name")


def _keywords(value: JsonObject) -> tuple[str, ...]:
    """Read a list, or one text with commas or semicolons between."""
    stated = value.get("keywords")
    if isinstance(stated, str):
        pieces = (folded(piece) for piece in re.split(r"[;,]", stated))
        return tuple(dict.fromkeys(filter(None, pieces)))
    return tuple(dict.fromkeys(texts_of(value, "keywords")))


def _cites(value: JsonObject) -> Iterator[WorkId]:
    for cited in texts_of(value, "cites"):
        try:
            yield find_work_id(cited) or local_id(Jsonl.name, cited)
        except InvalidIdentifier:
            continue


def _links(value: JsonObject, ids: tuple[WorkId, ...]) -> tuple[StatedLink, ...]:
    url = absolute_url(value.get("url"))
    is_id = url is None or find_work_id(url) in ids
    return () if url is None or is_id else (StatedLink(url=url, kind="paper"),)
