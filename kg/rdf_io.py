"""RDF written and read by the engine's own writers and parsers.

rdflib's writers lose content in three of their formats and its parsers call out for JSON-LD
contexts, so neither is used for what leaves or enters the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.errors import KgError
from kg.sparql.formats import GRAPH_FORMATS, ResultFormat

_Term = NamedNode | BlankNode | Literal | Triple


class RdfSyntaxError(KgError, ValueError):
    """Bytes that are not RDF in the format they claim.

    Args:
        media_type: the format.
        reason: the parser's words, with line and column where it knows them.
    """

    def __init__(self, media_type: str, reason: str) -> None:
        super().__init__(f"not valid {media_type}: {reason}")
        self.media_type = media_type
        self.reason = reason


def write(
    content: Iterable[Triple] | Iterable[Quad],
    fmt: ResultFormat,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """Serialise triples, or quads in a format that has graphs.

    Args:
        content: in the order of writing.
        fmt: one of ``GRAPH_FORMATS``.
        prefixes: used where the format has them.
    """
    if not isinstance(fmt.engine, RdfFormat):
        raise ValueError(f"{fmt.media_type} is a format of tables")
    if fmt.engine == RdfFormat.RDF_XML:
        content = _relabelled(content)
    return pyoxigraph.serialize(content, format=fmt.engine, prefixes=dict(prefixes or {})) or b""


def read(content: bytes, fmt: ResultFormat, base_iri: str | None = None) -> Iterator[Quad]:
    """Parse RDF of our own, or RDF that came through a worker's limits.

    Args:
        content: the bytes.
        fmt: one of ``GRAPH_FORMATS``.
        base_iri: relative IRIs are resolved against it.

    Raises:
        RdfSyntaxError: while being iterated over.
    """
    if not isinstance(fmt.engine, RdfFormat):
        raise ValueError(f"{fmt.media_type} is a format of tables")
    try:
        yield from pyoxigraph.parse(content, fmt.engine, base_iri=base_iri)
    except SyntaxError as error:
        raise RdfSyntaxError(fmt.media_type, str(error)) from error


def format_of(media_type: str) -> ResultFormat | None:
    """The graph format of a media type; None when we do not know it."""
    bare = media_type.split(";", 1)[0].strip().lower()
    return next((fmt for fmt in GRAPH_FORMATS if fmt.media_type == bare), None)


def is_rdf(path: Path) -> bool:
    """Tell by its name whether a file holds RDF; ``.gz`` behind it is fine."""
    name = path.name.removesuffix(".gz")
    return path.is_file() and format_of_file(name) is not None


def format_of_file(name: str) -> RdfFormat | None:
    """The engine's format for a file by its extension, without ``.gz``."""
    return RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])


def _relabelled(content: Iterable[Triple] | Iterable[Quad]) -> Iterator[Triple]:
    """The same triples with labels of blank nodes that XML takes; the engine writes any label."""
    labels: dict[BlankNode, BlankNode] = {}

    def node(term: _Term) -> _Term:
        if isinstance(term, BlankNode):
            return labels.setdefault(term, BlankNode(f"b{len(labels)}"))
        return triple(term) if isinstance(term, Triple) else term

    def triple(statement: Triple | Quad) -> Triple:
        subject = cast(NamedNode | BlankNode, node(statement.subject))
        return Triple(subject, statement.predicate, node(statement.object))

    return map(triple, content)
