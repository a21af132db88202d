"""The document about one entity: what the graph says of it, and what the document itself is."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from kg import graphs
from kg.entities import Claims, Entity
from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import DCTERMS, FOAF, RDF


def describe_document(entity: Entity, claims: Claims | None, iris: Iris) -> list[Triple]:
    """The triples of an entity, whatever their graph, and of the document that carries them.

    Thing and document are apart: the document has the licence, and the thing as its primary topic.
    A work's claims are part of its document when they are given.

    Args:
        entity: what is described.
        claims: what was extracted from it, or None.
        iris: mints the IRIs.
    """
    stated = quads(entity, iris) + (quads(claims, iris) if claims else [])
    thing = stated[0].subject
    assert isinstance(thing, NamedNode), "every subject of the mapping is an IRI"
    document = NamedNode(f"{thing.value}.ttl")
    licences = sorted(
        {
            licence
            for name in {iris.graph_name(quad.graph_name) for quad in stated}  # type: ignore[arg-type]
            if name and (licence := graphs.licence_of(name))
        }
    )
    about = [
        Triple(document, RDF.type, FOAF.Document),
        Triple(document, FOAF.primaryTopic, thing),
        *(Triple(document, DCTERMS.license, NamedNode(licence)) for licence in licences),
        Triple(document, DCTERMS.identifier, Literal(entity.key)),
    ]
    return list(dict.fromkeys([*(quad.triple for quad in stated), *about]))
