"""The reading list: works a reader puts together, kept in a cookie or carried in the address.

Nothing is stored here. ``/list?id=…&id=…`` is the list as a link to keep or to send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg.identifiers import find_work_id
from recommender.errors import UnknownWork
from web.current import language, services, words
from web.formats import CITATION_FORMATS
from web.linked_data import citation_form, citations_of
from web.pages.cards import WorkCard, work_cards
from web.pages.feeds import feed_alternates
from web.pages.frame import Alternate, Frame, Page, render
from web.pages.related import RelatedList, related_list
from web.parameters import choice, short_text
from web.reasons import Subject
from web.urls import with_query

blueprint = Blueprint("reading_list", __name__)
COOKIE: Final = "list"
MOST: Final = 100
_SEPARATOR: Final = "|"
_ONE_YEAR_S: Final = 365 * 24 * 3600
_RELATED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """The list, what is related to all of it, and its own address."""

    works: tuple[WorkCard, ...]
    is_own: bool
    link: str
    related: RelatedList


@blueprint.get("/list")
def reading_list() -> str:
    """The reading list, the reader's own or the one in the address."""
    given = request.args.getlist("id")
    works = services().reader.works(_keys(given or _own()))
    keys = [work.key for work in works]
    link = with_query("/list", id=keys)
    frame = Frame(
        title=words().plain("list.title"),
        path=link,
        is_indexed=False,
        alternates=tuple(
            Alternate(form.media_type, with_query(f"/list{form.suffix}", id=keys), form.label)
            for form in CITATION_FORMATS
            if keys
        )
        + (feed_alternates("list", id=keys) if keys else ()),
    )
    page = ListPage(
        frame=frame,
        works=tuple(work_cards(works, services().reader, language())),
        is_own=not given,
        link=link,
        related=_related(keys),
    )
    return render("list.html", page)


@blueprint.post("/list")
def change() -> BaseResponse:
    """Put a work on the reader's own list, or take it off."""
    action = choice(request.form, "action", ("add", "remove"))
    keys = _keys([short_text(request.form, "id", 300)])
    own = [key for key in _keys(_own()) if key not in keys]
    changed = [*keys, *own] if action == "add" else own
    response = redirect(_way_back(), 303)
    response.set_cookie(
        COOKIE,
        _SEPARATOR.join(changed[:MOST]),
        max_age=_ONE_YEAR_S,
        samesite="Lax",
        httponly=True,
    )
    return response


@blueprint.get("/list.<suffix>")
def citations(suffix: str) -> Response:
    """The works of a list as BibTeX, RIS or CSL-JSON."""
    form = citation_form(suffix)
    keys = _keys(request.args.getlist("id") or _own())
    return citations_of([work.key for work in services().reader.works(keys)], form)


def _own() -> list[str]:
    return request.cookies.get(COOKIE, "").split(_SEPARATOR)


def _keys(texts: list[str]) -> list[str]:
    """Canonical ids among some texts, each once, at most as many as a list may have."""
    found = (find_work_id(text) for text in texts[: 2 * MOST] if text)
    return list(dict.fromkeys(str(one) for one in found if one is not None))[:MOST]


def _way_back() -> str:
    """The page on this site that the reader came from, else the list."""
    parts = urlsplit(short_text(request.form, "back", 2_000))
    is_here = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_here or parts.path.startswith("//") or "\\" in parts.path:
        return "/list"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _related(keys: list[str]) -> RelatedList:
    if not keys:
        return RelatedList((), None, None)
    try:
        return related_list(
            services().related_to(positive=keys, k=_RELATED), seeds=keys, subject=_subject(keys)
        )
    except UnknownWork:
        return RelatedList((), "not-indexed", None)


def _subject(keys: list[str]) -> Subject:
    return "list" if len(keys) > 1 else "work"
