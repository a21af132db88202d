"""Which records of which sources stand behind an entity, and which files behind a graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import RecordRef, SourceFile
from kg.iris import Iris
from kg.mapping.sheet import Sheet, Term
from kg.mapping.terms import address, integer, moment, plain
from kg.vocab import DCTERMS, PAPERKIN, PROV, RDF


def add_records(sheet: Sheet, node: NamedNode, records: Iterable[RecordRef], iris: Iris) -> None:
    """Write the records that a work comes from; a record belongs to its work."""
    graph = iris.graph(graphs.META)
    for one in records:
        record = iris.record(one.source, one.key)
        sheet.add(graph, node, PROV.wasDerivedFrom, record)
        sheet.describe(
            graph,
            record,
            (RDF.type, PAPERKIN.Record),
            (PAPERKIN.sourceName, plain(one.source)),
            (DCTERMS.identifier, plain(one.key)),
            (DCTERMS.source, place_of(one.location)),
            (PAPERKIN.sha256, plain(one.sha256)),
        )


def file_quads(file: SourceFile, iris: Iris) -> list[Quad]:
    """Map a file as it was read, and which graphs it fed.

    That a graph derives from a file is a statement about the graph, but it is the file's to make:
    it comes and goes with the file.
    """
    sheet, node, graph = Sheet(), iris.file(file.key), iris.graph(graphs.META)
    sheet.describe(
        graph,
        node,
        (RDF.type, PAPERKIN.SourceFile),
        (PAPERKIN.sourceName, plain(file.source)),
        (DCTERMS.source, place_of(file.location)),
        (PAPERKIN.sha256, plain(file.key)),
        (DCTERMS.license, address(file.licence)),
        (PROV.generatedAtTime, moment(file.read_at)),
        (PAPERKIN.recordCount, integer(file.records)),
    )
    for name in file.graphs:
        sheet.add(graph, iris.graph(name), PROV.wasDerivedFrom, node)
    return sheet.quads()


def place_of(location: str) -> Term | None:
    """Give a web address as it is, and of a file its name only: folders are nobody's business.

    >>> place_of("/home/somebody/digests/2024-05-28.md").value
    '2024-05-28.md'
    """
    return address(location) or plain(PureWindowsPath(location).name)
