"""The series that are known: conferences, workshops and journals of the field.

The list is data (``series.tsv``); a series that is missing there is no error, its words only stay
words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, cast

SeriesKind = Literal["conference", "workshop", "journal"]

_COLUMNS: Final = 8


@dataclass(frozen=True, slots=True)
class Series:
    """One series.

    Args:
        key: slug of the acronym, as in IRIs.
        acronym: as it is written.
        kind: what it is.
        name: in full.
        names: other names in full.
        spellings: other spellings of the acronym.
        is_ambiguous: True where the acronym is an ordinary word or means other things too.
        issn: or None.
        letter: of its volumes in the ACL Anthology until 2019, or None.
    """

    key: str
    acronym: str
    kind: SeriesKind
    name: str
    names: tuple[str, ...]
    spellings: tuple[str, ...]
    is_ambiguous: bool
    issn: str | None
    letter: str | None


@cache
def known_series() -> Mapping[str, Series]:
    """Give the known series by key."""
    text = files("kg.venues").joinpath("series.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({row[0]: _series(row) for row in rows})


@cache
def series_by_issn() -> Mapping[str, Series]:
    """Give the known journals by ISSN."""
    return MappingProxyType({each.issn: each for each in known_series().values() if each.issn})


@cache
def series_by_letter() -> Mapping[str, Series]:
    """Give the series by the letter of its volumes in the ACL Anthology."""
    return MappingProxyType({each.letter: each for each in known_series().values() if each.letter})


@cache
def series_by_acronym() -> Mapping[str, Series]:
    """Give the series by each spelling of an acronym, where it means only one of them."""
    found: defaultdict[str, set[Series]] = defaultdict(set)
    for series in known_series().values():
        for spelling in (series.acronym, *series.spellings):
            found[spelling].add(series)
    return MappingProxyType(
        {
            spelling: each
            for spelling, series in found.items()
            for each in series
            if len(series) == 1
        }
    )


def _series(row: list[str]) -> Series:
    key, acronym, kind, name, others, mark, issn, letter = row + [""] * (_COLUMNS - len(row))
    named = [other for other in others.split(";") if other]
    return Series(
        key=key,
        acronym=acronym,
        kind=cast(SeriesKind, kind),
        name=name,
        names=tuple(other for other in named if not other.startswith("=")),
        spellings=tuple(other[1:] for other in named if other.startswith("=")),
        is_ambiguous=mark == "!",
        issn=issn or None,
        letter=letter or None,
    )
