"""The parts of the torture: what each runs, and how much of it there must be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """The short form of every change, or the long one of a night."""

    name: str
    fuzz_runs: int
    api_cases_each: int
    mutants: int


QUICK = Form("quick", fuzz_runs=3_000, api_cases_each=10, mutants=0)
NIGHT = Form("night", fuzz_runs=30_000, api_cases_each=40, mutants=150)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the torture.

    Args:
        name: in the table and on the command line (there with hyphens).
        words: of its command, after ``python -m``.
        goal: least count in the short and in the long form; 0 where nothing is counted.
        is_alone: it measures times, so nothing else runs beside it.
        is_whole: its tests lean on each other, so a stopped run of it begins again.
    """

    name: str
    words: tuple[str, ...]
    goal: tuple[int, int] = (0, 0)
    is_alone: bool = False
    is_whole: bool = False

    @property
    def slug(self) -> str:
        """The name as one word."""
        return self.name.lower().replace(" ", "-")


def parts_of(form: Form) -> tuple[Part, ...]:
    """Every part, those that take longest first: two of them run at a time."""
    mutation = Part("mutation", ("tests.mutation", f"--mutants={form.mutants}"))
    return (
        _tests("random kills", "tests/torture/test_crashes.py", "-k", "random", goal=(30, 300)),
        _tests("crash points", "tests/torture/test_crashes.py", "-k", "numbered", goal=(40, 150)),
        _tests("injected faults", "tests/torture/test_faults.py", goal=(80, 80)),
        Part("fuzzing", ("tests.fuzz", f"--runs={form.fuzz_runs}"), (10, 10)),
        _tests("hostile inputs", "tests/hostile", goal=(100, 100), is_whole=True),
        _tests("endurance", "tests/torture/test_endurance.py"),
        _tests("API cases", "tests/web/api/test_contract.py", goal=(200, 500)),
        _tests("erasure", "tests/torture/test_erasure.py"),
        _tests("growth", "tests/torture/test_growth.py"),
        _tests("other engine", "tests/kg/sparql/test_differential.py"),
        *([mutation] if form.mutants else ()),
        _tests("load", "tests/torture/test_load.py", is_alone=True),
    )


def _tests(
    name: str,
    *places: str,
    goal: tuple[int, int] = (0, 0),
    is_alone: bool = False,
    is_whole: bool = False,
) -> Part:
    words = ("pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.torture.recording", *places)
    return Part(name, words, goal, is_alone, is_whole)
