"""Plots as numbers for an SVG: bars laid out on the server, no script, no inline style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BAR_WIDTH: Final = 26
GAP: Final = 6
HEIGHT: Final = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how many, and where it is drawn (in SVG user units)."""

    label: str
    count: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars side by side with a common scale."""

    bars: tuple[Bar, ...]
    width: float
    height: float = HEIGHT
    bar_width: float = BAR_WIDTH


def years_plot(counts: Sequence[tuple[int, int]]) -> BarPlot:
    """Lay out works by year; years between the first and the last without works get a place too.

    >>> plot = years_plot([(2022, 2), (2024, 4)])
    >>> [(bar.label, bar.count, bar.height) for bar in plot.bars]
    [('2022', 2, 60.0), ('2023', 0, 0.0), ('2024', 4, 120.0)]
    """
    by_year = dict(counts)
    if not by_year:
        return BarPlot((), 0)
    years = range(min(by_year), max(by_year) + 1)
    top = max(by_year.values())
    bars = tuple(
        _bar(place, str(year), by_year.get(year, 0), top) for place, year in enumerate(years)
    )
    return BarPlot(bars, len(bars) * (BAR_WIDTH + GAP) - GAP)


def _bar(place: int, label: str, count: int, top: int) -> Bar:
    height = HEIGHT * count / top if top else 0.0
    # A year with few works beside one with very many must still be seen.
    height = max(height, 2.0) if count else 0.0
    return Bar(label, count, place * (BAR_WIDTH + GAP), HEIGHT - height, height)


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of a stacked bar of width 100."""

    name: str
    x: float
    width: float


def stacked(parts: Sequence[tuple[str, float]]) -> tuple[Share, ...]:
    """Lay out positive parts side by side in a bar of width 100; others have no stretch.

    >>> [(share.name, share.width) for share in stacked([("text", 3.0), ("walk", 1.0)])]
    [('text', 75.0), ('walk', 25.0)]
    """
    positive = [(name, part) for name, part in parts if part > 0]
    total = math.fsum(part for _, part in positive)
    shares, x = [], 0.0
    for name, part in positive:
        width = 100 * part / total
        shares.append(Share(name, round(x, 3), round(width, 3)))
        x += width
    return tuple(shares)
