"""Curated corrections of printed names: data that somebody keeps, never a rule of ours.

A file of JSON lines; each replaces a run of names, as a source printed them on one work, by other
names. One name can so become two people, and two halves one name again::

    {"work": "arxiv:2405.00001", "names": ["Ada Example Bo Muster"],
     "persons": ["Ada Example", "Bo Muster"]}
    {"work": "arxiv:2405.00002", "names": ["Yin", "Oh"], "persons": ["Yin Oh"], "reason": "…"}
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from kg.characters import folded
from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId
from kg.records import AuthorName, BibliographicRecord
from kg.sources.errors import BadOverrides, UnreadableLocation
from kg.sources.parts import author_name, unique_names


@dataclass(frozen=True, slots=True)
class AuthorOverride:
    """What to put in place of a run of printed names on one work.

    Args:
        work: any id of the work that a record may state.
        names: as printed, following each other.
        persons: what to put in their place.
    """

    work: WorkId
    names: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthorOverrides:
    """A set of corrections, by work."""

    _by_work: Mapping[WorkId, tuple[AuthorOverride, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, overrides: Iterable[AuthorOverride]) -> Self:
        """Put corrections together."""
        by_work: defaultdict[WorkId, list[AuthorOverride]] = defaultdict(list)
        for override in overrides:
            by_work[override.work].append(override)
        return cls({work: tuple(each) for work, each in by_work.items()})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file of JSON lines; empty lines and lines that begin with ``#`` are left out.

        Raises:
            UnreadableLocation: the file cannot be opened.
            BadOverrides: a line does not say what to replace by what.
        """
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableLocation(path, str(error)) from error
        return cls.of(
            _read(line, str(path), number)
            for number, line in enumerate(lines, 1)
            if line.strip() and not line.lstrip().startswith("#")
        )

    def apply(self, record: BibliographicRecord) -> BibliographicRecord:
        """Give the record with the corrections of its work, or itself if there are none."""
        authors = record.authors
        for work_id in record.ids:
            for override in self._by_work.get(work_id, ()):
                authors = _replaced(authors, override)
        return record if authors == record.authors else replace(record, authors=authors)


def _replaced(authors: tuple[AuthorName, ...], override: AuthorOverride) -> tuple[AuthorName, ...]:
    length = len(override.names)
    for start in range(len(authors) - length + 1):
        if tuple(author.name for author in authors[start : start + length]) == override.names:
            persons = (author_name(person) for person in override.persons)
            return unique_names((*authors[:start], *persons, *authors[start + length :]))
    return authors


def _read(line: str, location: str, number: int) -> AuthorOverride:
    try:
        value = json.loads(line)
        work = WorkId.parse(value["work"])
        names, persons = (_strings(value[key]) for key in ("names", "persons"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) if isinstance(error, InvalidIdentifier) else _EXPECTED
        raise BadOverrides(location, number, reason) from error
    return AuthorOverride(work, names, persons)


_EXPECTED = 'expected {"work": "arxiv:…", "names": ["…"], "persons": ["…"]}'


def _strings(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not values:
        raise TypeError(_EXPECTED)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise TypeError(_EXPECTED)
    return tuple(folded(value) for value in values)
