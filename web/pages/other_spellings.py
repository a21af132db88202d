"""Addresses that people try: bare ids and the paths of other sites, sent to the work."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.current import services
from web.errors import NoSuchPage
from web.urls import entity_path

blueprint = Blueprint("other_spellings", __name__)


@blueprint.get("/arxiv/<path:text>")
@blueprint.get("/abs/<path:text>")
@blueprint.get("/pdf/<path:text>")
@blueprint.get("/papers/<path:text>")
def arxiv(text: str) -> Response:
    """An arXiv id in any spelling."""
    return _to_work(text.removesuffix(".pdf"))


@blueprint.get("/doi/<path:text>")
def doi(text: str) -> Response:
    """A DOI in any spelling."""
    return _to_work(f"doi:{text}")


@blueprint.get("/acl/<path:text>")
def acl(text: str) -> Response:
    """An ACL Anthology id in any spelling."""
    return _to_work(f"acl:{text}")


def _to_work(text: str) -> Response:
    key = services().reader.find(text)
    if key is None:
        raise NoSuchPage(request.path)
    return redirect(entity_path("work", key), 308)
