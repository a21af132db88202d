"""The graph in a SPARQL store of its own, open for writing: follows the catalogue like the primary.

A published version has an empty store of the engine in place of a copy: what is not sent to the
remote store (the check of a query's syntax) has a place to run, and the folder says where the
graph is. Readers see the store as it is; the change number of a version is the least that it
has. What needs the whole dataset at once (dumps, the check against the shapes) fetches it into a
folder. The feed is written here as for a graph of our own; its snapshots come from the catalogue.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.graph import PrimaryGraph, meta_terms
from kg.iris import Iris
from kg.mapping import RankedWork, recommendation_quads
from kg.stores import Endpoint, RemoteStore
from kg.stores.lock import WriterLock
from kg.versions import Lease, Version, Versions

MARKER = "remote.json"
_FETCH_S = 600.0


def remote_store(endpoint: Endpoint, iris: Iris) -> RemoteStore:
    """The part of a SPARQL store that is ours: the graphs under the base of our graph names."""
    base = iris.graph("").value
    return RemoteStore(endpoint, meta_terms(iris), base)


class RemoteGraph(PrimaryGraph):
    """The graph of an installation in a SPARQL 1.1 store.

    Args:
        data: the data directory; its lock says who writes, besides the catalogue's own.
        iris: mints the IRIs.
        endpoint: where the store is.
        feed_kept: changes kept in the feed that others follow; 0 writes none.
        anew: throw away what we hold there and begin an empty graph.

    Raises:
        StoreBusy: another process of this machine writes it.
        RemoteStoreError: it does not answer.
    """

    def __init__(
        self,
        data: Path,
        iris: Iris,
        endpoint: Endpoint,
        *,
        feed_kept: int = 0,
        anew: bool = False,
    ) -> None:
        folder = data / "graph"
        self._writer = WriterLock(folder / "remote.lock", folder)
        self._endpoint = endpoint
        self._remote = remote_store(endpoint, iris)
        self._follow(data, iris, feed_kept, self._remote)
        if anew:
            self._remote.clear()

    @property
    def mapping(self) -> str:
        """See the base class; another store is another graph."""
        return f"{super().mapping} {self._endpoint.query_url}"

    def rebuild(self) -> None:
        """Remove our graphs; the next :meth:`catch_up` fills them anew."""
        self._remote.clear()

    def copy_to(
        self, target: Path, lists: Iterable[tuple[str, Sequence[RankedWork]]], algorithm: str
    ) -> None:
        """Bring the related works into the store and make the version's folder.

        Args:
            target: a folder that does not exist yet.
            lists: works with their ranked lists.
            algorithm: name and version of the ranking.
        """
        told = chain.from_iterable(
            recommendation_quads(work, ranked, algorithm, self._iris) for work, ranked in lists
        )
        self._replace_recommendations(told)
        target.mkdir()
        pyoxigraph.Store(target / "empty").flush()
        for part in (target / "empty").iterdir():
            part.rename(target / part.name)
        (target / "empty").rmdir()
        said = {"url": self._endpoint.query_url, "change_number": self._remote.change_number()}
        (target / MARKER).write_text(json.dumps(said) + "\n", encoding="utf-8")

    def close(self) -> None:
        """Release the store."""
        self._remote.close()
        self._writer.release()

    def _replace_recommendations(self, quads: Iterable[Quad]) -> None:
        name: NamedNode = self._iris.graph(graphs.RECOMMENDATIONS)
        self._remote.replace_graph(name, ())
        self._remote.amend((), quads)


class FetchedVersions(Versions):
    """Published versions whose graph is fetched from the store when somebody wants all of it.

    Args:
        data: the data directory; the copy of the newest number asked for stays in it.
        store: where the graph is.
    """

    def __init__(self, data: Path, store: RemoteStore) -> None:
        super().__init__(data)
        self._store = store
        self._folder = data / "graph" / "fetched"

    def lease(self) -> Lease:
        """See the base class; the first call for a version takes as long as fetching does."""
        lease = super().lease()
        try:
            with WriterLock(self._folder.with_suffix(".lock"), self._folder, _FETCH_S):
                lease.version = replace(lease.version, graph=self._fetched(lease.version))
        except BaseException:
            lease.release()
            raise
        return lease

    def _fetched(self, version: Version) -> Path:
        target = self._folder / str(version.number)
        if not target.is_dir():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            partial = self._folder / "partial"
            self._store.backup(partial)
            partial.rename(target)
        return target
