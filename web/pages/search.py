"""Search: works by their words, narrowed by facets, and the concepts and people of that name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from kg.entities import Work
from recommender.model import RankedList, Result
from web.current import language, services, words
from web.formats import CITATION_FORMATS
from web.linked_data import citation_form, citations_of
from web.pages.feeds import feed_alternates
from web.pages.frame import Alternate, Frame, Page, render
from web.pages.labels import Named, concept_label, first_seen_on
from web.pages.narrowing import Narrowing, narrowing
from web.pages.related import RelatedList, related_list
from web.parameters import choice, short_text, whole_number
from web.urls import entity_path, with_query

blueprint = Blueprint("search", __name__)
SORTS: Final = ("relevance", "date", "votes")
_ON_A_PAGE: Final = 20
_MOST_OFFSET: Final = 10_000
_MOST_QUERY: Final = 500
_COUNTED: Final = 100
_SORTED: Final = 1_000
"""Works that are put in order by date or votes: those that fit best; the others fit little."""
_SHOWN_VALUES: Final = 8


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow by: its words, how many of the best works have it, and the address."""

    text: str
    count: int
    path: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet, most frequent first."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """What was found for some words; ``sorted_of`` when not all of it could be put in order."""

    query: str
    sort: str
    sorts: tuple[tuple[str, str], ...]
    narrowing: Narrowing
    found: RelatedList
    sorted_of: int | None
    facets: tuple[Facet, ...]
    cleared: str
    concepts: tuple[Named, ...]
    agents: tuple[Named, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    sort: str
    narrowing: Narrowing
    offset: int

    def path(self, **changed: Any) -> str:
        """The address of this search with something changed."""
        sort = changed.get("sort", self.sort)
        conditions: Narrowing = changed.get("narrowing", self.narrowing)
        return with_query(
            "/search",
            q=self.query,
            sort=None if sort == SORTS[0] else sort,
            offset=changed.get("offset") or None,
            **conditions.parameters(),
        )


@blueprint.get("/search")
def search() -> str | Response:
    """Works, concepts and people for a query; an id leads straight to its work."""
    query = short_text(request.args, "q", _MOST_QUERY)
    key = services().reader.find(query) if query else None
    if key is not None:
        return redirect(entity_path("work", key), 303)
    offset = whole_number(request.args, "offset", 0, least=0, most=_MOST_OFFSET)
    asked = _Asked(query, choice(request.args, "sort", SORTS), narrowing(), offset)
    return render("search.html", _page(asked))


@blueprint.get("/search.<suffix>")
def citations(suffix: str) -> Response:
    """The works that fit best as BibTeX, RIS or CSL-JSON."""
    form = citation_form(suffix)
    query = short_text(request.args, "q", _MOST_QUERY)
    best = services().search(query, _COUNTED, 0, filters=narrowing().filters())
    works = services().reader.works([result.id for result in best.results])
    return citations_of([work.key for work in works], form)


def _page(asked: _Asked) -> SearchPage:
    is_sorted = asked.sort != SORTS[0]
    looked_at = _SORTED if is_sorted else _COUNTED
    best = services().search(asked.query, looked_at, 0, filters=asked.narrowing.filters())
    ranked, is_full = _ranked(asked, best)
    suggested = services().reader.suggest(asked.query, 6) if _is_plain(asked) else None
    offset = asked.offset
    return SearchPage(
        frame=_frame(asked),
        query=asked.query,
        sort=asked.sort,
        sorts=tuple((sort, asked.path(sort=sort)) for sort in SORTS),
        narrowing=asked.narrowing,
        found=related_list(ranked, subject="text"),
        sorted_of=_SORTED if is_sorted and len(best.results) == _SORTED else None,
        facets=_facets(asked, best) if best.results else (),
        cleared=with_query("/search", q=asked.query),
        concepts=tuple(
            Named(concept_label(c, language()).text, entity_path("concept", c.key))
            for c in (suggested.concepts if suggested else ())
        ),
        agents=tuple(
            Named(a.name, entity_path("agent", a.key))
            for a in (suggested.agents if suggested else ())
        ),
        before=asked.path(offset=max(offset - _ON_A_PAGE, 0)) if offset else None,
        after=asked.path(offset=offset + _ON_A_PAGE) if is_full else None,
    )


def _frame(asked: _Asked) -> Frame:
    query = asked.query
    title = words().plain("search.title-for", query=query) if query else words()("search.title")
    return Frame(
        title=str(title),
        path=with_query("/search", q=query),
        alternates=(*_citations(asked), *feed_alternates("search", q=query)) if query else (),
        is_indexed=False,
    )


def _citations(asked: _Asked) -> Iterator[Alternate]:
    """The addresses of what fits best, for reference managers."""
    conditions = asked.narrowing.parameters()
    for form in CITATION_FORMATS:
        path = with_query(f"/search{form.suffix}", q=asked.query, **conditions)
        yield Alternate(form.media_type, path, form.label)


def _is_plain(asked: _Asked) -> bool:
    return bool(asked.query) and asked.offset == 0 and asked.narrowing.is_empty


def _ranked(asked: _Asked, best: RankedList) -> tuple[RankedList, bool]:
    """The works of this page, and whether there may be more."""
    if asked.sort == SORTS[0]:
        filters = asked.narrowing.filters()
        page = services().search(asked.query, _ON_A_PAGE, asked.offset, filters=filters)
        is_full = len(page.results) == _ON_A_PAGE and asked.offset + _ON_A_PAGE <= _MOST_OFFSET
        return page, is_full
    chosen = _sorted(best.results, asked.sort)
    shown = chosen[asked.offset : asked.offset + _ON_A_PAGE]
    is_more = asked.offset + len(shown) < len(chosen)
    placed = (replace(one, rank=rank) for rank, one in enumerate(shown, asked.offset + 1))
    return replace(best, results=tuple(placed)), is_more


def _most_first(votes: int | None) -> int:
    return 1 if votes is None else -votes


def _sorted(results: Sequence[Result], sort: str) -> list[Result]:
    """The results by date or votes; those alike stay in the order in which they fit."""
    dates = services().reader.work_dates([result.id for result in results])
    held = [result for result in results if result.id in dates]
    if sort == "votes":
        return sorted(held, key=lambda result: _most_first(dates[result.id].votes))
    days = {key: one.published_on for key, one in dates.items()}
    undated = [key for key, one in dates.items() if one.published_on is None and one.votes]
    days |= {work.key: first_seen_on(work) for work in services().reader.works(undated)}

    def newness(result: Result) -> tuple[int, date]:
        day = days[result.id]
        year = day.year if day else dates[result.id].year
        return year or 0, day or date.min

    return sorted(held, key=newness, reverse=True)


def _facets(asked: _Asked, best: RankedList) -> tuple[Facet, ...]:
    works = services().reader.works([result.id for result in best.results[:_COUNTED]])
    counted = {
        "task": Counter(e.concept for work in works for e in work.concepts if e.kind == "task"),
        "concept": Counter(e.concept for work in works for e in work.concepts if e.kind != "task"),
        "agent": Counter(one.agent for work in works for one in work.authorships),
        "venue": Counter(a.venue for work in works for a in work.appearances if a.venue),
        "language": Counter(tongue for work in works for tongue in _languages(work)),
        "category": Counter(category for work in works for category in work.categories),
    }
    labels = _labels(counted)
    facets = (
        _facet(asked, name, counts.most_common(_SHOWN_VALUES), labels)
        for name, counts in counted.items()
    )
    return tuple(facet for facet in facets if len(facet.values) > 1 or _is_chosen(asked, facet))


def _is_chosen(asked: _Asked, facet: Facet) -> bool:
    return facet.name in asked.narrowing.facets


def _facet(
    asked: _Asked, name: str, counts: Iterable[tuple[str, int]], labels: dict[str, str]
) -> Facet:
    chosen = asked.narrowing.facets.get(name, ())
    values = []
    for value, count in counts:
        is_chosen = value in chosen
        changed = asked.narrowing.without if is_chosen else asked.narrowing.only
        path = asked.path(narrowing=changed(name, value))
        values.append(FacetValue(labels.get(value, value), count, path, is_chosen))
    return Facet(name, tuple(values))


def _labels(counted: dict[str, Counter[str]]) -> dict[str, str]:
    reader = services().reader
    shown = {
        name: [key for key, _ in counts.most_common(_SHOWN_VALUES)]
        for name, counts in counted.items()
    }
    concepts = reader.concepts_by_key([*shown["concept"], *shown["task"]])
    agents = reader.agents_by_key(shown["agent"])
    venues = reader.venues_by_key(shown["venue"])
    return {
        **{key: concept_label(concept, language()).text for key, concept in concepts.items()},
        **{key: agent.name for key, agent in agents.items()},
        **{key: venue.name for key, venue in venues.items()},
        **{tag: str(words().get(f"language.{tag}", tag)) for tag in counted["language"]},
    }


def _languages(work: Work) -> set[str]:
    return {text.language for text in work.texts}
