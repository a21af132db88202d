"""Lists of names inside a sentence, with links for pages and with particles for Korean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from web.i18n.josa import josa
from web.i18n.language import Language


@dataclass(frozen=True, slots=True)
class Item:
    """One name of a list, with the page it leads to."""

    text: str
    path: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class NameList:
    """Names joined as the language joins them; a particle may be asked for by format spec.

    >>> str(NameList((Item("A"), Item("B"), Item("C")), "en"))
    'A, B and C'
    >>> f"{NameList((Item('LoRA'), Item('확산')), 'ko'):을/를}"
    'LoRA, 확산을'
    """

    items: Sequence[Item]
    language: Language

    def __str__(self) -> str:
        return self._joined([self._quoted(item) for item in self.items])

    def __format__(self, particle: str) -> str:
        return str(self) + self._ending(particle)

    def __html__(self) -> Markup:
        return Markup(self._joined([self._linked(item) for item in self.items]))  # noqa: S704

    def __html_format__(self, particle: str) -> Markup:
        return self.__html__() + self._ending(particle)

    def _ending(self, particle: str) -> str:
        if not particle or not self.items:
            return ""
        last = self.items[-1].text
        return josa(last, particle).removeprefix(last)

    def _joined(self, parts: Sequence[str]) -> str:
        if self.language == "ko" or len(parts) < 2:
            return ", ".join(parts)
        return f"{', '.join(parts[:-1])} and {parts[-1]}"

    def _quoted(self, item: Item) -> str:
        if not item.quoted:
            return item.text
        return f"‘{item.text}’" if self.language == "ko" else f"“{item.text}”"

    def _linked(self, item: Item) -> str:
        text = escape(self._quoted(item))
        return f'<a href="{escape(item.path)}">{text}</a>' if item.path else str(text)
