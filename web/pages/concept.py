"""A concept: what it is, what is above and below it, and the works that name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from kg.entities import Concept, ConceptKind, Label
from web.current import language, services, words
from web.linked_data import serve
from web.pages.feeds import feed_alternates
from web.pages.frame import Frame, Page, entity_frame, render
from web.pages.labels import Named, concept_label
from web.pages.listing import WorkListing, works_of
from web.pages.plots import BarPlot, years_plot
from web.structured import concept_structure
from web.urls import entity_path, with_query

blueprint = Blueprint("concept", __name__)
KINDS: Final[tuple[ConceptKind, ...]] = (
    "method",
    "task",
    "dataset",
    "model",
    "metric",
    "hardware",
    "concept",
)
_ON_A_PAGE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptView:
    """A concept as its page shows it."""

    key: str
    kind: ConceptKind
    label: Label
    labels: tuple[Label, ...]
    other_labels: tuple[Label, ...]
    definition: str
    broader: tuple[Named, ...]
    narrower: tuple[Named, ...]
    related: tuple[Named, ...]
    introduced_by: Named | None
    elsewhere: tuple[str, ...]
    is_coined: bool


@dataclass(frozen=True, slots=True)
class CountedConcept:
    """A concept and how many works name it."""

    name: Named
    kind: ConceptKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptPage(Page):
    """The page of a concept."""

    concept: ConceptView
    works: WorkListing
    years: tuple[tuple[int, int], ...]
    plot: BarPlot
    beside: tuple[CountedConcept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptsPage(Page):
    """The concepts that works name, most named first."""

    kind: str | None
    kinds: tuple[ConceptKind, ...]
    concepts: tuple[CountedConcept, ...]
    next: str | None


@blueprint.get("/concept/<path:tail>")
def concept(tail: str) -> Response:
    """A concept for people, or as data."""
    return serve("concept", tail, _page)


@blueprint.get("/concepts")
def concepts() -> str:
    """All concepts that works name."""
    kind = request.args.get("kind")
    kind = kind if kind in KINDS else None
    after = request.args.get("after") or None
    rows = services().reader.concepts(kind, _ON_A_PAGE, after)
    following = rows[-1][0].key if len(rows) == _ON_A_PAGE else None
    page = ConceptsPage(
        frame=Frame(title=words().plain("concepts.title"), path="/concepts"),
        kind=kind,
        kinds=KINDS,
        concepts=_counted(rows),
        next=with_query("/concepts", kind=kind, after=following) if following else None,
    )
    return render("concepts.html", page)


def _page(key: str) -> str:
    reader = services().reader
    found = reader.concept(key)
    view = concept_view(found)
    years = tuple(reader.works_of_concept_by_year(key))
    page = ConceptPage(
        frame=entity_frame(
            "concept",
            key,
            view.label.text,
            feed_alternates(f"concept/{key}"),
            description=found.definition,
            structured=concept_structure(found, services().settings),
        ),
        concept=view,
        works=works_of("concept", key),
        years=years,
        plot=years_plot(years),
        beside=_counted(reader.co_occurring(key)),
    )
    return render("concept.html", page)


def concept_view(found: Concept) -> ConceptView:
    """Gather what is shown of a concept."""
    reader = services().reader
    near = reader.concepts_by_key([*found.broader, *found.related])
    introducing = reader.works([found.introduced_by]) if found.introduced_by else []
    label = concept_label(found, language())
    return ConceptView(
        key=found.key,
        kind=found.kind,
        label=label,
        labels=tuple(other for other in found.pref if other != label),
        other_labels=found.alt,
        definition=found.definition,
        broader=_present(found.broader, near),
        narrower=tuple(map(_named, reader.narrower(found.key))),
        related=_present(found.related, near),
        introduced_by=next(
            (Named(w.title, entity_path("work", w.key), w.title_language) for w in introducing),
            None,
        ),
        elsewhere=(*found.exact_match, *found.close_match),
        is_coined=found.is_coined,
    )


def _counted(rows: Iterable[tuple[Concept, int]]) -> tuple[CountedConcept, ...]:
    return tuple(CountedConcept(_named(one), one.kind, count) for one, count in rows)


def _present(keys: Iterable[str], held: Mapping[str, Concept]) -> tuple[Named, ...]:
    return tuple(_named(held[key]) for key in keys if key in held)


def _named(concept: Concept) -> Named:
    label = concept_label(concept, language())
    return Named(label.text, entity_path("concept", concept.key), label.language)
