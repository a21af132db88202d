"""Semantic Scholar: papers of its graph interface, and the papers and citations of its datasets.

A line of the ``citations`` dataset (``citingcorpusid``, ``citedcorpusid``) makes a record without a
title that only cites. A "tldr" is machine-made and becomes a summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from kg.identifiers import WorkId
from kg.language import title_language
from kg.records import (
    AuthorName,
    BibliographicRecord,
    Prose,
    Sentence,
    StatedLink,
    VenueStatement,
)
from kg.sources.base import Entry, Head
from kg.sources.json_source import (
    JsonObject,
    JsonSource,
    UnusableEntry,
    object_of,
    objects_of,
    text_of,
    texts_of,
)
from kg.sources.json_values import BadJson, json_values
from kg.sources.parts import (
    absolute_url,
    abstract,
    author_name,
    known_ids,
    parse_date,
    parse_year,
    rejection,
    unique_names,
)
from kg.titles import plain_title

_MARK = re.compile(r'"(?:paperId|corpusid|corpusId|citingcorpusid)"\s*:')


class SemanticScholar(JsonSource):
    """Reads Semantic Scholar."""

    name = "semantic-scholar"
    about = "Semantic Scholar papers (interface or datasets) and citations"

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read papers and citations; a batch has ``null`` in place of papers it does not know."""
        for line, value in json_values(stream, self.limits):
            if isinstance(value, BadJson):
                yield rejection(location, line, value.reason, value.excerpt)
            elif value is not None:
                yield self._entry(value, location, line)

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one paper or one citation."""
        if "citingcorpusid" in value:
            return self._citation(value, location, line)
        value = object_of(value, "citedPaper") or object_of(value, "citingPaper") or value
        ids = _ids(value)
        if not ids:
            raise UnusableEntry("The paper has no id of Semantic Scholar.")
        title_source = text_of(value, "title")
        if not title_source:
            raise UnusableEntry("The paper has no title.")
        title = plain_title(title_source)
        authors = unique_names(map(_author, objects_of(value, "authors")))
        published_on = parse_date(value.get("publicationDate") or value.get("publicationdate"))
        return BibliographicRecord(
            source=self.name,
            key=_own(ids),
            location=location,
            line=line,
            ids=ids,
            title_source=title_source,
            title=title,
            title_language=title_language(title),
            authors=authors,
            author_order="byline" if authors else "unknown",
            authors_complete=True if authors else None,
            prose=_prose(value),
            published_on=published_on,
            year=parse_year(value.get("year")) or (published_on.year if published_on else None),
            venues=_venues(value),
            cites=tuple(dict.fromkeys(_cites(value))),
            links=_links(value),
        )

    def sniff(self, head: Head) -> bool:
        """Look for the ids that only Semantic Scholar has."""
        return _MARK.search(head.text) is not None and head.text.lstrip("\ufeff \t\r\n")[:1] in "{["

    def _citation(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        citing, cited = (
            known_ids(f"CorpusID:{text_of(value, key)}")
            for key in ("citingcorpusid", "citedcorpusid")
        )
        if not citing or not cited:
            raise UnusableEntry("The citation lacks one of its two works.")
        return BibliographicRecord(
            source=self.name,
            key=f"{citing[0].value}/{cited[0].value}",
            location=location,
            line=line,
            ids=citing,
            title_source="",
            title="",
            cites=cited,
        )


def _own(ids: tuple[WorkId, ...]) -> str:
    own = next((each for each in ids if each.scheme == "s2"), ids[0])
    return own.value if own.scheme == "s2" else str(own)


def _ids(value: JsonObject) -> tuple[WorkId, ...]:
    """Give the registered ids first, then Semantic Scholar's own."""
    external = object_of(value, "externalIds") or object_of(value, "externalids")
    arxiv = text_of(external, "ArXiv")
    corpus = text_of(value, "corpusId", "corpusid") or text_of(external, "CorpusId")
    acl = text_of(external, "ACL")
    paper = text_of(value, "paperId")
    return known_ids(
        f"arXiv:{arxiv}" if arxiv else "",
        text_of(external, "DOI"),
        f"acl:{acl}" if acl else "",
        f"CorpusID:{corpus}" if corpus else "",
        f"s2:{paper}" if paper else "",
    )


def _author(author: JsonObject) -> AuthorName | None:
    return author_name(
        text_of(author, "name"),
        orcid=text_of(object_of(author, "externalIds"), "ORCID"),
        affiliations=texts_of(author, "affiliations"),
    )


def _prose(value: JsonObject) -> tuple[Prose, ...]:
    by_authors = abstract(plain_title(text_of(value, "abstract")), licence=None)
    short = text_of(object_of(value, "tldr"), "text")
    if not short:
        return by_authors
    sentences = (Sentence(text=short),)
    return (*by_authors, Prose(field="summary", sentences=sentences, language="en", generated=True))


def _venues(value: JsonObject) -> tuple[VenueStatement, ...]:
    publication = object_of(value, "publicationVenue")
    journal = text_of(object_of(value, "journal"), "name")
    name = text_of(value, "venue") or text_of(publication, "name") or journal
    if not name or name.lower() in {"arxiv.org", "arxiv"}:
        return ()
    return (
        VenueStatement(
            text=name,
            said_in="container",
            venue_id=text_of(publication, "issn") or None,
            year=parse_year(value.get("year")),
        ),
    )


def _cites(value: JsonObject) -> Iterator[WorkId]:
    for reference in objects_of(value, "references"):
        yield from _ids(object_of(reference, "citedPaper") or reference)[:1]


def _links(value: JsonObject) -> tuple[StatedLink, ...]:
    url = absolute_url(object_of(value, "openAccessPdf").get("url"))
    return () if url is None else (StatedLink(url=url, kind="paper"),)
