"""How long a day's new works take to enter a saved index, beside building it.

    python -m benchmarks.freshness --works 100000 --new 300

Processor and elapsed seconds; memory is what the process holds that no file backs, since a mapped
index is shared with whoever else serves it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks.scale import GrownCorpus, real_papers
from recommender import Recommender

T = TypeVar("T")


def timed(name: str, act: Callable[[], T]) -> T:
    """Do it, and print what it took."""
    elapsed, spent = time.perf_counter(), time.process_time()
    result = act()
    spent, elapsed = time.process_time() - spent, time.perf_counter() - elapsed
    print(f"  {name:28s} {spent:7.2f} s of processor time, {elapsed:7.2f} s, {held_gib():.2f} GiB")
    return result


def held_gib() -> float:
    """Memory of this process that is not mapped from files."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 2**20
    return 0.0


def run(shared: Path, size: int, new: int) -> None:
    """Build and save all but the new works, then load, add, save."""
    real = real_papers(shared)
    corpus = GrownCorpus(real[: size - new], size - new)
    day = GrownCorpus(real[-new:], new)
    documents = [replace(document, id=f"n{document.id}") for document in day.documents()]
    edges = [
        replace(e, source=f"n{e.source}", target=f"n{e.target}" if e.kind == "cites" else e.target)
        for e in day.edges()
    ]
    with tempfile.TemporaryDirectory() as folder:
        old, place = Path(folder) / "old", Path(folder) / "new"
        fit = timed("build", lambda: Recommender.fit(corpus.documents(), corpus.edges()))
        fit.save(old)
        del fit
        Recommender.load(old).add(documents[:1], [])  # compiles, and brings the files to memory
        loaded = timed("load", lambda: Recommender.load(old))
        grown = timed(f"add {new} works", lambda: loaded.add(documents, edges))
        timed("save", lambda: grown.save(place))
        timed(f"remove {new} works", lambda: grown.remove([one.id for one in documents]))


def main() -> int:
    """Run one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=300)
    options = parser.parse_args()
    shared = Path(os.environ.get("PAPERKIN_SHARED", "../shared"))
    if not shared.is_dir():
        print(f"skipped: no folder {shared} (set PAPERKIN_SHARED)")
        return 0
    print(f"{options.works} works, the last {options.new} of them new")
    run(shared, options.works, options.new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
