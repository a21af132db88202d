"""The SPARQL endpoint, described as a bare GET of it expects.

References:
    SPARQL 1.1 Service Description, W3C Recommendation 2013.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg import graphs
from kg.description.counting import Counts
from kg.iris import Iris, short_hash
from kg.mapping.sheet import Sheet
from kg.mapping.terms import integer
from kg.vocab import FORMATS, PAPERKIN, RDF, SD, VOID

RESULT_FORMATS = (
    FORMATS.SPARQL_Results_JSON,
    FORMATS.SPARQL_Results_XML,
    FORMATS.SPARQL_Results_CSV,
    FORMATS.SPARQL_Results_TSV,
    FORMATS.Turtle,
    FORMATS.N_Triples,
    FORMATS.RDF_XML,
    FORMATS.JSON_LD,
)


def service_quads(
    endpoint: str, counts: Counts, iris: Iris, *, asks_others: bool = False
) -> list[ox.Quad]:
    """Describe the SPARQL endpoint.

    Args:
        endpoint: its address.
        counts: how much is behind it.
        iris: mints the IRIs.
        asks_others: queries may ask other endpoints by SERVICE.
    """
    sheet, graph = Sheet(), iris.graph(graphs.META)
    service, dataset, default = (
        ox.NamedNode(f"{iris.dataset.value}#{name}")
        for name in ("service", "service-dataset", "default-graph")
    )
    sheet.describe(
        graph,
        service,
        (RDF.type, SD.Service),
        (SD.endpoint, ox.NamedNode(endpoint)),
        (SD.supportedLanguage, SD.SPARQL11Query),
        (SD.feature, SD.UnionDefaultGraph),
        (SD.propertyFeature, PAPERKIN.textMatch),
        (SD.propertyFeature, PAPERKIN.relatedTo),
        (SD.defaultDataset, dataset),
    )
    if asks_others:
        sheet.add(graph, service, SD.feature, SD.BasicFederatedQuery)
    for result_format in RESULT_FORMATS:
        sheet.add(graph, service, SD.resultFormat, result_format)
    sheet.describe(graph, dataset, (RDF.type, SD.Dataset), (SD.defaultGraph, default))
    sheet.describe(graph, default, (RDF.type, SD.Graph), (VOID.triples, integer(counts.triples)))
    for name, triples in sorted((*counts.graphs.items(), *counts.links.items())):
        named = ox.NamedNode(f"{iris.dataset.value}#graph-{short_hash(name)}")
        content = ox.NamedNode(f"{named.value}-content")
        sheet.add(graph, dataset, SD.namedGraph, named)
        sheet.describe(
            graph,
            named,
            (RDF.type, SD.NamedGraph),
            (SD.name, iris.graph(name)),
            (SD.graph, content),
        )
        sheet.describe(graph, content, (RDF.type, SD.Graph), (VOID.triples, integer(triples)))
    return sheet.quads()
