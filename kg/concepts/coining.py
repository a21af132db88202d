"""Concepts that works name and the scheme does not hold, and what all works make of them.

:class:`~kg.concepts.coiner.Coiner` finds the coinings of each work by itself; here those of all
works become concepts, one a key. Neither depends on the order of reading.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.concepts.names import shape_of
from kg.entities import Concept, ConceptKind, Label

_HANGUL = re.compile(r"[가-힣]")
_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coining:
    """A concept that one work names and the scheme does not hold.

    Args:
        key: slug of its label.
        label: as the work writes it.
        kind: what it is, by the words around it.
        introduces: True when the work says that it brings it.
        alt: other labels (acronym or long form, Korean name).
        broader: keys of scheme concepts that the work says it is a kind or variant of, sorted.
        confidence: that it is a thing of this kind, in [0, 1].
    """

    key: str
    label: str
    kind: ConceptKind
    introduces: bool
    alt: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    confidence: float = 0.5

    @property
    def labels(self) -> tuple[str, ...]:
        """The label and the other ones, without their languages."""
        return (self.label, *(other.text for other in self.alt))


@dataclass(frozen=True, slots=True)
class Coined:
    """What reading one work gave.

    Args:
        coinings: sorted by key.
        introduced: folded names of the scheme that the work says it introduces.
        aliases: acronyms that it defines for a concept of the scheme which does not list them.
    """

    coinings: tuple[Coining, ...]
    introduced: frozenset[str]
    aliases: tuple[tuple[str, str], ...]


def resolve_coinings(coinings: Iterable[tuple[str, Coining]]) -> tuple[Concept, ...]:
    """Make one concept a key of what all works coined, whatever the order.

    The introducing work decides label and kind (the earliest key among several); else the majority
    does, ties by the alphabet.

    Args:
        coinings: pairs of a work's key and one of its coinings.

    Returns:
        Concepts sorted by key.
    """
    by_key: defaultdict[str, list[tuple[str, Coining]]] = defaultdict(list)
    for work, coining in coinings:
        by_key[coining.key].append((work, coining))
    return tuple(_resolve(key, sorted(by_key[key], key=_order)) for key in sorted(by_key))


def _order(pair: tuple[str, Coining]) -> tuple[bool, str, str, str]:
    work, coining = pair
    return (not coining.introduces, work, coining.label, coining.kind)


def _resolve(key: str, found: list[tuple[str, Coining]]) -> Concept:
    work, first = found[0]
    if first.introduces:
        label, kind = first.label, first.kind
        alt = set(first.alt)
    else:
        label = _majority(coining.label for _, coining in found)
        kind = _majority(coining.kind for _, coining in found)
        alt = {x for _, coining in found for x in coining.alt}
    alt |= {Label(text=c.label, language="en") for _, c in found} - {
        Label(text=label, language="en")
    }
    ordered = tuple(sorted(alt, key=lambda x: (x.language, x.text)))
    return Concept(
        key=key,
        kind=kind,
        pref=(Label(text=label, language="en"),),
        alt=ordered,
        broader=tuple(sorted({b for _, c in found for b in c.broader})),
        ambiguous=tuple(sorted(x.text for x in ordered if is_weak(x.text))),
        introduced_by=work if first.introduces else None,
        is_coined=True,
    )


def _majority(values: Iterable[_T]) -> _T:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def is_weak(label: str) -> bool:
    """True for a label that says too little outside the work that coined it.

    >>> is_weak("CVD"), is_weak("M3"), is_weak("FlowVid"), is_weak("Vermeer")
    (True, True, False, False)
    """
    if _HANGUL.search(label):
        return False
    letters = sum(c.isalnum() for c in label)
    return letters <= 4 and not (shape_of(label) == "camel" and letters == 4)
