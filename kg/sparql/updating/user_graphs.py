"""Writes to users' graphs beside what the catalogue publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from kg.sparql.errors import PublishedGraph, ServiceBusy
from kg.sparql.limits import Limits
from kg.sparql.updating.changes import Change, Update
from kg.sparql.updating.sandbox import Sandbox, remove_leftovers
from kg.sparql.updating.targets import check_change, written_graphs
from kg.stores.contract import Store
from kg.stores.errors import StoreBusy
from kg.versions import Version


class GraphWriter(Protocol):
    """The primary graph, open for writing; nobody else writes meanwhile."""

    def backup(self, target: Path) -> None:
        """Make a copy that may be changed, as ``Store.backup`` does."""

    def commit(self, contents: Mapping[str, bytes]) -> Version:
        """Give users' graphs this content, keep it for rebuilds, and publish.

        Args:
            contents: canonical N-Quads by IRI of the graph; empty when the graph is no more.

        Returns:
            The version that shows it, current and durable.
        """


class StoreWriter:
    """A :class:`GraphWriter` over any store.

    Args:
        store: the primary graph, open.
        keep: makes the contents part of the system of record, first of all.
        publish: makes a version of the store.
    """

    def __init__(
        self,
        store: Store,
        keep: Callable[[Mapping[str, bytes]], None],
        publish: Callable[[Store], Version],
    ) -> None:
        self._store = store
        self._keep = keep
        self._publish = publish

    def backup(self, target: Path) -> None:
        """See the protocol."""
        self._store.backup(target)

    def commit(self, contents: Mapping[str, bytes]) -> Version:
        """See the protocol."""
        self._keep(contents)
        for graph, content in contents.items():
            quads = pyoxigraph.parse(content, RdfFormat.N_QUADS)
            self._store.replace_graph(NamedNode(graph), quads)
        self._store.flush()
        return self._publish(self._store)


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did.

    Args:
        version: the version that shows it; None when nothing was to be written.
        existed: for each change, whether its graph was there before; True for updates.
    """

    version: Version | None
    existed: tuple[bool, ...]


class UserGraphs:
    """Updates and Graph Store operations on the graphs of users, one at a time.

    Args:
        scratch: folder for scratch copies, on the file system of the graph.
        open_writer: opens the primary graph; raises ``StoreBusy`` while another process writes.
        may_write: says of an IRI whether it names a graph of users.
        limits: what a write may use.
        prefixes: known to every update.
    """

    def __init__(
        self,
        scratch: Path,
        open_writer: Callable[[], AbstractContextManager[GraphWriter]],
        may_write: Callable[[str], bool],
        limits: Limits,
        prefixes: Mapping[str, str],
    ) -> None:
        self._scratch = scratch
        self._open_writer = open_writer
        self._may_write = may_write
        self._limits = limits
        self._prefixes = prefixes

    def write(self, changes: Sequence[Change], timeout_s: float | None = None) -> WriteReport:
        """Make changes, all of them or none; when it returns, queries see them.

        Args:
            changes: in order.
            timeout_s: another limit than ``limits.token_timeout_s``, in seconds.

        Raises:
            PublishedGraph: a graph that users may not write.
            QueryError: any other of the tree; nothing was changed.
            RdfSyntaxError: the content of a ``Load`` is not what it claims.
            ServiceBusy: another process is the writer.
        """
        graphs = self._graphs(changes)
        if not graphs:
            return WriteReport(None, (True,) * len(changes))
        limit_s = self._limits.token_timeout_s if timeout_s is None else timeout_s
        self._scratch.mkdir(parents=True, exist_ok=True)
        try:
            with self._open_writer() as writer:
                remove_leftovers(self._scratch)
                existed, content = self._try(writer, changes, graphs, limit_s)
                return WriteReport(writer.commit(_by_graph(content, graphs)), existed)
        except StoreBusy:
            raise ServiceBusy(self._limits.queue_s) from None

    def _try(
        self, writer: GraphWriter, changes: Sequence[Change], graphs: list[str], limit_s: float
    ) -> tuple[tuple[bool, ...], bytes]:
        with Sandbox(
            self._scratch, writer.backup, self._limits, self._prefixes, limit_s
        ) as sandbox:
            existed = tuple([sandbox.apply(change) for change in changes])
            return existed, sandbox.dump(graphs)

    def _graphs(self, changes: Sequence[Change]) -> list[str]:
        """Everything that is written, each graph once."""
        found: dict[str, None] = {}
        for change in changes:
            check_change(change, self._limits)
            if isinstance(change, Update):
                found |= dict.fromkeys(written_graphs(change, self._prefixes, self._may_write))
            elif change.graph is None or not self._may_write(change.graph):
                raise PublishedGraph(change.graph)
            else:
                found[change.graph] = None
        return list(found)


def _by_graph(content: bytes, graphs: Sequence[str]) -> dict[str, bytes]:
    lines: dict[str, list[bytes]] = {graph: [] for graph in graphs}
    for quad, line in zip(
        pyoxigraph.parse(content, RdfFormat.N_QUADS), content.splitlines(True), strict=True
    ):
        assert isinstance(quad.graph_name, NamedNode)
        lines[quad.graph_name.value].append(line)
    return {graph: b"".join(found) for graph, found in lines.items()}
