"""Parameters that several operations take."""

from __future__ import annotations

from typing import Final

from web.api.operation import Parameter
from web.pages.concept import KINDS
from web.pages.narrowing import FACETS, FIRST_YEAR, LAST_YEAR

WORK_ID: Final = Parameter(
    "id",
    "Canonical id of a work, such as arxiv:2405.17258; other spellings are redirected.",
    {"type": "string", "minLength": 1},
    "path",
    required=True,
)
LANG: Final = Parameter(
    "lang",
    "Language of labels and sentences; else that of the Accept-Language header.",
    {"type": "string", "enum": ["en", "ko"]},
)
QUERY: Final = Parameter(
    "q",
    "Words in English or Korean; a word after + must occur, a word after - must not.",
    {"type": "string", "maxLength": 500, "pattern": "\\S"},
    required=True,
)
OFFSET: Final = Parameter(
    "offset",
    "How many of the best to pass over.",
    {"type": "integer", "minimum": 0, "maximum": 10_000, "default": 0},
)
AFTER: Final = Parameter(
    "after",
    "Cursor: the `next` of the page before.",
    {"type": "string", "maxLength": 500},
)
LIMIT: Final = Parameter(
    "limit",
    "Entries on a page.",
    {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
)
KIND: Final = Parameter(
    "kind", "Only concepts of this kind.", {"type": "string", "enum": list(KINDS)}
)
_YEAR: Final = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
_YES: Final = {"type": "string", "enum": ["yes"]}
NARROWING: Final = (
    Parameter("from", "Only works of this year or later.", _YEAR),
    Parameter("to", "Only works of this year or earlier.", _YEAR),
    Parameter("code", "Only works with available code.", _YES),
    Parameter("result", "Only works in whose texts a result is stated.", _YES),
    *(
        Parameter(name, f"Only works with this {name}.", {"type": "string", "maxLength": 300})
        for name in FACETS
    ),
)
"""What a list may be limited to; :func:`web.pages.narrowing.narrowing` reads them."""


def k(default: int = 10) -> Parameter:
    """How many results."""
    schema = {"type": "integer", "minimum": 1, "maximum": 100, "default": default}
    return Parameter("k", "How many results at most.", schema)


def key(of: str) -> Parameter:
    """The id of another kind of entity, as this API writes it."""
    return Parameter("id", f"Id of {of}.", {"type": "string", "minLength": 1}, "path", True)
