"""A bilingual dictionary: Korean phrases that bring English words with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_WORD_START = re.compile(r"(?<![가-힣])[가-힣]|(?<!\w)\w")
_SPACE = re.compile(r"\s+")


class PhraseDictionary:
    """Finds the phrases of a dictionary in Korean text, longest first, spaces ignored.

    A phrase begins where a run of Hangul begins; what follows it may be a particle or the rest
    of a compound, since Korean writes both without a space.

    >>> PhraseDictionary({"확산 모델": ("diffusion model",)}).find("확산모델을 쓴다")
    [('확산 모델', ('diffusion model',))]
    """

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        self.entries = {phrase: tuple(entries[phrase]) for phrase in sorted(entries)}
        self._by_form = {_SPACE.sub("", phrase).lower(): phrase for phrase in self.entries}
        self._by_form.pop("", None)
        self._longest = max(map(len, self._by_form), default=0)

    def __bool__(self) -> bool:
        return bool(self._by_form)

    def find(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """The phrases in order of their place, each with its English words; no overlaps."""
        found = []
        covered = 0
        for match in _WORD_START.finditer(text):
            if match.start() >= covered:
                for phrase, end in self._longest_at(text, match.start()):
                    covered = end
                    found.append((phrase, self.entries[phrase]))
        return found

    def _longest_at(self, text: str, start: int) -> Iterator[tuple[str, int]]:
        best: tuple[str, int] | None = None
        form = ""
        for position in range(start, len(text)):
            if text[position].isspace():
                continue
            form += text[position].lower()
            if len(form) > self._longest:
                break
            if form in self._by_form:
                best = (self._by_form[form], position + 1)
        if best is not None:
            yield best
