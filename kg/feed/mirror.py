"""A store that mirrors the open dataset of another installation, each change exactly once.

The store itself says which change of which feed it contains, written in the same update as the
change (the number where the other side keeps its own, the feed's name in a graph that belongs to
the mirror); so whatever interrupts a mirror, it goes on from there. Where the feed does not lead on
(it began anew, or the mirror was away for longer than the feed remembers), everything is taken anew
from a snapshot.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.export.errors import PatchInvalid
from kg.export.patches import RdfPatch, read_patches
from kg.feed.errors import FeedDamaged, FeedPassed, WrongMirror
from kg.feed.source import FeedSource, Offer
from kg.stores.contract import MetaTerms, Patch, Store
from kg.vocab import DCTERMS, PAPERKIN

_HEADER = re.compile(rb"# snapshot feed=(\S+) number=(\d+)\n")
_FOOTER = re.compile(rb"# complete quads=(\d+)\n")
_TAIL_BYTES = 200
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class FollowReport:
    """What following did.

    Args:
        number: the change that the mirror contains now.
        patches: applied, one by one.
        snapshots: times that everything was taken anew.
        reasons: why, for each of them.
    """

    number: int = 0
    patches: int = 0
    snapshots: int = 0
    reasons: tuple[str, ...] = ()


def meta_of(offer: Offer) -> MetaTerms:
    """Where a mirror of this feed keeps its change number: where the dataset itself does."""
    named = (NamedNode(offer.meta[name]) for name in ("graph", "subject", "predicate"))
    return MetaTerms(*named)


class Mirror:
    """Follows one feed with one store, which only one process may do at a time.

    Args:
        source: the other side.
        open_store: opens the store; called again after ``clear_store``.
        clear_store: makes an empty store of it, which can be opened again; gets the open store.
        scratch: a folder for snapshots on their way.
        where: names the store in errors.
        may_overwrite: says of a store with content but without a name whether it is ours.
    """

    def __init__(
        self,
        source: FeedSource,
        open_store: Callable[[Offer], Store],
        clear_store: Callable[[Store], None],
        scratch: Path,
        *,
        where: str = "the store",
        may_overwrite: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source = source
        self._open_store = open_store
        self._clear_store = clear_store
        self._scratch = scratch
        self._where = where
        self._may_overwrite = may_overwrite
        self._offer = source.offer()
        self._store = open_store(self._offer)
        self.report = FollowReport()

    def close(self) -> None:
        """Flush and close the store."""
        self._store.close()

    def follow(self, progress: Progress | None = None) -> FollowReport:
        """Bring the mirror to the newest change of the feed.

        Args:
            progress: called with the number reached and the number aimed at.

        Raises:
            FeedError: the other side failed; the mirror is whole and can go on later.
            WrongMirror: the store holds something else.
        """
        offer = self._source.offer()
        if offer.meta != self._offer.meta:
            raise WrongMirror(self._where, "the feed tells another dataset now")
        self._offer = offer
        reason = self._why_anew(offer)
        if reason:
            self._begin_anew(reason)
        while self._step():
            if progress is not None:
                progress(self._number(), max(self._number(), offer.last))
        self._store.flush()
        self.report.number = self._number()
        return self.report

    # ---- pages --------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Apply what follows on the number reached; False when nothing does."""
        reached = self._number()
        try:
            text = self._source.page(reached)
        except FeedPassed as passed:
            self._begin_anew(str(passed))
            return True
        try:
            patches = list(read_patches(text.splitlines()))
        except PatchInvalid as error:
            raise FeedDamaged(f"page after {reached}", str(error)) from error
        if patches and patches[0].feed != self._name():
            self._offer = self._source.offer()
            self._begin_anew(self._offer.reason)
            return True
        for patch in patches:
            self._apply(patch)
        return bool(patches)

    def _apply(self, patch: RdfPatch) -> None:
        reached = self._number()
        if patch.previous != reached:
            where = f"patch {patch.previous} to {patch.number}"
            raise FeedDamaged(where, f"the mirror is at change {reached}")
        for quad in chain(patch.deletions, patch.insertions):
            self._require_ours(quad)
        self._store.apply(Patch(patch.deletions, patch.insertions, patch.number))
        self.report.patches += 1

    def _require_ours(self, quad: Quad) -> None:
        graph, base = quad.graph_name, self._offer.meta["graph_base"]
        if not isinstance(graph, NamedNode) or not graph.value.startswith(base):
            raise FeedDamaged(str(graph), f"is none of the graphs below {base}")

    # ---- snapshots ----------------------------------------------------------------------------

    def _why_anew(self, offer: Offer) -> str | None:
        number, name = self._number(), self._name()
        if not number:
            if name is None and self._has_content() and not self._may_overwrite():
                raise WrongMirror(self._where, "it has content of its own")
            return "an empty store"
        if name is None:
            raise WrongMirror(self._where, "it has content of its own")
        if name != offer.name:
            return offer.reason
        return None if offer.first <= number <= offer.last else "away for too long"

    def _begin_anew(self, reason: str) -> None:
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            path = Path(folder) / "snapshot.nq.zst"
            self._source.snapshot(path)
            name, number, count = _ends(path)
            self._clear_store(self._store)
            self._store = self._open_store(self._offer)
            self._store.bulk_load(self._content(path, name, count), number)
        self.report.snapshots += 1
        self.report.reasons += (reason,)

    def _content(self, path: Path, name: str, count: int) -> Iterator[Quad]:
        loaded = 0
        yield from self._marks(name)
        with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as text:
            for quad in parse(io.BufferedReader(text), RdfFormat.N_QUADS):
                self._require_ours(quad)
                loaded += 1
                if not self._is_number(quad):
                    yield quad
        if loaded != count:
            raise FeedDamaged("snapshot", f"{loaded} quads where {count} were announced")

    # ---- what the store says of itself --------------------------------------------------------

    def _marks(self, name: str) -> list[Quad]:
        graph, subject = self._mirror_graph(), NamedNode(self._offer.meta["subject"])
        feed = Quad(subject, PAPERKIN.changeFeed, Literal(name), graph)
        return [feed, Quad(subject, DCTERMS.source, NamedNode(self._offer.url), graph)]

    def _mirror_graph(self) -> NamedNode:
        return NamedNode(self._offer.meta["graph_base"] + "mirror")

    def _name(self) -> str | None:
        for quad in self._store.quads(self._mirror_graph()):
            if quad.predicate == PAPERKIN.changeFeed:
                return cast(Literal, quad.object).value
        return None

    def _has_content(self) -> bool:
        return next(iter(self._store.quads()), None) is not None

    def _number(self) -> int:
        return self._store.change_number()

    def _is_number(self, quad: Quad) -> bool:
        meta = meta_of(self._offer)
        return quad.subject == meta.subject and quad.predicate == meta.predicate


def _ends(path: Path) -> tuple[str, int, int]:
    """Feed, change number and number of quads of a snapshot that is whole."""
    first, tail = b"", b""
    try:
        with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as text:
            while chunk := text.read(1 << 20):
                first = first or chunk[:_TAIL_BYTES]
                tail = (tail + chunk)[-_TAIL_BYTES:]
    except zstandard.ZstdError as error:
        raise FeedDamaged("snapshot", str(error)) from error
    head = _HEADER.match(first)
    foot = _FOOTER.search(tail[tail[:-1].rfind(b"\n") + 1 :])
    if head is None or foot is None:
        raise FeedDamaged("snapshot", "it is not whole")
    return head[1].decode(), int(head[2]), int(foot[1])
