"""The line of authors in the digest, in all the ways in which it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.characters import cleaned
from kg.names import is_truncation
from kg.records import AuthorName
from kg.sources.parts import author_name, unique_names

# One element of a printed Python list; a quote ends it only before a comma or the end, so that an
# apostrophe inside a name does not.
_ELEMENT = re.compile(
    r"""\s*(?:
        '(?P<single>(?:[^'\\]|\\.|'(?!\s*(?:,|$)))*)'
      | "(?P<double>(?:[^"\\]|\\.|"(?!\s*(?:,|$)))*)"
      | (?P<bare>[^,]*)
    )\s*(?:,|$)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(['\"\\]))")
_CONJUNCTION = re.compile(r"(?:and|&)\s+(?=\S)")
_WORDS_OF_A_NAME = 2


@dataclass(frozen=True, slots=True)
class AuthorList:
    """A line of authors, read.

    Args:
        tokens: what stood between the commas, as the source gave it, marks of truncation among it.
        names: the names, each once, in listed order.
        complete: False when the list was cut, True when it was not, None when there was no name.
    """

    tokens: tuple[str, ...]
    names: tuple[AuthorName, ...]
    complete: bool | None

    @property
    def truncation_index(self) -> int | None:
        """The index of the first token that says that names were left out, or None."""
        marks = (index for index, token in enumerate(self.tokens) if is_truncation(token))
        return next(marks, None)


def parse_authors(line: str) -> AuthorList:
    """Read what follows ``Authors:``, names with commas between or a printed Python list.

    A name that was glued to another or split by its own comma stays as the source has it.

    >>> parse_authors("Ada Example, +, Gemini Team, Ada Example").tokens
    ('Ada Example', '+', 'Gemini Team', 'Ada Example')
    >>> [author.name for author in parse_authors("['Ada Example', 'and Bo D'Oh']").names]
    ['Ada Example', "Bo D'Oh"]
    """
    text = cleaned(line).strip()
    is_list = text.startswith("[") and text.endswith("]")
    tokens = tuple(_elements(text[1:-1]) if is_list else _between_commas(text))
    names = unique_names(author_name(_as_name(token)) for token in _without_marks(tokens))
    is_cut = any(is_truncation(token) for token in tokens)
    return AuthorList(tokens, names, False if is_cut else (True if names else None))


def _between_commas(text: str) -> Iterator[str]:
    return (token for part in text.split(",") if (token := part.strip()))


def _elements(text: str) -> Iterator[str]:
    position = 0
    while position < len(text) and (match := _ELEMENT.match(text, position)) is not None:
        position = max(match.end(), position + 1)
        token = match["single"] or match["double"] or match["bare"] or ""
        if match["bare"] is None:
            token = _ESCAPE.sub(_unescaped, token)
        if token.strip(" '\""):
            yield token.strip() if match["bare"] is None else token.strip(" '\"")


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else match[3]


def _without_marks(tokens: tuple[str, ...]) -> Iterator[str]:
    return (token for token in tokens if not is_truncation(token))


def _as_name(token: str) -> str:
    """Take off what is no part of the name: a conjunction in front, a name printed twice."""
    words = (
        _CONJUNCTION.sub("", token, count=1).split() if _CONJUNCTION.match(token) else token.split()
    )
    half, odd = divmod(len(words), 2)
    if not odd and half >= _WORDS_OF_A_NAME and words[:half] == words[half:]:
        words = words[:half]
    return " ".join(words)
