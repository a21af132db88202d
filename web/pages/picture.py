"""The picture of a work, given on by this site when the operator shows pictures."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from flask import Blueprint, Response, request

from web.current import services
from web.errors import NoSuchPage
from web.urls import work_key_of

blueprint = Blueprint("picture", __name__)
_ONE_DAY_S: Final = 24 * 3600


@blueprint.get("/picture/<path:tail>")
def picture(tail: str) -> Response:
    """The picture that the newest listing of a work has; nothing else is fetched."""
    found = services().reader.work(work_key_of(tail))
    if not services().settings.show_pictures or found.picture_url is None:
        raise NoSuchPage(request.path)
    shown = services().pictures.get(found.picture_url)
    if shown is None:
        raise NoSuchPage(request.path)
    response = Response(shown.body, content_type=shown.media_type)
    response.headers["Cache-Control"] = f"public, max-age={_ONE_DAY_S}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(blake2b(shown.body, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response
