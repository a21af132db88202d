r"""BibTeX files.

Fields are LaTeX: titles keep their source form and get a plain one, names are turned around where
they stand with the family name in front, a name all in braces is an institution's, ``and others``
marks a cut list. An entry may take fields from another one by ``crossref``, which stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from kg.characters import folded
from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId
from kg.language import title_language
from kg.names import given_first, is_truncation
from kg.records import AuthorName, BibliographicRecord, StatedLink, VenueStatement
from kg.sources.base import Entry, Head, Source
from kg.sources.bibtex.entries import BadBibEntry, BibEntry, bib_entries
from kg.sources.parts import (
    absolute_url,
    abstract,
    author_name,
    known_ids,
    local_id,
    parse_date,
    parse_year,
    rejection,
    unique_names,
    venue,
    with_subtitle,
)
from kg.titles import plain_title

_ENTRY = re.compile(r"(?m)^\s*@\s*[A-Za-z]+\s*[{(]\s*[^\s,{}]*\s*,")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_KEYWORDS = re.compile(r"\s*[,;]\s*")
_LANGUAGES = {
    "english": "en", "american": "en", "british": "en", "korean": "ko", "german": "de",
    "ngerman": "de", "french": "fr", "chinese": "zh", "japanese": "ja", "spanish": "es",
    "italian": "it", "portuguese": "pt", "russian": "ru",
}  # fmt: skip
_VENUE_FIELDS = ("journal", "journaltitle", "booktitle", "eventtitle", "series")
_PREPRINT = re.compile(r"\barxiv\b|^corr$", re.IGNORECASE)
_MOST_WAITING = 100_000


_OF_DBLP = re.compile(r"\s\d{4}$")
"""The number by which DBLP tells namesakes apart; it is printed on no paper."""
_NAME_PART = re.compile(r"\b(given|family|prefix|suffix)\s*=\s*\"?([^,\"]+?)\"?\s*(?=,|$)")


class Bibtex(Source):
    """Reads BibTeX."""

    name = "bibtex"
    about = "BibTeX and BibLaTeX files"
    suffixes = (".bib", ".bibtex")

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read a file; entries with a ``crossref`` come when the file has told it, last."""
        waiting: list[BibEntry] = []
        parents: dict[str, Mapping[str, str]] = {}
        for entry in bib_entries(stream, self.limits):
            if isinstance(entry, BadBibEntry):
                yield rejection(location, entry.line, entry.reason, entry.excerpt)
                continue
            if entry.type in {"proceedings", "book", "collection", "mvproceedings"}:
                parents[entry.key.lower()] = entry.fields
            if "crossref" in entry.fields and len(waiting) < _MOST_WAITING:
                waiting.append(entry)
            else:
                yield _record_or_rejection(entry, entry.fields, location)
        for entry in waiting:
            parent = parents.get(entry.fields["crossref"].strip().lower(), {})
            yield _record_or_rejection(entry, _inherited(entry.fields, parent), location)

    def sniff(self, head: Head) -> bool:
        """Look for the beginning of an entry."""
        return _ENTRY.search(head.text) is not None and not head.text.lstrip().startswith("#")


_OF_THE_PARENT = frozenset(("title", "subtitle", "crossref"))


def _inherited(fields: Mapping[str, str], parent: Mapping[str, str]) -> Mapping[str, str]:
    """Take what the entry lacks from its crossref; the parent's title is the book's."""
    taken = {name: value for name, value in parent.items() if name not in _OF_THE_PARENT}
    if "title" in parent:
        taken.setdefault("booktitle", parent["title"])
    return {**taken, **fields}


