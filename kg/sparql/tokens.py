"""Tokens of SPARQL 1.1 and 1.2, found without parsing.

The engine shows no algebra and recurses while it parses, so what must be known before it sees a
text (its form, its nesting, the words SERVICE, LOAD and FROM) is read from tokens. They follow
the terminals of the grammar; what the grammar leaves open is decided as the engine does it.

References:
    SPARQL 1.1 Query Language, section 19.8, terminals [139] to [170].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """Kinds of tokens; white space and comments are none."""

    IRI = "iri"
    STRING = "string"
    NAME = "name"
    BLANK = "blank"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    OPEN = "open"
    CLOSE = "close"
    OTHER = "other"


class Token(NamedTuple):
    """One token; a tuple, since every query makes dozens.

    Args:
        kind: what it is.
        text: as written.
        start: offset of its first code point.
    """

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after its last code point."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """It is one of these key words, in any case."""
        return self.kind is Kind.WORD and self.text.upper() in words


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = _BASE + r"_\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Bounded, or a text like "a.a.a.a" would be read again from each of its letters.
_PREFIX = rf"[{_BASE}](?:\.{{0,64}}[{_CHAR}]){{0,64}}+"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_ESCAPED})(?:\.*(?:[{_CHAR}:]|{_ESCAPED}))*"
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|'
    r"'''(?:[^'\\]++|\\.|'(?!''))*+'''|"
    r'"(?!"")(?:[^"\\\r\n]++|\\.)*+"|'
    r"'(?!'')(?:[^'\\\r\n]++|\\.)*+'"
)
_PATTERNS = {
    "skip": r"(?:[\s\ufeff]|\#[^\r\n]*+)++",
    Kind.IRI.value: r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>',
    # A quotation mark that is never closed takes the rest: the engine will refuse the text.
    Kind.STRING.value: rf"{_STRING}|[\"'].*+",
    Kind.BLANK.value: rf"_:[{_BASE}_0-9](?:\.*[{_CHAR}])*",
    Kind.NAME.value: rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
    Kind.VARIABLE.value: rf"[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*+",
    Kind.LANGUAGE.value: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    Kind.NUMBER.value: r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+\-]?[0-9]+)?",
    Kind.WORD.value: r"[A-Za-z_][A-Za-z0-9_]*+",
    Kind.OPEN.value: r"<<|[{(\[]",
    Kind.CLOSE.value: r">>|[})\]]",
    Kind.OTHER.value: r".",
}
_TOKEN = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.DOTALL
)

_KINDS = {kind.value: kind for kind in Kind}


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of a query or update, in order; any text has tokens.

    >>> [token.text for token in tokens("SELECT ?s { ?s a ex:Work } # all")]
    ['SELECT', '?s', '{', '?s', 'a', 'ex:Work', '}']

    Args:
        text: of the query or update.
        start: offset where a token begins, to pass over what is before it.
    """
    for match in _TOKEN.finditer(text, start):
        kind = _KINDS.get(match.lastgroup or "")
        if kind is not None:
            yield Token(kind, match.group(), match.start())


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Place of an offset as line and column, both from 1, in code points.

    >>> line_and_column("ab\\ncd", 4)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
