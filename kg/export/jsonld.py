"""JSON-LD with our context, streamed: short names for what occurs often, nothing lost.

A short name that stands for IRIs or for numbers of one datatype is used only for such values; any
other value of the property is written under its prefixed name, which promises nothing.

References:
    JSON-LD 1.1, W3C Recommendation 2020, section 4.2.3 (type coercion).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg.vocab import (
    CITO,
    DCTERMS,
    FABIO,
    FOAF,
    LPWC,
    PAPERKIN,
    PREFIXES,
    RDF,
    SCHEMA,
    SKOS,
    SOA,
    XSD,
)

_IRI = "@id"
_HIDDEN = frozenset({"sh", "formats"})
_NAMES: dict[str, tuple[ox.NamedNode, str | None]] = {
    "title": (DCTERMS.title, None),
    "titleSource": (PAPERKIN.titleSource, None),
    "identifier": (DCTERMS.identifier, None),
    "arxivId": (FABIO.hasArXivId, None),
    "issued": (DCTERMS.issued, XSD.date.value),
    "year": (FABIO.hasPublicationYear, XSD.integer.value),
    "creator": (DCTERMS.creator, _IRI),
    "authorship": (SOA.hasAuthorship, _IRI),
    "author": (SOA.hasAuthor, _IRI),
    "listedPosition": (PAPERKIN.listedPosition, XSD.integer.value),
    "nameAsListed": (PAPERKIN.nameAsListed, None),
    "abstract": (DCTERMS.abstract, None),
    "subject": (DCTERMS.subject, _IRI),
    "cites": (CITO.cites, _IRI),
    "url": (SCHEMA.url, _IRI),
    "page": (FOAF.page, _IRI),
    "thumbnail": (SCHEMA.thumbnailUrl, _IRI),
    "votes": (SCHEMA.interactionStatistic, _IRI),
    "count": (SCHEMA.userInteractionCount, XSD.integer.value),
    "position": (SCHEMA.position, XSD.integer.value),
    "item": (SCHEMA.item, _IRI),
    "text": (SCHEMA.text, None),
    "method": (LPWC.hasMethod, _IRI),
    "task": (LPWC.hasTask, _IRI),
    "dataset": (LPWC.usesDataset, _IRI),
    "model": (LPWC.hasModel, _IRI),
    "introducedBy": (LPWC.introducedBy, _IRI),
    "prefLabel": (SKOS.prefLabel, None),
    "altLabel": (SKOS.altLabel, None),
    "broader": (SKOS.broader, _IRI),
    "related": (SKOS.related, _IRI),
    "inScheme": (SKOS.inScheme, _IRI),
    "name": (FOAF.name, None),
}


@cache
def context() -> dict[str, Any]:
    """Give the context: prefixes, and short names for what occurs often."""
    names: dict[str, Any] = {"id": "@id", "type": "@type"}
    names |= {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in _HIDDEN}
    for name, (term, coercion) in _NAMES.items():
        compact = _compact(term.value)
        names[name] = {"@id": compact} | _coerced(coercion)
    return {"@version": 1.1, **names}


def _coerced(coercion: str | None) -> dict[str, str]:
    if coercion is None:
        return {}
    return {"@type": coercion if coercion == _IRI else _compact(coercion)}


def write_jsonld(quads: Iterable[ox.Quad], output: IO[bytes]) -> None:
    """Write quads as one document; those of one graph and subject should follow each other."""
    head = json.dumps(context(), ensure_ascii=False)
    output.write(f'{{"@context": {head},\n"@graph": ['.encode())
    for number, block in enumerate(_blocks(quads)):
        text = json.dumps(block, ensure_ascii=False)
        output.write(f"{',' if number else ''}\n{text}".encode())
    output.write(b"\n]}\n")


def _blocks(quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    """Give one object for the quads of a subject in a graph that follow each other."""
    for (graph, subject), group in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)):
        node: dict[str, Any] = {"id": _name(subject)}
        for quad in group:
            key, value = _entry(quad.predicate, quad.object)
            node.setdefault(key, []).append(value)
        node = {key: _single(value) for key, value in node.items()}
        if isinstance(graph, ox.DefaultGraph):
            yield node
        else:
            yield {"id": _name(graph), "@graph": [node]}


def _entry(predicate: ox.NamedNode, value: object) -> tuple[str, Any]:
    if predicate == RDF.type and isinstance(value, ox.NamedNode):
        return "type", _compact(value.value)
    coercion, short, full = _forms(value)
    name, promised = _short_names().get(predicate.value, (None, None))
    if name is not None and promised == coercion:
        return name, short
    return _compact(predicate.value), full


def _forms(value: object) -> tuple[str | None, Any, Any]:
    """Give what a short name must promise, the value under such a name, and under any other."""
    if isinstance(value, ox.NamedNode | ox.BlankNode):
        return _IRI, _name(value), {"id": _name(value)}
    assert isinstance(value, ox.Literal)
    if value.language is not None:
        tagged = {"@value": value.value, "@language": value.language}
        return None, tagged, tagged
    datatype = value.datatype.value
    if datatype == XSD.string.value:
        return None, value.value, value.value
    return datatype, value.value, {"@value": value.value, "@type": _compact(datatype)}


def _single(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values


@cache
def _short_names() -> dict[str, tuple[str, str | None]]:
    return {term.value: (name, coercion) for name, (term, coercion) in _NAMES.items()}


def _name(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


@cache
def _compact(iri: str) -> str:
    """Write an IRI with its prefix where the rest cannot be mistaken for anything else."""
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if prefix not in _HIDDEN and rest != iri and rest.isidentifier():
            return f"{prefix}:{rest}"
    return iri
