"""Ask: a link, an id, a title, an abstract or a reference list, and what is related to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from kg.entities import Work
from kg.identifiers import find_work_id, find_work_ids
from web.current import language, services, words
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Frame, Page, render
from web.pages.related import RelatedList, related_list
from web.parameters import short_text
from web.urls import entity_path

blueprint = Blueprint("ask", __name__)
_MOST_SEEDS: Final = 200
_SHOWN: Final = 10
_EPRINT: Final = re.compile(r"eprint\s*=\s*[{\"]\s*([^}\"]{1,100})", re.IGNORECASE)
_NOTHING: Final = RelatedList((), None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(Page):
    """What is related to what was asked.

    Args:
        text: what was asked.
        understood: ``nothing``, ``title``, ``text``, ``unknown-id`` or ``references``.
        seeds: the held works that were recognised.
        unknown: ids that were recognised and are not held.
        related: the ranked list.
    """

    text: str
    understood: str
    seeds: tuple[WorkCard, ...]
    unknown: tuple[str, ...]
    related: RelatedList


@blueprint.get("/ask")
def ask() -> str | Response:
    """Answer a question asked with the box."""
    text = short_text(request.args, "q")
    key = services().reader.find(text) if text and len(text) < 300 else None
    if key is not None:
        return redirect(entity_path("work", key) + "/related", 303)
    return render("ask.html", _answer(text))


@blueprint.post("/ask")
def ask_with_file() -> str:
    """Answer for an uploaded reference list (.bib, .ris or any text with ids)."""
    upload = request.files.get("file")
    text = ""
    if upload is not None:
        text = upload.read().decode("utf-8", "replace")
        upload.close()
    return render("ask.html", _answer_references(text))


def _answer(text: str) -> AskPage:
    if not text:
        return _page("", "nothing", [], _NOTHING)
    if (work := _work_titled(text)) is not None:
        return _page(text, "title", [work], _related_to([work]))
    unknown = find_work_id(text)
    if unknown is not None and len(text.split()) == 1:
        return _page(text, "unknown-id", [], _NOTHING, (str(unknown),))
    ranked = services().related_to(text=text, k=_SHOWN)
    return _page(text, "text", [], related_list(ranked, subject="text"))


def _answer_references(text: str) -> AskPage:
    ids = _ids_in(text)[:_MOST_SEEDS]
    keys = {id_: services().reader.find(id_) for id_ in ids}
    works = services().reader.works([key for key in keys.values() if key])
    unknown = tuple(id_ for id_, key in keys.items() if key is None)
    related = _related_to(works) if works else _NOTHING
    return _page("", "references", works, related, unknown)


def _ids_in(text: str) -> list[str]:
    """Every id in a reference list; BibTeX has bare arXiv ids in a field of their own."""
    bare = (find_work_id(value) for value in _EPRINT.findall(text))
    found = [*(one for one in bare if one is not None), *find_work_ids(text)]
    return list(dict.fromkeys(map(str, found)))


def _related_to(works: list[Work]) -> RelatedList:
    keys = [work.key for work in works]
    return related_list(services().related_to(positive=keys, k=_SHOWN), seeds=keys)


def _work_titled(text: str) -> Work | None:
    """The work whose title was pasted, when it is one."""
    found = services().search(text[:300], k=3)
    wanted = _folded(text)
    works = services().reader.works([result.id for result in found.results])
    return next((work for work in works if _folded(work.title) == wanted), None)


def _folded(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return "".join(kept)


def _page(
    text: str,
    understood: str,
    seeds: list[Work],
    related: RelatedList,
    unknown: tuple[str, ...] = (),
) -> AskPage:
    frame = Frame(title=words().plain("ask.title"), path="/ask", is_indexed=False)
    cards = tuple(work_cards(seeds, services().reader, language()))
    return AskPage(
        frame=frame,
        text=text,
        understood=understood,
        seeds=cards,
        unknown=unknown,
        related=related,
    )
