"""Entities as plain JSON values; names and meanings are those of :mod:`kg.entities`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kg.entities import Agent, Concept, Issue, StatedResult, Venue, Work, WorkText
from web.contract import IssueRow
from web.current import absolute, language, services
from web.formats import formats_of
from web.pages.labels import concept_label, year_of
from web.urls import entity_iri, entity_path

Json = dict[str, Any]


def work_value(work: Work) -> Json:
    """Everything known of a work."""
    concepts = services().reader.concepts_by_key([edge.concept for edge in work.concepts])
    return {
        **work_brief(work),
        "title_source": work.title_source,
        "ids": list(work.ids),
        "status": work.status,
        "comment": work.comment,
        "texts": [_text(text) for text in work.texts if text.field != "title"],
        "concepts": [
            {
                "id": edge.concept,
                "label": _label(concepts.get(edge.concept), edge.concept),
                "kind": edge.kind,
                "role": edge.role,
                "confidence": edge.confidence,
            }
            for edge in work.concepts
        ],
        "results": _results(work),
        "links": [
            {"url": link.url, "kind": link.kind, "status": link.status} for link in work.links
        ],
        "votes": [
            {"series": v.series, "read_on": v.read_on.isoformat(), "votes": v.votes}
            for v in work.votes
        ],
        "appearances": [asdict(appearance) for appearance in work.appearances],
        "categories": list(work.categories),
        "keywords": list(work.keywords),
        "cites": list(work.cites),
        "is_stub": work.is_stub,
    }


def work_brief(work: Work) -> Json:
    """What a list shows of a work; its authors are a byline only where ``author_order`` says so."""
    is_byline = all(a.byline_position is not None for a in work.authorships)
    return {
        "id": work.key,
        "title": work.title,
        "language": work.title_language,
        "authors": [
            {"name": a.name, "agent": a.agent, "byline_position": a.byline_position}
            for a in work.authorships
        ],
        "author_order": "byline" if is_byline and work.authorships else "listed",
        "authors_complete": work.authors_complete,
        "published_on": work.published_on.isoformat() if work.published_on else None,
        "year": year_of(work),
        **_addresses("work", work.key),
    }


def agent_value(agent: Agent) -> Json:
    """An agent."""
    return {
        "id": agent.key,
        "name": agent.name,
        "kind": agent.kind,
        "names": list(agent.names),
        "orcid": agent.orcid,
        **_addresses("agent", agent.key),
    }


def concept_value(concept: Concept) -> Json:
    """A concept with its labels and its place in the hierarchy."""
    return {
        "id": concept.key,
        "label": concept_label(concept, language()).text,
        "kind": concept.kind,
        "labels": [asdict(label) for label in concept.pref],
        "other_labels": [asdict(label) for label in concept.alt],
        "definition": concept.definition,
        "broader": list(concept.broader),
        "narrower": [below.key for below in services().reader.narrower(concept.key)],
        "related": list(concept.related),
        "exact_match": list(concept.exact_match),
        "close_match": list(concept.close_match),
        "introduced_by": concept.introduced_by,
        "is_coined": concept.is_coined,
        **_addresses("concept", concept.key),
    }


def venue_value(venue: Venue) -> Json:
    """A venue or an edition of it."""
    return {
        "id": venue.key,
        "name": venue.name,
        "acronym": venue.acronym,
        "kind": venue.kind,
        "series": venue.series,
        "year": venue.year,
        **_addresses("venue", venue.key),
    }


def issue_value(issue: Issue) -> Json:
    """An issue with the places in it."""
    works = {w.key: w for w in services().reader.works([item.work for item in issue.items])}
    return {
        "id": issue.key,
        "series": issue.series,
        "issued_on": issue.issued_on.isoformat(),
        "items": [
            {"position": item.position, "votes": item.votes, "work": work_brief(works[item.work])}
            for item in issue.items
            if item.work in works
        ],
        **_addresses("issue", issue.key),
    }


def issue_row(row: IssueRow) -> Json:
    """An issue in a list."""
    return {
        "id": row.key,
        "series": row.series,
        "issued_on": row.issued_on.isoformat(),
        "works": row.count,
        "url": absolute(entity_path("issue", row.key)),
    }


def _addresses(kind: str, key: str) -> Json:
    page = absolute(entity_path(kind, key))
    iri = entity_iri(services().settings.entity_base, kind, key)
    formats = {form.media_type: page + form.suffix for form in formats_of(kind)}
    return {"url": page, **({"iri": iri} if iri else {}), "formats": formats}


def _text(text: WorkText) -> Json:
    return {
        "field": text.field,
        "language": text.language,
        "source": text.source,
        "licence": text.licence,
        "generated": text.generated,
        "sentences": [asdict(sentence) for sentence in text.sentences],
    }


def _results(work: Work) -> list[Json]:
    claims = services().reader.claims(work.key)
    return [_result(result) for result in (claims.results if claims else ())]


def _result(result: StatedResult) -> Json:
    value = asdict(result)
    place: Mapping[str, Any] = value.pop("place")
    return {**value, "place": dict(place)}


def _label(concept: Concept | None, key: str) -> str:
    return concept_label(concept, language()).text if concept else key
