"""A worker that answers queries on published versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO, cast

import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from kg.sparql.counting import RowCounter
from kg.sparql.formats import FORMATS, ResultFormat
from kg.sparql.frames import Message
from kg.sparql.worker.serving import REST, NoGraph, Sink

_PREFIXED = {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML, RdfFormat.JSON_LD}


class Reader:
    """Evaluates queries and gives graphs.

    Args:
        answers: writing end of the pipe to the service.
        hello: with ``prefixes``, known to every query.
    """

    writable = False
    networked = False

    def __init__(self, answers: int, hello: Message) -> None:
        self._answers = answers
        self._prefixes: dict[str, str] = hello["prefixes"]
        self._store = pyoxigraph.Store()
        self.operations: Mapping[str, Callable[[Message], Message]] = {
            "query": self.query,
            "graph": self.graph,
            "check": self.check,
        }

    def open(self, store: str) -> None:
        """Open a version; the one before goes first, since both would need memory and threads."""
        self._store = pyoxigraph.Store()
        self._store = pyoxigraph.Store.read_only(store)

    def query(self, request: Message) -> Message:
        """Evaluate a query and write its result."""
        fmt = FORMATS[request["format"]]
        counter = RowCounter(None if isinstance(fmt.engine, RdfFormat) else fmt.engine)
        sink = Sink(self._answers, request["max_bytes"], request["max_rows"], counter)
        self._write(self._result(request), fmt, cast(IO[bytes], sink))
        return {"rows": sink.rows, "bytes": sink.bytes, REST: sink.rest()}

    def check(self, request: Message) -> Message:
        """Read a query, and evaluate it on nothing: it is correct, or a syntax error."""
        pyoxigraph.Store().query(
            request["text"], base_iri=request["base_iri"], prefixes=self._prefixes
        )
        return {}

    def graph(self, request: Message) -> Message:
        """Write a whole graph; the default graph without a name."""
        fmt = FORMATS[request["format"]]
        name = NamedNode(request["graph"]) if request["graph"] else DefaultGraph()
        if isinstance(name, NamedNode) and not self._store.contains_named_graph(name):
            raise NoGraph
        sink = Sink(self._answers, request["max_bytes"])
        triples = (quad.triple for quad in self._store.quads_for_pattern(None, None, None, name))
        self._write_graph(triples, fmt, cast(IO[bytes], sink))
        sink.flush()
        return {"rows": 0, "bytes": sink.bytes}

    def _result(self, request: Message) -> QuerySolutions | QueryBoolean | QueryTriples:
        default, named = request["default_graphs"], request["named_graphs"]
        return self._store.query(
            request["text"],
            base_iri=request["base_iri"],
            prefixes=self._prefixes,
            use_default_graph_as_union=request["union"],
            default_graph=None if default is None else [NamedNode(iri) for iri in default],
            named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        )

    def _write(
        self,
        result: QuerySolutions | QueryBoolean | QueryTriples,
        fmt: ResultFormat,
        sink: IO[bytes],
    ) -> None:
        if isinstance(result, QueryTriples):
            self._write_graph(result, fmt, sink)
        else:
            result.serialize(sink, cast(QueryResultsFormat, fmt.engine))

    def _write_graph(
        self,
        triples: QueryTriples | Iterator[Triple],
        fmt: ResultFormat,
        sink: IO[bytes],
    ) -> None:
        engine = cast(RdfFormat, fmt.engine)
        prefixes = self._prefixes if engine in _PREFIXED else None
        if isinstance(triples, QueryTriples) and prefixes is None:
            triples.serialize(sink, engine)
        else:
            pyoxigraph.serialize(triples, sink, engine, prefixes=prefixes)
