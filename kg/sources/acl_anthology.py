"""The ACL Anthology's own XML: one file a collection, ``paper`` elements in ``volume`` elements.

The front matter of a volume is no paper and is left out. Names are those printed on the paper; a
name in another script is only a variant and is left to the Anthology. Where the Anthology says
which of several people of a name is meant, its id of the person is kept. Materials until 2015 are
under CC BY-NC-SA 3.0, later ones under CC BY 4.0.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, tostring

from kg.characters import folded
from kg.identifiers import WorkId, find_work_id, implied_ids
from kg.identifiers.schemes import acl_value
from kg.language import title_language
from kg.records import (
    AuthorName,
    BibliographicRecord,
    LinkKind,
    StatedLink,
    VenueStatement,
    VersionStatement,
    WorkStatus,
)
from kg.sources.base import Entry, Head, Source
from kg.sources.json_source import UnusableEntry
from kg.sources.parts import (
    absolute_url,
    abstract,
    author_name,
    parse_date,
    parse_year,
    rejection,
    unique_names,
)
from kg.sources.xml_elements import BadXml, XmlEvent, xml_events
from kg.titles import plain_title

_LICENCE_UNTIL_2015 = "https://creativecommons.org/licenses/by-nc-sa/3.0/"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_LANGUAGES = {
    "eng": "en",
    "fra": "fr",
    "deu": "de",
    "zho": "zh",
    "jpn": "ja",
    "kor": "ko",
    "spa": "es",
}
_COLLECTION = re.compile(
    r"(?P<letter>[A-Z])(?P<short_year>\d\d)|(?P<year>\d{4})\.(?P<venue>[a-z0-9_-]+)"
)
_PERSON = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_ENDS = ("meta", "paper", "frontmatter")
_OUTER_TAG = re.compile(r"^<[^>]*>|</[^>]*>\s*$")


@dataclass(slots=True)
class _Volume:
    """What the papers of a volume share."""

    collection: str = ""
    number: str = ""
    booktitle: str = ""
    year: int | None = None
    is_journal: bool = False

    def paper_id(self, number: str) -> str | None:
        """Put the Anthology id together; old ones have three or four digits for the paper."""
        if "." in self.collection:
            return acl_value(f"{self.collection}-{self.number}.{number}")
        if not (self.number.isdigit() and number.isdigit()):
            return None
        is_workshop = self.collection.startswith("W") or self.collection == "C69"
        is_workshop |= self.collection == "D19" and int(self.number) >= 5
        digits = f"{self.number:>02}{number:>02}" if is_workshop else f"{self.number}{number:>03}"
        return acl_value(f"{self.collection}-{digits}")

    def venue_id(self) -> str | None:
        """The venue as the collection's name tells it: ``2020.acl`` or the letter of ``P18``."""
        match = _COLLECTION.fullmatch(self.collection)
        if match is None:
            return None
        if match["venue"] == "findings":
            return f"findings-{self.number}"
        is_workshop = self.collection == "D19" and self.number.zfill(2) >= "50"
        return match["venue"] or ("W" if is_workshop else match["letter"])


