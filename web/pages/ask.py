"""Ask: a link, an id, a title, an abstract or a reference list, and what is related to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from kg.entities import Work
from kg.fetching import FetchError
from kg.identifiers import WorkId, find_work_id, landing_url
from recommender import Filters, RankedList
from web.current import language, services, words
from web.library import is_reference_list, library_of, references
from web.pages.cards import WorkCard, work_cards
from web.pages.frame import Frame, Page, render
from web.pages.labels import first_seen_on
from web.pages.related import RelatedList, related_list
from web.parameters import day, short_text
from web.reasons import Subject
from web.urls import entity_path, with_query

blueprint = Blueprint("ask", __name__)
_SHOWN: Final = 10
_LOOKED_THROUGH: Final = 200
_LONGEST_ADDRESS: Final = 1_500
"""Longest text, in characters, that is put into an address; a longer one is answered at once."""
_NOTHING: Final = RelatedList((), None, None)
Understood = Literal[
    "nothing", "title", "text", "unknown-id", "unreachable", "fetched", "references"
]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that was asked about and is not held: its words, and where it can be read."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(Page):
    """What is related to what was asked.

    Args:
        text: what was asked.
        since: only works that appeared on this day or later, or None.
        understood: as what it was read.
        seeds: the held works that were recognised.
        unknown: what was recognised and is not held.
        related: the ranked list.
    """

    text: str
    since: date | None
    understood: Understood
    seeds: tuple[WorkCard, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    related: RelatedList = _NOTHING


@blueprint.get("/ask")
def ask() -> str | Response:
    """Answer a question by its address."""
    text, since = short_text(request.args, "q"), day(request.args, "since")
    key = services().reader.find(text) if text and len(text) < 300 else None
    if key is not None and since is None:
        return redirect(entity_path("work", key) + "/related", 303)
    return render("ask.html", _answer(text, since))


@blueprint.post("/ask")
def ask_with_body() -> str | Response:
    """Answer a question of the box: a text, or a reference list as a file or pasted."""
    text, since = short_text(request.form, "q"), day(request.form, "since")
    upload = request.files.get("file")
    body, name = b"", ""
    if upload is not None:
        body, name = upload.read(), upload.filename or ""
        upload.close()
    if body.strip():
        return render("ask.html", _answer_references(body, name, since))
    if is_reference_list(text):
        return render("ask.html", _answer_references(text.encode(), "", since))
    if len(text) <= _LONGEST_ADDRESS:
        return redirect(with_query("/ask", q=text, since=since), 303)
    return render("ask.html", _answer(text, since))


def _answer(text: str, since: date | None) -> AskPage:
    if not text:
        return _page("", since, "nothing")
    if (work := _work_meant(text)) is not None:
        return _page(text, since, "title", [work], related=_related(since, [work.key]))
    unknown = find_work_id(text)
    if unknown is not None and len(text.split()) == 1:
        return _answer_unheld(text, unknown, since)
    return _page(text, since, "text", related=_related(since, (), text))


def _answer_unheld(text: str, work_id: WorkId, since: date | None) -> AskPage:
    """Answer for an id that is not held: by the words of the paper, where it may be fetched."""
    asked = Unknown(str(work_id), landing_url(work_id))
    try:
        record = services().fetch_work(work_id)
    except FetchError:
        return _page(text, since, "unreachable", unknown=[asked])
    if record is None:
        return _page(text, since, "unknown-id", unknown=[asked])
    prose = (sentence.text for one in record.prose for sentence in one.sentences)
    related = _related(since, (), " ".join([record.title, *prose]))
    named = replace(asked, name=record.title)
    return _page(text, since, "fetched", unknown=[named], related=related)


def _answer_references(body: bytes, name: str, since: date | None) -> AskPage:
    library = library_of(references(body, name), services().reader)
    works = services().reader.works(library.held)
    unknown = [Unknown(entry.name) for entry in library.unheld]
    related = _NOTHING
    if works or library.words:
        related = _related(since, [work.key for work in works], library.words or None)
    return _page("", since, "references", works, unknown, related)


def _related(since: date | None, keys: Sequence[str], text: str | None = None) -> RelatedList:
    """Rank by works and words together; with a day, only what appeared since then."""
    subject: Subject = "text" if not keys else "list" if len(keys) > 1 or text else "work"
    if since is None:
        ranked = services().related_to(positive=keys, text=text, k=_SHOWN)
        return related_list(ranked, keys, subject)
    newer = Filters(year_min=since.year)
    ranked = services().related_to(positive=keys, text=text, k=_LOOKED_THROUGH, filters=newer)
    return related_list(_since(ranked, since), keys, subject)


def _since(ranked: RankedList, since: date) -> RankedList:
    works = services().reader.works([result.id for result in ranked.results])
    fresh = {w.key for w in works if (seen := first_seen_on(w)) is not None and seen >= since}
    kept = [result for result in ranked.results if result.id in fresh][:_SHOWN]
    placed = tuple(replace(result, rank=rank) for rank, result in enumerate(kept, start=1))
    return replace(ranked, results=placed, reason=None if placed else "nothing-since")


def _work_meant(text: str) -> Work | None:
    """The held work whose id or whose very title was given, when it is one."""
    reader = services().reader
    key = reader.find(text) if len(text) < 300 else None
    key = key or (reader.titled([text]).get(text) if len(text) < 500 else None)
    if key is not None:
        return reader.work(key)
    found = services().search(text[:300], k=3)
    wanted = _folded(text)
    works = reader.works([result.id for result in found.results])
    return next((work for work in works if _folded(work.title) == wanted), None)


def _folded(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return "".join(kept)


def _page(
    text: str,
    since: date | None,
    understood: Understood,
    seeds: Sequence[Work] = (),
    unknown: Sequence[Unknown] = (),
    related: RelatedList = _NOTHING,
) -> AskPage:
    return AskPage(
        frame=Frame(title=words().plain("ask.title"), path="/ask", is_indexed=False),
        text=text,
        since=since,
        understood=understood,
        seeds=tuple(work_cards(seeds, services().reader, language())),
        unknown=tuple(unknown),
        related=related,
    )
