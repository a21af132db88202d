"""OpenAlex works as its snapshot and its interface give them: JSON lines, or a page of results.

Citations are ``referenced_works``, as OpenAlex ids: they join when the cited work is held with its
OpenAlex id. A list of a hundred authors is marked as cut by the source. The abstract is rebuilt
from the inverted index; OpenAlex claims no right in it, so that its licence is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.identifiers import WorkId
from kg.language import title_language
from kg.names import given_first, name_key
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
    parse_date,
    parse_year,
    unique_names,
)
from kg.titles import plain_title

_MOST_WORDS = 20_000


class OpenAlex(JsonSource):
    """Reads OpenAlex works."""

    name = "openalex"
    about = "OpenAlex works, JSON lines of the snapshot or pages of the interface"

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one work."""
        own = known_ids(text_of(value, "id") or text_of(object_of(value, "ids"), "openalex"))
        if not own or own[0].scheme != "openalex":
            raise UnusableEntry("The work has no OpenAlex id.")
        title_source = text_of(value, "display_name", "title")
        if not title_source:
            raise UnusableEntry("The work has no title.")
        title = plain_title(title_source)
        language = text_of(value, "language") or None
        authors = unique_names(map(_author, objects_of(value, "authorships")))
        is_cut = value.get("is_authors_truncated") is True
        published_on = parse_date(value.get("publication_date"))
        return BibliographicRecord(
            source=self.name,
            key=own[0].value,
            location=location,
            line=line,
            ids=tuple(dict.fromkeys((*_registered_ids(value), *own))),
            title_source=title_source,
            title=title,
            title_language=language or title_language(title),
            authors=authors,
            author_order="byline" if authors else "unknown",
            authors_complete=(not is_cut) if authors else None,
            prose=abstract(_abstract(value), licence=None),
            published_on=published_on,
            year=parse_year(value.get("publication_year") or value.get("publication_date")),
            venues=_venues(value),
            keywords=_keywords(value),
            cites=known_ids(*texts_of(value, "referenced_works")),
            links=tuple(_links(value)),
            status="retracted" if value.get("is_retracted") is True else "current",
        )

    def sniff(self, head: Head) -> bool:
        """Look for the ids and fields that only OpenAlex has."""
        return "openalex.org/W" in head.text and head.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _registered_ids(value: JsonObject) -> Iterator[WorkId]:
    """Give the arXiv id and DOI; arXiv's shows in the locations."""
    places = (object_of(value, "primary_location"), *objects_of(value, "locations"))
    urls = [text_of(place, "landing_page_url") for place in places]
    arxiv = known_ids(*(url for url in urls if "arxiv.org/" in url))
    yield from arxiv[:1]
    yield from known_ids(text_of(value, "doi"), text_of(object_of(value, "ids"), "doi"))


def _author(authorship: JsonObject) -> AuthorName | None:
    author = object_of(authorship, "author")
    institutions = [
        text_of(each, "display_name") for each in objects_of(authorship, "institutions")
    ]
    return author_name(
        _printed(text_of(authorship, "raw_author_name"), text_of(author, "display_name")),
        orcid=text_of(author, "orcid"),
        affiliations=institutions or texts_of(authorship, "raw_affiliation_strings"),
    )


def _printed(raw: str, shown: str) -> str:
    """Give the name as printed, turned around where the shown one says that it is *Family, Given*.

    >>> _printed("Example, A.", "Ada Example"), _printed("Ada Example, Jr.", "Ada Example")
    ('A. Example', 'Ada Example, Jr.')
    """
    family, _, given = (name_key(part) for part in raw.partition(","))
    is_turned = given and name_key(shown).endswith(f" {family}")
    return given_first(raw) if is_turned else raw or shown


def _abstract(value: JsonObject) -> str:
    places: list[tuple[int, str]] = []
    for word, positions in object_of(value, "abstract_inverted_index").items():
        if isinstance(positions, list):
            places += [(place, word) for place in positions if _is_place(place)]
        if len(places) > _MOST_WORDS:
            return ""
    return plain_title(" ".join(word for _, word in sorted(places)))


def _is_place(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _venues(value: JsonObject) -> tuple[VenueStatement, ...]:
    source = object_of(object_of(value, "primary_location"), "source")
    source = source or object_of(value, "host_venue")
    name = text_of(source, "display_name")
    if not name or text_of(source, "type") == "repository":
        return ()
    own = text_of(source, "issn_l") or text_of(source, "id").rpartition("/")[2]
    return (
        VenueStatement(
            text=name,
            said_in="container",
            venue_id=own or None,
            year=parse_year(value.get("publication_year")),
        ),
    )


def _keywords(value: JsonObject) -> tuple[str, ...]:
    stated = [text_of(each, "display_name", "keyword") for each in objects_of(value, "keywords")]
    topics = [text_of(each, "display_name") for each in objects_of(value, "topics")]
    return tuple(dict.fromkeys(filter(None, stated + topics)))


def _links(value: JsonObject) -> Iterator[StatedLink]:
    place = object_of(value, "best_oa_location") or object_of(value, "primary_location")
    url = absolute_url(place.get("pdf_url"))
    if url is not None:
        yield StatedLink(url=url, kind="paper")
