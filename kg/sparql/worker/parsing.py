"""A worker that reads RDF of others, strictly, and gives back what it holds.

It knows one file and nothing else; a text that crashes or fills a parser takes this process along
and nobody besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
)

from kg.sparql.formats import FORMATS
from kg.sparql.frames import Message
from kg.sparql.worker.serving import Sink


class Parser:
    """Reads one file.

    Args:
        answers: writing end of the pipe to the service.
        hello: not looked at.
    """

    writable = False
    networked = False

    def __init__(self, answers: int, hello: Message) -> None:  # noqa: ARG002
        self._answers = answers
        self._file: IO[bytes] | None = None
        self.operations: Mapping[str, Callable[[Message], Message]] = {
            "parse": self.parse,
            "pick": self.pick,
        }

    def open(self, store: str) -> None:
        """Open the file, before the walls go up."""
        self._file = Path(store).open("rb")  # noqa: SIM115 - it lives as long as the worker

    def parse(self, request: Message) -> Message:
        """Give everything as canonical N-Quads; what stands in no graph goes to ``graph``."""
        home = NamedNode(request["graph"])
        quads = list(_at_home(self._quads(request), home, request["max_quads"]))
        if any(isinstance(term, BlankNode) for quad in quads for term in quad):
            dataset = Dataset(quads)
            dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
            quads = list(dataset)
        return self._send(sorted({f"{quad} .\n" for quad in quads}), request)

    def pick(self, request: Message) -> Message:
        """Give the triples of some properties as they come, whatever the size of the file."""
        wanted = set(request["predicates"])
        found = (
            f"{Triple(quad.subject, quad.predicate, quad.object)} .\n"
            for quad in self._quads(request)
            if quad.predicate.value in wanted
        )
        return self._send(found, request)

    def _quads(self, request: Message) -> Iterator[Quad]:
        assert self._file is not None
        return pyoxigraph.parse(
            self._file,
            cast(RdfFormat, FORMATS[request["format"]].engine),
            base_iri=request["base_iri"],
            rename_blank_nodes=True,
        )

    def _send(self, lines: Iterable[str], request: Message) -> Message:
        sink = Sink(self._answers, request["max_bytes"])
        for line in lines:
            sink.write(line.encode())
        sink.flush()
        return {"bytes": sink.bytes}


def _at_home(quads: Iterable[Quad], home: NamedNode, most: int) -> Iterator[Quad]:
    for number, quad in enumerate(quads, start=1):
        if number > most:
            raise ValueError(f"more than {most} quads")
        if isinstance(quad.graph_name, BlankNode):
            raise ValueError("a graph is named by a blank node; give it an IRI")
        named = home if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        yield Quad(quad.subject, quad.predicate, quad.object, named)
