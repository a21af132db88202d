"""Acronyms that a text defines: "Low-Rank Adaptation (LoRA)", "LoGAH (Low-rank ...)".

References:
    Schwartz and Hearst (2003), A simple algorithm for identifying abbreviation definitions in
    biomedical text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SHORT = r"[A-Za-z0-9Α-ω][A-Za-z0-9Α-ω.+/²³-]{0,14}"
_PARENTHESIS = re.compile(r"\s?\(([^()]{2,120})\)")
_SHORT_ONLY = re.compile(rf"['\"‘“*]*({_SHORT})['\"’”*]*$")
_SHORT_BEFORE = re.compile(rf"({_SHORT})['\"’”*]*$")
_LONG_AND_SHORT = re.compile(rf"([A-Za-z][A-Za-z0-9 &/,'’-]{{3,100}}?)\s*[,;:]\s*({_SHORT})$")
_COLON = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9+-]{1,11})"
    r":\s((?:[A-Z][A-Za-z0-9-]*)(?:\s(?:of|for|the|and)?\s?[A-Z][A-Za-z0-9-]*){1,6})"
)
_DASHED = re.compile(r"[\s]+|(?<=\w)[-‐‑–](?=\w)")
_LATIN_RUN = re.compile(r"[A-Za-z0-9À-ÿΑ-ω &/'’+-]*[A-Za-z0-9À-ÿΑ-ω]")
_WORD = re.compile(r"[^\s-]+")
_KOREAN_TAIL = re.compile(r"(?:[가-힣]+[ -])*[가-힣]+$")
# A Korean word that ends so is no part of the name that follows it.
_ADNOMINAL = re.compile(
    r"(?:[인는은을를의에]|하는|되는|한|된|에서|으로|로|와|과|라는|및|위한|통해|통한|새로운)$"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and what it stands for, at their places in one text.

    Args:
        short, long: the words.
        short_at, long_at: half-open ranges.
        korean: the Korean words that the parenthesis translates, or None.
    """

    short: str
    long: str
    short_at: tuple[int, int]
    long_at: tuple[int, int]
    korean: str | None = None


def find_definitions(text: str) -> list[Definition]:
    """Acronyms defined in a text, in order.

    >>> [(d.short, d.long) for d in find_definitions("We use Low-Rank Adaptation (LoRA).")]
    [('LoRA', 'Low-Rank Adaptation')]
    >>> [d.long for d in find_definitions("self-supervised learning (SSL)")]
    ['self-supervised learning']
    >>> found = find_definitions("협업 확산(Collaborative Diffusion, CD)을")
    >>> [(d.short, d.long, d.korean) for d in found]
    [('CD', 'Collaborative Diffusion', '협업 확산')]
    """
    found = []
    if "(" in text:
        found += [d for match in _PARENTHESIS.finditer(text) for d in _read(text, match)]
    if ": " in text:
        found += _before_colons(text)
    return found


def may_define(text: str) -> bool:
    """False for a text without the signs of a definition, in which :func:`find_definitions` finds
    nothing.
    """
    return "(" in text or ": " in text


def explains(short: str, long: str) -> bool:
    """True when the letters of a short form stand in order in the long form.

    >>> explains("LLM", "Large Language Model"), explains("SAM", "Low-Rank Adaptation")
    (True, False)
    """
    return _start_of_long(short, long) == 0


