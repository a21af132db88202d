"""Formats in which an answer can be written, by name and registered media type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pyoxigraph import QueryResultsFormat, RdfFormat


class Form(Enum):
    """Form of a request; the first three words answer tables, the next graphs."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"
    UPDATE = "UPDATE"

    @property
    def is_table(self) -> bool:
        """The answer is rows or a truth value, not a graph."""
        return self in {Form.SELECT, Form.ASK}


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """One way to write an answer.

    Args:
        name: short name, also the file extension.
        media_type: registered media type, without parameters.
        content_type: the same with its charset where the type needs one.
        engine: the engine's writer.
    """

    name: str
    media_type: str
    content_type: str
    engine: QueryResultsFormat | RdfFormat

    @property
    def is_table(self) -> bool:
        """For SELECT and ASK; otherwise for CONSTRUCT and DESCRIBE."""
        return isinstance(self.engine, QueryResultsFormat)


def _format(
    name: str, media_type: str, engine: QueryResultsFormat | RdfFormat, charset: str = ""
) -> ResultFormat:
    content_type = f"{media_type}; charset={charset}" if charset else media_type
    return ResultFormat(name, media_type, content_type, engine)


JSON = _format("srj", "application/sparql-results+json", QueryResultsFormat.JSON)
XML = _format("srx", "application/sparql-results+xml", QueryResultsFormat.XML)
CSV = _format("csv", "text/csv", QueryResultsFormat.CSV, "utf-8")
TSV = _format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV, "utf-8")
TURTLE = _format("ttl", "text/turtle", RdfFormat.TURTLE, "utf-8")
TRIG = _format("trig", "application/trig", RdfFormat.TRIG)
N_TRIPLES = _format("nt", "application/n-triples", RdfFormat.N_TRIPLES)
N_QUADS = _format("nq", "application/n-quads", RdfFormat.N_QUADS)
RDF_XML = _format("rdf", "application/rdf+xml", RdfFormat.RDF_XML)
JSON_LD = _format("jsonld", "application/ld+json", RdfFormat.JSON_LD)

TABLE_FORMATS = (JSON, XML, CSV, TSV)
GRAPH_FORMATS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)
FORMATS = {fmt.name: fmt for fmt in TABLE_FORMATS + GRAPH_FORMATS}


def formats_for(form: Form) -> tuple[ResultFormat, ...]:
    """Formats for the answer of a form of query, the preferred one first."""
    return TABLE_FORMATS if form.is_table else GRAPH_FORMATS
