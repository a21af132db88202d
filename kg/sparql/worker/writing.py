"""A worker that changes a scratch copy of the dataset.

What it does there is taken over only after it has ended well, so it can be killed at any time.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
)

from kg.sparql.formats import FORMATS
from kg.sparql.frames import Message
from kg.sparql.worker.serving import NoGraph, Sink

_GraphName = NamedNode | DefaultGraph


class Writer:
    """Applies updates, loads and drops, and tells what graphs contain afterwards.

    Args:
        answers: writing end of the pipe to the service.
        hello: with ``prefixes``, known to every update.
    """

    writable = True
    networked = False

    def __init__(self, answers: int, hello: Message) -> None:
        self._answers = answers
        self._prefixes: dict[str, str] = hello["prefixes"]
        self._store = pyoxigraph.Store()
        self.operations: Mapping[str, Callable[[Message], Message]] = {
            "update": self.update,
            "load": self.load,
            "drop": self.drop,
            "patch": self.patch,
            "dump": self.dump,
            "flush": self.flush,
        }

    def open(self, store: str) -> None:
        """Open the scratch copy."""
        self._store = pyoxigraph.Store(store)

    def update(self, request: Message) -> Message:
        """Apply a SPARQL update, atomically."""
        self._store.update(request["text"], base_iri=request["base_iri"], prefixes=self._prefixes)
        return {}

    def load(self, request: Message) -> Message:
        """Put RDF into one graph, beside or instead of what is there."""
        graph = _graph(request["graph"])
        existed = self._exists(graph)
        if request["replace"]:
            self._store.clear_graph(graph)
        if isinstance(graph, NamedNode):
            self._store.add_graph(graph)
        self._store.extend(self._parsed(request, graph))
        return {"existed": existed}

    def drop(self, request: Message) -> Message:
        """Remove one graph; the default graph becomes empty."""
        graph = _graph(request["graph"])
        if not self._exists(graph):
            raise NoGraph
        self._store.remove_graph(graph)
        return {"existed": True}

    def patch(self, request: Message) -> Message:
        """Apply an update to one graph as if it were the whole dataset."""
        graph = _graph(request["graph"])
        existed = self._exists(graph)
        alone = pyoxigraph.Store()
        alone.extend(_moved(self._quads(graph), DefaultGraph()))
        alone.update(request["text"], base_iri=request["base_iri"], prefixes=self._prefixes)
        before = set(self._quads(graph))
        after = set(_moved(alone.quads_for_pattern(None, None, None, DefaultGraph()), graph))
        if isinstance(graph, NamedNode):
            self._store.add_graph(graph)
        for quad in before - after:
            self._store.remove(quad)
        self._store.extend(after - before)
        return {"existed": existed}

    def dump(self, request: Message) -> Message:
        """Write graphs as canonical N-Quads, sorted."""
        quads = [quad for iri in request["graphs"] for quad in self._quads(NamedNode(iri))]
        if any(isinstance(term, BlankNode) for quad in quads for term in quad):
            dataset = Dataset(quads)
            dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
            quads = list(dataset)
        sink = Sink(self._answers, request["max_bytes"])
        for line in sorted(f"{quad} .\n" for quad in quads):
            sink.write(line.encode())
        sink.flush()
        return {"bytes": sink.bytes}

    def flush(self, _: Message) -> Message:
        """Return when everything applied is on the disk."""
        self._store.flush()
        return {}

    def _parsed(self, request: Message, graph: _GraphName) -> Iterator[Quad]:
        found = pyoxigraph.parse(
            base64.b64decode(request["content"]),
            cast(RdfFormat, FORMATS[request["format"]].engine),
            base_iri=request["base_iri"],
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return _moved(found, graph)

    def _quads(self, graph: _GraphName) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def _exists(self, graph: _GraphName) -> bool:
        return isinstance(graph, DefaultGraph) or self._store.contains_named_graph(graph)


def _moved(quads: Iterable[Quad], graph: _GraphName) -> Iterator[Quad]:
    return (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)


def _graph(iri: str | None) -> _GraphName:
    return NamedNode(iri) if iri else DefaultGraph()
