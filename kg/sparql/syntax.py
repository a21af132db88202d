"""The engine's syntax errors in words for people."""

from __future__ import annotations

import re

from kg.sparql.errors import QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z]{2,}\b')
_KNOWN = (
    ("Prefix not found", "this prefix is not declared"),
    ("IRI parsing failed", "this is not a valid IRI"),
    ("variable that is unbound", "SELECT names a variable that is neither grouped nor bound"),
    ("language tag parsing failed", "this is not a language tag"),
)
_MOST_SHOWN = 12


def syntax_error(message: str) -> QuerySyntaxError:
    """The error that an engine's message stands for.

    >>> str(syntax_error('error at 2:5: expected one of "(", FILTER, [\\'a\\'..=\\'z\\']'))
    'line 2, column 5: expected one of "(", FILTER'
    """
    match = _PLACE.match(message)
    if not match:
        return QuerySyntaxError(message)
    line, column = int(match[1]), int(match[2])
    for phrase, words in _KNOWN:
        if phrase in match[3]:
            return QuerySyntaxError(words, line, column)
    expected = _KEYWORD.findall(re.sub(r"\[[^\]]*\]", "", match[3]))
    if not expected:
        return QuerySyntaxError("this is not expected here", line, column)
    shown = ", ".join(expected[:_MOST_SHOWN]) + (" …" if len(expected) > _MOST_SHOWN else "")
    choice = "one of " if len(expected) > 1 else ""
    return QuerySyntaxError(f"expected {choice}{shown}", line, column)
