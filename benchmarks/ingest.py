"""From files to a published graph and index: how fast, how large, and what a day more costs.

    python -m benchmarks.ingest                  # everything, half an hour on a small machine
    python -m benchmarks.ingest --share 0.02     # every fiftieth file

Each corpus is read in a process of its own: file -> catalogue -> texts -> graph -> index ->
published. Beside it stand the time of a plain loop over the same files with the usual library of
the format, which keeps nothing, and rdflib's parse of a slice of the graph that was published.
Then everything goes into one catalogue, is read again, and gets one more day.

Times are processor times of all processes together, and wall times beside them; memory is the
largest sum of the resident memory of the process and its children. The corpora lie in the folder
that ``PAPERKIN_SHARED`` names, ``../shared`` by default.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph
import rdflib

from kg.sources import files_of
from web.services import open_services, open_workshop

SHARED = Path(os.environ.get("PAPERKIN_SHARED", Path(__file__).parents[2] / "shared"))
CORPORA = {
    "hf_daily": ("hf-daily", "hf_daily"),
    "daily_arxiv": ("arxiv", "daily_arxiv"),
    "acl_anthology": ("acl-anthology", "acl_anthology/xml"),
}
RDF_SLICE = 50_000
DAY = 300
_MEMORY_CHECK_S = 0.2


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock and of the processors."""

    wall_s: float
    processor_s: float


def processor_s() -> float:
    """Processor time of this process and of its children that ended."""
    used = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def spent(work: Callable[[], Any]) -> tuple[Any, Spent]:
    """What a piece of work gives, and what it costs."""
    wall, processor = time.monotonic(), processor_s()
    value = work()
    return value, Spent(time.monotonic() - wall, processor_s() - processor)


def files(name: str, share: float) -> list[Path]:
    """An even share of the files of a corpus."""
    source, folder = CORPORA[name]
    found = files_of(source, [SHARED / "corpora" / folder])
    return found[:: max(1, round(1 / share))]


# ---- the plain loop ---------------------------------------------------------------------------


def plain_loop(name: str, paths: Sequence[Path]) -> int:
    """Read the files with the usual library and keep nothing; returns how many papers there are."""
    reader = {"hf_daily": _json_papers, "daily_arxiv": _json_lines, "acl_anthology": _xml_papers}
    return sum(reader[name](path) for path in paths)


def _json_papers(path: Path) -> int:
    return sum(bool(one["paper"]["title"]) for one in json.loads(path.read_bytes()))


def _json_lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(bool(json.loads(line)["title"]) for line in lines)


def _xml_papers(path: Path) -> int:
    try:
        from lxml import etree
    except ImportError:
        return sum(
            bool(paper.findtext("title", "x")) for paper in ElementTree.parse(path).iter("paper")
        )
    return sum(1 for _, paper in etree.iterparse(str(path), tag="paper") if paper is not None)


# ---- one corpus -------------------------------------------------------------------------------


def load(data: Path, names: Sequence[str], share: float) -> dict[str, Any]:
    """Take corpora from their files to what readers see; runs in a process of its own."""
    stages: dict[str, Spent] = {}
    read = rejected = 0
    with open_workshop(data) as workshop:
        for name in names:
            paths = files(name, share)
            report, stages[f"read {name}"] = spent(
                lambda name=name, paths=paths: workshop.ingest(CORPORA[name][0], paths)
            )
            read += report.read
            rejected += len(report.rejected)
        _, stages["publish"] = spent(workshop.publish)
    return {
        "read": read,
        "rejected": rejected,
        "stages": {name: (one.wall_s, one.processor_s) for name, one in stages.items()},
    }


def add_day(data: Path) -> dict[str, Any]:
    """Read one more day, publish it, and make sure that it can be found."""
    day = data.parent / "day.jsonl"
    day.write_text("\n".join(map(json.dumps, _day())), encoding="utf-8")
    with open_workshop(data) as workshop:
        _, reading = spent(lambda: workshop.ingest("jsonl", [day]))
        _, publishing = spent(workshop.publish)
    with open_services(data) as services:
        first = f"arxiv:2606.{1:05}"
        assert services.related(first).results, "the new day is not recommendable"
        assert any(one.id == first for one in services.search("loom weaving 1").results)
        iri = services.iris.work(first).value
        assert _is_in_graph(data, iri), "the new day is not in the graph"
    return {
        "wall_s": reading.wall_s + publishing.wall_s,
        "processor_s": reading.processor_s + publishing.processor_s,
    }


def _day() -> Iterator[dict[str, object]]:
    for number in range(1, DAY + 1):
        yield {
            "id": f"arxiv:2606.{number:05}",
            "title": f"Loom weaving {number} by diffusion",
            "abstract": f"We propose Weave{number % 40}Net, a diffusion model for looms. "
            "It is evaluated on ImageNet and is 3% better than LoRA.",
            "authors": [f"Ada Weft {number}", "Bo Warp"],
            "year": 2026,
        }


def _is_in_graph(data: Path, iri: str) -> bool:
    named = pyoxigraph.NamedNode(iri)
    return any(True for _ in _published(data).quads_for_pattern(named, None, None, None))


