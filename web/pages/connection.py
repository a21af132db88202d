"""The way from two related works to the query that shows what connects them."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from kg.catalogue.errors import UnknownEntity
from web.current import services
from web.parameters import short_text
from web.proof import proof_query
from web.urls import with_query

blueprint = Blueprint("connection", __name__)
_MOST_ID = 300


@blueprint.get("/connection")
def connection() -> Response:
    """The console with the query about two works."""
    query = proof_query(_held("one"), _held("other"))
    return redirect(with_query("/sparql", query=query), 303)


def _held(name: str) -> str:
    text = short_text(request.args, name, _MOST_ID)
    key = services().reader.find(text)
    if key is None:
        raise UnknownEntity("work", text)
    return key
