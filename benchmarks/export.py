"""How fast dumps are written and checked, beside the engine's own dump and rdflib.

    python -m benchmarks.export --works 5000

The works are made up. Times are processor times, so that a busy machine does not count. The
engine's own dump is what the command ``oxigraph dump`` does, from the same store on disk. rdflib
serialises from memory, so our writers are measured from memory beside it, on the same triples.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.entities import Agent, Authorship, RecordRef, VoteReading, Work, WorkText
from kg.export import canonical_sha256, format_named, graph_names, quads_of_graphs, write_dump
from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.records import Sentence
from kg.validation import check_store

IRIS = Iris()
ROUNDS = 3
SENTENCE = "a method that learns from few examples and is tested on many tasks with open data"
WORDS = SENTENCE.split()


def entities(number: int) -> Iterator[Work | Agent]:
    """Made-up works with five authors, an abstract and ten citations each."""
    for one in range(number):
        words = " ".join(WORDS[one % len(WORDS) :] + WORDS)
        key = f"arxiv:2401.{one:05d}"
        agents = [f"name:{(one * 3 + place) % (number + 5):08x}" for place in range(5)]
        yield Work(
            key=key,
            ids=(key,),
            title=f"Work number {one}: {words}",
            title_source=f"Work number {one}: {words}",
            authorships=tuple(
                Authorship(listed_position=place, name=f"Author {agent}", agent=agent)
                for place, agent in enumerate(agents, start=1)
            ),
            texts=(
                WorkText(
                    key="abstract-arxiv",
                    field="abstract",
                    language="en",
                    sentences=(Sentence(text=" ".join([words] * 8)),),
                    source="arxiv",
                    licence="https://creativecommons.org/publicdomain/zero/1.0/",
                ),
            ),
            votes=(VoteReading(series="list", read_on=date(2024, 5, 1), votes=one % 50),),
            categories=("cs.LG",),
            cites=tuple(
                sorted({f"arxiv:2401.{(one * 7 + step) % number:05d}" for step in range(10)})
            ),
            records=(RecordRef(source="list", key=str(one), sha256="ab" * 32, location="x.md"),),
        )
    for one in range(number + 5):
        name = f"Author name:{one:08x}"
        yield Agent(key=f"name:{one:08x}", name=name, kind="name-cluster", names=(name,))


def filled(number: int, folder: Path) -> ox.Store:
    """A store on disk."""
    store = ox.Store(folder)
    store.bulk_extend(frame_quads(IRIS))
    store.bulk_extend(quad for entity in entities(number) for quad in quads(entity, IRIS))
    store.optimize()
    return store


def timed(name: str, quad_count: int, act: Callable[[], object]) -> float:
    """Print and give the quads a second of processor time."""
    began = time.process_time()
    act()
    rate = quad_count / (time.process_time() - began)
    print(f"  {name:44s} {rate:12,.0f} quads/s", flush=True)
    return rate


def run_ours(store: ox.Store, folder: Path) -> None:
    """Measure our dumps and checks."""
    names, count = graph_names(store, IRIS), len(store)
    for name in ("nquads", "trig", "ntriples", "turtle", "rdfxml", "jsonld"):
        fmt = format_named(name)
        timed(
            f"ours, {name}",
            count,
            lambda fmt=fmt: write_dump(quads_of_graphs(store, IRIS, names), folder / "dump", fmt),
        )
    timed(
        "ours, nquads.gz",
        count,
        lambda: write_dump(
            quads_of_graphs(store, IRIS, names),
            folder / "dump",
            format_named("nquads"),
            compression="gz",
        ),
    )
    timed(
        "ours, canonical hash",
        count,
        lambda: canonical_sha256(quads_of_graphs(store, IRIS, names)),
    )
    timed("ours, check", count, lambda: check_store(store, IRIS))


def run_engine(store: ox.Store, folder: Path) -> float:
    """Measure the engine's own dump."""
    count = len(store)
    return timed(
        "engine's own dump, nquads",
        count,
        lambda: store.dump(folder / "engine.nq", ox.RdfFormat.N_QUADS),
    )


def nquads_of(store: ox.Store, folder: Path) -> float:
    """Measure our dump of N-Quads."""
    names, fmt = graph_names(store, IRIS), format_named("nquads")
    return timed(
        "ours, nquads",
        len(store),
        lambda: write_dump(quads_of_graphs(store, IRIS, names), folder / "dump", fmt),
    )


def run_command(store: ox.Store, folder: Path) -> None:
    """Measure the command line's dump, where it is installed; its start counts."""
    count = len(store)
    command = shutil.which("oxigraph")
    if command is None:
        print("  oxigraph dump: the command is not installed")
    else:
        store.flush()
        began = time.perf_counter()
        subprocess.run(
            [command, "dump", "-l", str(folder / "store"), "-f", str(folder / "command.nq")],
            check=True,
        )
        print(f"  oxigraph dump  {count / (time.perf_counter() - began):12,.0f} quads/s (wall)")


def run_rdflib(number: int, folder: Path) -> dict[str, float]:
    """Measure rdflib's writers and ours on the same quads, both in memory; gives the ratios."""
    data = [quad for entity in entities(number) for quad in quads(entity, IRIS)]
    store, dataset = ox.Store(), rdflib.Dataset()
    store.bulk_extend(data)
    text = ox.serialize(data, format=ox.RdfFormat.N_QUADS)
    dataset.parse(data=text, format="nquads")
    union = rdflib.Graph().parse(
        data=ox.serialize((quad.triple for quad in data), format=ox.RdfFormat.N_TRIPLES),
        format="nt",
    )
    names = graph_names(store, IRIS)
    ratios = {}
    for ours, theirs, graph in (
        ("nquads", "nquads", dataset),
        ("trig", "trig", dataset),
        ("jsonld", "json-ld", dataset),
        ("ntriples", "nt", union),
        ("turtle", "turtle", union),
        ("rdfxml", "xml", union),
    ):
        fmt = format_named(ours)
        our_rate = timed(
            f"ours from memory, {ours}",
            len(store),
            lambda fmt=fmt: write_dump(quads_of_graphs(store, IRIS, names), folder / "memory", fmt),
        )
        their_rate = timed(
            f"rdflib from memory, {theirs}",
            len(data),
            lambda name=theirs, graph=graph: graph.serialize(
                io.BytesIO(), format=name, encoding="utf-8"
            ),
        )
        ratios[ours] = our_rate / their_rate
    return ratios


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=5_000, help="number of made-up works")
    number = parser.parse_args().works
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store = filled(number, folder / "store")
        print(f"{number} works, {len(store):,} quads")
        run_ours(store, folder)
        # By turns, since the rates of the machine drift; the best of each counts.
        rounds = [(nquads_of(store, folder), run_engine(store, folder)) for _ in range(ROUNDS)]
        ours, engine = (max(rates) for rates in zip(*rounds, strict=True))
        print(f"nquads: {ours / engine:.2f} x the engine's own dump")
        run_command(store, folder)
        for name, ratio in run_rdflib(number // 10 + 1, folder).items():
            print(f"{name}: {ratio:.1f} x rdflib")


if __name__ == "__main__":
    main()