def _published(data: Path) -> pyoxigraph.Store:
    current = json.loads((data / "CURRENT").read_text(encoding="utf-8"))
    return pyoxigraph.Store.read_only(str(data / current["graph"]))


def counts(data: Path) -> dict[str, int]:
    """How much the catalogue holds, and how many works several sources speak of."""
    from sqlalchemy import func, select

    from kg.catalogue import Catalogue
    from kg.catalogue.tables import record

    with open_services(data) as services:
        held = dict(services.counts())
    catalogue = Catalogue(data / "catalogue.sqlite")
    with catalogue.reading() as connection:
        several = (
            select(record.c.work_key)
            .group_by(record.c.work_key)
            .having(func.count(record.c.source.distinct()) > 1)
        )
        joined = connection.execute(
            select(func.count()).select_from(several.subquery())
        ).scalar_one()
    catalogue.close()
    names = ("work", "agent", "venue", "concept")
    return {name: held[name] for name in names} | {"joined works": int(joined)}


def rdflib_s(data: Path) -> tuple[int, float]:
    """How long rdflib takes for the first quads of the published graph."""
    store = _published(data)
    named = (store.quads_for_pattern(None, None, None, one) for one in store.named_graphs())
    quads = list(islice(chain.from_iterable(named), RDF_SLICE))
    text = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    began = time.process_time()
    rdflib.Dataset().parse(data=text, format="nquads")
    return len(quads), time.process_time() - began


# ---- processes and their memory ---------------------------------------------------------------


def in_process(task: str, data: Path, names: Sequence[str], share: float) -> dict[str, Any]:
    """Run a task of this file in a new process; adds its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.ingest", "--task", task, "--data", str(data)]
    command += ["--share", str(share), "--corpora", ",".join(names)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process, _peak(process.pid) as peak:
        assert process.stdout is not None
        told = process.stdout.read()
        if process.wait():
            raise SystemExit(f"{task} of {', '.join(names)} failed")
    answer: dict[str, Any] = json.loads(told)
    return answer | {"peak_mb": peak[0]}


@contextmanager
def _peak(pid: int) -> Iterator[list[float]]:
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(_MEMORY_CHECK_S):
            peak[0] = max(peak[0], _tree_mb(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _tree_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(_tree_mb(int(one)) for one in children)


# ---- the report -------------------------------------------------------------------------------


def tell(title: str, data: Path, names: Sequence[str], share: float) -> None:
    """Load some corpora and print what that cost, beside the plain loop and rdflib."""
    loop = [spent(lambda name=name: plain_loop(name, files(name, share))) for name in names]
    papers, loop_s = sum(one for one, _ in loop), sum(cost.processor_s for _, cost in loop)
    done = in_process("load", data, names, share)
    wall = sum(one for one, _ in done["stages"].values())
    processor = sum(one for _, one in done["stages"].values())
    quads, parse_s = rdflib_s(data)
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    print(f"\n{title}: {done['read']:,} records, {done['rejected']} rejected")
    for stage, (wall_s, processor_time) in done["stages"].items():
        print(f"  {stage:24} {wall_s:8.1f} s   processors {processor_time:8.1f} s")
    print(f"  {'records a second':24} {done['read'] / wall:8.0f}     ", end="")
    print(f"per processor {done['read'] / processor:8.0f}")
    print(f"  {'peak memory':24} {done['peak_mb']:8.0f} MB")
    print(f"  {'data directory':24} {size / 2**20:8.0f} MB (hard links counted twice)")
    print(f"  {'plain loop':24} {loop_s:8.1f} s   ours is {processor / loop_s:.0f} times that")
    print(f"  rdflib parses {quads:,} quads of the graph in {parse_s:.1f} s")
    held = counts(data)
    print("  " + ", ".join(f"{name}: {number:,}" for name, number in held.items()))
    assert papers >= done["read"] - done["rejected"] >= 0.999 * papers, (papers, done)
    assert 0 < held["work"] <= done["read"]
    assert held["agent"] > held["work"] / 2
    if len(names) > 1 and share == 1:
        assert held["joined works"] > 0


def main() -> None:
    """Run everything, or one task in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the files, in (0, 1]")
    parser.add_argument("--corpora", default=",".join(CORPORA))
    parser.add_argument("--task", choices=("load", "day"))
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    names = given.corpora.split(",")
    if given.task:
        result = load(given.data, names, given.share) if given.task == "load" else None
        print(json.dumps(result or add_day(given.data)))
        return
    folder = Path(tempfile.mkdtemp(prefix="paperkin-ingest-"))
    try:
        everything = folder / "everything"
        for name in names if len(names) > 1 else []:
            tell(name, folder / name, [name], given.share)
            shutil.rmtree(folder / name)
        tell(", ".join(names), everything, names, given.share)
        again = in_process("load", everything, names, given.share)
        cost = sum(one for _, one in again["stages"].values())
        print(f"\nread again: {cost:.1f} s of the processors, nothing changes")
        day = in_process("day", everything, names, given.share)
        print(f"one day more ({DAY} papers): {day['wall_s']:.1f} s, ", end="")
        print(f"processors {day['processor_s']:.1f} s, peak memory {day['peak_mb']:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