def _read(text: str, match: re.Match[str]) -> Iterator[Definition]:
    inner, offset = match[1], match.start(1)
    if both := _LONG_AND_SHORT.match(inner):
        if _start_of_long(both[2], both[1]) is not None:
            long_at = (offset + both.start(1), offset + both.end(1))
            short_at = (offset + both.start(2), offset + both.end(2))
            korean = _korean_before(text[: match.start()], both[1])
            yield Definition(both[2], both[1], short_at, long_at, korean)
        return
    before = text[: match.start()]
    if (short := _SHORT_ONLY.match(inner)) and _is_short(short[1]):
        found = _long_before(before, short[1])
        if found is not None:
            short_at = (offset + short.start(1), offset + short.end(1))
            yield Definition(short[1], text[found : len(before.rstrip("'\"’”* "))], short_at,
                             (found, len(before.rstrip("'\"’”* "))))  # fmt: skip
            return
    short = _SHORT_BEFORE.search(before)
    if (
        short
        and _is_short(short[1])
        and _start_of_long(short[1], inner) == 0
        and " " in inner.strip()
    ):
        yield Definition(short[1], inner, short.span(1), (offset, offset + len(inner)))


def _before_colons(text: str) -> Iterator[Definition]:
    """ "M3: Matryoshka Multimodal Models": the letters begin the words, a digit counts letters."""
    for match in _COLON.finditer(text):
        long = match[2].lower()
        if (
            match.start()
            and _is_short(match[1])
            and long[0] == match[1][0].lower()
            and _initials_fit(match[1], long)
        ):
            yield Definition(match[1], match[2], match.span(1), match.span(2))


def _is_short(words: str) -> bool:
    return sum(c.isupper() for c in words) >= 2 or (
        len(words) > 1 and any(c.isdigit() for c in words)
    )


def _long_before(before: str, short: str) -> int | None:
    """Where the long form begins that ends the text before a parenthesis."""
    before = before.rstrip("'\"’”* ")
    # Read backwards: what ends a text is found without trying every place where it may begin.
    tail = _LATIN_RUN.match(before[::-1])
    if tail is None:
        return None
    begin = len(before) - tail.end()
    if short.lower() in before[begin:].lower().split():
        return None
    words = [(m.start(), m.end()) for m in _WORD.finditer(before[begin:])]
    spelled = "".join(c for c in _singular(short).lower() if c.isalnum())
    # "self-supervised learning (SSL)" is more than the "supervised learning" it ends with.
    first_letters = "".join(before[begin + start].lower() for start, _ in words)
    if len(spelled) > 1 and first_letters.endswith(spelled):
        return begin + words[-len(spelled)][0]
    letters = len(spelled)
    limit = min(letters + 5, letters * 2)
    first = words[-limit][0] if len(words) > limit else words[0][0]
    at = _start_of_long(short, before[begin + first :])
    return None if at is None else begin + first + at


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _start_of_long(short: str, long: str) -> int | None:
    """Match the letters of a short form from the right; its first must begin a word."""
    bare = _singular(short)
    letters = [c for c in bare.lower() if c.isalnum()]
    place = len(long) - 1
    low = long.lower()
    for index in range(len(letters) - 1, -1, -1):
        while place >= 0 and not (
            low[place] == letters[index] and (index > 0 or _begins_word(low, place))
        ):
            place -= 1
        if place < 0:
            return None
        place -= 1
    start = place + 1
    return start if len(long[start:]) > len(short) and _initials_fit(bare, low[start:]) else None


def _begins_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _initials_fit(short: str, long: str) -> bool:
    """At least half of the capitals begin a word, so that chance matches do not count."""
    words = [w for w in _DASHED.split(long) if w]
    capitals = [c.lower() for c in short if c.isupper()] or [c for c in short if c.isalpha()]
    if len(words) == 1 and len(capitals) > 2:
        return False
    initials = [w[0] for w in words]
    hits = 0
    for letter in capitals:
        if letter in initials:
            initials = initials[initials.index(letter) + 1 :]
            hits += 1
    return hits * 2 >= len(capitals)


def _korean_before(before: str, long: str) -> str | None:
    """As many Korean words as the long form has, when none of the inner ones ends a phrase."""
    tail = _KOREAN_TAIL.search(before)
    if tail is None:
        return None
    words = tail.group().split()[-len(long.split()) :]
    if len(words) < len(long.split()) or any(_ADNOMINAL.search(word) for word in words):
        return None
    return " ".join(words)
