"""``python -m tests.mutation [--mutants N]``: do the tests notice a wrong change?

A sample of all small wrong changes of the digest parser, the limits and the ranking, always the
same one for a seed. Each is tried in a forked child that runs the tests of its subject; what no
test notices is named. Nothing on the disk is changed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutation.mutants import Mutant, mutants_of, mutated
from tests.torture import figures
from tests.torture.recording import RESUME_VARIABLE
from tests.torture.report import Line, done, tell, this_part

LEAST_S = 60.0
SLOWER = 10
NOTICED, MISSED = "noticed", "not noticed"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is changed, and the tests that should notice."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS = (
    Subject(
        "digest parser",
        (
            "kg/sources/daily_papers/__init__.py",
            "kg/sources/daily_papers/authors.py",
            "kg/sources/daily_papers/lines.py",
        ),
        ("tests/kg/sources/test_daily_papers.py",),
    ),
    Subject(
        "limits",
        ("kg/sparql/limits.py", "kg/sparql/quota.py", "kg/sparql/check.py", "web/limits.py"),
        (
            "tests/kg/sparql/test_limits.py",
            "tests/kg/sparql/test_quota.py",
            "tests/kg/sparql/test_check.py",
            "tests/web/test_limits.py",
        ),
    ),
    Subject(
        "ranking",
        (
            "recommender/fusion.py",
            "recommender/signals.py",
            "recommender/weighting.py",
            "recommender/listing.py",
            "recommender/worth.py",
        ),
        (
            "tests/recommender/test_ranking.py",
            "tests/recommender/test_proximities.py",
            "tests/recommender/test_recommender.py",
            "tests/recommender/test_parameters.py",
        ),
    ),
)
_HEAVY = ("pytest", "numpy", "scipy.sparse.linalg", "sklearn.linear_model", "flask")
"""Imported once, before the children: none of it is ours, and none rewrites tests."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--mutants", type=int, default=150, help="of all subjects together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("subject", nargs="*", help="first words of their names; all by default")
    given = parser.parse_args(arguments)
    os.environ["PAPERKIN_PLAIN_KERNELS"] = "1"
    for name in _HEAVY:
        import_module(name)
    chosen = [one for one in SUBJECTS if not given.subject or one.name.split()[0] in given.subject]
    for subject in chosen:
        _try_all(subject, sample(subject, given.mutants // len(SUBJECTS), given.seed))
    return 0


def sample(subject: Subject, count: int, seed: int) -> list[Mutant]:
    """Mutants of a subject, the same ones for the same seed and sources."""
    known = [mutant for module in subject.modules for mutant in mutants_of(Path(module))]
    chosen = random.Random(seed).sample(known, min(count, len(known)))
    return sorted(chosen, key=str)


def _try_all(subject: Subject, mutants: Sequence[Mutant]) -> None:
    begun = time.monotonic()
    if _exit_code(subject, None, LEAST_S * SLOWER) != 0:
        raise SystemExit(f"the tests of the {subject.name} fail without any change")
    longest_s = max(LEAST_S, SLOWER * (time.monotonic() - begun))
    known = done(this_part()) if os.environ.get(RESUME_VARIABLE) else set()
    noticed = 0
    for mutant in mutants:
        unit = f"{subject.name}: {mutant}"
        if f"{unit} {NOTICED}" in known or f"{unit} {MISSED}" in known:
            noticed += f"{unit} {NOTICED}" in known
            continue
        begun = time.monotonic()
        is_noticed = _exit_code(subject, mutant, longest_s) != 0
        noticed += is_noticed
        seconds = round(time.monotonic() - begun, 1)
        unit = f"{unit} {NOTICED if is_noticed else MISSED}"
        print(unit, flush=True)
        tell(Line(part=this_part(), unit=unit, outcome="passed", seconds=seconds))
    share = f"{noticed} of {len(mutants)} mutants noticed ({noticed / max(1, len(mutants)):.0%})"
    figures.add("mutation", subject.name, share)


def _exit_code(subject: Subject, mutant: Mutant | None, longest_s: float) -> int:
    """How the tests end with a change in place; what takes too long is noticed as well."""
    child = os.fork()
    if child == 0:
        _be_child(subject, mutant)
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def _be_child(subject: Subject, mutant: Mutant | None) -> None:
    code = 3
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        if mutant is not None:
            sys.meta_path.insert(0, _Changed(mutant))
        code = int(_tests(subject))
    finally:
        os._exit(code)


def _tests(subject: Subject) -> int:
    import pytest

    return pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--no-header", *subject.tests])


class _Changed(MetaPathFinder):
    """Finds the one module that is changed, and loads it with its change."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        parts = mutant.path.with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See the base class."""
        if name != self._name:
            return None
        place = str(self._mutant.path.resolve())
        return spec_from_file_location(name, place, loader=_Loader(name, place, self._mutant))


class _Loader(SourceFileLoader):
    """Compiles the changed tree; never what was compiled before."""

    def __init__(self, name: str, place: str, mutant: Mutant) -> None:
        super().__init__(name, place)
        self._tree: ast.Module = mutated(mutant)

    def get_code(self, fullname: str) -> CodeType | None:
        """See the base class."""
        return compile(self._tree, self.path, "exec")


if __name__ == "__main__":
    sys.exit(main())
