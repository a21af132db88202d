"""Validators by version: what was published once stays the same until the next publishing.

A representation depends on the published version, the site's own files, the URL, the language and
the negotiated type and on nothing else, so its entity tag is a hash of these, known before any
work is done: a client that has it gets 304 at the price of one look at the version, and an answer
that was made before is given again from memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, cast

from flask import Flask, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from web.current import language, services
from web.page_cache import KeptAnswer, PageCache

_UNCACHED: Final = frozenset(
    {
        "health",
        "sparql",
        "graphs",
        "reconcile",
        "picture",
        "reading_list",
        "status",
        "changes",
        "export",
    }
)
_EXTENSION: Final = "paperkin-page-cache"
_KEPT_BYTES: Final = 64 * 1024 * 1024
_WAIT_S: Final = 5.0
_VARY: Final = ("Accept", "Accept-Language", "Cookie")


def init_app(app: Flask) -> None:
    """Answer conditional requests and send validators with successful answers."""
    app.extensions[_EXTENSION] = PageCache(_KEPT_BYTES)
    app.config["ASSET_HASH"] = asset_hash(Path(__file__).parent)
    app.before_request(_answer_unchanged)
    app.after_request(_add_validators)
    app.teardown_request(_let_others_go_on)


def asset_hash(folder: Path) -> str:
    """Give a short hash of the site's own templates, words, styles and scripts."""
    digest = blake2b(digest_size=8)
    for path in sorted(_own_files(folder)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _own_files(folder: Path) -> Iterator[Path]:
    for pattern in ("templates/**/*.html", "i18n/*.toml", "static/*.*", "**/*.py"):
        yield from folder.glob(pattern)


def entity_tag() -> str:
    """Give the tag of what this request would be answered with."""
    version = services().version().change_number
    parts = (
        current_app.config["ASSET_HASH"],
        str(version),
        services().dumps.stamp(),
        request.full_path,
        language(),
        request.headers.get("Accept", ""),
        services().settings.site_base,
    )
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _is_cacheable() -> bool:
    if request.method not in {"GET", "HEAD"} or request.endpoint is None:
        return False
    blueprint = request.blueprint or request.endpoint
    return blueprint not in _UNCACHED and request.endpoint != "static"


def _answer_unchanged() -> BaseResponse | None:
    if not _is_cacheable():
        return None
    g.entity_tag = entity_tag()
    if request.if_none_match.contains_weak(g.entity_tag):
        return Response(status=304)
    if request.method == "HEAD":
        kept, is_maker = _cache().get(g.entity_tag), False
    else:
        kept, is_maker = _cache().get_or_make(g.entity_tag, _WAIT_S)
    if is_maker:
        g.in_the_making = g.entity_tag
    if kept is not None:
        g.is_kept = True
        return Response(kept.body, headers=list(kept.headers))
    return None


def _add_validators(response: Response) -> Response:
    if "entity_tag" in g and response.status_code in {200, 304}:
        response.set_etag(g.entity_tag, weak=True)
        response.headers.setdefault("Cache-Control", "no-cache")
        for name in _VARY:
            response.vary.add(name)
        _keep(response)
    return response


def _keep(response: Response) -> None:
    """Keep an answer that is whole, public and the same for everybody who asks so."""
    is_public = "Set-Cookie" not in response.headers
    is_whole = response.status_code == 200 and not response.is_streamed
    if request.method == "GET" and is_public and is_whole and "is_kept" not in g:
        _cache().put(g.entity_tag, KeptAnswer(response.get_data(), tuple(response.headers)))


def _let_others_go_on(_error: BaseException | None) -> None:
    tag = g.pop("in_the_making", None)
    if tag is not None:
        _cache().made(tag)


def _cache() -> PageCache:
    return cast(PageCache, current_app.extensions[_EXTENSION])
