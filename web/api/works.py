"""Works: one by id, many by search, all by cursor."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from kg.catalogue.errors import GoneEntity, MovedEntity, UnknownEntity
from kg.identifiers import find_work_id
from web.answers import ranked_value
from web.api.operation import answered, operation
from web.api.parameters import AFTER, LANG, LIMIT, NARROWING, OFFSET, QUERY, WORK_ID, k
from web.api.prefix import PREFIX
from web.api.values import work_brief, work_value
from web.contract import WorkPage
from web.current import absolute, language, services
from web.pages.narrowing import narrowing
from web.urls import with_query

blueprint = Blueprint("api_works", __name__, url_prefix=PREFIX)


@operation(
    blueprint, "/works/<path:id>", answer="Work", parameters=[WORK_ID, LANG], statuses=[308, 410]
)
def get_work(id: str, lang: str | None) -> Response:  # noqa: A002, ARG001
    """Everything known of one work."""
    key = canonical_key(id)
    if key != id:
        return redirect_to_work(key)
    return answered(work_value(services().reader.work(key)))


@operation(blueprint, "/works", answer="WorkList", parameters=[AFTER, LIMIT])
def list_works(after: str | None, limit: int) -> Response:
    """All works that are more than a citation, newest first."""
    return works_answer(services().reader.recent_works(limit, after), f"{PREFIX}/works", limit)


@operation(
    blueprint,
    "/search",
    answer="SearchResults",
    parameters=[QUERY, k(20), OFFSET, *NARROWING, LANG],
)
def search(q: str, k: int, offset: int, **_: object) -> Response:
    """Works in whose texts some words stand, best first."""
    asked = narrowing()
    ranked = services().search(q, k, offset, filters=asked.filters())
    is_full = len(ranked.results) == k and offset + k <= 10_000
    path = with_query(f"{PREFIX}/search", q=q, k=k, offset=offset + k, **asked.parameters())
    following = absolute(path)
    document = {"query": q, **ranked_value(ranked, (), "text", services().reader, language())}
    return answered(document, following=following if is_full else None)


def works_answer(page: WorkPage, path: str, limit: int) -> Response:
    """A page of works with the way to the next."""
    following = absolute(with_query(path, after=page.next, limit=limit)) if page.next else None
    document = {
        "works": [work_brief(work) for work in page.works],
        "total": page.total,
        "next": page.next,
    }
    return answered(document, following=following)


def canonical_key(text: str) -> str:
    """The key of the held work that a text names.

    Raises:
        UnknownEntity: the text names no held work; its branches tell a merged or removed one.
    """
    found = find_work_id(text)
    key = services().reader.find(text) or (str(found) if found else text)
    try:
        return services().reader.work(key).key
    except GoneEntity:
        raise
    except MovedEntity as moved:
        return moved.new_key
    except UnknownEntity as error:
        raise UnknownEntity("work", text) from error


def redirect_to_work(key: str, rest: str = "") -> Response:
    """Send to the canonical id of a work."""
    target = redirect(f"{PREFIX}/works/{key}{rest}", 308)
    return Response(target.get_data(), target.status_code, dict(target.headers))
