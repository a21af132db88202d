"""A venue, or one edition of it."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import Venue
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import integer, plain
from kg.vocab import DCTERMS, FABIO, FOAF, LPWCC, PRISM, RDF, SCHEMA, SOA

_ISSN = "issn:"


class _Kind(NamedTuple):
    types: tuple[NamedNode, ...]
    source_type: str | None


_KINDS = {
    "conference": _Kind((SOA.Source, SCHEMA.EventSeries), "conference"),
    "workshop": _Kind((SOA.Source, SCHEMA.EventSeries), "conference"),
    "journal": _Kind((SOA.Source, FABIO.Journal), "journal"),
    "preprint": _Kind((SOA.Source,), "repository"),
    "event": _Kind((LPWCC.conference, FABIO.ConferenceProceedings, SCHEMA.Event), None),
}


def venue_quads(venue: Venue, iris: Iris) -> list[Quad]:
    """Map a venue or an edition."""
    sheet, node, graph = Sheet(), iris.venue(venue.key), iris.graph(graphs.VENUES)
    kind = _KINDS[venue.kind]
    for one in kind.types:
        sheet.add(graph, node, RDF.type, one)
    sheet.describe(
        graph,
        node,
        (FOAF.name, plain(venue.name)),
        (SOA.abbreviatedName, plain(venue.acronym)),
        (SOA.sourceType, plain(kind.source_type)),
        (DCTERMS.isPartOf, None if venue.series is None else iris.venue(venue.series)),
        (FABIO.hasPublicationYear, integer(venue.year)),
    )
    if venue.key.startswith(_ISSN):
        sheet.add(graph, node, PRISM.issn, plain(venue.key.removeprefix(_ISSN)))
    sheet.add(iris.graph(graphs.COMPAT), node, SCHEMA.name, plain(venue.name))
    return sheet.quads()
