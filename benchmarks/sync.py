"""How long 10,000 changes take to reach each store, and from each catalogue.

    python -m benchmarks.sync --changes 10000

Stores: a mirror in a folder, behind an Oxigraph server, and behind Virtuoso. The changes are made
up: works appear, half of them change later. Each mirror begins with a snapshot and then follows the
feed. Catalogues: SQLite and PostgreSQL; works are put in, and a graph that held one of them catches
up. Afterwards canonical hashes must equal those of a graph made at once. Times are wall times: most
of them passes in other processes and on the disk.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import zstandard

from benchmarks.export import IRIS, SENTENCE, entities
from kg.catalogue import Catalogue, IngestReport, ingest
from kg.entities import Work
from kg.export import canonical_sha256
from kg.feed import FeedWriter, Offer, RecordedStore, is_told, open_mirror
from kg.feed.pages import pages_of, read_state
from kg.graph import meta_terms
from kg.identifiers import WorkId
from kg.mapping import quads
from kg.projection import catch_up
from kg.records import AuthorName, BibliographicRecord, Prose, Sentence
from kg.stores import Endpoint, MemoryStore, OxigraphStore, Patch
from kg.stores.address import endpoint_of
from tests.servers.postgres import PostgresServer
from tests.servers.sparql import OxigraphServer, VirtuosoServer

CHANGES_A_PATCH = 500
FIRST = 100
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


class Feed:
    """A feed on disk, told without a network: what is measured is the mirror."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = MemoryStore(meta_terms(IRIS))
        writer = FeedWriter(
            folder, mapping="1", is_told=lambda graph: is_told(graph, IRIS), kept=10**9
        )
        self.recorded = RecordedStore(self.store, writer)

    def offer(self) -> Offer:
        """What there is now."""
        state, meta = read_state(self._folder), meta_terms(IRIS)
        assert state is not None
        told = {name: getattr(meta, name).value for name in ("graph", "subject", "predicate")}
        told["graph_base"] = IRIS.graph("").value
        last = self.store.change_number()
        return Offer("https://x.example/changes", state.name, state.reason, FIRST, last, told)

    def page(self, after: int) -> str:
        """The page after a change."""
        state = read_state(self._folder)
        assert state is not None
        found = [page for page in pages_of(self._folder, state) if page.previous == after]
        return found[0].path.read_text("utf-8") if found else ""

    def snapshot(self, target: Path) -> None:
        """Everything that is told now."""
        state = read_state(self._folder)
        assert state is not None
        told = list(self.store.quads())
        text = f"# snapshot feed={state.name} number={self.store.change_number()}\n".encode()
        text += ox.serialize(told, format=ox.RdfFormat.N_QUADS) or b""
        text += f"# complete quads={len(told)}\n".encode()
        target.write_bytes(zstandard.compress(text))


def patches(works: list[Work], changes: int) -> Iterable[Patch]:
    """Works that appear and change, some hundred changes at once."""
    number, held = FIRST, 0
    while number < changes + FIRST:
        new = works[held : held + CHANGES_A_PATCH // 2]
        old = works[max(0, held - len(new)) : held]
        gone = [quad for work in old for quad in quads(work, IRIS)]
        changed = (quad for work in old for quad in quads(_retitled(work), IRIS))
        added = [*changed, *(quad for work in new for quad in quads(work, IRIS))]
        number, held = number + CHANGES_A_PATCH, held + len(new)
        both = set(gone) & set(added)
        yield Patch(
            [quad for quad in gone if quad not in both],
            [quad for quad in added if quad not in both],
            number,
        )


def _retitled(work: Work) -> Work:
    return replace(work, title=work.title + " again")


def record(number: int) -> BibliographicRecord:
    """A made-up record: an abstract, two authors of its own and one of many."""
    work = WorkId("arxiv", f"2401.{number:05d}")
    names = (f"Author {number}", f"Person {number}", f"Known {number % 50}")
    return BibliographicRecord(
        source="a",
        key=work.value,
        location="x",
        ids=(work,),
        title_source=f"Work {number} {SENTENCE}",
        title=f"Work {number} {SENTENCE}",
        authors=tuple(AuthorName(name=name) for name in names),
        prose=(
            Prose(
                field="abstract", language="en", sentences=(Sentence(text=SENTENCE),), licence=CC0
            ),
        ),
        cites=(WorkId("arxiv", f"2401.{number // 2:05d}"),),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        works = [one for one in entities(changes) if isinstance(one, Work)]
        _measure("mirror in a folder", folder / "feed", works, changes, folder / "mirror")
        for server in (OxigraphServer(folder / "oxigraph"), VirtuosoServer(folder / "virtuoso")):
            server.start()
            name, target = type(server).__name__, endpoint_of(server.setting)
            try:
                _measure(f"mirror, {name}", folder / f"feed-{name}", works, changes, target)
            finally:
                server.kill()
        _measure_catalogue("SQLite", folder / "catalogue.sqlite", changes, folder / "graph")
        postgres = PostgresServer(folder / "postgres")
        postgres.start()
        try:
            address = postgres.create("sync", "--locale=C.UTF-8", "--template=template0")
            _measure_catalogue("PostgreSQL", address, changes, folder / "graph-postgres")
        finally:
            postgres.stop()


def _measure_catalogue(name: str, address: str | Path, changes: int, folder: Path) -> None:
    """Put works in until there are so many changes, and let a graph catch up."""
    catalogue, store = Catalogue(address), OxigraphStore(folder, meta_terms(IRIS))
    mapped = partial(quads, iris=IRIS)
    ingest(catalogue, "a", "x", [record(0)], IngestReport("a"))
    first = catch_up(catalogue, store, mapped)
    began = time.perf_counter()
    # each record changes its work, two new authors and one that is known
    ingest(catalogue, "a", "x", map(record, range(1, changes // 4 + 1)), IngestReport("a"))
    middle = time.perf_counter()
    last = catch_up(catalogue, store, mapped)
    ended = time.perf_counter()
    whole = MemoryStore(meta_terms(IRIS))
    catch_up(catalogue, whole, mapped)
    same = canonical_sha256(store.quads()) == canonical_sha256(whole.quads())
    print(
        f"catalogue, {name}: {last - first:,} changes put in {middle - began:.1f} s, "
        f"brought to the graph in {ended - middle:.1f} s; {'equal' if same else 'DIFFERENT'}",
        flush=True,
    )
    store.close()
    catalogue.close()


def _measure(
    name: str, place: Path, works: list[Work], changes: int, target: Path | Endpoint
) -> None:
    feed = Feed(place)
    feed.recorded.bulk_load(quads(works[-1], IRIS), FIRST)
    mirror = open_mirror(feed, target)
    mirror.follow()
    for patch in patches(works, changes):
        feed.recorded.apply(patch)
    feed.recorded.finish()
    began = time.perf_counter()
    report = mirror.follow()
    seconds = time.perf_counter() - began
    theirs = (q for q in mirror._store.quads() if not q.graph_name.value.endswith("/mirror"))
    same = canonical_sha256(theirs) == canonical_sha256(feed.store.quads())
    print(
        f"{name}: {report.number - FIRST:,} changes, {feed.store.count():,} quads, "
        f"{report.patches} patches in {seconds:.1f} s; {'equal' if same else 'DIFFERENT'}",
        flush=True,
    )
    mirror.close()


if __name__ == "__main__":
    main()
