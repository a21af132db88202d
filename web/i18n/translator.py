"""Messages by key, with numbers and dates as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from web.i18n.language import Language
from web.i18n.phrases import Item, NameList

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Translator:
    """The messages of one language, called by key.

    A message may hold HTML; the values put into it are escaped. A message with the forms ``one``
    and ``other`` is chosen by the value ``n``, which is written with thousands separators.

    >>> str(translator("en")("count.works", n=1200)), str(translator("en")("count.works", n=1))
    ('1,200 papers', '1 paper')
    """

    language: Language
    messages: Mapping[str, str]
    ready: dict[str, Markup] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, key: str, /, **values: object) -> Markup:
        if not values:
            return self._plain_markup(key)
        message = self._message(key, values)
        return Markup(message).format(**self._inflected(values))  # noqa: S704

    def plain(self, key: str, /, **values: object) -> str:
        """The message as plain text; nothing is escaped."""
        return self._message(key, values).format(**self._inflected(values))

    def _plain_markup(self, key: str) -> Markup:
        ready = self.ready.get(key)
        if ready is None:
            ready = self.ready.setdefault(key, Markup(self.messages[key]).format())  # noqa: S704
        return ready

    def __contains__(self, key: str) -> bool:
        return key in self.messages

    def get(self, key: str, default: str) -> Markup:
        """The message, or the default (escaped) where there is none: for open lists of words."""
        return self(key) if key in self.messages else Markup("{}").format(default)

    def number(self, value: int) -> str:
        """A whole number with thousands separators, alike in both languages."""
        return f"{value:,}"

    def day(self, day: date) -> str:
        """A day as it is written in running text.

        >>> translator("en").day(date(2024, 5, 28)), translator("ko").day(date(2024, 5, 28))
        ('28 May 2024', '2024년 5월 28일')
        """
        if self.language == "ko":
            return f"{day.year}년 {day.month}월 {day.day}일"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def month(self, year: int, month: int) -> str:
        """A month with its year."""
        return f"{year}년 {month}월" if self.language == "ko" else f"{_MONTHS[month - 1]} {year}"

    def _inflected(self, values: dict[str, object]) -> dict[str, object]:
        """Give texts the power to take a Korean particle (``{name:을/를}``)."""
        return {
            name: NameList((Item(value),), self.language) if type(value) is str else value
            for name, value in values.items()
        }

    def _message(self, key: str, values: dict[str, object]) -> str:
        if isinstance(number := values.get("n"), int):
            key = self._plural(key, number)
            values["n"] = self.number(number)
        return self.messages[key]

    def _plural(self, key: str, number: int) -> str:
        singular = f"{key}.one"
        if number == 1 and singular in self.messages:
            return singular
        other = f"{key}.other"
        return other if other in self.messages else key


@cache
def translator(language: Language) -> Translator:
    """Give the translator of a language; its file is read once."""
    text = files("web.i18n").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Translator(language, dict(_flat(tomllib.loads(text))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
