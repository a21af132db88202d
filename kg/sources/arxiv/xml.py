"""arXiv metadata in XML: Atom, and OAI-PMH with its three prefixes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from kg.identifiers import arxiv_version
from kg.names import given_first
from kg.records import AuthorName, VersionStatement
from kg.sources.arxiv.json_lines import split_authors
from kg.sources.arxiv.records import ArxivFields, parse_day, parse_version
from kg.sources.files import ReadLimits
from kg.sources.parts import author_name, unique_names
from kg.sources.xml_elements import BadXml, XmlEvent, local_name, xml_events

_ENTRY, _RECORD = "entry", "record"


def xml_fields(
    stream: IO[bytes], limits: ReadLimits
) -> Iterator[tuple[int | None, ArxivFields | BadXml]]:
    """Read the entries of Atom and the records of OAI-PMH.

    Yields:
        The line, and the fields or why they cannot be read.
    """
    ends = (_ENTRY, _RECORD)
    for event in xml_events(stream, limits, starts=("feed", "OAI-PMH"), ends=ends):
        if isinstance(event, BadXml):
            yield event.line, event
        elif event.what == "end":
            yield event.line, _fields(event)


def _fields(event: XmlEvent) -> ArxivFields | BadXml:
    if event.tag == _ENTRY:
        return _atom(event.element)
    header = _child(event.element, "header")
    if header is not None and header.get("status") == "deleted":
        return BadXml("The record is deleted at its source.", event.line, b"")
    readers = {"arXiv": _arxiv, "arXivRaw": _raw, "dc": _dublin_core}
    metadata = _child(event.element, "metadata")
    for element in metadata if metadata is not None else ():
        reader = readers.get(local_name(element.tag))
        if reader is not None:
            return reader(element)
    return BadXml("The record has no metadata in a known format.", event.line, b"")


def _atom(entry: Element) -> ArxivFields:
    id_text = _text(entry, "id")
    primary = _child(entry, "primary_category")
    terms = [each.get("term", "") for each in _children(entry, "category")]
    published_on, updated_on = (
        parse_day(_text(entry, "published")),
        parse_day(_text(entry, "updated")),
    )
    number = arxiv_version(id_text)
    versions = [VersionStatement(number=1, issued_on=published_on)]
    if number is not None and number > 1:
        versions.append(VersionStatement(number=number, issued_on=updated_on))
    return ArxivFields(
        id=id_text,
        title=_text(entry, "title"),
        authors=unique_names(_atom_author(each) for each in _children(entry, "author")),
        abstract=_text(entry, "summary"),
        categories=tuple(
            filter(None, ([primary.get("term", "")] if primary is not None else []) + terms)
        ),
        comment=_text(entry, "comment"),
        journal_ref=_text(entry, "journal_ref"),
        doi=_text(entry, "doi"),
        published_on=published_on,
        versions=tuple(versions) if number is not None else (),
    )


def _atom_author(author: Element) -> AuthorName | None:
    return author_name(_text(author, "name"), affiliations=_texts(author, "affiliation"))


def _arxiv(element: Element) -> ArxivFields:
    authors = _child(element, "authors")
    return ArxivFields(
        id=_text(element, "id"),
        title=_text(element, "title"),
        authors=unique_names(map(_keyname_author, authors if authors is not None else ())),
        abstract=_text(element, "abstract"),
        categories=tuple(_text(element, "categories").split()),
        comment=_text(element, "comments"),
        journal_ref=_text(element, "journal-ref"),
        doi=_text(element, "doi"),
        published_on=parse_day(_text(element, "created")),
    )


def _keyname_author(author: Element) -> AuthorName | None:
    parts = (_text(author, tag) for tag in ("forenames", "keyname", "suffix"))
    return author_name(" ".join(filter(None, parts)), affiliations=_texts(author, "affiliation"))


def _raw(element: Element) -> ArxivFields:
    versions = (
        parse_version(each.get("version", ""), _text(each, "date"))
        for each in _children(element, "version")
    )
    return ArxivFields(
        id=_text(element, "id"),
        title=_text(element, "title"),
        authors=split_authors(_text(element, "authors")),
        abstract=_text(element, "abstract"),
        categories=tuple(_text(element, "categories").split()),
        comment=_text(element, "comments"),
        journal_ref=_text(element, "journal-ref"),
        doi=_text(element, "doi"),
        versions=tuple(version for version in versions if version is not None),
    )


def _dublin_core(element: Element) -> ArxivFields:
    """Read Dublin Core: the first description is the abstract, the second the comment."""
    identifiers = _texts(element, "identifier")
    description, *comments = [*_texts(element, "description"), ""]
    dois = (each for each in identifiers if each.startswith("doi:"))
    return ArxivFields(
        id=next((each for each in identifiers if "arxiv.org" in each), ""),
        title=_text(element, "title"),
        authors=unique_names(author_name(given_first(each)) for each in _texts(element, "creator")),
        abstract=description,
        comment=comments[0].removeprefix("Comment:") if comments else "",
        doi=next(dois, "").removeprefix("doi:"),
        published_on=parse_day(_text(element, "date")),
    )


def _children(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if local_name(child.tag) == tag)


def _child(element: Element, tag: str) -> Element | None:
    return next(_children(element, tag), None)


def _texts(element: Element, tag: str) -> tuple[str, ...]:
    return tuple(text for child in _children(element, tag) if (text := "".join(child.itertext())))


def _text(element: Element, tag: str) -> str:
    return next(iter(_texts(element, tag)), "").strip()
