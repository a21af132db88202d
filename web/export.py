"""Dumps to take along: a list of the newest, and the files, whole or from where one broke off."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg.export.manifest import DESCRIPTION
from web.current import services
from web.errors import NoSuchPage, NotAcceptable
from web.files import sent_file
from web.formats import HTML
from web.negotiation import choose_media_type

blueprint = Blueprint("export", __name__, url_prefix="/export")
_JSON: Final = "application/json"


@blueprint.get("/")
def index() -> BaseResponse:
    """The manifest of the newest dumps; people are sent to the page of the dataset."""
    accept = request.headers.get("Accept")
    chosen = choose_media_type(accept, (_JSON, HTML))
    if chosen is None:
        raise NotAcceptable(accept or "", (_JSON,))
    if chosen == HTML:
        return redirect("/dataset#files", 303)
    newest = services().dumps.newest()
    if newest is None:
        raise NoSuchPage(request.path)
    answer = Response(newest.as_json(), content_type=_JSON)
    answer.set_etag(f"{newest.change_number}-{newest.canonical_sha256}")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Location"] = f"/export/{newest.change_number}/manifest.json"
    answer.make_conditional(request)
    return answer


@blueprint.get("/<int:change>/<name>")
def file(change: int, name: str) -> Response:
    """A file of the dumps of a change, with ranges, so that a download can go on."""
    path, entry = services().dumps.file(change, name)
    if entry is None:
        media_type = "text/turtle" if name == DESCRIPTION else _JSON
        tag = f"{name}-{path.stat().st_mtime_ns}"
    else:
        media_type, tag = entry.compression or entry.media_type, entry.sha256
    return sent_file(path, media_type, etag=tag)
