"""Reading JSON bodies: what does not fit is told by its name, nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import request

from web.errors import BadParameter, UnsupportedContent
from web.parameters import MOST_TEXT

MOST_SEEDS: Final = 200
MOST_ID: Final = 300
MOST_RESULTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedQuestion:
    """What to be near to, and what to be far from.

    Args:
        positive, negative: ids of works.
        text: words to be near to, or None.
        language: of the text, or None for English.
        k: how many results at most.
    """

    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    text: str | None = None
    language: str | None = None
    k: int = 10


def related_question() -> RelatedQuestion:
    """Read the question in the body of the request at hand.

    Raises:
        UnsupportedContent: the body is not JSON by its content type.
        BadParameter: a member is unknown or has a value that cannot be.
    """
    body = _json_object()
    known = {"positive", "negative", "text", "language", "k"}
    for name in body:
        if name not in known:
            raise BadParameter(name, "…", f"only {', '.join(sorted(known))}")
    return RelatedQuestion(
        positive=_ids(body, "positive"),
        negative=_ids(body, "negative"),
        text=_text(body, "text", MOST_TEXT),
        language=_text(body, "language", 35),
        k=_number(body, "k", 10, MOST_RESULTS),
    )


def _json_object() -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise UnsupportedContent(request.mimetype, "application/json")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadParameter("body", "…", "a JSON object")
    return body


def _ids(body: dict[str, Any], name: str) -> tuple[str, ...]:
    value = body.get(name, [])
    fits = isinstance(value, list) and len(value) <= MOST_SEEDS
    if not fits or not all(isinstance(one, str) and 0 < len(one) <= MOST_ID for one in value):
        raise BadParameter(name, "…", f"a list of at most {MOST_SEEDS} ids of works")
    return tuple(value)


def _text(body: dict[str, Any], name: str, most: int) -> str | None:
    value = body.get(name)
    if value is not None and not (isinstance(value, str) and len(value) <= most):
        raise BadParameter(name, "…", f"a text of at most {most} characters, or null")
    return value


def _number(body: dict[str, Any], name: str, default: int, most: int) -> int:
    value = body.get(name, default)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise BadParameter(name, value, f"a whole number from 1 to {most}")
    return value
