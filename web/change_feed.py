"""The change feed by HTTP: what there is, what happened after a change, and snapshots.

References:
    RDF Patch, Apache Jena documentation.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, request

from kg.export.patches import MEDIA_TYPE
from kg.feed import FeedPage
from web.current import absolute, services
from web.files import sent_file

blueprint = Blueprint("changes", __name__, url_prefix="/changes")
_SNAPSHOT: Final = "/changes/snapshot"


@blueprint.get("")
def index() -> Response:
    """What the feed offers: its name, the changes it leads on from, and where to begin."""
    feed = services().feed
    offered = feed.index()
    answer = jsonify(
        {
            "feed": offered.name,
            "reason": offered.reason,
            "first": offered.first,
            "last": offered.last,
            "meta": feed.meta(),
            "page": absolute("/changes/{change}"),
            "snapshot": absolute(_SNAPSHOT),
            "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    )
    _add_links(answer, ("next", f"/changes/{offered.first}"), ("current", _SNAPSHOT))
    return _validated(answer, f"{offered.name}-{offered.first}-{offered.last}")


@blueprint.get("/<int:after>")
def page(after: int) -> Response:
    """What happened after a change, as RDF Patch; empty when nothing did."""
    found = services().feed.page(after)
    answer = Response(found.content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["X-Paperkin-Feed"] = found.feed
    answer.headers["X-Paperkin-Change"] = str(found.number)
    _add_links(answer, ("next", f"/changes/{found.number}"), ("index", "/changes"))
    return _validated(answer, _page_tag(found))


@blueprint.get("/snapshot")
def snapshot() -> Response:
    """Everything as of one change, as N-Quads; the pages lead on from it."""
    number, path = services().feed.snapshot()
    answer = sent_file(path, "application/n-quads", etag=f"{path.parent.name}-{number}")
    answer.headers["X-Paperkin-Change"] = str(number)
    _add_links(answer, ("next", f"/changes/{number}"), ("index", "/changes"))
    return answer


def _page_tag(found: FeedPage) -> str:
    return f"{found.feed}-{found.after}-{found.number}"


def _add_links(answer: Response, *links: tuple[str, str]) -> None:
    told = (f'<{absolute(path)}>; rel="{relation}"' for relation, path in links)
    answer.headers["Link"] = ", ".join(told)


def _validated(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer
