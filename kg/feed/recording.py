"""The writing side: a store whose every patch is written to the feed first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg.export.patches import RdfPatch, write_patch
from kg.feed.pages import (
    FeedState,
    PageFile,
    begin_feed,
    is_closed,
    pages_of,
    read_state,
    remove_others,
    snapshots_of,
    write_page,
)
from kg.stores.contract import Patch, Store

_FIRST_LOAD = "first load"
_ANEW = "made anew"


class FeedWriter:
    """Writes what a store takes; one process at a time, the one that writes the store.

    Args:
        folder: of the feed.
        mapping: what decides the quads; another one begins another feed.
        is_told: says of a graph whether everybody may have it.
        kept: changes that stay in the feed at least; older pages go.
    """

    def __init__(
        self, folder: Path, *, mapping: str, is_told: Callable[[NamedNode], bool], kept: int
    ) -> None:
        self._folder = folder
        self._mapping = mapping
        self._is_told = is_told
        self._kept = kept
        self._state: FeedState | None = None
        self._pages: list[PageFile] = []

    def begin(self, number: int) -> None:
        """Bring the feed in line with a store that contains the changes up to ``number``."""
        state = read_state(self._folder)
        if state is None or is_closed(state):
            return self.restart(number)
        if state.mapping != self._mapping:
            return self.restart(number, "another mapping")
        remove_others(self._folder, state)
        pages = pages_of(self._folder, state)
        kept = [page for page in pages if page.number <= number]
        for page in pages[len(kept) :]:
            page.path.unlink()
        if number != (kept[-1].number if kept else state.start):
            return self.restart(number, "a gap in the feed")
        self._state, self._pages = state, kept
        return None

    def restart(self, number: int, reason: str = _ANEW) -> None:
        """Begin another feed: who followed the one before begins with a snapshot."""
        self._folder.mkdir(parents=True, exist_ok=True)
        before = read_state(self._folder)
        if before is None:
            reason = _FIRST_LOAD
        elif is_closed(before):
            reason = before.reason
        self._state = begin_feed(self._folder, number, reason, self._mapping)
        self._pages = []

    def record(self, previous: int, patch: Patch) -> None:
        """Write the page of a patch that the store is about to take."""
        if self._state is None or previous != self._last():
            self.begin(previous)
        assert self._state is not None
        told = RdfPatch(
            previous=previous,
            number=patch.change_number,
            deletions=self._told(patch.deletions),
            insertions=self._told(patch.insertions),
            feed=self._state.name,
        )
        write_page(self._folder, self._state, previous, told.number, write_patch(told))
        name = f"{previous:012d}-{told.number:012d}.rdfp"
        path = self._folder / self._state.name / name
        self._pages.append(PageFile(previous, told.number, path))

    def trim(self) -> None:
        """Remove pages that are older than what is kept, and snapshots that lead nowhere."""
        if self._state is None:
            return
        last = self._last()
        while len(self._pages) > 1 and self._pages[0].number < last - self._kept:
            self._pages.pop(0).path.unlink()
        first = self._pages[0].previous if self._pages else self._state.start
        for number, path in snapshots_of(self._folder, self._state).items():
            if number < first:
                path.unlink()

    def _last(self) -> int:
        assert self._state is not None
        return self._pages[-1].number if self._pages else self._state.start

    def _told(self, quads: Iterable[Quad]) -> tuple[Quad, ...]:
        return tuple(quad for quad in quads if self._tells(quad))

    def _tells(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and self._is_told(quad.graph_name)


class RecordedStore:
    """A store that writes every patch to the feed before it takes it.

    A way past it (a loader of its own, say) is no fault: the feed then begins anew.

    Args:
        store: the store.
        feed: takes the pages; None for no feed.
    """

    def __init__(self, store: Store, feed: FeedWriter | None) -> None:
        self._store = store
        self._feed = feed
        self._carried: list[Quad] = []

    def carry(self, quads: Iterable[Quad]) -> None:
        """Have these quads added with the next patch, as far as the store lacks them."""
        self._carried = [quad for quad in quads if not self._has(quad)]

    def apply(self, patch: Patch) -> None:
        """See the contract."""
        previous = self._store.change_number()
        if patch.change_number <= previous:
            return
        if self._carried:
            patch = Patch(patch.deletions, [*self._carried, *patch.insertions], patch.change_number)
            self._carried = []
        patch = Patch(list(patch.deletions), list(patch.insertions), patch.change_number)
        if self._feed is not None:
            self._feed.record(previous, patch)
        self._store.apply(patch)

    def bulk_load(self, quads: Iterable[Quad], change_number: int) -> None:
        """See the contract."""
        self._store.bulk_load(self._with_carried(quads), change_number)
        if self._feed is not None:
            self._feed.restart(change_number)

    def finish(self) -> None:
        """Take what no patch carried, and bring the feed in line with the store."""
        if self._carried:
            self._store.amend([], self._carried)
            self._carried = []
            if self._feed is not None:
                self._feed.restart(self._store.change_number(), "another description")
        number = self._store.change_number()
        if number and self._feed is not None:
            self._feed.begin(number)
            self._feed.trim()

    def _with_carried(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        carried, self._carried = self._carried, []
        yield from carried
        yield from quads

    def _has(self, quad: Quad) -> bool:
        pattern = f"GRAPH {quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} }}"
        return any(True for _ in self._store.select(f"SELECT (1 AS ?x) WHERE {{ {pattern} }}"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
