"""Graphs of users in the published versions: never in the primary store, always in its copies.

The catalogue keeps their content. Every version that is published gets it from there, so a store
that is made anew has it too, and a write needs no more than a copy of the current version in which
the lines that changed are exchanged.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from kg.catalogue.opening import Catalogue
from kg.catalogue.user_graphs import keep_user_graphs, user_graph_content, user_graphs
from kg.sparql.updating.plain import link_store
from kg.stores.errors import StoreBusy
from kg.stores.lock import WriterLock
from kg.versions import Publisher, Version, Versions

_LOCK = "users.lock"


def add_user_graphs(folder: Path, catalogue: Catalogue) -> None:
    """Load every graph of users into a copy of the store that nobody reads yet."""
    contents = user_graphs(catalogue)
    if not contents:
        return
    store = pyoxigraph.Store(folder)
    for iri, content in contents.items():
        store.bulk_extend(_quads(iri, content.splitlines(keepends=True)))
    store.flush()


class UserGraphWriter:
    """The current version as a base for writes, and the way to the next one.

    Args:
        data: the data directory.
        catalogue: keeps the contents.
        keep: how many versions stay.
    """

    def __init__(self, data: Path, catalogue: Catalogue, keep: int) -> None:
        self._catalogue = catalogue
        self._versions = Versions(data)
        self._publisher = Publisher(data, keep=keep)

    def backup(self, target: Path) -> None:
        """Copy the graph of the current version; its tables as hard links, which cost nothing."""
        with self._versions.lease() as version:
            link_store(version.graph, target)

    def commit(self, contents: Mapping[str, bytes]) -> Version:
        """Keep the contents and publish a version that shows them.

        The rest of it, the index too, is what the current version shows.

        Raises:
            StoreBusy: another process publishes.
        """
        with self._versions.lease() as current:

            def graph(folder: Path) -> None:
                self._exchange(current, folder, contents)

            def index(folder: Path) -> None:
                shutil.copytree(current.index, folder, copy_function=_link, dirs_exist_ok=True)

            return self._publisher.publish(
                current.change_number, graph, index, current.mapping_version
            )

    def _exchange(self, current: Version, folder: Path, contents: Mapping[str, bytes]) -> None:
        # Another process may have published since the lease began; then its version is the base.
        if self._versions.current().number != current.number:
            raise StoreBusy(folder, None)
        before = {iri: user_graph_content(self._catalogue, iri) for iri in contents}
        link_store(current.graph, folder)
        store = pyoxigraph.Store(folder)
        for iri, content in contents.items():
            old = set(before[iri].splitlines(keepends=True))
            new = set(content.splitlines(keepends=True))
            for quad in _quads(iri, old - new):
                store.remove(quad)
            store.bulk_extend(_quads(iri, new - old))
            _drop_if_empty(store, iri)
        store.flush()
        # From here on the write is acknowledged sooner or later: the next version has it too.
        keep_user_graphs(self._catalogue, contents)


@contextmanager
def open_user_graph_writer(
    data: Path, catalogue: Catalogue, *, keep: int, wait_s: float
) -> Iterator[UserGraphWriter]:
    """Be the one who writes graphs of users.

    Args:
        data: the data directory.
        catalogue: keeps the contents.
        keep: how many versions stay.
        wait_s: how long to wait for another writer, in seconds.

    Raises:
        StoreBusy: another process writes them.
    """
    with WriterLock(data / _LOCK, data, wait_s):
        yield UserGraphWriter(data, catalogue, keep)


def _quads(iri: str, lines: Iterable[bytes]) -> Iterator[Quad]:
    """Quads of one graph, with blank nodes that no other graph has."""
    content = b"".join(lines)
    prefix = "u" + blake2b(iri.encode(), digest_size=8).hexdigest()
    for quad in pyoxigraph.parse(content, RdfFormat.N_QUADS):
        yield Quad(
            _own(quad.subject, prefix),  # type: ignore[arg-type]
            quad.predicate,
            _own(quad.object, prefix),  # type: ignore[arg-type]
            quad.graph_name,
        )


def _own(term: object, prefix: str) -> object:
    if isinstance(term, BlankNode):
        return BlankNode(prefix + term.value)
    if isinstance(term, Triple):
        inner = (_own(term.subject, prefix), term.predicate, _own(term.object, prefix))
        return Triple(*inner)  # type: ignore[arg-type]
    return term


def _drop_if_empty(store: pyoxigraph.Store, iri: str) -> None:
    graph = pyoxigraph.NamedNode(iri)
    if next(store.quads_for_pattern(None, None, None, graph), None) is None:
        store.remove_graph(graph)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
