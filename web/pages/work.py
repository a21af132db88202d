"""A work: everything known of it, where that comes from, and what is related to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from flask import Blueprint
from werkzeug.wrappers import Response

from kg.entities import (
    Claims,
    Concept,
    ConceptEdge,
    ConceptKind,
    Mention,
    RecordRef,
    StatedResult,
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
from web.pages.cards import Chip, agent_names, chip
from web.pages.frame import Page, entity_frame, render
from web.pages.highlight import Piece, ShownText, clipped, pieces, shown_text
from web.pages.issue import series_name
from web.pages.labels import Named, concept_label, year_of
from web.pages.related import Adjustment, RelatedList, related_works
from web.structured import citation_tags, work_structure
from web.urls import entity_path

blueprint = Blueprint("work", __name__)
RELATED_SHOWN: Final = 10
_MOST_EVIDENCE: Final = 2
_QUOTED_AROUND: Final = 140


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that bears something out, cut at the mention in it."""

    pieces: tuple[Piece, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A concept of the work with the sentences that name it."""

    chip: Chip
    confidence: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ConceptGroup:
    """The concepts of one kind."""

    kind: ConceptKind
    lines: tuple[ConceptLine, ...]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A stated number with everything the sentence says of it."""

    metric: str
    value: str
    unit: str | None
    dataset: Named | None
    baseline: Named | None
    scope: str | None
    comparator: str | None
    evidence: str
    language: str


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
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    versions: tuple[WorkVersion, ...]
    cites: tuple[Named, ...]
    cites_elsewhere: int
    records: tuple[RecordRef, ...]
    is_stub: bool
    picture_url: str | None


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
        related=related_works(key, Adjustment(RELATED_SHOWN)),
        bibtex=bibtex(citation),
    )
    return render("work.html", page)


def work_view(found: Work, claims: Claims | None) -> WorkView:
    """Gather what is shown of a work."""
    reader = services().reader
    concepts = reader.concepts_by_key(sorted(_concept_keys(found, claims)))
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
        concepts=_groups(found, mentions, concepts),
        results=tuple(_result(r, found, concepts) for r in (claims.results if claims else ())),
        links=found.links,
        keywords=found.keywords,
        categories=found.categories,
        versions=found.versions,
        cites=tuple(Named(w.title, entity_path("work", w.key), w.title_language) for w in cited),
        cites_elsewhere=len(found.cites) - len(cited),
        records=found.records,
        is_stub=found.is_stub,
        picture_url=found.picture_url if services().settings.show_pictures else None,
    )


def _description(found: Work) -> str:
    for text in found.texts:
        if text.field != "title" and text.sentences:
            return text.sentences[0].text[:200]
    return ""


def _concept_keys(found: Work, claims: Claims | None) -> set[str]:
    keys = {edge.concept for edge in found.concepts}
    for mention in claims.mentions if claims else ():
        keys.add(mention.concept)
    for result in claims.results if claims else ():
        keys.update(key for key in (result.dataset, result.baseline) if key)
    return keys


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


def _groups(
    found: Work, mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> tuple[ConceptGroup, ...]:
    lines: dict[ConceptKind, list[ConceptLine]] = {}
    for edge in sorted(found.concepts, key=_telling_first):
        shown = chip(edge, concepts, language())
        if shown is not None:
            quotes = _quotes(edge, found, mentions)
            lines.setdefault(edge.kind, []).append(ConceptLine(shown, edge.confidence, quotes))
    kinds: tuple[ConceptKind, ...] = get_args(ConceptKind)
    return tuple(ConceptGroup(kind, tuple(lines[kind])) for kind in kinds if kind in lines)


def _telling_first(edge: ConceptEdge) -> tuple[bool, bool, float, str]:
    return (edge.role == "mentions", edge.role != "introduces", -edge.confidence, edge.concept)


def _quotes(edge: ConceptEdge, found: Work, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Sentences that name the concept, those in the reader's language and role first."""
    texts = {text.key: text for text in found.texts}
    by_sentence: dict[tuple[str, int], list[Mention]] = {}
    for mention in mentions:
        if mention.concept == edge.concept and mention.place.text in texts:
            place = (mention.place.text, mention.place.sentence)
            by_sentence.setdefault(place, []).append(mention)
    quotes = []
    for (key, number), here in by_sentence.items():
        text = texts[key]
        if 1 <= number <= len(text.sentences):
            mine = text.language.partition("-")[0] == language()
            bears_role = any(mention.role == edge.role for mention in here)
            said = clipped(pieces(text.sentences[number - 1].text, here), _QUOTED_AROUND)
            quote = Quote(said, text.language)
            quotes.append((not bears_role, not mine, number, quote))
    quotes.sort(key=lambda entry: entry[:3])
    return tuple(quote for *_, quote in quotes[:_MOST_EVIDENCE])


def _result(result: StatedResult, found: Work, concepts: Mapping[str, Concept]) -> ResultLine:
    languages = {text.key: text.language for text in found.texts}
    baseline = _named(result.baseline, concepts)
    if baseline is None and result.baseline_text:
        baseline = Named(result.baseline_text)
    return ResultLine(
        metric=result.metric,
        value=result.value,
        unit=result.unit,
        dataset=_named(result.dataset, concepts),
        baseline=baseline,
        scope=result.scope,
        comparator=result.comparator,
        evidence=result.evidence,
        language=languages.get(result.place.text, "und"),
    )


def _named(key: str | None, concepts: Mapping[str, Concept]) -> Named | None:
    concept = concepts.get(key) if key else None
    if concept is None:
        return None
    label = concept_label(concept, language())
    return Named(label.text, entity_path("concept", concept.key), label.language)
