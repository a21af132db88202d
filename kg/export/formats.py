"""The formats and compressions of dumps."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import RdfFormat

from kg.export.errors import UnknownFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format of dumps.

    Args:
        name: as on the command line.
        extension: of files, without the dot.
        media_type: as in ``Content-Type``.
        engine: the writer, or None for JSON-LD, which is written with our context.
        has_graphs: True when the format keeps the named graphs.
    """

    name: str
    extension: str
    media_type: str
    engine: RdfFormat | None
    has_graphs: bool


_ALL = (
    Format("turtle", "ttl", "text/turtle", RdfFormat.TURTLE, has_graphs=False),
    Format("trig", "trig", "application/trig", RdfFormat.TRIG, has_graphs=True),
    Format("ntriples", "nt", "application/n-triples", RdfFormat.N_TRIPLES, has_graphs=False),
    Format("nquads", "nq", "application/n-quads", RdfFormat.N_QUADS, has_graphs=True),
    Format("rdfxml", "rdf", "application/rdf+xml", RdfFormat.RDF_XML, has_graphs=False),
    Format("jsonld", "jsonld", "application/ld+json", None, has_graphs=True),
)

FORMATS = {one.name: one for one in _ALL}
"""The formats by name."""

COMPRESSIONS = {"": None, "gz": "application/gzip", "zst": "application/zstd"}
"""Media types of the compressions by suffix; the empty one leaves the file as it is."""


def format_named(name: str) -> Format:
    """Give a format by its name or its extension.

    >>> format_named("ttl").name
    'turtle'

    Raises:
        UnknownFormat: there is none.
    """
    for one in _ALL:
        if name in {one.name, one.extension}:
            return one
    raise UnknownFormat(name, FORMATS)
