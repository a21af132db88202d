"""The description of an endpoint over any RDF files, of which nothing more is known.

References:
    SPARQL 1.1 Service Description, W3C Recommendation 2013.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.description.service import RESULT_FORMATS
from kg.vocab import RDF, SD


def plain_service_triples(
    endpoint: str, *, takes_updates: bool, asks_others: bool = False
) -> list[ox.Triple]:
    """Describe an endpoint.

    Args:
        endpoint: its address.
        takes_updates: somebody may write.
        asks_others: queries may ask other endpoints by SERVICE.
    """
    service, dataset, default = (
        ox.NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph")
    )
    languages = [SD.SPARQL11Query, *([SD.SPARQL11Update] if takes_updates else [])]
    return [
        ox.Triple(service, RDF.type, SD.Service),
        ox.Triple(service, SD.endpoint, ox.NamedNode(endpoint)),
        *(ox.Triple(service, SD.supportedLanguage, language) for language in languages),
        *(ox.Triple(service, SD.resultFormat, result_format) for result_format in RESULT_FORMATS),
        *([ox.Triple(service, SD.feature, SD.BasicFederatedQuery)] if asks_others else []),
        ox.Triple(service, SD.defaultDataset, dataset),
        ox.Triple(dataset, RDF.type, SD.Dataset),
        ox.Triple(dataset, SD.defaultGraph, default),
        ox.Triple(default, RDF.type, SD.Graph),
    ]
