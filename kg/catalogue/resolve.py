"""From the records of one work to the work: pure functions, no SQL.

Every shown value is taken from the record that is trusted most for it. The orders of trust are
stated here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.entities import (
    Appearance,
    Authorship,
    ConceptEdge,
    Extraction,
    Mention,
    RecordRef,
    Role,
    VoteReading,
    Work,
    WorkLink,
    WorkText,
    WorkVersion,
)
from kg.identifiers import WorkId, arxiv_month, canonical
from kg.records import (
    AuthorName,
    BibliographicRecord,
    LinkKind,
    Prose,
    Sentence,
    VenueStatement,
)

TRUST = (
    "acl-anthology",
    "arxiv",
    "openalex",
    "semantic-scholar",
    "hf-daily",
    "daily-papers",
    "csl-json",
    "bibtex",
    "jsonl",
)
"""Which source's word is shown where several differ, the most trusted first; others come after."""

ROLE_STRENGTH: tuple[Role, ...] = (
    "introduces",
    "extends",
    "trains",
    "evaluates",
    "compares",
    "uses",
    "mentions",
)
"""Of several roles of one concept in one work, the first of these is the work's."""

_T = TypeVar("_T")
_STATUS_STRENGTH = ("retracted", "withdrawn", "superseded", "current")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record with the hash under which the catalogue holds it."""

    record: BibliographicRecord
    sha256: str


def resolve_work(
    key: str,
    stored: Iterable[StoredRecord],
    *,
    key_of: Callable[[WorkId], str | None],
    appearance_of: Callable[[VenueStatement], Appearance],
    agent_of: Callable[[AuthorName, Iterable[str]], str],
) -> Work:
    """The work that these records describe.

    Args:
        key: its canonical id.
        stored: every record of it, in any order; none makes a stub.
        key_of: the key of a cited work, or None for one that must not be named.
        appearance_of: the venue that a statement names.
        agent_of: the agent that a name on a work, known by these ids, leads to.
    """
    ordered = sorted(stored, key=lambda item: (_trust(item.record), item.record.key))
    records = [item.record for item in ordered]
    best = next((record for record in records if record.title), None)
    if best is None:
        return _untitled(key, records, ordered, key_of)
    authors = _best_authors(records)
    texts = _texts(best, records)
    listed = sorted(
        (record.listing for record in records if record.listing is not None),
        key=lambda item: (item.issued_on, item.series),
    )
    newest_first = listed[::-1]
    ids = tuple(sorted({str(one) for record in records for one in record.ids} | {key}))
    return Work(
        key=key,
        ids=ids,
        title=best.title,
        title_source=best.title_source,
        title_language=best.title_language,
        authorships=_authorships(authors, lambda author: agent_of(author, ids)),
        authors_complete=authors.authors_complete if authors else None,
        texts=texts,
        links=_stated_links(records),
        votes=tuple(
            VoteReading(series=item.series, read_on=item.issued_on, votes=item.votes)
            for item in listed
            if item.votes is not None
        ),
        picture_url=next((item.picture_url for item in newest_first if item.picture_url), None),
        video_url=next((item.video_url for item in newest_first if item.video_url), None),
        published_on=_first(record.published_on for record in records),
        year=_year(records, key),
        appearances=_appearances(records, appearance_of),
        categories=next((record.categories for record in records if record.categories), ()),
        keywords=_union(record.keywords for record in records),
        cites=_cites(records, key_of, key),
        versions=_versions(records),
        status=min((record.status for record in records), key=_STATUS_STRENGTH.index),
        comment=next((record.comment for record in records if record.comment), None),
        records=_references(ordered),
    )


def _untitled(
    key: str,
    records: Sequence[BibliographicRecord],
    ordered: Sequence[StoredRecord],
    key_of: Callable[[WorkId], str | None],
) -> Work:
    """A work of which only ids and citations are known: shown by its id until it is read."""
    return Work(
        key=key,
        ids=tuple(sorted({str(one) for record in records for one in record.ids} | {key})),
        title=key,
        title_source=key,
        year=_year(records, key),
        cites=_cites(records, key_of, key),
        records=_references(ordered),
        is_stub=True,
    )


def _references(ordered: Sequence[StoredRecord]) -> tuple[RecordRef, ...]:
    return tuple(
        RecordRef(
            source=item.record.source,
            key=item.record.key,
            sha256=item.sha256,
            location=item.record.location,
        )
        for item in ordered
    )


def with_extraction(work: Work, found: Extraction) -> Work:
    """The work with the concepts and links that were found in its texts; a stated link wins."""
    by_url = {link.url: link for link in (*found.links, *work.links)}
    return replace(
        work,
        concepts=concept_edges(found.mentions),
        links=tuple(by_url[url] for url in sorted(by_url)),
    )


def canonical_key(ids: Iterable[WorkId]) -> str:
    """The key of the work that has these ids."""
    return str(canonical(tuple(ids)))


def concept_edges(mentions: Sequence[Mention]) -> tuple[ConceptEdge, ...]:
    """One edge a concept: its strongest role, with the best confidence found for that role."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        held = best.get(mention.concept)
        if held is None or _strength(mention) < _strength(held):
            best[mention.concept] = mention
    edges = (
        ConceptEdge(
            concept=mention.concept,
            kind=mention.kind,
            role=mention.role,
            confidence=mention.confidence,
        )
        for mention in best.values()
    )
    return tuple(sorted(edges, key=lambda edge: (edge.kind, edge.concept)))


