"""Feeds of issues, concepts, agents, venues, searches and lists, in three formats each.

``/feed/issues.atom``, ``/feed/concept/lora.rss``, ``/feed/search.json?q=lora``, and
``/feed/list.atom?id=…&id=…``: what appears that is related to a reading list. The address is the
whole list; nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from flask import Blueprint, Response, request

from kg.entities import Work
from web.current import absolute, language, services, words
from web.errors import BadParameter, NoSuchPage
from web.feeds import Entry, Feed, atom, json_feed, rss
from web.pages.cards import lead_of
from web.pages.frame import Alternate
from web.pages.issue import series_name
from web.pages.labels import concept_label
from web.parameters import short_text
from web.urls import agent_key_of, entity_iri, entity_path, with_query

blueprint = Blueprint("feeds", __name__)
_ENTRIES: Final = 50
_MOST_IDS: Final = 100
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """One way to write a feed."""

    suffix: str
    media_type: str
    label: str
    write: Callable[[Feed], bytes]


FORMATS: Final = (
    FeedFormat(".atom", "application/atom+xml", "Atom", atom),
    FeedFormat(".rss", "application/rss+xml", "RSS", rss),
    FeedFormat(".json", "application/feed+json", "JSON Feed", json_feed),
)


@blueprint.get("/feed/<path:name>")
def feed(name: str) -> Response:
    """A feed of issues, of a concept's, agent's or venue's works, of a search, or for a list."""
    for form in FORMATS:
        if name.endswith(form.suffix):
            made = _feed(name.removesuffix(form.suffix))
            return Response(form.write(made), content_type=f"{form.media_type}; charset=utf-8")
    raise NoSuchPage(request.path)


def feed_alternates(name: str, **parameters: object) -> tuple[Alternate, ...]:
    """The addresses of a feed in every format, for the head of a page."""
    return tuple(
        Alternate(
            form.media_type, with_query(f"/feed/{name}{form.suffix}", **parameters), form.label
        )
        for form in FORMATS
    )


def _feed(name: str) -> Feed:
    if name == "issues":
        return _of_issues()
    if name == "search":
        return _of_search(short_text(request.args, "q", 500))
    if name == "list":
        return _for_list(request.args.getlist("id"), request.args.getlist("not"))
    kind, _, path = name.partition("/")
    maker = _BY_KIND.get(kind)
    if maker is None or not path:
        raise NoSuchPage(request.path)
    return maker(path)


def _of_issues() -> Feed:
    entries = tuple(
        Entry(
            id=absolute(entity_path("issue", row.key)),
            title=words().plain(
                "issue.title", series=series_name(row.series), day=words().day(row.issued_on)
            ),
            url=absolute(entity_path("issue", row.key)),
            summary=str(words()("count.works", n=row.count)),
            language=language(),
            categories=(),
            updated_at=datetime.combine(row.issued_on, time(), UTC),
        )
        for row in services().reader.issues(_ENTRIES)
    )
    return _made(words().plain("issues.title"), "/issues", entries)


def _of_concept(key: str) -> Feed:
    found = services().reader.concept(key)
    title = concept_label(found, language()).text
    return _of_works(title, "concept", key)


def _of_agent(path: str) -> Feed:
    key = agent_key_of(path)
    return _of_works(services().reader.agent(key).name, "agent", key)


def _of_venue(key: str) -> Feed:
    return _of_works(services().reader.venue(key).name, "venue", key)


_BY_KIND: Final[Mapping[str, Callable[[str], Feed]]] = {
    "concept": _of_concept,
    "agent": _of_agent,
    "venue": _of_venue,
}


def _of_works(title: str, kind: str, key: str) -> Feed:
    works = services().reader.works_of(kind, key, _ENTRIES).works
    return _made(title, entity_path(kind, key), _entries(works))


def _of_search(query: str) -> Feed:
    ranked = services().search(query, _ENTRIES)
    works = services().reader.works([result.id for result in ranked.results])
    newest = sorted(works, key=_changed_at, reverse=True)
    title = words().plain("search.title-for", query=query)
    return _made(title, with_query("/search", q=query), _entries(newest))


def _for_list(ids: Sequence[str], unwanted: Sequence[str]) -> Feed:
    """What is related to a reading list, the newest first; works that are not held are passed."""
    reader = services().reader
    wanted = _held(ids)
    if not wanted:
        raise BadParameter("id", ", ".join(ids)[:40], "ids of held works")
    ranked = services().related_to(wanted, _held(unwanted), None, _ENTRIES)
    works = reader.works([result.id for result in ranked.results])
    newest = sorted(works, key=lambda work: (_changed_at(work), work.key), reverse=True)
    title = words().plain("list.feed")
    return _made(title, with_query("/list", id=list(wanted)), _entries(newest))


def _held(ids: Sequence[str]) -> tuple[str, ...]:
    found = (services().reader.find(text) for text in ids[:_MOST_IDS])
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _entries(works: Iterable[Work]) -> tuple[Entry, ...]:
    return tuple(_entry(work) for work in works)


def _entry(work: Work) -> Entry:
    lead = lead_of(work, language())
    base = services().settings.entity_base
    return Entry(
        id=entity_iri(base, "work", work.key) or absolute(entity_path("work", work.key)),
        title=work.title,
        url=absolute(entity_path("work", work.key)),
        summary=lead.text if lead else "",
        language=lead.language if lead else work.title_language,
        categories=work.categories,
        updated_at=_changed_at(work),
    )


def _changed_at(work: Work) -> datetime:
    """The last day that a source tells of the work."""
    days = [reading.read_on for reading in work.votes]
    days += [version.issued_on for version in work.versions if version.issued_on]
    days += [work.published_on] if work.published_on else []
    if days:
        return datetime.combine(max(days), time(), UTC)
    return datetime(work.year, 1, 1, tzinfo=UTC) if work.year else _EPOCH


def _made(title: str, page: str, entries: tuple[Entry, ...]) -> Feed:
    newest = max((entry.updated_at for entry in entries), default=_EPOCH)
    name = services().settings.site_name
    return Feed(
        id=absolute(page),
        title=f"{title} · {name}",
        description=words().plain("feed.description", title=title, name=name),
        page=absolute(page),
        url=absolute(request.full_path.rstrip("?")),
        language=language(),
        updated_at=newest,
        entries=entries,
    )
