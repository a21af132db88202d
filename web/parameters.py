"""Reading parameters of requests; what cannot be read is told, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from web.errors import BadParameter

MOST_TEXT: Final = 20_000
"""Longest text that may be asked about, in characters."""


def whole_number(
    parameters: Mapping[str, str], name: str, default: int, *, least: int, most: int
) -> int:
    """Read a whole number.

    Raises:
        BadParameter: it is no whole number or lies outside ``least`` to ``most``.

    >>> whole_number({"k": "5"}, "k", 10, least=1, most=100)
    5
    """
    text = parameters.get(name)
    if text is None or text == "":
        return default
    expected = f"a whole number from {least} to {most}"
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadParameter(name, text, expected)
    if not least <= int(text) <= most:
        raise BadParameter(name, text, expected)
    return int(text)


def short_text(parameters: Mapping[str, str], name: str, most: int = MOST_TEXT) -> str:
    """Read a text, white space at its ends removed; empty when not given.

    Raises:
        BadParameter: it is longer than ``most`` characters.
    """
    text = parameters.get(name, "").strip()
    if len(text) > most:
        raise BadParameter(name, text[:40] + "…", f"at most {most} characters")
    return text


def choice(parameters: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    """Read one of several words; the first when not given.

    Raises:
        BadParameter: it is none of them.

    >>> choice({"sort": "date"}, "sort", ("relevance", "date"))
    'date'
    """
    text = parameters.get(name, allowed[0])
    if text not in allowed:
        raise BadParameter(name, text, f"one of {', '.join(filter(None, allowed))}")
    return text


def day(parameters: Mapping[str, str], name: str) -> date | None:
    """Read a day; None when not given.

    Raises:
        BadParameter: it is no day of the form ``2024-05-28``.

    >>> day({"since": "2024-05-28"}, "since")
    datetime.date(2024, 5, 28)
    """
    text = parameters.get(name, "").strip()
    if not text:
        return None
    try:
        if len(text) == len("2024-05-28") and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadParameter(name, text[:40], "a day such as 2024-05-28")
