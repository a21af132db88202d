"""The exact table behind a score: every part, and a total that is their sum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from recommender.model import Evidence, Result
from web.naming import Names, Node
from web.pages.plots import Share, stacked

_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a score.

    Args:
        signal: of the recommender; with a leading ``-`` for what the reader does not want.
        kind: kind of the evidence.
        label: the words for it.
        path: the nodes from what was asked to the result, empty for words.
        part: as shown, with four digits.
    """

    signal: str
    kind: str
    label: str
    path: tuple[Node, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows, their sum as shown, and each signal's stretch of a bar."""

    rows: tuple[Row, ...]
    total: str
    shares: tuple[Share, ...]


def breakdown(result: Result, names: Names, most: int = 12) -> Breakdown:
    """Lay out the evidence of a result.

    Args:
        result: a place in a ranked list.
        names: what to call the nodes.
        most: rows at most; the weakest parts are summed in the last one.
    """
    pieces = folded(result.evidence, most)
    shown = rounded_to_sum([piece.part for piece in pieces], _DIGITS)
    rows = tuple(_row(piece, text, names) for piece, text in zip(pieces, shown, strict=True))
    total = f"{math.fsum(piece.part for piece in result.evidence):.{_DIGITS}f}"
    return Breakdown(rows, total, stacked(_by_signal(result)))


def folded(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """Keep the strongest pieces in their order and sum the others in one of kind ``rest``."""
    if len(evidence) <= most:
        return list(evidence)
    by_strength = sorted(range(len(evidence)), key=lambda place: -abs(evidence[place].part))
    kept = set(by_strength[: most - 1])
    others = [piece for place, piece in enumerate(evidence) if place not in kept]
    count = sum(int(piece.label) if piece.kind == "rest" else 1 for piece in others)
    rest = math.fsum(piece.part for piece in others)
    return [
        *(piece for place, piece in enumerate(evidence) if place in kept),
        Evidence("rest", "rest", str(count), (), rest),
    ]


def rounded_to_sum(parts: Sequence[float], digits: int) -> list[str]:
    """Round parts so that the rounded ones add up to the rounded sum (largest remainder).

    Each is off by less than one unit of the last digit.

    >>> rounded_to_sum([0.05, 0.05, 0.05], 1)
    ['0.1', '0.1', '0.0']
    """
    unit = 10**digits
    floors = [math.floor(part * unit) for part in parts]
    missing = round(math.fsum(parts) * unit) - sum(floors)
    remainders = [part * unit - floor for part, floor in zip(parts, floors, strict=True)]
    by_remainder = sorted(range(len(parts)), key=lambda place: (-remainders[place], place))
    for place in by_remainder[: max(missing, 0)]:
        floors[place] += 1
    return [f"{floor / unit:.{digits}f}" for floor in floors]


def _row(piece: Evidence, part: str, names: Names) -> Row:
    path = tuple(names.of(node) for node in piece.nodes)
    return Row(piece.signal, piece.kind, piece.label, path, part)


def _by_signal(result: Result) -> list[tuple[str, float]]:
    parts: dict[str, list[float]] = {}
    for piece in result.evidence:
        parts.setdefault(piece.signal, []).append(piece.part)
    return [(signal, math.fsum(found)) for signal, found in parts.items()]
