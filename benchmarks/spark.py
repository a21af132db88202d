"""What the batch job on Spark costs a work, beside the embedded index on the same corpus.

    python -m benchmarks.spark SHARED --works 10000 30000 100000

Real abstracts first, then works generated from their sentences (`benchmarks.scale`). Costs are
processor seconds of all processes, Java's and Python's, so that a busy machine does not count; the
wall time stands beside. The lists of the first works must be those of the embedded index.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.scale import GrownCorpus, real_papers
from benchmarks.sparql_servers import family
from recommender import Recommender
from recommender.spark.tables import write_documents, write_edges

K = 20
COMPARED = 500
LOOKED_EVERY_S = 0.5
EMBEDDED = "embedded.json"


def run_job(folder: Path, master: str, every: int) -> None:
    """The job, in a process of its own."""
    from recommender.spark.job import session, write_related
    from recommender.spark.pipeline import Sizes

    spark = session(master)
    places = (str(folder / name) for name in ("documents.parquet", "edges.parquet", "related"))
    write_related(spark, *places, k=K, sizes=Sizes(every=every))
    spark.stop()


def measured_job(folder: Path, master: str, every: int) -> tuple[float, float]:
    """Processor seconds of the job and of all that it started, as last seen; and wall seconds."""
    seen: dict[int, float] = {}
    began = time.perf_counter()
    shutil.rmtree(folder / "related", ignore_errors=True)
    words = [sys.executable, "-m", "benchmarks.spark", "--job", str(folder), "--master", master]
    words += ["--every", str(every)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as job:
        while job.poll() is None:
            seen |= {pid: seconds for pid in family(job.pid) if (seconds := processor_s(pid))}
            time.sleep(LOOKED_EVERY_S)
    if job.returncode:
        raise RuntimeError("the job failed; run it by --job to see why")
    return sum(seen.values()), time.perf_counter() - began


def processor_s(pid: int) -> float:
    """Processor seconds of a process, 0 when it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rows_of(folder: Path) -> dict[str, list[str]]:
    """The lists that the job wrote."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "related").to_pylist()
    lists = defaultdict(list)
    for row in sorted(table, key=lambda row: row["rank"]):
        lists[row["work"]].append(row["related"])
    return lists


def prepare(corpus: GrownCorpus, folder: Path) -> None:
    """Write the tables, and beside them what the embedded index gives and costs."""
    folder.mkdir(parents=True, exist_ok=True)
    write_documents(folder / "documents.parquet", corpus.documents())
    write_edges(folder / "edges.parquet", corpus.edges())
    began = time.process_time()
    whole = Recommender.fit(corpus.documents(), corpus.edges())
    built, some = time.process_time() - began, whole.ids()[:: max(len(whole) // COMPARED, 1)]
    began = time.process_time()
    lists = {work: [one.id for one in whole.related(work, K).results] for work in some}
    asked = (time.process_time() - began) / len(some)
    cost = round(1000 * (built / corpus.size + asked), 2)
    (folder / EMBEDDED).write_text(json.dumps({"cpu_ms_a_work": cost, "lists": lists}))


def measure(size: int, folder: Path, master: str, every: int) -> None:
    """The job on tables that are there; of a sample, the lists of all are told from two samples."""
    embedded = json.loads((folder / EMBEDDED).read_text())
    cpu, wall = measured_job(folder, master, every)
    found = rows_of(folder)
    expected = {work: rows for work, rows in embedded["lists"].items() if work in found}
    shared = sum(len({*found[work]} & {*rows}) for work, rows in expected.items())
    result: dict[str, object] = {"works": size, "asked": len(found), "cpu_s": round(cpu)}
    if every > 1:
        half, _ = measured_job(folder, master, 2 * every)
        asking = (cpu - half) * 2 * every
        result |= {"prepared_ms_a_work": round(1000 * (cpu - asking / every) / size, 2)}
        cpu += asking * (1 - 1 / every)
    result |= {
        "spark_cpu_ms_a_work": round(1000 * cpu / size, 2),
        "spark_wall_s": round(wall, 1),
        "compared": len(expected),
        "embedded_cpu_ms_a_work": embedded["cpu_ms_a_work"],
        "overlap_at_20": round(shared / sum(map(len, expected.values())), 4),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result), flush=True)


def main() -> None:
    """Measure and print, one line of JSON a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", help="the folder with corpora/")
    parser.add_argument("--works", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    parser.add_argument("--folder", type=Path, help="keep tables here; a second run has only jobs")
    parser.add_argument("--prepare", action="store_true", help="with --folder: no job, only tables")
    parser.add_argument("--every", type=int, default=1, help="only every so many works ask")
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job is not None:
        run_job(asked.job, asked.master, asked.every)
        return
    with tempfile.TemporaryDirectory() as place:
        for size in asked.works:
            folder = (asked.folder or Path(place)) / str(size)
            if not (folder / EMBEDDED).exists():
                real = real_papers(asked.shared)
                prepare(GrownCorpus(real[:size], size), folder)
            if not asked.prepare:
                measure(size, folder, asked.master, asked.every)


if __name__ == "__main__":
    main()
