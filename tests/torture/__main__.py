"""``python -m tests.torture [--night] [PART…]``: everything that tries to break the product.

Two parts at a time, then the load alone; a table at the end. Exit code 0 only when nothing fell
and every part that ran has counted what it must. What is missing of the tools (atheris,
schemathesis) makes their parts fall. Every end is written to a report at once, so a run that was
stopped goes on with ``--resume``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.torture.parts import NIGHT, QUICK, Form, Part, parts_of
from tests.torture.recording import RESUME_VARIABLE
from tests.torture.report import FILE_VARIABLE, PART_VARIABLE, Line, tell, told
from tests.torture.summary import RUN, print_summary

LONGEST_S = 3 * 3600
_NOTHING_LEFT = 5
"""What pytest says when every test was left out."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--night", action="store_true", help="the long form, an hour or two")
    parser.add_argument("--resume", action="store_true", help="go on where a run was stopped")
    parser.add_argument("--report", type=Path, help="default: build/torture-FORM.jsonl")
    parser.add_argument("--lanes", type=int, default=2, help="parts at a time")
    parser.add_argument("part", nargs="*", help="only these; all by default")
    given = parser.parse_args(arguments)
    form = NIGHT if given.night else QUICK
    parts = parts_of(form)
    slugs = {one.slug for one in parts}
    if unknown := set(given.part) - slugs:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(sorted(slugs))}")
    chosen = [one for one in parts if not given.part or one.slug in given.part]
    report = given.report or Path("build", f"torture-{form.name}.jsonl")
    _prepare(form, report, is_resumed=given.resume)
    begun = time.monotonic()
    _run_all(chosen, given.lanes, report, is_resumed=given.resume)
    return print_summary(parts, list(told(report)), form, time.monotonic() - begun)


def _prepare(form: Form, report: Path, *, is_resumed: bool) -> None:
    report.parent.mkdir(parents=True, exist_ok=True)
    if not is_resumed:
        report.unlink(missing_ok=True)
    os.environ[FILE_VARIABLE] = str(report.resolve())
    os.environ["PAPERKIN_TORTURE"] = form.name
    os.environ["PAPERKIN_API_CASES_EACH"] = str(form.api_cases_each)


def _run_all(parts: Sequence[Part], lanes: int, report: Path, *, is_resumed: bool) -> None:
    ended = {one.part for one in told(report) if one.unit == RUN and one.outcome == "passed"}
    left = [one for one in parts if not (is_resumed and one.name in ended)]
    with ThreadPoolExecutor(lanes) as pool:
        together = [one for one in left if not one.is_alone]
        list(pool.map(lambda one: _run(one, is_resumed=is_resumed), together))
    for one in left:
        if one.is_alone:
            _run(one, is_resumed=is_resumed)


def _run(part: Part, *, is_resumed: bool) -> None:
    """Run one part in a process of its own; what it tries, it tells to the report itself."""
    variables = {**os.environ, PART_VARIABLE: part.name}
    if is_resumed and not part.is_whole:
        variables[RESUME_VARIABLE] = "1"
    begun = time.monotonic()
    try:
        process = subprocess.run(
            [sys.executable, "-m", *part.words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=variables,
            timeout=LONGEST_S,
            check=False,
        )
        code, said = process.returncode, process.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        code, said = 1, f"no end after {LONGEST_S} s"
    seconds = time.monotonic() - begun
    is_well = code == 0 or (is_resumed and code == _NOTHING_LEFT)
    print(f"{part.name}: {'well' if is_well else 'FELL'} after {seconds:.0f} s", flush=True)
    words = "" if is_well else said[-6_000:]
    outcome = "passed" if is_well else "fell"
    tell(Line(part=part.name, unit=RUN, outcome=outcome, seconds=round(seconds, 1), words=words))


if __name__ == "__main__":
    sys.exit(main())
