"""The file in which everything that is tried is written down as it ends, one line each.

Several processes append to it at once. A run that was stopped reads what it finds there and goes
on; the table at the end is made from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

FILE_VARIABLE = "PAPERKIN_TORTURE_REPORT"
PART_VARIABLE = "PAPERKIN_TORTURE_PART"

Outcome = Literal["passed", "fell", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was tried, or one figure that was told.

    Args:
        part: of the torture.
        unit: the test, target or mutant; what is told twice counts as told last.
        outcome: how it ended; empty for a figure.
        seconds: wall time.
        figure: whose value it is; empty for an outcome.
        value: a number (numbers of one part are summed) or words.
        words: of what fell.
    """

    part: str
    unit: str = ""
    outcome: Outcome | Literal[""] = ""
    seconds: float = 0.0
    figure: str = ""
    value: int | str = ""
    words: str = ""


def tell(line: Line) -> None:
    """Append a line, where a report is being written."""
    place = os.environ.get(FILE_VARIABLE)
    if place:
        # One write of a short line at the end of a file is whole, whoever else writes.
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def told(path: Path) -> Iterator[Line]:
    """The lines of a report; one that was torn by a kill is passed over."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield Line(**json.loads(line))
        except (TypeError, ValueError):
            continue


def this_part() -> str:
    """The part that this process is a run of; empty outside the torture."""
    return os.environ.get(PART_VARIABLE, "")


def done(part: str) -> set[str]:
    """Units of a part that need not be tried again."""
    place = os.environ.get(FILE_VARIABLE)
    if not place:
        return set()
    last = {one.unit: one.outcome for one in told(Path(place)) if one.part == part and one.outcome}
    return {unit for unit, outcome in last.items() if outcome != "fell"}
