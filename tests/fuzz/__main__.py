"""``python -m tests.fuzz``: guided by coverage, every target; needs the package atheris.

A find is told, makes the command fail, and is kept in ``tests/fuzz/found``: the tests try it from
then on, so they fail until it is mended, and every later search begins with it too.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.seeds import FOUND, found
from tests.torture.recording import RESUME_VARIABLE
from tests.torture.report import Line, done, tell, this_part

PACKAGES = ["kg", "recommender", "web"]
LONGEST_INPUT_S = 20
_DONE = re.compile(rb"Done (\d+)|stat::number_of_executed_units: (\d+)")
_COVERED = re.compile(rb"cov: (\d+)")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What became of one target: inputs tried, edges of our code seen, words of a find."""

    name: str
    runs: int
    covered: int
    seconds: float
    find: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help="all by default")
    parser.add_argument("--runs", type=int, default=3_000, help="inputs a target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=FOUND)
    parser.add_argument("--here", action="store_true", help="the one target in this process")
    given = parser.parse_args(arguments)
    if given.here:
        return fuzz_here(given.targets[0], given.runs, given.seed, given.finds)
    results = fuzz(given.targets, given.runs, given.seed, given.finds)
    for one in results:
        print(f"{one.name:16} {one.runs:7} runs, {one.covered:6} edges, {one.seconds:5.1f} s")
    for one in results:
        if one.find:
            print(f"\n{one.name}: {one.find}", file=sys.stderr)
    return any(one.find for one in results)


def fuzz(names: Sequence[str], runs: int, seed: int, finds: Path) -> list[Fuzzed]:
    """Fuzz targets, each in a process of its own; two at a time, unless the torture does so.

    Args:
        names: of targets; all when empty.
        runs: inputs a target.
        seed: of the search.
        finds: folder for inputs that fell.
    """
    from tests.fuzz.targets import TARGETS

    known = done(this_part()) if os.environ.get(RESUME_VARIABLE) else set()
    chosen = [name for name in names or TARGETS if name not in known]
    with ThreadPoolExecutor(1 if this_part() else 2) as pool:
        return list(pool.map(lambda name: _told(_fuzz_one(name, runs, seed, finds), runs), chosen))


def _told(fuzzed: Fuzzed, runs: int) -> Fuzzed:
    """Tell the report of the torture what became of a target; it must have had all its runs."""
    is_well = not fuzzed.find and fuzzed.runs >= runs
    tell(
        Line(
            part=this_part(),
            unit=fuzzed.name,
            outcome="passed" if is_well else "fell",
            seconds=round(fuzzed.seconds, 1),
            words=fuzzed.find or ("" if is_well else f"only {fuzzed.runs} runs"),
        )
    )
    said = f"{fuzzed.runs} runs, {fuzzed.covered} edges"
    tell(Line(part=this_part(), figure=fuzzed.name, value=said))
    return fuzzed


def _fuzz_one(name: str, runs: int, seed: int, finds: Path) -> Fuzzed:
    words = ["--here", name, f"--runs={runs}", f"--seed={seed}", f"--finds={finds}"]
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *words],
        capture_output=True,
        check=False,
        # What numba compiles cannot be watched.
        env={**os.environ, "PAPERKIN_PLAIN_KERNELS": "1"},
    )
    said = ended.stdout + ended.stderr
    tried = [int(one or other) for one, other in _DONE.findall(said)]
    covered = [int(one) for one in _COVERED.findall(said)]
    find = "" if ended.returncode == 0 else said[-3_000:].decode("utf-8", "replace")
    seconds = time.monotonic() - begun
    return Fuzzed(name, max(tried, default=0), max(covered, default=0), seconds, find)


def fuzz_here(name: str, runs: int, seed: int, finds: Path) -> int:
    """Fuzz one target; libFuzzer ends the process itself."""
    import atheris

    finds.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=PACKAGES):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        begun_with = (*target.seeds, *found(name))
        # Targets import what they need when they run: now, under the eyes of the fuzzer.
        for seed_input in begun_with:
            target.run(seed_input)
    with tempfile.TemporaryDirectory(prefix="paperkin-fuzz-") as corpus:
        for number, seed_input in enumerate(begun_with):
            (Path(corpus) / f"seed-{number}").write_bytes(seed_input)
        options = [
            f"-runs={runs}",
            f"-seed={seed}",
            f"-max_len={target.longest}",
            f"-timeout={LONGEST_INPUT_S}",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
            f"-artifact_prefix={finds}/{name}-",
            corpus,
        ]
        atheris.Setup([name, *options], target.run)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
