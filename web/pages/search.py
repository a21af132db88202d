"""Search: works by their words, and the concepts and people of that name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.current import language, services, words
from web.pages.feeds import feed_alternates
from web.pages.frame import Frame, Page, render
from web.pages.labels import Named, concept_label
from web.pages.related import RelatedList, related_list
from web.parameters import short_text, whole_number
from web.urls import entity_path, with_query

blueprint = Blueprint("search", __name__)
_ON_A_PAGE: Final = 20
_MOST_OFFSET: Final = 10_000
_MOST_QUERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """What was found for some words."""

    query: str
    found: RelatedList
    concepts: tuple[Named, ...]
    agents: tuple[Named, ...]
    offset: int
    before: str | None
    after: str | None


@blueprint.get("/search")
def search() -> str | Response:
    """Works, concepts and people for a query; an id leads straight to its work."""
    query = short_text(request.args, "q", _MOST_QUERY)
    key = services().reader.find(query) if query else None
    if key is not None:
        return redirect(entity_path("work", key), 303)
    offset = whole_number(request.args, "offset", 0, least=0, most=_MOST_OFFSET)
    return render("search.html", _page(query, offset))


def _page(query: str, offset: int) -> SearchPage:
    ranked = services().search(query, _ON_A_PAGE, offset)
    found = related_list(ranked, subject="text")
    suggested = services().reader.suggest(query, 6) if query and offset == 0 else None
    title = words().plain("search.title-for", query=query) if query else words()("search.title")
    is_full = len(ranked.results) == _ON_A_PAGE and offset + _ON_A_PAGE <= _MOST_OFFSET
    return SearchPage(
        frame=Frame(
            title=str(title),
            path=with_query("/search", q=query),
            alternates=feed_alternates("search", q=query) if query else (),
            is_indexed=False,
        ),
        query=query,
        found=found,
        concepts=tuple(
            Named(concept_label(c, language()).text, entity_path("concept", c.key))
            for c in (suggested.concepts if suggested else ())
        ),
        agents=tuple(
            Named(a.name, entity_path("agent", a.key))
            for a in (suggested.agents if suggested else ())
        ),
        offset=offset,
        before=_at(query, max(offset - _ON_A_PAGE, 0)) if offset else None,
        after=_at(query, offset + _ON_A_PAGE) if is_full else None,
    )


def _at(query: str, offset: int) -> str:
    return with_query("/search", q=query, offset=offset or None)
