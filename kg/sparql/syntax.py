"""The engine's syntax errors in words for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.sparql.errors import QuerySyntaxError
from kg.sparql.tokens import Kind, Token, line_and_column, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z_]{2,}\b')
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_KNOWN = (
    ("IRI parsing failed", "this is not a valid IRI"),
    ("variable that is unbound", "SELECT names a variable that is neither grouped nor bound"),
    ("language tag parsing failed", "this is not a language tag"),
)
_MOST_SHOWN = 12
_NEVER_CLOSED = re.compile(r"""(?!["']{3})(["'])(?:(?!\1)[^\\\r\n]|\\.)*(?:[\r\n]|\Z)""")
_UNCLOSED = "this string is not closed on its line; one of several lines has three quotes"
_SHOWN_TOKENS = 4


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
    offset = _offset(text, int(match[1]), int(match[2]))
    place, words = _place_and_words(text, offset, match[3])
    return QuerySyntaxError(words, *line_and_column(text, place))


def _place_and_words(text: str, offset: int, said: str) -> tuple[int, str]:
    """Where the mistake is, and what it is; the engine names a place that it looked ahead to."""
    found = list(tokens(text))
    before = [token for token in found if token.start < offset]
    unclosed = next((t for t in before if t.kind is Kind.STRING and _is_unclosed(t)), None)
    if unclosed:
        return unclosed.start, _UNCLOSED
    names = [token for token in before if token.kind is Kind.NAME]
    if "Prefix not found" in said and names:
        prefix = names[-1].text.split(":")[0]
        return names[-1].start, f"the prefix {prefix}: is not declared; PREFIX {prefix}: <…> does"
    for phrase, words in _KNOWN:
        if phrase in said:
            return offset, words
    expected = _KEYWORD.findall(re.sub(r"\[[^\]]*\]", "", said))
    # What one character decides is tried where it stands; any character stands for a key word's.
    one_character = "[" in said.replace("[_]", "") or any(x.startswith('"') for x in expected)
    if one_character or not expected or not found:
        return offset, _unexpected(found, offset) + _expected(expected)
    return _looked_ahead_from(text, found, offset - max(map(len, expected)), expected)


def _looked_ahead_from(
    text: str, found: Sequence[Token], begun: int, expected: Sequence[str]
) -> tuple[int, str]:
    """The engine has read as many characters as a key word has, from the place that is meant."""
    at = next((i for i, token in enumerate(found) if token.end > begun), len(found) - 1)
    if list(expected) == ["BY"]:
        return found[at].start, _unexpected(found, begun) + _expected(expected)
    here = " ".join(token.text for token in found[at : at + _SHOWN_TOKENS])[:60]
    hint = "; a dot may be missing before it" if _begins_line(text, found, at) else ""
    return found[at].start, f"cannot be read from here: {here}{hint}"


def _begins_line(text: str, found: Sequence[Token], at: int) -> bool:
    """A token begins a line, and what comes before it ends no statement."""
    if not at:
        return False
    before = found[at - 1]
    is_new = "\n" in text[before.end : found[at].start]
    return is_new and before.kind not in {Kind.OPEN, Kind.CLOSE, Kind.OTHER, Kind.WORD}


def _is_unclosed(token: Token) -> bool:
    return _NEVER_CLOSED.match(token.text) is not None


def _offset(text: str, line: int, column: int) -> int:
    before = text.split("\n")[: line - 1]
    return sum(len(one) + 1 for one in before) + column - 1


def _relative_iri(text: str) -> Token | None:
    found = list(tokens(text))
    if any(token.is_word("BASE") for token in found):
        return None
    return next((t for t in found if t.kind is Kind.IRI and not _SCHEME.match(t.text)), None)


def _unexpected(found: Sequence[Token], offset: int) -> str:
    token = next((token for token in found if token.start >= offset), None)
    return f"unexpected {token.text[:40]}" if token else "unexpected end"


def _expected(found: Sequence[str]) -> str:
    # Where almost anything may stand, a list of it helps nobody.
    if not found or len(found) > _MOST_SHOWN:
        return ""
    return f"; expected {'one of ' if len(found) > 1 else ''}{', '.join(found)}"
