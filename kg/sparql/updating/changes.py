"""The writes there are, as values."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from kg.sparql.formats import ResultFormat
from kg.sparql.frames import Message


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL 1.1 update.

    Args:
        text: as it came.
        base_iri: relative IRIs are resolved against it.
        using_graphs: IRIs of the protocol's ``using-graph-uri``.
        using_named_graphs: IRIs of the protocol's ``using-named-graph-uri``.
    """

    text: str
    base_iri: str | None = None
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """RDF for one graph: PUT and POST of the Graph Store Protocol.

    Args:
        graph: IRI; None for the default graph.
        content: the bytes.
        format: one of ``GRAPH_FORMATS``; names of graphs within are refused.
        replace: instead of what is there, otherwise beside it.
        base_iri: relative IRIs are resolved against it.
    """

    graph: str | None
    content: bytes
    format: ResultFormat
    replace: bool
    base_iri: str | None = None

    def request(self) -> Message:
        """The same for a worker."""
        return {
            "operation": "load",
            "graph": self.graph,
            "content": base64.b64encode(self.content).decode(),
            "format": self.format.name,
            "replace": self.replace,
            "base_iri": self.base_iri or self.graph,
        }


@dataclass(frozen=True, slots=True)
class Drop:
    """The end of one graph: DELETE of the Graph Store Protocol.

    Args:
        graph: IRI; None empties the default graph.
    """

    graph: str | None

    def request(self) -> Message:
        """The same for a worker."""
        return {"operation": "drop", "graph": self.graph}


@dataclass(frozen=True, slots=True)
class Patch:
    """A SPARQL update of one graph, for which that graph is the whole dataset.

    Args:
        graph: IRI; None for the default graph.
        text: as it came; it names no graph.
        base_iri: relative IRIs are resolved against it.
    """

    graph: str | None
    text: str
    base_iri: str | None = None

    def request(self) -> Message:
        """The same for a worker."""
        return {
            "operation": "patch",
            "graph": self.graph,
            "text": self.text,
            "base_iri": self.base_iri or self.graph,
        }


Change = Update | Load | Drop | Patch
