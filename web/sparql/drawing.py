"""Answers as pictures, where they have that shape: counts as bars, triples as a small graph.

Everything is laid out here, as numbers for an SVG; the table stands beside it for those who do not
see the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_MOST_BARS: Final = 40
_BAR_STEP: Final = 22
_LABEL_CHARACTERS: Final = 40
_MOST_NODES: Final = 60
_ROUNDS: Final = 120
_SIZE: Final = 600.0
_MARGIN: Final = 40.0
_NUMBERS: Final = ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")
_NAMES: Final = ("label", "title", "name", "prefLabel")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One bar: label, value as written, place and length in SVG user units."""

    label: str
    value: str
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other with a common scale of 300 units."""

    label: str
    measure: str
    bars: tuple[Stroke, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Node:
    """A thing at its place."""

    label: str
    iri: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple between two places."""

    label: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Network:
    """Things and the triples between them, in a square."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    size: float = _SIZE


def chart(columns: Sequence[str], bindings: Sequence[dict[str, Any]]) -> Chart | None:
    """Give bars for the first rows of a table: its last number, by its last column of words."""
    bindings = bindings[:_MOST_BARS]
    if len(bindings) < 2:
        return None
    numeric = [
        name for name in columns if all(_number(row.get(name)) is not None for row in bindings)
    ]
    words = [
        name for name in columns if name not in numeric and all(name in row for row in bindings)
    ]
    label = words[-1] if words else (numeric[0] if len(numeric) > 1 else None)
    if not numeric or label is None or numeric[-1] == label:
        return None
    values = [_number(row[numeric[-1]]) or 0.0 for row in bindings]
    top = max(values)
    if top <= 0 or min(values) < 0:
        return None
    bars = tuple(
        Stroke(
            row[label]["value"][:_LABEL_CHARACTERS],
            row[numeric[-1]]["value"],
            place * _BAR_STEP,
            round(300 * value / top, 1),
        )
        for place, (row, value) in enumerate(zip(bindings, values, strict=True))
    )
    return Chart(label, numeric[-1], bars, len(bars) * _BAR_STEP)


def network(triples: Sequence[tuple[str, str, str, bool]]) -> Network | None:
    """Give a picture of triples between things.

    Args:
        triples: subject, predicate, object, and whether the object is a thing.
    """
    edges = [(s, p, o) for s, p, o, is_thing in triples if is_thing]
    things = list(dict.fromkeys(end for s, _, o in edges for end in (s, o)))
    if not edges or len(things) > _MOST_NODES:
        return None
    names = {s: o for s, p, o, is_thing in triples if not is_thing and _last(p) in _NAMES}
    places = _laid_out(things, [(things.index(s), things.index(o)) for s, _, o in edges])
    at = dict(zip(things, places, strict=True))
    return Network(
        tuple(Node((names.get(t) or _last(t))[:_LABEL_CHARACTERS], t, *at[t]) for t in things),
        tuple(Edge(_last(p), *at[s], *at[o]) for s, p, o in edges),
    )


def _number(term: dict[str, Any] | None) -> float | None:
    if term is None or _last(term.get("datatype", "")) not in _NUMBERS:
        return None
    try:
        value = float(term["value"])
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _last(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _laid_out(things: Sequence[str], edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Springs along edges, everything else apart; begins on a circle, so it is always the same.

    References:
        T. Fruchterman, E. Reingold (1991). Graph drawing by force-directed placement.
    """
    count = len(things)
    turn = 2 * math.pi / count
    at = [complex(math.cos(i * turn), math.sin(i * turn)) for i in range(count)]
    wanted = 2 / math.sqrt(count)
    for number in range(_ROUNDS):
        moved = [0j] * count
        for i in range(count):
            for j in range(i):
                apart = at[i] - at[j] or complex(1e-3, 1e-3)
                push = apart / abs(apart) ** 2 * wanted**2
                moved[i] += push
                moved[j] -= push
        for i, j in edges:
            pull = (at[i] - at[j]) * abs(at[i] - at[j]) / wanted
            moved[i] -= pull
            moved[j] += pull
        most = 0.2 * (1 - number / _ROUNDS)
        at = [a + m * min(1, most / (abs(m) or 1)) for a, m in zip(at, moved, strict=True)]
    return _fitted(at)


def _fitted(at: Sequence[complex]) -> list[tuple[float, float]]:
    left, top = min(a.real for a in at), min(a.imag for a in at)
    width = max(a.real for a in at) - left or 1.0
    height = max(a.imag for a in at) - top or 1.0
    inner = _SIZE - 2 * _MARGIN
    return [
        (
            round(_MARGIN + (a.real - left) / width * inner, 1),
            round(_MARGIN + (a.imag - top) / height * inner, 1),
        )
        for a in at
    ]
