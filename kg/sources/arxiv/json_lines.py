"""The two common shapes of arXiv metadata in JSON lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import AuthorName, VersionStatement
from kg.sources.arxiv.records import ArxivFields, parse_version
from kg.sources.json_source import JsonObject, objects_of, text_of, texts_of
from kg.sources.parts import author_name, unique_names
from kg.titles import plain_title

_SEPARATOR = re.compile(r",\s+and\s+|,\s*|\s+and\s+")
_SUFFIX = re.compile(r",\s*((?:Jr|Sr)\.?|II|III|IV)(?=$|,|\s+and\b)", re.IGNORECASE)
_AFFILIATION = re.compile(r"\s*\([^()]*\)")


def snapshot_or_crawl(value: JsonObject) -> ArxivFields:
    """Read a line of the metadata snapshot, or of a daily crawl."""
    return ArxivFields(
        id=text_of(value, "id", "abs"),
        title=text_of(value, "title"),
        authors=_authors(value),
        abstract=text_of(value, "abstract", "summary"),
        categories=_categories(value),
        comment=text_of(value, "comments", "comment"),
        journal_ref=text_of(value, "journal-ref", "journal_ref"),
        doi=text_of(value, "doi"),
        versions=tuple(_versions(value)),
    )


def _authors(value: JsonObject) -> tuple[AuthorName, ...]:
    parsed = value.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        return unique_names(_parsed_author(parts) for parts in parsed)
    if isinstance(value.get("authors"), list):
        return unique_names(author_name(name) for name in texts_of(value, "authors"))
    return split_authors(text_of(value, "authors"))


def split_authors(text: str) -> tuple[AuthorName, ...]:
    """Read the authors of one line: commas and *and* between, institutions in brackets left out."""
    plain = _AFFILIATION.sub("", plain_title(text, latex=True))
    names = _SEPARATOR.split(_SUFFIX.sub(r" \1", plain))
    return unique_names(author_name(name) for name in names)


def _parsed_author(parts: object) -> AuthorName | None:
    """Read family name, given names, suffix; what follows is an institution."""
    if not isinstance(parts, list):
        return None
    family, given, suffix, *institutions = ([str(part or "") for part in parts] + ["", "", ""])[:9]
    name = " ".join(filter(None, (given, family, suffix)))
    return author_name(
        plain_title(name, latex=True),
        affiliations=(plain_title(each, latex=True) for each in institutions),
    )


def _categories(value: JsonObject) -> tuple[str, ...]:
    stated = value.get("categories")
    return (
        texts_of(value, "categories")
        if isinstance(stated, list)
        else tuple(text_of(value, "categories").split())
    )


def _versions(value: JsonObject) -> Iterator[VersionStatement]:
    for each in objects_of(value, "versions"):
        version = parse_version(text_of(each, "version"), text_of(each, "created"))
        if version is not None:
            yield version