def _strength(mention: Mention) -> tuple[int, float]:
    return ROLE_STRENGTH.index(mention.role), -mention.confidence


def _trust(record: BibliographicRecord) -> tuple[int, str]:
    rank = TRUST.index(record.source) if record.source in TRUST else len(TRUST)
    return rank, record.source


def _best_authors(records: Sequence[BibliographicRecord]) -> BibliographicRecord | None:
    """A byline beats a listed order, a whole list beats a cut one, then trust decides."""
    with_authors = [record for record in records if record.authors]
    return min(
        with_authors,
        key=lambda record: (record.author_order != "byline", record.authors_complete is False),
        default=None,
    )


def _authorships(
    record: BibliographicRecord | None, agent_of: Callable[[AuthorName], str]
) -> tuple[Authorship, ...]:
    if record is None:
        return ()
    is_byline = record.author_order == "byline"
    return tuple(
        Authorship(
            listed_position=position,
            name=author.name,
            agent=agent_of(author),
            byline_position=position - 1 if is_byline else None,
        )
        for position, author in enumerate(record.authors, start=1)
    )


def _texts(
    best: BibliographicRecord, records: Sequence[BibliographicRecord]
) -> tuple[WorkText, ...]:
    title = WorkText(
        key="title",
        field="title",
        language=best.title_language,
        sentences=(Sentence(text=best.title),),
        source=best.source,
    )
    kept: dict[str, WorkText] = {}
    seen: set[tuple[str, str]] = set()
    for record in records:
        for prose in record.prose:
            content = (prose.language, " ".join(one.text for one in prose.sentences))
            if content not in seen:
                seen.add(content)
                text = _work_text(record, prose)
                kept.setdefault(text.key, text)
    return (title, *sorted(kept.values(), key=lambda text: (text.field, text.key)))


def _work_text(record: BibliographicRecord, prose: Prose) -> WorkText:
    day = f"-{record.listing.issued_on}" if record.listing and prose.field == "summary" else ""
    return WorkText(
        key=f"{prose.field}-{record.source}{day}-{prose.language}",
        field=prose.field,
        language=prose.language,
        sentences=prose.sentences,
        source=record.source,
        licence=prose.licence,
        generated=prose.generated,
    )


def _stated_links(records: Sequence[BibliographicRecord]) -> tuple[WorkLink, ...]:
    kinds: dict[str, LinkKind] = {}
    for record in records:
        for link in record.links:
            kinds.setdefault(link.url, link.kind)
    return tuple(WorkLink(url=url, kind=kinds[url]) for url in sorted(kinds))


def _appearances(
    records: Sequence[BibliographicRecord], appearance_of: Callable[[VenueStatement], Appearance]
) -> tuple[Appearance, ...]:
    """One a venue edition; words that name no certain venue are kept once each."""
    kept: dict[tuple[str | None, ...], Appearance] = {}
    for record in records:
        for statement in record.venues:
            appearance = appearance_of(statement)
            name = (appearance.venue, appearance.event)
            kept.setdefault(name if appearance.venue else (appearance.text,), appearance)
    return tuple(
        sorted(kept.values(), key=lambda one: (one.venue or "~", one.event or "", one.text))
    )


def _cites(
    records: Sequence[BibliographicRecord], key_of: Callable[[WorkId], str | None], key: str
) -> tuple[str, ...]:
    keys = {key_of(one) for record in records for one in record.cites}
    return tuple(sorted(one for one in keys if one is not None and one != key))


def _versions(records: Sequence[BibliographicRecord]) -> tuple[WorkVersion, ...]:
    by_number: dict[int, WorkVersion] = {}
    for record in records:
        for version in record.versions:
            held = by_number.get(version.number)
            if held is None or (held.issued_on is None and version.issued_on is not None):
                by_number[version.number] = WorkVersion(
                    number=version.number, issued_on=version.issued_on, note=version.note
                )
    return tuple(by_number[number] for number in sorted(by_number))


def _year(records: Sequence[BibliographicRecord], key: str) -> int | None:
    stated = next((record.year for record in records if record.year), None)
    if stated is not None:
        return stated
    published = _first(record.published_on for record in records)
    if published is not None:
        return published.year
    month = arxiv_month(WorkId.parse(key))
    return int(month[:4]) if month else None


def _first(values: Iterable[_T | None]) -> _T | None:
    """The first stated value in the order of trust."""
    return next((value for value in values if value is not None), None)


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({value for group in groups for value in group}))
