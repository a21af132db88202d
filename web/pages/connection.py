"""The way from two related works to the query that shows what connects them."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from kg.catalogue.errors import UnknownEntity
from web.current import services
from web.errors import BadParameter
from web.parameters import short_text
from web.proof import MOST_VIA, MOST_WORDS, Connection, proof_query
from web.urls import with_query

blueprint = Blueprint("connection", __name__)
_MOST_ID = 300
_MOST_WORD = 200


@blueprint.get("/connection")
def connection() -> Response:
    """The console with the query about two works, or about a work and some words."""
    words = tuple(filter(None, request.args.getlist("word")))
    via = request.args.getlist("via")[:MOST_VIA]
    if len(words) > MOST_WORDS or any(len(word) > _MOST_WORD for word in words):
        raise BadParameter("word", "…", f"at most {MOST_WORDS} words")
    one = short_text(request.args, "one", _MOST_ID)
    other = short_text(request.args, "other", _MOST_ID)
    if not (one or words):
        raise BadParameter("one", "", "a work, or a word")
    asked = Connection(
        _held(one) if one else None, _held(other), words, tuple(_held(text) for text in via)
    )
    return redirect(with_query("/sparql", query=proof_query(asked)), 303)


def _held(text: str) -> str:
    key = services().reader.find(text)
    if key is None:
        raise UnknownEntity("work", text)
    return key
