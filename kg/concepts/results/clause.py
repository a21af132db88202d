"""A sentence with its mentions, and lists in it that go in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.concepts.passages import Passage
from kg.concepts.results.reading import Reading
from kg.entities import Mention

_RESPECTIVELY = re.compile(r"각각|respectively", re.I)
_SEPARATOR = re.compile(
    r"(?:은|는|이|가|을|를|의)?\s?(?:,\s?(?:and|및)?|/|및|와|과|and|그리고|&)\s?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a passage: where it begins, and the mentions in it, at its own places."""

    passage: Passage
    offset: int
    reading: Reading
    mentions: Sequence[Mention]

    def start_of(self, mention: Mention) -> int:
        return mention.place.start - self.offset

    def end_of(self, mention: Mention) -> int:
        return mention.place.end - self.offset


def pairs(clause: Clause) -> dict[int, Mention]:
    """Index of quantity -> mention, where two lists of one length are said to go in order."""
    text = clause.reading.text
    if not _RESPECTIVELY.search(text):
        return {}
    pairs: dict[int, Mention] = {}
    groups = _groups(clause)
    for numbers in number_lists(clause.reading):
        same = [g for g in (*groups, *_by_kind(clause)) if len(g) == len(numbers)]
        if not same:
            continue
        first = clause.reading.quantities[numbers[0]]
        nearest = min(same, key=lambda g: abs(clause.start_of(g[0]) - first.start))
        pairs.update(zip(numbers, nearest, strict=True))
    return pairs


def number_lists(reading: Reading) -> list[list[int]]:
    lists: list[list[int]] = []
    for at, q in enumerate(reading.quantities):
        before = reading.quantities[at - 1] if at else None
        if (
            before
            and before.kind == q.kind
            and _SEPARATOR.fullmatch(reading.text, before.end, q.start)
        ):
            lists[-1].append(at)
        else:
            lists.append([at])
    return [numbers for numbers in lists if len(numbers) > 1]


def _groups(clause: Clause) -> list[list[Mention]]:
    """Enumerations of mentions, each of at least two."""
    groups: list[list[Mention]] = []
    ordered = sorted(clause.mentions, key=lambda m: m.place.start)
    for m in ordered:
        last = groups[-1][-1] if groups else None
        if last and _SEPARATOR.fullmatch(
            clause.reading.text, clause.end_of(last), clause.start_of(m)
        ):
            groups[-1].append(m)
        else:
            groups.append([m])
    return [group for group in groups if len(group) > 1]


def _by_kind(clause: Clause) -> list[list[Mention]]:
    """All data sets of a sentence in order, though words stand between them."""
    seen: dict[str, Mention] = {}
    for m in sorted(clause.mentions, key=lambda m: m.place.start):
        if m.kind == "dataset":
            seen.setdefault(m.concept, m)
    return [list(seen.values())]


def group_of(clause: Clause, mention: Mention) -> list[Mention]:
    return next((g for g in _groups(clause) if mention in g), [mention])
