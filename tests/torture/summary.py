"""The table at the end: what was counted, what it had to be, what fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.torture.parts import NIGHT, Form, Part
from tests.torture.report import Line

RUN = "the run"
"""Unit that stands for the whole of a part."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part in the table; seconds are those of its tests, in all runs together."""

    part: Part
    count: int
    goal: int
    passed: int
    fell: int
    skipped: int
    seconds: float
    figures: dict[str, int | str]
    words: str

    @property
    def is_short(self) -> bool:
        """Less was tried than must be."""
        return self.count < self.goal


def rows_of(parts: Sequence[Part], lines: Sequence[Line], form: Form) -> list[Row]:
    """A row for each part of which something is told."""
    return [
        _row(part, mine, part.goal[form is NIGHT])
        for part in parts
        if (mine := [one for one in lines if one.part == part.name])
    ]


def _row(part: Part, lines: Sequence[Line], goal: int) -> Row:
    """What is told again, because a run was stopped and went on, counts as told last."""
    ends = {one.unit: one for one in lines if one.outcome}
    figures = {one.figure: one.value for one in lines if one.figure}
    run = ends.pop(RUN, None)
    fell = [one for one in ends.values() if one.outcome == "fell"]
    if run is not None and run.outcome == "fell" and not fell:
        fell = [run]
    passed = sum(one.outcome == "passed" for one in ends.values())
    numbers = [value for value in figures.values() if isinstance(value, int)]
    return Row(
        part,
        sum(numbers) if numbers else passed,
        goal,
        passed,
        len(fell),
        sum(one.outcome == "skipped" for one in ends.values()),
        sum(one.seconds for one in ends.values()),
        figures,
        "\n".join(f"{one.unit}\n{one.words}" for one in fell),
    )


def print_summary(parts: Sequence[Part], lines: Sequence[Line], form: Form, seconds: float) -> int:
    """Print figures, the table and what fell; gives 1 when something did, else 0."""
    rows = rows_of(parts, lines, form)
    for row in rows:
        _print_figures(row)
    _print_table(rows)
    for row in rows:
        if row.fell:
            print(f"\n--- {row.part.name}\n{row.words}")
        elif row.is_short:
            print(f"\n--- {row.part.name}: {row.count} of at least {row.goal}")
    bad = sum(bool(row.fell) or row.is_short for row in rows)
    missing = [one.name for one in parts if one.name not in {row.part.name for row in rows}]
    if missing:
        print(f"\nnot run: {', '.join(missing)}")
    end = f"{bad} parts fell or tried too little" if bad else "nothing fell"
    print(f"\n{end}, {seconds / 60:.1f} minutes")
    return int(bool(bad))


def _print_figures(row: Row) -> None:
    if row.figures:
        print(f"\n{row.part.name}")
    for of, value in row.figures.items():
        print(f"  {of}: {value}")


def _print_table(rows: Sequence[Row]) -> None:
    heads = ("count", "goal", "passed", "fell", "skipped", "s")
    print(f"\n{'part':16}" + "".join(f"{one:>8}" for one in heads))
    for row in rows:
        told = (row.count, row.goal or "", row.passed, row.fell, row.skipped, round(row.seconds))
        print(f"{row.part.name:16}" + "".join(f"{one:>8}" for one in told))
