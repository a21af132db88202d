"""``python -m tests.torture [--night]``: everything that tries to break the product, and a table.

Two lanes at a time, then the load alone. What is missing of the tools (atheris, schemathesis) is
said in the table and makes the command fail. Exit code 0 only when nothing fell.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

LONGEST_S = 3 * 3600


@dataclass(frozen=True, slots=True)
class Suite:
    """One part of the torture: its name in the table and the words of its command."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a part ended: what passed, what did not, and what it said when it fell."""

    name: str
    passed: int
    fell: int
    skipped: int
    seconds: float
    words: str


def pytest_of(name: str, *places: str) -> Suite:
    """A part that is a run of pytest."""
    return Suite(name, ("pytest", "-q", "-s", *places))


def lanes_of(*, is_night: bool) -> tuple[tuple[Suite, ...], ...]:
    """What runs beside each other, each lane in its order."""
    runs = 30_000 if is_night else 3_000
    return (
        (
            pytest_of("crash points", "tests/torture/test_crashes.py", "-k", "numbered"),
            Suite("fuzzing", ("tests.fuzz", f"--runs={runs}")),
            pytest_of("API cases", "tests/web/api/test_contract.py"),
        ),
        (
            pytest_of("random kills", "tests/torture/test_crashes.py", "-k", "random"),
            pytest_of("injected faults", "tests/torture/test_faults.py"),
            pytest_of("hostile inputs", "tests/hostile"),
            pytest_of("erasure", "tests/torture/test_erasure.py"),
            pytest_of("other engine", "tests/kg/sparql/test_differential.py"),
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--night", action="store_true", help="the long form, an hour or two")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="paperkin-torture-") as folder:
        place = Path(folder)
        os.environ["PAPERKIN_TORTURE"] = "night" if given.night else "quick"
        os.environ["PAPERKIN_TORTURE_FIGURES"] = str(place / "figures.jsonl")
        os.environ["PAPERKIN_API_CASES_EACH"] = "40" if given.night else "10"
        begun = time.monotonic()
        lanes = lanes_of(is_night=given.night)
        with ThreadPoolExecutor(len(lanes)) as pool:
            runs = pool.map(lambda lane: [run(one, place) for one in lane], lanes)
            ended = [one for lane in runs for one in lane]
        ended.append(run(pytest_of("load", "tests/torture/test_load.py"), place))
        tell(ended, read_figures(place / "figures.jsonl"), time.monotonic() - begun)
    return 1 if any(one.fell for one in ended) else 0


def run(suite: Suite, folder: Path) -> Ended:
    """Run one part in a process of its own; its report is read from the XML that it writes."""
    report = folder / (suite.name.replace(" ", "-") + ".xml")
    is_pytest = suite.words[0] == "pytest"
    extra = ("-p", "no:cacheprovider", f"--junitxml={report}") if is_pytest else ()
    begun = time.monotonic()
    try:
        process = subprocess.run(
            [sys.executable, "-m", *suite.words, *extra],
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
        code, said = process.returncode, (process.stdout + process.stderr).decode(errors="replace")
    except subprocess.TimeoutExpired:
        code, said = 1, f"no end after {LONGEST_S} s"
    seconds = time.monotonic() - begun
    print(f"{suite.name}: {'well' if code == 0 else 'FELL'} after {seconds:.0f} s", flush=True)
    if not is_pytest:
        return Ended(suite.name, int(code == 0), int(code != 0), 0, seconds, said)
    passed, fell, skipped = counted(report)
    fell = max(fell, int(code != 0))
    return Ended(suite.name, passed, fell, skipped, seconds, said if fell else "")


def counted(report: Path) -> tuple[int, int, int]:
    """Tests of a report that passed, fell and were skipped."""
    if not report.is_file():
        return 0, 1, 0
    suites = list(ElementTree.parse(report).iter("testsuite"))

    def total(name: str) -> int:
        return sum(int(one.get(name, 0)) for one in suites)

    fell, skipped = total("failures") + total("errors"), total("skipped")
    return total("tests") - fell - skipped, fell, skipped


def read_figures(path: Path) -> dict[str, list[tuple[str, object]]]:
    """What the suites told by :mod:`tests.torture.figures`, by kind."""
    found: dict[str, list[tuple[str, object]]] = defaultdict(list)
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, of, value = json.loads(line)
            found[kind].append((of, value))
    return found


def tell(
    ended: Sequence[Ended], figures: dict[str, list[tuple[str, object]]], seconds: float
) -> None:
    """Print the table, and after it the last words of what fell."""
    for kind, told in figures.items():
        print(f"\n{kind}")
        for of, value in told:
            print(f"  {of}: {value}")
    print(f"\n{'part':16} {'count':>7} {'passed':>7} {'fell':>5} {'skipped':>8} {'s':>6}")
    for one in ended:
        numbers = [value for _, value in figures.get(one.name, ()) if isinstance(value, int)]
        count = sum(numbers) if numbers else one.passed + one.fell
        told = f"{one.passed:7} {one.fell:5} {one.skipped:8} {one.seconds:6.0f}"
        print(f"{one.name:16} {count:7} {told}")
    for one in ended:
        if one.name == "fuzzing" or one.fell:
            print(f"\n--- {one.name}\n{one.words[-6_000:]}")
    fell = sum(one.fell for one in ended)
    print(f"\n{'nothing fell' if not fell else f'{fell} fell'}, {seconds / 60:.1f} minutes")


if __name__ == "__main__":
    sys.exit(main())
