"""What was extracted from a work, as its page shows it: concepts with quotes, stated numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from kg.entities import (
    Claims,
    Concept,
    ConceptEdge,
    ConceptKind,
    Mention,
    StatedResult,
    Work,
)
from web.current import language
from web.pages.cards import Chip, chip
from web.pages.highlight import Piece, clipped, pieces
from web.pages.labels import Named, concept_label
from web.urls import entity_path

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


def concept_keys(found: Work, claims: Claims | None) -> set[str]:
    """Give every concept that the page of a work names."""
    keys = {edge.concept for edge in found.concepts}
    for mention in claims.mentions if claims else ():
        keys.add(mention.concept)
    for result in claims.results if claims else ():
        keys.update(key for key in (result.dataset, result.baseline) if key)
    return keys


def concept_groups(
    found: Work, mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> tuple[ConceptGroup, ...]:
    """Group the concepts of a work by kind, the most telling ones first."""
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


def result_line(result: StatedResult, found: Work, concepts: Mapping[str, Concept]) -> ResultLine:
    """Give a stated number with the names of what it was measured on and against."""
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