def _record_or_rejection(entry: BibEntry, fields: Mapping[str, str], location: str) -> Entry:
    title, subtitle = (folded(fields.get(name, "")) for name in ("title", "subtitle"))
    title_source = with_subtitle(title, subtitle)
    if not title_source:
        reason = "The entry has no title."
        return rejection(location, entry.line, reason, f"@{entry.type}{{{entry.key}")
    title = plain_title(title_source, latex=True)
    published_on = parse_date(fields.get("date"))
    year = parse_year(fields.get("year")) or parse_year(fields.get("date"))
    try:
        ids = _ids(fields) or (local_id(Bibtex.name, entry.key, title, str(year)),)
    except InvalidIdentifier:
        return rejection(location, entry.line, "The entry has no id and no key.", title)
    authors, is_complete = _authors(fields.get("author", ""))
    return BibliographicRecord(
        source=Bibtex.name,
        key=str(ids[0]),
        location=location,
        line=entry.line,
        ids=ids,
        title_source=title_source,
        title=title,
        title_language=_language(fields) or title_language(title),
        authors=authors,
        author_order="byline" if authors else "unknown",
        authors_complete=is_complete if authors else None,
        prose=abstract(plain_title(fields.get("abstract", ""), latex=True), licence=None),
        published_on=published_on,
        year=year,
        venues=_venues(fields, year),
        keywords=_keywords(fields),
        links=_links(fields, ids),
        comment=plain_title(fields.get("note", ""), latex=True) or None,
    )


def _ids(fields: Mapping[str, str]) -> tuple[WorkId, ...]:
    """Recognise the ids in the fields that may tell one, the registered ones first."""
    eprint = fields.get("eprint", "").strip()
    kind = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).strip().lower()
    journal = fields.get("journal", "") + " " + fields.get("volume", "")
    notes = (fields.get(name, "").strip() for name in ("number", "note"))
    spellings = (
        f"arXiv:{eprint}" if eprint and kind == "arxiv" else "",
        journal if _PREPRINT.search(fields.get("journal", "")) else "",
        fields.get("doi", "").replace("\\_", "_"),
        fields.get("url", "").replace("\\_", "_"),
        # Reference managers put the id of a preprint there.
        *(note for note in notes if note.lower().startswith("arxiv:")),
    )
    return known_ids(*spellings)


def _authors(text: str) -> tuple[tuple[AuthorName, ...], bool]:
    """Read the names with *and* between, outside braces; tell whether none were left out."""
    pieces = [piece for piece in _split_outside_braces(folded(text)) if piece]
    is_complete = not any(is_truncation(piece) for piece in pieces)
    names = (_author(piece) for piece in pieces if not is_truncation(piece))
    return unique_names(names), is_complete


def _author(piece: str) -> AuthorName | None:
    is_institution = piece.startswith("{") and piece.endswith("}") and _is_one_group(piece)
    plain = _OF_DBLP.sub("", plain_title(piece, latex=True))
    parts = dict(_NAME_PART.findall(plain))
    if "family" in parts and "=" in plain:
        order = ("given", "prefix", "family", "suffix")
        return author_name(" ".join(parts[name] for name in order if name in parts))
    return author_name(plain if is_institution else given_first(plain))


def _is_one_group(piece: str) -> bool:
    depth = 0
    for place, character in enumerate(piece):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return place == len(piece) - 1
    return False


def _split_outside_braces(text: str) -> Iterator[str]:
    start = 0
    for match in _AND.finditer(text):
        before = text[start : match.start()]
        if before.count("{") <= before.count("}"):
            yield before.strip()
            start = match.end()
    yield text[start:].strip()


def _venues(fields: Mapping[str, str], year: int | None) -> tuple[VenueStatement, ...]:
    for name in _VENUE_FIELDS:
        text = plain_title(fields.get(name, ""), latex=True)
        if text and not _PREPRINT.search(text):
            said_in = "booktitle" if name == "booktitle" else "container"
            return venue(text, said_in, venue_id=folded(fields.get("issn", "")), year=year)
    return ()


def _keywords(fields: Mapping[str, str]) -> tuple[str, ...]:
    words = _KEYWORDS.split(plain_title(fields.get("keywords", ""), latex=True))
    return tuple(dict.fromkeys(filter(None, words)))


def _language(fields: Mapping[str, str]) -> str | None:
    stated = fields.get("langid") or fields.get("language") or ""
    return _LANGUAGES.get(stated.strip().lower())


def _links(fields: Mapping[str, str], ids: tuple[WorkId, ...]) -> tuple[StatedLink, ...]:
    url = absolute_url(fields.get("url", "").replace("\\_", "_").replace("\\%", "%"))
    is_id = url is not None and set(known_ids(url)) & set(ids)
    return () if url is None or is_id else (StatedLink(url=url, kind="paper"),)
