"""Our own queries, in process on the current published version.

For queries whose cost we know: pages and the RDF of one resource. No worker, no limits, about a
tenth of a millisecond for a look-up. Never for a text from outside.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg.closing import Closing
from kg.sparql.binding import Term, Value, bind
from kg.versions import Lease, Version, Versions

Row = dict[str, Term]


class _Open:
    """A version that is open, and how many reads are under way on it."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.store = pyoxigraph.Store.read_only(str(lease.version.graph))
        self.readers = 0
        self.superseded = False

    def close_if_unused(self) -> None:
        if self.superseded and self.readers == 0:
            del self.store
            self.lease.release()


class PublishedReads(Closing):
    """Reads of the current version; safe to use from many threads.

    Every call sees one version; a newer one is opened by the first call that notices it.

    Args:
        versions: what is published.
        prefixes: known to every query.
    """

    def __init__(self, versions: Versions, prefixes: Mapping[str, str] | None = None) -> None:
        self._versions = versions
        self._prefixes = dict(prefixes or {})
        self._lock = threading.Lock()
        self._open: _Open | None = None

    def rows(self, query: str, values: Mapping[str, Value] | None = None) -> list[Row]:
        """All rows of a SELECT query; a variable without value is missing from its row.

        Args:
            query: one of our own.
            values: for its parameters, as ``bind`` takes them.

        Raises:
            NothingPublished: there is no version to read.
        """
        with self._reading() as store:
            found = cast(QuerySolutions, self._query(store, query, values))
            names = [variable.value for variable in found.variables]
            return [
                {name: term for name, term in zip(names, solution, strict=True) if term is not None}
                for solution in found
            ]

    def triples(self, query: str, values: Mapping[str, Value] | None = None) -> list[Triple]:
        """All triples of a CONSTRUCT or DESCRIBE query; see ``rows``."""
        with self._reading() as store:
            return list(cast(QueryTriples, self._query(store, query, values)))

    def holds(self, query: str, values: Mapping[str, Value] | None = None) -> bool:
        """The answer of an ASK query; see ``rows``."""
        with self._reading() as store:
            return bool(cast(QueryBoolean, self._query(store, query, values)))

    def version(self) -> Version:
        """The version that a call would see now."""
        return self._versions.current()

    def close(self) -> None:
        """Close what is open, after the last read under way; safe to call twice."""
        with self._lock:
            self._supersede()

    def _query(
        self, store: pyoxigraph.Store, query: str, values: Mapping[str, Value] | None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        return store.query(bind(query, values or {}), prefixes=self._prefixes)

    @contextmanager
    def _reading(self) -> Iterator[pyoxigraph.Store]:
        current = self._versions.current()
        with self._lock:
            if self._open is None or self._open.lease.version.number != current.number:
                newer = _Open(self._versions.lease())
                self._supersede()
                self._open = newer
            reading = self._open
            reading.readers += 1
        try:
            yield reading.store
        finally:
            with self._lock:
                reading.readers -= 1
                reading.close_if_unused()

    def _supersede(self) -> None:
        if self._open is not None:
            self._open.superseded = True
            self._open.close_if_unused()
            self._open = None
