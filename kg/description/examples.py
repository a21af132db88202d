"""The example queries as data, in the form in which editors of others look for them.

References:
    SHACL, section 5.2.1 (prefixes); the SIB convention for example queries of endpoints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.queries import Query
from kg.vocab import RDF, RDFS, SCHEMA, SH, XSD

_LANGUAGES = ("en", "ko")


def example_triples(
    examples: Iterable[Query], endpoint: str, prefixes: Mapping[str, str]
) -> list[ox.Triple]:
    """Describe queries as ``sh:SPARQLExecutable``.

    Args:
        examples: SELECT, CONSTRUCT and DESCRIBE queries; the last are told without their kind.
        endpoint: address of the endpoint that answers them.
        prefixes: known to every query.
    """
    declared = ox.NamedNode(f"{endpoint}/examples#prefixes")
    found = list(_declarations(declared, prefixes))
    for query in examples:
        node = ox.NamedNode(f"{endpoint}/examples#{query.name}")
        found.append(ox.Triple(node, RDF.type, SH.SPARQLExecutable))
        found.append(ox.Triple(node, SH.prefixes, declared))
        found.append(ox.Triple(node, SCHEMA.target, ox.NamedNode(endpoint)))
        for language in _LANGUAGES:
            found.append(ox.Triple(node, RDFS.label, _text(query.title(language), language)))
            found.append(ox.Triple(node, RDFS.comment, _text(query.purpose(language), language)))
        found += _kind(node, query.text)
    return found


def _kind(node: ox.NamedNode, text: str) -> Iterable[ox.Triple]:
    form = text.split(None, 1)[0].upper()
    if form == "SELECT":
        yield ox.Triple(node, RDF.type, SH.SPARQLSelectExecutable)
        yield ox.Triple(node, SH.select, ox.Literal(text))
    elif form == "CONSTRUCT":
        yield ox.Triple(node, RDF.type, SH.SPARQLConstructExecutable)
        yield ox.Triple(node, SH.construct, ox.Literal(text))


def _declarations(declared: ox.NamedNode, prefixes: Mapping[str, str]) -> Iterable[ox.Triple]:
    for prefix, namespace in prefixes.items():
        node = ox.NamedNode(f"{declared.value}-{prefix}")
        yield ox.Triple(declared, SH.declare, node)
        yield ox.Triple(node, SH.prefix, ox.Literal(prefix))
        yield ox.Triple(node, SH.namespace, ox.Literal(namespace, datatype=XSD.anyURI))


def _text(words: str, language: str) -> ox.Literal:
    return ox.Literal(words, language=language)
