"""What became of a work from day to day: its versions, the lists it stood on, its votes.

The same events are given as rows of a table and as marks of a plot, laid out on the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.entities import Work
from web.urls import entity_path

WIDTH: Final = 272
HEIGHT: Final = 96
_SIDE: Final = 16
_NEXT_LABEL: Final = 26
"""Least distance of two labels side by side, in SVG user units."""


@dataclass(frozen=True, slots=True)
class Event:
    """A version, or a place on a list with the votes of that day.

    Args:
        day: when.
        version: its number, or None for a place on a list.
        note: what is said of the version, or None.
        series: slug of the list, or None for a version.
        issue: the page of the issue, or None for a version.
        votes: on that day, or None for a version.
    """

    day: date
    version: int | None = None
    note: str | None = None
    series: str | None = None
    issue: str | None = None
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the plot in SVG user units; its label is left out where there is no room."""

    x: float
    y: float
    label: str | None


@dataclass(frozen=True, slots=True)
class TimePlot:
    """Votes as points, versions as upright lines, on a scale of days."""

    votes: tuple[Mark, ...]
    versions: tuple[Mark, ...]
    first: date
    last: date
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def line(self) -> str:
        """The points as the path of a line."""
        return "M" + "L".join(f"{mark.x} {mark.y}" for mark in self.votes) if self.votes else ""


@dataclass(frozen=True, slots=True)
class History:
    """The events of a work by day, and their plot where they are on more than one day."""

    events: tuple[Event, ...]
    plot: TimePlot | None


def history_of(work: Work) -> History:
    """Give the history of a work; versions without a day are left to the list of versions."""
    events = [
        Event(version.issued_on, version.number, version.note)
        for version in work.versions
        if version.issued_on is not None
    ]
    for reading in work.votes:
        issue = entity_path("issue", f"{reading.series}/{reading.read_on.isoformat()}")
        events.append(
            Event(reading.read_on, series=reading.series, issue=issue, votes=reading.votes)
        )
    events.sort(key=lambda event: (event.day, event.version or 0))
    return History(tuple(events), time_plot(events))


def time_plot(events: Sequence[Event]) -> TimePlot | None:
    """Lay out events; None when all of them are on one day.

    >>> march = [Event(date(2024, 3, 1), version=1), Event(date(2024, 3, 11), votes=5)]
    >>> plot = time_plot(march)
    >>> plot.versions[0].x, plot.votes[0].x, plot.votes[0].y
    (16.0, 256.0, 0.0)
    """
    days = [event.day for event in events]
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)
    scale = (WIDTH - 2 * _SIDE) / (last - first).days
    most = max((event.votes or 0 for event in events), default=0)

    def mark(event: Event, y: float, label: str) -> Mark:
        return Mark(round(_SIDE + scale * (event.day - first).days, 1), round(y, 1), label)

    votes = [
        mark(event, HEIGHT * (1 - event.votes / most) if most else HEIGHT, f"{event.votes:,}")
        for event in events
        if event.votes is not None
    ]
    versions = [mark(event, 0, f"v{event.version}") for event in events if event.version]
    return TimePlot(_thinned(votes), _thinned(versions), first, last)


def _thinned(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks without labels that would stand on one another; the last ones keep theirs."""
    kept: list[Mark] = []
    for mark in reversed(marks):
        labelled = next((one for one in reversed(kept) if one.label is not None), None)
        has_room = labelled is None or labelled.x - mark.x >= _NEXT_LABEL
        kept.append(mark if has_room else Mark(mark.x, mark.y, None))
    return tuple(reversed(kept))
