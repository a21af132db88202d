"""Many small datasets behind one query service: each a version, one of them current."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from kg.versions import Lease, Version, Versions


class Shelf(Versions):
    """Versions of which the test chooses the current one.

    Args:
        data: an empty folder.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self._made: dict[Hashable, Version] = {}
        self._chosen: Version | None = None

    def choose(self, key: Hashable, quads: Iterable[Quad]) -> None:
        """Make the dataset with this key current; ``quads`` are read the first time."""
        if key not in self._made:
            self._made[key] = self._make(len(self._made) + 1, quads)
        self._chosen = self._made[key]

    def _make(self, number: int, quads: Iterable[Quad]) -> Version:
        # Not by a publisher: it would wait for the disk a thousand times.
        graph = self.data / "graph" / "versions" / str(number)
        graph.mkdir(parents=True)
        store = pyoxigraph.Store(graph)
        store.extend(quads)
        store.flush()
        return Version(number, number, graph, self.data, datetime.now(UTC), "1")

    def current(self) -> Version:
        """The chosen one."""
        assert self._chosen is not None
        return self._chosen

    def lease(self) -> Lease:
        """Nothing is removed here, so nothing needs a lock."""
        return Lease(self.current(), -1)
