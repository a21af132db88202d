"""The plot says what the table says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from web.pages.history import HEIGHT, Event, time_plot

DAY = date(2031, 3, 1)


def test_marks_are_where_days_and_votes_put_them() -> None:
    plot = time_plot(
        [
            Event(DAY, version=1),
            Event(DAY + timedelta(days=5), votes=10),
            Event(DAY + timedelta(days=10), votes=40),
            Event(DAY + timedelta(days=10), version=2),
        ]
    )
    assert plot is not None
    assert [(mark.x, mark.y, mark.label) for mark in plot.votes] == [
        (136.0, HEIGHT * 0.75, "10"),
        (256.0, 0.0, "40"),
    ]
    assert [(mark.x, mark.label) for mark in plot.versions] == [(16.0, "v1"), (256.0, "v2")]
    assert plot.line == "M136.0 72.0L256.0 0.0"


def test_labels_do_not_stand_on_one_another() -> None:
    plot = time_plot([Event(DAY + timedelta(days=day), votes=day) for day in range(40)])
    assert plot is not None
    labelled = [mark.x for mark in plot.votes if mark.label is not None]
    assert plot.votes[-1].label == "39"
    assert all(b - a >= 26 for a, b in pairwise(labelled))


def test_one_day_is_no_plot() -> None:
    assert time_plot([Event(DAY, version=1), Event(DAY, votes=3)]) is None
    assert time_plot([]) is None


def test_no_votes_at_all_lie_on_the_ground() -> None:
    plot = time_plot([Event(DAY, votes=0), Event(DAY + timedelta(days=1), votes=0)])
    assert plot is not None
    assert {mark.y for mark in plot.votes} == {HEIGHT}
