"""Finding a known series in words: by its acronym with what stands beside it, or by its name.

An acronym that is also an ordinary word counts only in its own case and with a year beside it. A
name counts only where it ends as a name ends: what goes on ("International Conference on Machine
Learning *and Cybernetics*") is another series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from kg.venues.alternatives import any_of
from kg.venues.series import Series, known_series, series_by_acronym

_YEAR_AFTER = r"(?:[\s,(-]{0,2}['’`]?(?P<after>(?:19|20)\d\d|\d\d(?![\d.%])))"
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)\W{1,2}(?:IEEE(?:/\w+)?|ACM|AAAI)?\s?$")
_ANY_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d\d)(?![\d/])")
# Names are compared without case, marks and "the".
_SMALL_MARKS = re.compile(r"[^a-z0-9&/+ ]+")
_NAME_ENDS = re.compile(
    r"\s*(?:$|[().;:!?\[\]\"”']|[-–—]\s|,?\s*(?:19|20)\d\d|,\s*(?:main|oral|poster|long|short|findings)"
    r"|\s(?:in|at|held|workshops?|main|findings|track|conference|as|oral|on\s+\w+\s+\d)\b)",
    re.IGNORECASE,
)
_YEAR_AFTER_NAME = re.compile(r"\W{0,3}(?:\(\s*[A-Za-z -]{2,20}\W{0,2})?['’]?((?:19|20)\d\d)")
_OTHER_PREFIX = re.compile(
    r"\b(?:(?:workshop|symposium|journal|transactions|school)\s+(?:on|of)"
    r"|(?:asia|asia[\s-]pacific|asian|pacific|european|chinese|indian|african|latin[\w\s-]*|national|joint|euro"
    r"|nordic|baltic|brazilian|iranian|world|winter|summer|west|east|young)(?:\s+conference\s+on)?)\s+$",
    re.IGNORECASE,
)
_BEFORE_A_JOURNAL = re.compile(
    r"(?:^|\b(?:by|to|in|at|for|with|journal|of|elsevier|springer)\s+(?:the\s+)?(?:journal\s+)?)[\"“'‘]?$",
    re.IGNORECASE,
)
_EARLIEST = 1950


@dataclass(frozen=True, slots=True)
class SeriesMention:
    """A series named in words.

    Args:
        series: which.
        start, end: half-open range of characters, the year beside it included.
        year: the year beside it, or None.
        is_workshop: True where the acronym is that of its workshops (``CVPRW``).
    """

    series: Series
    start: int
    end: int
    year: int | None
    is_workshop: bool = False


@lru_cache(maxsize=1 << 14)
def find_series(text: str) -> tuple[SeriesMention, ...]:
    """Find the series that a text names, in the order of their places, without overlaps.

    >>> [(each.series.key, each.year) for each in find_series("at NeurIPS 2024 and CVPR'25")]
    [('neurips', 2024), ('cvpr', 2025)]
    """
    kept: list[SeriesMention] = []
    for mention in sorted(
        chain(_by_acronym(text), _by_name(text)), key=lambda each: (each.start, -each.end)
    ):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def year_in(text: str) -> int | None:
    """Give the only year in a text, or None when there is none or more than one."""
    years = {int(match[1]) for match in _ANY_YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _by_acronym(text: str) -> Iterator[SeriesMention]:
    for match in _acronym_pattern().finditer(text):
        series = _series_of(match["acronym"])
        if series is None:
            continue
        before = _YEAR_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
        year = _as_year(match["after"]) or (int(before[1]) if before else None)
        is_exact = match["acronym"] in series_by_acronym()
        if (series.is_ambiguous and (year is None or not is_exact)) or not (is_exact or year):
            continue
        is_workshop = match["workshops"] is not None
        yield SeriesMention(series, match.start(), match.end(), year, is_workshop)


def _series_of(spelling: str) -> Series | None:
    exact = series_by_acronym().get(spelling)
    return exact if exact is not None else _acronyms_without_case().get(_caseless(spelling))


def _as_year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return year if _EARLIEST <= year <= 2100 else None


def _caseless(spelling: str) -> str:
    return re.sub(r"[\s/-]", "", spelling).casefold()


@cache
def _acronyms_without_case() -> dict[str, Series]:
    return {
        _caseless(spelling): series
        for spelling, series in series_by_acronym().items()
        if not series.is_ambiguous
    }


@cache
def _acronym_pattern() -> re.Pattern[str]:
    parts = any_of(series_by_acronym(), r"[\s/-]+", r"[\s/-]?")
    return re.compile(
        rf"(?<![A-Za-z0-9_/.*+])(?P<acronym>{parts})(?P<workshops>[- ]?Ws?(?![A-Za-z]))?"
        rf"(?:{_YEAR_AFTER}|(?![A-Za-z0-9_/+*]|(?-i:-[a-z])))",
        re.IGNORECASE,
    )


def _by_name(text: str) -> Iterator[SeriesMention]:
    position = 0
    while (match := _name_pattern().search(text, position)) is not None:
        # Where a longer name only begins like this one, another may still stand inside it.
        position = match.start() + 1
        series = _names()[_plain(match["name"])]
        before, rest = text[: match.start()], text[match.end() :]
        if not _is_name(series, match["name"], before, rest):
            continue
        position = match.end()
        year = _YEAR_AFTER_NAME.match(rest) or _YEAR_BEFORE.search(before[-24:])
        yield SeriesMention(series, match.start(), position, int(year[1]) if year else None)


def _is_name(series: Series, words: str, before: str, rest: str) -> bool:
    """Tell whether these words are the whole name, and not a part of another one."""
    if _NAME_ENDS.match(rest) is None or _OTHER_PREFIX.search(before[-60:]):
        return False
    if series.is_ambiguous and series.kind == "journal":
        return words[0].isupper() and _BEFORE_A_JOURNAL.search(before) is not None
    return True


@cache
def _names() -> dict[str, Series]:
    """Give the series by their names in full, and by what follows *Conference on* in them."""
    return {
        _plain(name): series
        for series in known_series().values()
        for name in (series.name, *series.names)
    }


@cache
def _name_pattern() -> re.Pattern[str]:
    parts = any_of((name.lower() for name in _all_names()), r"[\s,:-]+", r"[\s,:-]+")
    return re.compile(rf"(?<![\w-])(?P<name>{parts})(?!\w|-\w)", re.IGNORECASE)


def _all_names() -> Iterator[str]:
    for series in known_series().values():
        yield from (name for name in (series.name, *series.names) if " " in name)


def _plain(name: str) -> str:
    return " ".join(_SMALL_MARKS.sub(" ", re.sub(r"[-,:]", " ", name.lower())).split())
