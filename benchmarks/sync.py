"""How long a mirror takes for 10,000 changes, in a folder and behind an Oxigraph server.

    python -m benchmarks.sync --changes 10000

The changes are made up: works appear, half of them change later. Each mirror begins with a snapshot
and then follows the feed; afterwards its canonical hash must equal that of the source. Times are
wall times: most of them passes in other processes and on the disk.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import zstandard

from benchmarks.export import IRIS, entities
from kg.entities import Work
from kg.export import canonical_sha256
from kg.feed import FeedWriter, Offer, RecordedStore, is_told, open_mirror
from kg.feed.pages import pages_of, read_state
from kg.graph import meta_terms
from kg.mapping import quads
from kg.stores import Endpoint, MemoryStore, Patch
from kg.stores.addresses import endpoint_of

CHANGES_A_PATCH = 500
FIRST = 100


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        works = [one for one in entities(changes) if isinstance(one, Work)]
        _measure("folder", folder / "feed1", works, changes, folder / "mirror")
        command = shutil.which("oxigraph")
        if command is None:
            print("oxigraph server: the command is not installed")
            return
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        bind = f"127.0.0.1:{port}"
        server = subprocess.Popen(
            [command, "serve", "--location", str(folder / "server"), "--bind", bind],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(2)
        try:
            target = endpoint_of(f"sparql+http://{bind}/query")
            _measure("oxigraph server", folder / "feed2", works, changes, target)
        finally:
            server.terminate()
            server.wait()


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
