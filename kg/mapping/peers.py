"""The same facts in the shapes that peers' queries expect, apart in the graph ``compat``."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graphs
from kg.entities import Work
from kg.identifiers import WorkId, derived_doi, landing_url, pdf_url
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address_text, boolean, day, plain, tagged
from kg.vocab import DCTERMS, FABIO, LPWC, LPWCC, PRISM, RDF, RDFS, SCHEMA, SOA


def add_work_for_peers(sheet: Sheet, node: NamedNode, work: Work, iris: Iris) -> None:
    """Write what Linked Papers With Code, SemOpenAlex and schema.org call the same things."""
    graph = iris.graph(graphs.COMPAT)
    title = tagged(work.title, work.title_language)
    sheet.describe(
        graph,
        node,
        (RDF.type, LPWCC.paper),
        (RDF.type, SOA.Work),
        (RDFS.label, title),
        (SCHEMA.name, title),
        (DCTERMS.date, day(work.published_on)),
        (SOA.isRetracted, boolean(True) if work.status == "retracted" else None),
    )
    for text in work.ids:
        one = WorkId.parse(text)
        doi = one.value if one.scheme == "doi" else derived_doi(one)
        sheet.add(graph, node, PRISM.doi, plain(doi))
        sheet.add(graph, node, FABIO.hasURL, address_text(pdf_url(one)))
        if one.scheme != "doi":
            sheet.add(graph, node, LPWC.hasURLAbstract, address_text(landing_url(one)))
    for authorship in work.authorships:
        sheet.add(graph, node, LPWC.creatorName, plain(authorship.name))
    venues = [one.venue for one in work.appearances if one.venue is not None]
    for venue in venues[:1]:
        location = iris.part(work.key, "location")
        sheet.add(graph, node, SOA.hasPrimaryLocation, location)
        sheet.add(graph, location, RDF.type, SOA.Location)
        sheet.add(graph, location, SOA.hasSource, iris.venue(venue))
