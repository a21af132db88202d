"""The page of a work's related works: the list, ways to adjust it, and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from kg.entities import Work
from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Frame, Page, render
from web.pages.narrowing import narrowing
from web.pages.picture_of_list import ListPicture, picture_of
from web.pages.related import DEFAULT_K, Adjustment, RelatedList, related_works
from web.parameters import choice, whole_number
from web.urls import entity_path, with_query, work_key_of

blueprint = Blueprint("related", __name__)
MOST: Final = 100
MOST_UNWANTED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPage(Page):
    """The page of a work's related works."""

    seed: WorkCard
    related: RelatedList
    asked: Adjustment
    unwanted: tuple[WorkCard, ...]
    more: str | None
    picture: ListPicture | None

    def fewer_like(self, key: str) -> str:
        """The address of this list with one more work that the reader wants fewer like."""
        asked = replace(self.asked, fewer=(*self.asked.fewer, key))
        return with_query(self.frame.path, **asked.parameters())


@blueprint.get("/work/<path:tail>/related")
def related(tail: str) -> str | Response:
    """The works related to one work."""
    key = work_key_of(tail)
    work = services().reader.work(key)
    asked = Adjustment(
        k=whole_number(request.args, "k", DEFAULT_K, least=1, most=MOST),
        narrowing=narrowing(),
        fewer=_held(request.args.getlist("not")),
        is_varied=choice(request.args, "varied", ("", "yes")) == "yes",
    )
    return render("related.html", _page(work, asked))


def _held(ids: Sequence[str]) -> tuple[str, ...]:
    """The works that a reader wants fewer like, as far as they are held."""
    found = (services().reader.find(text) for text in ids[:MOST_UNWANTED])
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _page(work: Work, asked: Adjustment) -> RelatedPage:
    path = entity_path("work", work.key) + "/related"
    ranked = related_works(work.key, asked)
    frame = Frame(title=words().plain("related.title", title=work.title), path=path)
    reader = services().reader
    is_full = asked.k < MOST and len(ranked.places) == asked.k
    more = replace(asked, k=min(asked.k * 2, MOST))
    return RelatedPage(
        frame=frame,
        seed=work_cards([work], reader, language())[0],
        related=ranked,
        asked=asked,
        unwanted=tuple(work_cards(reader.works(asked.fewer), reader, language())),
        more=with_query(path, **more.parameters()) if is_full else None,
        picture=picture_of(work.title, ranked),
    )
