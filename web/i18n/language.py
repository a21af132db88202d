"""The languages of the interface."""

from __future__ import annotations

from typing import Final, Literal, get_args

Language = Literal["en", "ko"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
NATIVE_NAMES: Final = {"en": "English", "ko": "한국어"}


def as_language(text: str | None) -> Language | None:
    """Give the interface language that a tag names, or None.

    >>> as_language("ko-KR"), as_language("fr")
    ('ko', None)
    """
    primary = (text or "").strip().lower().partition("-")[0]
    return primary if primary in LANGUAGES else None