class AclAnthology(Source):
    """Reads the ACL Anthology."""

    name = "acl-anthology"
    about = "the ACL Anthology's XML, one file a collection"
    suffixes = (".xml",)

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read one collection."""
        volume = _Volume()
        starts = ("collection", "volume")
        for event in xml_events(stream, self.limits, starts=starts, ends=_ENDS):
            if isinstance(event, BadXml):
                yield rejection(location, event.line, event.reason, event.excerpt)
            elif event.tag == "collection":
                volume = _Volume(collection=event.element.get("id", ""))
            elif event.tag == "volume":
                volume = _Volume(volume.collection, event.element.get("id", ""))
            elif event.tag == "meta":
                _take_meta(volume, event.element)
            elif event.tag == "paper":
                yield _entry(volume, event, location)

    def sniff(self, head: Head) -> bool:
        """Look for a collection with an id of the Anthology."""
        found = re.search(r'<collection\s+id="([^"]*)"', head.text)
        return found is not None and _COLLECTION.fullmatch(found[1]) is not None


def _take_meta(volume: _Volume, meta: Element) -> None:
    booktitle, journal = meta.find("booktitle"), meta.find("journal")
    title = booktitle if booktitle is not None else journal
    volume.booktitle = "" if title is None else plain_title(_inner_xml(title))
    match = _COLLECTION.fullmatch(volume.collection)
    in_id = None
    if match is not None:
        short = match["short_year"]
        in_id = int(match["year"]) if match["year"] else _long_year(int(short))
    volume.year = parse_year(_text(meta, "year")) or in_id
    volume.is_journal = volume.venue_id() in {"J", "Q", "cl", "tacl"}


def _long_year(short: int) -> int:
    return (1900 if short >= 60 else 2000) + short


def _entry(volume: _Volume, event: XmlEvent, location: str) -> Entry:
    try:
        return _record(volume, event, location)
    except UnusableEntry as error:
        excerpt = tostring(event.element, "unicode")
        return rejection(location, event.line, str(error), excerpt)


def _record(volume: _Volume, event: XmlEvent, location: str) -> BibliographicRecord:
    paper = event.element
    value = volume.paper_id(paper.get("id", ""))
    if value is None:
        raise UnusableEntry("The paper's place gives no Anthology id.")
    work_id = WorkId("acl", value)
    title_element = paper.find("title")
    title_source = "" if title_element is None else folded(_inner_xml(title_element))
    if not title_source:
        raise UnusableEntry("The paper has no title.")
    title = plain_title(title_source)
    language = _LANGUAGES.get(_text(paper, "language")) or title_language(title)
    authors = unique_names(map(_author, paper.findall("author")))
    return BibliographicRecord(
        source=AclAnthology.name,
        key=value,
        location=location,
        line=event.line,
        ids=(work_id, *_stated_doi(paper, work_id)),
        title_source=title_source,
        title=title,
        title_language=language,
        authors=authors,
        author_order="byline" if authors else "unknown",
        authors_complete=True if authors else None,
        prose=abstract(_abstract(paper), licence=_licence(volume.year)),
        year=volume.year,
        venues=_venues(volume),
        links=tuple(_links(paper, value)),
        versions=tuple(_versions(paper)),
        status=_status(paper),
    )


def _author(element: Element) -> AuthorName | None:
    own = element.get("id", "")
    return author_name(
        f"{_text(element, 'first')} {_text(element, 'last')}",
        person_id=f"acl-person:{own}" if _PERSON.fullmatch(own) else None,
        orcid=element.get("orcid"),
    )


def _stated_doi(paper: Element, work_id: WorkId) -> tuple[WorkId, ...]:
    """Read the DOI; one that by its form belongs to another paper (a slip) is left out."""
    found = find_work_id(_text(paper, "doi"))
    if found is None or found.scheme == "acl":
        return ()
    implied = implied_ids(found)
    return (found,) if implied in ((), (work_id,)) else ()


def _abstract(paper: Element) -> str:
    element = paper.find("abstract")
    return "" if element is None else plain_title(_inner_xml(element))


def _licence(year: int | None) -> str:
    return _LICENCE_UNTIL_2015 if year is not None and year < 2016 else _LICENCE


def _venues(volume: _Volume) -> tuple[VenueStatement, ...]:
    if not volume.booktitle:
        return ()
    return (
        VenueStatement(
            text=volume.booktitle,
            said_in="container" if volume.is_journal else "booktitle",
            venue_id=volume.venue_id(),
            year=volume.year,
        ),
    )


def _links(paper: Element, value: str) -> Iterator[StatedLink]:
    stated: list[tuple[str, LinkKind]] = [
        (each.get("url", ""), "code") for each in paper.findall("pwccode")
    ]
    stated += [(each.get("url", ""), "dataset") for each in paper.findall("pwcdataset")]
    stated += [(each.get("href", ""), "video") for each in paper.findall("video")]
    stated += [
        (f"https://aclanthology.org/attachments/{folded(each.text or '')}", _attachment_kind(each))
        for each in paper.findall("attachment")
        if (each.text or "").strip().startswith(value)
    ]
    for url, kind in stated:
        if (absolute := absolute_url(url)) is not None:
            yield StatedLink(url=absolute, kind=kind)


def _attachment_kind(element: Element) -> LinkKind:
    kind = element.get("type", "").lower()
    return "code" if kind == "software" else "dataset" if kind == "dataset" else "other"


def _versions(paper: Element) -> Iterator[VersionStatement]:
    for revision in paper.findall("revision"):
        number = revision.get("id", "")
        if number.isascii() and number.isdigit() and 0 < int(number[:4]) < 1000:
            note = folded("".join(revision.itertext()))
            yield VersionStatement(
                number=int(number),
                issued_on=parse_date(revision.get("date")),
                note=note if " " in note else None,
            )


def _status(paper: Element) -> WorkStatus:
    if paper.find("retracted") is not None:
        return "retracted"
    return "current" if paper.find("removed") is None else "withdrawn"


def _text(element: Element, tag: str) -> str:
    child = element.find(tag)
    return "" if child is None else folded("".join(child.itertext()))


def _inner_xml(element: Element) -> str:
    """Give what stands between the tags as it stands; entities only where XML needs them."""
    if len(element) == 0:
        return html.escape(element.text or "", quote=False)
    element.tail = None
    return _OUTER_TAG.sub("", tostring(element, "unicode").strip())
