"""In which versions a work exists, and where it appeared."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graphs
from kg.entities import Appearance, Work, WorkVersion
from kg.identifiers import WorkId
from kg.iris import Iris, short_hash
from kg.mapping.sheet import Sheet
from kg.mapping.terms import day, integer, plain
from kg.vocab import DCTERMS, FABIO, FRBR, LPWC, PAPERKIN, RDF, RDFS, SCHEMA, SOA

_ISSN = "issn:"


def add_versions(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write the numbered versions and the published forms."""
    graph = iris.graph(graphs.WORKS)
    is_preprint = any(WorkId.parse(one).scheme == "arxiv" for one in work.ids)
    for version in work.versions:
        one = iris.version(work.key, version.number)
        _realise(sheet, graph, node, one, FABIO.Preprint if is_preprint else FABIO.Expression)
        sheet.add(graph, node, DCTERMS.hasVersion, one)
        _describe(sheet, graph, one, version)
    for appearance in work.appearances:
        _add_appearance(sheet, graph, node, work, appearance, iris)


def _realise(
    sheet: Sheet, graph: NamedNode, work: NamedNode, form: NamedNode, kind: NamedNode
) -> None:
    sheet.add(graph, work, FRBR.realization, form)
    sheet.add(graph, form, RDF.type, kind)


def _describe(sheet: Sheet, graph: NamedNode, node: NamedNode, version: WorkVersion) -> None:
    sheet.describe(
        graph,
        node,
        (SCHEMA.version, integer(version.number)),
        (DCTERMS.issued, day(version.issued_on)),
        (RDFS.comment, plain(version.note)),
    )


def _add_appearance(
    sheet: Sheet,
    graph: NamedNode,
    node: NamedNode,
    work: Work,
    appearance: Appearance,
    iris: Iris,
) -> None:
    """Write a certain venue as an edge and a form; uncertain words only as words."""
    sheet.add(graph, node, PAPERKIN.venueText, plain(appearance.text))
    if appearance.venue is not None:
        sheet.add(graph, node, SOA.hasSource, iris.venue(appearance.venue))
    if appearance.event is not None:
        event = iris.venue(appearance.event)
        sheet.add(graph, node, LPWC.hasConference, event)
        form = iris.part(work.key, f"in-{short_hash(appearance.event)}")
        _realise(sheet, graph, node, form, FABIO.ConferencePaper)
        sheet.add(graph, form, DCTERMS.isPartOf, event)
    elif appearance.venue is not None and appearance.venue.startswith(_ISSN):
        form = iris.part(work.key, f"in-{short_hash(appearance.venue)}")
        _realise(sheet, graph, node, form, FABIO.JournalArticle)
        sheet.add(graph, form, DCTERMS.isPartOf, iris.venue(appearance.venue))
