"""Works and concepts as they stand in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.entities import Concept, ConceptEdge, ConceptKind, Role, VoteReading, Work, WorkText
from web.contract import Reader
from web.i18n import Language
from web.pages.labels import Named, concept_label, year_of
from web.urls import entity_path

_SHOWN_AUTHORS = 4
_SHOWN_CONCEPTS = 5
_ROLE_ORDER: Sequence[Role] = (
    "introduces",
    "extends",
    "uses",
    "trains",
    "evaluates",
    "compares",
    "mentions",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A concept beside a work."""

    name: Named
    kind: ConceptKind
    role: Role


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence that stands for a work in a list, in its own language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A work in a list.

    Args:
        key, path, title, title_language: of the work.
        authors: the first ones of the list.
        more_authors: how many listed ones are left out.
        authors_complete: False when the source cut the list.
        lead: first sentence of a text, in the reader's language where there is one.
        chips: its most telling concepts.
        votes: the newest reading.
        published_on, year: as far as known.
        has_code: True when a link to code is available.
    """

    key: str
    path: str
    title: str
    title_language: str
    authors: tuple[Named, ...]
    more_authors: int
    authors_complete: bool | None
    lead: Lead | None
    chips: tuple[Chip, ...]
    votes: VoteReading | None
    published_on: date | None
    year: int | None
    has_code: bool


def work_cards(works: Iterable[Work], reader: Reader, language: Language) -> list[WorkCard]:
    """Give the cards of works, with one look-up for all their concepts."""
    chosen = [(work, telling_concepts(work)) for work in works]
    keys = {edge.concept for _, edges in chosen for edge in edges}
    concepts = reader.concepts_by_key(sorted(keys)) if keys else {}
    return [_card(work, edges, concepts, language) for work, edges in chosen]


def telling_concepts(work: Work, limit: int = _SHOWN_CONCEPTS) -> list[ConceptEdge]:
    """Give the concepts that tell most of a work: introduced ones first, then by confidence."""
    ordered = sorted(
        work.concepts,
        key=lambda edge: (_ROLE_ORDER.index(edge.role), -edge.confidence, edge.concept),
    )
    return ordered[:limit]


def chip(edge: ConceptEdge, concepts: Mapping[str, Concept], language: Language) -> Chip | None:
    """Give the chip of an edge, or None when the concept is not held."""
    concept = concepts.get(edge.concept)
    if concept is None:
        return None
    label = concept_label(concept, language)
    name = Named(label.text, entity_path("concept", concept.key), label.language)
    return Chip(name, edge.kind, edge.role)


def lead_of(work: Work, language: Language) -> Lead | None:
    """Give the first sentence of a work's texts, preferring the reader's language."""
    texts = sorted(
        (text for text in work.texts if text.field != "title" and text.sentences),
        key=lambda text: (not _is_in(text, language), text.field != "summary"),
    )
    return Lead(texts[0].sentences[0].text, texts[0].language) if texts else None


def agent_names(work: Work, limit: int | None = None) -> tuple[Named, ...]:
    """Give the listed names with the pages of their agents."""
    return tuple(
        Named(authorship.name, entity_path("agent", authorship.agent))
        for authorship in work.authorships[:limit]
    )


def _is_in(text: WorkText, language: Language) -> bool:
    return text.language.partition("-")[0] == language


def _card(
    work: Work,
    edges: Iterable[ConceptEdge],
    concepts: Mapping[str, Concept],
    language: Language,
) -> WorkCard:
    chips = (chip(edge, concepts, language) for edge in edges)
    return WorkCard(
        key=work.key,
        path=entity_path("work", work.key),
        title=work.title,
        title_language=work.title_language,
        authors=agent_names(work, _SHOWN_AUTHORS),
        more_authors=max(len(work.authorships) - _SHOWN_AUTHORS, 0),
        authors_complete=work.authors_complete,
        lead=lead_of(work, language),
        chips=tuple(found for found in chips if found is not None),
        votes=work.votes[-1] if work.votes else None,
        published_on=work.published_on,
        year=year_of(work),
        has_code=any(link.kind == "code" and link.status == "available" for link in work.links),
    )
