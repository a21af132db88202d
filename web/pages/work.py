"""A work: everything known of it, where that comes from, and what is related to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

from kg.entities import (
    Claims,
    Concept,
    Mention,
    RecordRef,
    Venue,
    VoteReading,
    Work,
    WorkLink,
    WorkVersion,
)
from kg.identifiers import WorkId, huggingface_url, landing_url, pdf_url
from web.citations import bibtex
from web.current import language, services, words
from web.linked_data import serve, work_citation
from web.pages.cards import agent_names
from web.pages.frame import Page, entity_frame, render
from web.pages.highlight import ShownText, shown_text
from web.pages.history import History, history_of
from web.pages.issue import series_name
from web.pages.labels import Named, year_of
from web.pages.related import Adjustment, RelatedList, related_works
from web.pages.work_claims import (
    ConceptGroup,
    ResultLine,
    concept_groups,
    concept_keys,
    result_line,
)
from web.structured import citation_tags, work_structure
from web.urls import entity_path

blueprint = Blueprint("work", __name__)
RELATED_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class AppearanceLine:
    """Where the work appeared, with the venue's page when it is certain."""

    name: Named
    year: int | None


@dataclass(frozen=True, slots=True)
class Register:
    """A page about the work elsewhere."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """A work as its page shows it."""

    key: str
    title: str
    title_language: str
    year: int | None
    published_on: date | None
    status: str
    comment: str | None
    ids: tuple[str, ...]
    registers: tuple[Register, ...]
    authors: tuple[Named, ...]
    byline_known: bool
    authors_complete: bool | None
    author_source: str | None
    appearances: tuple[AppearanceLine, ...]
    votes: tuple[VoteReading, ...]
    listings: tuple[Named, ...]
    texts: tuple[ShownText, ...]
    other_texts: tuple[ShownText, ...]
    concepts: tuple[ConceptGroup, ...]
    results: tuple[ResultLine, ...]
    links: tuple[WorkLink, ...]
    history: History
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    versions: tuple[WorkVersion, ...]
    cites: tuple[Named, ...]
    cites_elsewhere: int
    records: tuple[RecordRef, ...]
    is_stub: bool
    picture: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage(Page):
    """The page of a work."""

    work: WorkView
    related: RelatedList
    bibtex: str


@blueprint.get("/work/<path:tail>")
def work(tail: str) -> Response:
    """A work for people, or as data."""
    return serve("work", tail, _page)


def _page(key: str) -> str:
    reader = services().reader
    found = reader.work(key)
    citation, settings = work_citation(key, found), services().settings
    page = WorkPage(
        frame=entity_frame(
            "work",
            key,
            found.title,
            description=_description(found),
            structured=work_structure(found, citation, settings),
            citation_tags=citation_tags(found, citation, settings),
        ),
        work=work_view(found, reader.claims(key)),
        related=related_works(key, Adjustment(RELATED_SHOWN), most_rows=0),
        bibtex=bibtex(citation),
    )
    return render("work.html", page)


def work_view(found: Work, claims: Claims | None) -> WorkView:
    """Gather what is shown of a work."""
    reader = services().reader
    concepts = reader.concepts_by_key(sorted(concept_keys(found, claims)))
    venues = reader.venues_by_key([k for a in found.appearances for k in (a.venue, a.event) if k])
    mentions = claims.mentions if claims else ()
    texts = _texts(found, mentions, concepts)
    cited = reader.works(found.cites)
    ids = tuple(WorkId.parse(text) for text in found.ids)
    return WorkView(
        key=found.key,
        title=found.title,
        title_language=found.title_language,
        year=year_of(found),
        published_on=found.published_on,
        status=found.status,
        comment=found.comment,
        ids=found.ids,
        registers=tuple(_registers(ids)),
        authors=_authors(found),
        byline_known=_byline_known(found),
        authors_complete=found.authors_complete,
        author_source=found.records[0].source if found.records else None,
        appearances=tuple(_appearances(found, venues)),
        votes=found.votes,
        listings=tuple(_listings(found)),
        texts=texts[0],
        other_texts=texts[1],
        concepts=concept_groups(found, mentions, concepts),
        results=tuple(result_line(r, found, concepts) for r in (claims.results if claims else ())),
        links=found.links,
        history=history_of(found),
        keywords=found.keywords,
        categories=found.categories,
        versions=found.versions,
        cites=tuple(Named(w.title, entity_path("work", w.key), w.title_language) for w in cited),
        cites_elsewhere=len(found.cites) - len(cited),
        records=found.records,
        is_stub=found.is_stub,
        picture=_picture(found),
    )


def _picture(found: Work) -> str | None:
    if found.picture_url is None or not services().settings.show_pictures:
        return None
    return "/picture" + entity_path("work", found.key).removeprefix("/work")


def _description(found: Work) -> str:
    for text in found.texts:
        if text.field != "title" and text.sentences:
            return text.sentences[0].text[:200]
    return ""


def _authors(found: Work) -> tuple[Named, ...]:
    names = agent_names(found)
    if not _byline_known(found):
        return names
    places = [authorship.byline_position or 0 for authorship in found.authorships]
    return tuple(name for _, name in sorted(zip(places, names, strict=True), key=lambda p: p[0]))


def _byline_known(found: Work) -> bool:
    return all(authorship.byline_position is not None for authorship in found.authorships)


def _registers(ids: Sequence[WorkId]) -> list[Register]:
    registers = []
    for work_id in ids:
        for name, url in (
            ("PDF", pdf_url(work_id)),
            (str(work_id), landing_url(work_id)),
            ("Hugging Face", huggingface_url(work_id)),
        ):
            if url is not None:
                registers.append(Register(name, url))
    return registers


def _appearances(found: Work, venues: Mapping[str, Venue]) -> list[AppearanceLine]:
    lines = []
    for appearance in found.appearances:
        key = appearance.event or appearance.venue
        venue = venues.get(key) if key else None
        name = Named(venue.name, entity_path("venue", venue.key)) if venue else None
        lines.append(AppearanceLine(name or Named(appearance.text), appearance.year))
    return lines


def _listings(found: Work) -> list[Named]:
    keys = {f"{v.series}/{v.read_on.isoformat()}": v for v in found.votes}
    return [
        Named(f"{series_name(v.series)}, {words().day(v.read_on)}", entity_path("issue", key))
        for key, v in keys.items()
    ]


def _texts(
    found: Work, mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> tuple[tuple[ShownText, ...], tuple[ShownText, ...]]:
    """The texts to read first, and those in another language than the reader's."""
    shown = [shown_text(t, mentions, concepts) for t in found.texts if t.field != "title"]
    mine = tuple(text for text in shown if text.language.partition("-")[0] == language())
    if not mine:
        return tuple(shown), ()
    return mine, tuple(text for text in shown if text not in mine)
