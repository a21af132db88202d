"""Printed names that may mean the same person: candidates with evidence, never a merge.

Blocking keeps the comparison near linear: only names that share the family name and the first
initial, in either order of words, are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.names.keys import name_key

_UMLAUTS = re.compile(r"(?<=[aou])e")
_MAX_BLOCK = 200


@dataclass(frozen=True, slots=True, order=True)
class NameVariant:
    """Two printed names that may be one, the smaller key first.

    Args:
        left, right: normalised keys.
        evidence: what they share, in words, sorted.
    """

    left: str
    right: str
    evidence: tuple[str, ...]


def variant_evidence(left: str, right: str) -> tuple[str, ...]:
    """Say what speaks for two different printed names being one person's.

    Returns:
        Kinds of evidence: ``spacing``, ``order``, ``initials``, ``middle name``, ``umlaut``; empty
        when nothing does or the keys are equal.

    >>> variant_evidence("J. Doe", "Jane Doe")
    ('initials',)
    >>> variant_evidence("Kai-Wei Oh", "Kaiwei Oh")
    ('spacing',)
    >>> variant_evidence("Jane Doe", "John Doe")
    ()
    """
    return _evidence(name_key(left), name_key(right))


def find_variants(names: Iterable[str]) -> Iterator[NameVariant]:
    """Find the pairs among many printed names for which there is evidence.

    Args:
        names: as printed; equal keys count once. Blocks of more than 200 names (a family name and
            an initial that say nothing) are left out.

    Yields:
        Pairs in alphabetical order.
    """
    blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key in {name_key(name) for name in names}:
        for block in _blocks(key):
            blocks[block].add(key)
    found: set[NameVariant] = set()
    for keys in blocks.values():
        if len(keys) <= _MAX_BLOCK:
            found.update(_variants_in(sorted(keys)))
    yield from sorted(found)


def _variants_in(keys: list[str]) -> Iterator[NameVariant]:
    for left, right in combinations(keys, 2):
        evidence = _evidence(left, right)
        if evidence:
            yield NameVariant(left, right, evidence)


def _blocks(key: str) -> Iterator[tuple[str, str]]:
    words = _UMLAUTS.sub("", key).split()
    if len(words) < 2:
        return
    yield words[-1], words[0][0]
    yield words[0], words[-1][0]


def _evidence(left: str, right: str) -> tuple[str, ...]:
    if left == right:
        return ()
    if _glued(left) == _glued(right):
        return ("spacing",)
    if sorted(left.split()) == sorted(right.split()):
        return ("order",)
    if _UMLAUTS.sub("", left) == _UMLAUTS.sub("", right):
        return ("umlaut",)
    return _evidence_of_given_names(left.split(), right.split())


def _glued(key: str) -> str:
    return re.sub(r"[\s'-]", "", key)


def _evidence_of_given_names(left: list[str], right: list[str]) -> tuple[str, ...]:
    if len(left) < 2 or len(right) < 2 or left[-1] != right[-1]:
        return ()
    shorter, longer = sorted((left[:-1], right[:-1]), key=len)
    evidence: set[str] = set() if len(shorter) == len(longer) else {"middle name"}
    for one, other in zip(shorter, longer, strict=False):
        if one == other:
            continue
        if min(len(one), len(other)) == 1 and one[0] == other[0]:
            evidence.add("initials")
        else:
            return ()
    return tuple(sorted(evidence))
