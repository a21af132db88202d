"""What a dump holds: graphs, kinds of entity, or the surroundings of some works.

The order of a selection is that of the store. On disk it depends on the content only, so the same
content gives the same bytes; a store in memory has no order to rely on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from kg import graphs
from kg.errors import InvalidIdentifier
from kg.export.errors import UnknownSelection
from kg.iris import Iris
from kg.vocab import DCTERMS, RDF

KINDS = ("work", "agent", "venue", "concept", "issue", "claims", "file")
"""Kinds of entity by which a dump can be cut."""


def graph_names(store: ox.Store, iris: Iris) -> list[str]:
    """Give the names of the published graphs that the store holds, in the order of the store."""
    names = (iris.graph_name(one.value) for one in store.named_graphs())
    return [name for name in names if name is not None and graphs.is_published(name)]


def whole(names: Iterable[str], *, with_restricted: bool = False) -> list[str]:
    """Give the graphs of the dump of everything.

    Args:
        names: of the graphs that the store holds.
        with_restricted: True for a private copy with the texts that may not be passed on.

    The ranked lists are left out: they follow from the rest, and have a dump of their own.
    """
    return [
        name
        for name in names
        if name != graphs.RECOMMENDATIONS and (with_restricted or graphs.may_be_given_away(name))
    ]


def by_licence(names: Iterable[str]) -> dict[str, list[str]]:
    """Give the graphs of each licence, by the licence's slug; facts are CC0."""
    cut: dict[str, list[str]] = {}
    for name in names:
        if name != graphs.RECOMMENDATIONS:
            cut.setdefault(graphs.licence_slug(graphs.licence_of(name)), []).append(name)
    return cut


class GraphQuads:
    """The quads of whole graphs of a store, which can also be written without being looked at.

    Args:
        store: holds the graphs.
        graphs: their IRIs, in the order of writing.
    """

    def __init__(self, store: ox.Store, graphs: Iterable[ox.NamedNode]) -> None:
        self._store = store
        self._graphs = tuple(graphs)

    def __iter__(self) -> Iterator[ox.Quad]:
        for graph in self._graphs:
            yield from self._store.quads_for_pattern(None, None, None, graph)

    def write_lines(self, output: IO[bytes], *, with_graphs: bool) -> None:
        """Write N-Quads or N-Triples; the engine does it alone, as fast as it dumps itself."""
        for graph in self._graphs:
            end = f" {graph} .\n".encode() if with_graphs else _END
            lines = _Lines(output, end)
            self._store.dump(cast(IO[bytes], lines), ox.RdfFormat.N_TRIPLES, from_graph=graph)
            lines.flush()


_END = b" .\n"


class _Lines:
    """Takes N-Triples and passes whole lines on, each with another end.

    A line feed stands only at the end of a line: those in literals are escaped.
    """

    def __init__(self, output: IO[bytes], end: bytes) -> None:
        self._output = output
        self._end = end
        self._rest = b""

    def write(self, content: bytes) -> int:
        whole, feed, rest = content.rpartition(b"\n")
        if feed:
            lines = self._rest + whole + feed
            self._output.write(lines if self._end is _END else lines.replace(_END, self._end))
            self._rest = b""
        self._rest += rest
        return len(content)

    def flush(self) -> None:
        assert not self._rest, "the last line has its end"


def quads_of_graphs(store: ox.Store, iris: Iris, names: Iterable[str]) -> GraphQuads:
    """Give the quads of graphs.

    Raises:
        UnknownSelection: the store has no such graph.
    """
    held, wanted = graph_names(store, iris), list(names)
    for name in wanted:
        if name not in held:
            raise UnknownSelection(name, held)
    return GraphQuads(store, (iris.graph(name) for name in wanted))


def quads_of_kind(quads: Iterable[ox.Quad], iris: Iris, kind: str) -> Iterator[ox.Quad]:
    """Give the quads about one kind of entity.

    Raises:
        UnknownSelection: there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownSelection(kind, KINDS)
    prefixes = tuple(
        f"{base}{path}/"
        for base in (iris.base, iris.site)
        for path in {"venue": ("venue", "event")}.get(kind, (kind,))
    )
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(prefixes):
            yield quad


def neighbourhood(
    store: ox.Store, iris: Iris, works: Iterable[str], names: Iterable[str], *, hops: int = 1
) -> Iterator[ox.Quad]:
    """Give everything about some works, and about what they are linked to.

    Args:
        store: holds the graphs.
        iris: mints and parses the IRIs.
        works: keys of works.
        names: the graphs to look in.
        hops: how many links of entities to follow, from 0 (the works alone).

    Raises:
        UnknownSelection: a work that the store does not know.
    """
    homes = [iris.graph(name) for name in names]
    level = [iris.work(key) for key in sorted(set(works))]
    for node in level:
        if next(_about(store, node, homes), None) is None:
            raise UnknownSelection(node.value)
    seen: dict[str, None] = dict.fromkeys(node.value for node in level)
    for hop in range(hops + 1):
        found: dict[str, None] = {}
        for node in level:
            for quad in _document(store, node, homes):
                yield quad
                entity = _entity(iris, quad.object)
                if entity is not None and entity not in seen:
                    found[entity] = None
        seen |= found
        level = [ox.NamedNode(entity) for entity in sorted(found)] if hop < hops else []


def _document(store: ox.Store, node: ox.NamedNode, homes: list[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Give the quads about an entity, its parts and its claims."""
    claims = _pointing(store, RDF.subject, node)
    texts = [one for one in _pointing(store, DCTERMS.isPartOf, node) if _whole(one) == node.value]
    waiting, done = [node, *texts, *claims], set[str]()
    documents = {_whole(one) for one in waiting}
    while waiting:
        subject = waiting.pop(0)
        if subject.value in done:
            continue
        done.add(subject.value)
        for quad in _about(store, subject, homes):
            yield quad
            if isinstance(quad.object, ox.NamedNode) and _whole(quad.object) in documents:
                waiting.append(quad.object)


def _pointing(store: ox.Store, predicate: ox.NamedNode, node: ox.NamedNode) -> list[ox.NamedNode]:
    """Give what names a node by a property, sorted."""
    found = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, predicate, node, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return [ox.NamedNode(one) for one in sorted(found)]


def _whole(part: ox.NamedNode) -> str:
    return part.value.partition("#")[0]


def _about(store: ox.Store, subject: ox.NamedNode, homes: list[ox.NamedNode]) -> Iterator[ox.Quad]:
    for home in homes:
        yield from store.quads_for_pattern(subject, None, None, home)


def _entity(iris: Iris, value: object) -> str | None:
    """Give the IRI of the entity that a value names or is part of, or None."""
    if not isinstance(value, ox.NamedNode):
        return None
    try:
        kind = iris.parse(value).kind
    except InvalidIdentifier:
        return None
    return value.value.partition("#")[0] if kind in KINDS and kind != "file" else None
