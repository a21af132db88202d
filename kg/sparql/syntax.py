"""The engine's syntax errors in words for people."""

from __future__ import annotations

import re

from kg.sparql.errors import QuerySyntaxError
from kg.sparql.tokens import Kind, Token, line_and_column, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z]{2,}\b')
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_KNOWN = (
    ("Prefix not found", "this prefix is not declared"),
    ("IRI parsing failed", "this is not a valid IRI"),
    ("variable that is unbound", "SELECT names a variable that is neither grouped nor bound"),
    ("language tag parsing failed", "this is not a language tag"),
)
# What the engine names when it gave up on everything else; it misleads.
_LAST_RESORTS = {"OPTIONAL", "LATERAL", "SERVICE", "GROUP_CONCAT"}
_MOST_SHOWN = 12


def syntax_error(message: str, text: str, *, has_base: bool = False) -> QuerySyntaxError:
    """The error that an engine's message stands for.

    >>> found = syntax_error('error at 1:8: expected one of "(", FILTER, [x]', "SELECT }")
    >>> str(found)
    'line 1, column 8: unexpected }; expected one of "(", FILTER'

    Args:
        message: the engine's words.
        text: what it read.
        has_base: relative IRIs were resolved.
    """
    match = _PLACE.match(message)
    if not match:
        return QuerySyntaxError(message)
    relative = None if has_base else _relative_iri(text)
    if relative:
        words = f"{relative.text} is relative, and the query has no BASE"
        return QuerySyntaxError(words, *line_and_column(text, relative.start))
    line, column = int(match[1]), int(match[2])
    for phrase, words in _KNOWN:
        if phrase in match[3]:
            return QuerySyntaxError(words, line, column)
    return QuerySyntaxError(_unexpected(text, line, column) + _expected(match[3]), line, column)


def _relative_iri(text: str) -> Token | None:
    found = list(tokens(text))
    if any(token.is_word("BASE") for token in found):
        return None
    return next((t for t in found if t.kind is Kind.IRI and not _SCHEME.match(t.text)), None)


def _unexpected(text: str, line: int, column: int) -> str:
    for token in tokens(text):
        if line_and_column(text, token.start) >= (line, column):
            return f"unexpected {token.text[:40]}"
    return "unexpected end"


def _expected(words: str) -> str:
    found = _KEYWORD.findall(re.sub(r"\[[^\]]*\]", "", words))
    # Where almost anything may stand, a list of it helps nobody.
    if not set(found) - _LAST_RESORTS or len(found) > _MOST_SHOWN:
        return ""
    return f"; expected {'one of ' if len(found) > 1 else ''}{', '.join(found)}"
