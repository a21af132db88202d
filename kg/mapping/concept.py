"""A concept of the shipped scheme, or one coined from texts."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import Concept, ConceptKind
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import address, plain, tagged
from kg.vocab import DCTERMS, FOAF, LPWC, LPWCC, PAPERKIN, RDF, SKOS

CLASSES: dict[ConceptKind, NamedNode] = {
    "method": LPWCC.method,
    "task": LPWCC.task,
    "dataset": LPWCC.dataset,
    "model": LPWCC.model,
    "metric": PAPERKIN.Metric,
    "hardware": PAPERKIN.Hardware,
}
"""The class of each kind beside ``skos:Concept``; a general concept has none."""

COINED = "coined"
"""Name of the scheme of the concepts that were found in texts."""


def concept_quads(concept: Concept, iris: Iris) -> list[Quad]:
    """Map a concept with its labels, its place in the hierarchy and its matches elsewhere."""
    sheet, node, graph = Sheet(), iris.concept(concept.key), iris.graph(graphs.CONCEPTS)
    scheme = iris.scheme(COINED if concept.is_coined else "")
    sheet.add(graph, node, RDF.type, SKOS.Concept)
    sheet.add(graph, node, RDF.type, CLASSES.get(concept.kind))
    sheet.add(graph, node, SKOS.inScheme, scheme)
    for label in concept.pref:
        sheet.add(graph, node, SKOS.prefLabel, tagged(label.text, label.language))
    preferred = {(label.text, label.language) for label in concept.pref}
    for label in concept.alt:
        if (label.text, label.language) not in preferred:
            sheet.add(graph, node, SKOS.altLabel, tagged(label.text, label.language))
    for text in concept.ambiguous:
        sheet.add(graph, node, PAPERKIN.ambiguousLabel, plain(text))
    sheet.add(graph, node, SKOS.definition, tagged(concept.definition, "en"))
    _add_relations(sheet, graph, node, concept, iris)
    if not concept.broader and not concept.is_coined:
        sheet.add(graph, node, SKOS.topConceptOf, scheme)
    if concept.introduced_by is not None:
        sheet.add(graph, node, LPWC.introducedBy, iris.work(concept.introduced_by))
    _add_names_for_peers(sheet, node, concept, iris)
    return sheet.quads()


def _add_relations(
    sheet: Sheet, graph: NamedNode, node: NamedNode, concept: Concept, iris: Iris
) -> None:
    for predicate, keys in ((SKOS.broader, concept.broader), (SKOS.related, concept.related)):
        for key in keys:
            sheet.add(graph, node, predicate, iris.concept(key))
    matches = (SKOS.exactMatch, concept.exact_match), (SKOS.closeMatch, concept.close_match)
    for predicate, addresses in matches:
        for one in addresses:
            sheet.add(graph, node, predicate, address(one))


def _add_names_for_peers(sheet: Sheet, node: NamedNode, concept: Concept, iris: Iris) -> None:
    """Linked Papers With Code names its datasets by title and everything else by name."""
    compat = iris.graph(graphs.COMPAT)
    name = plain(concept.pref[0].text) if concept.pref else None
    sheet.add(compat, node, FOAF.name, name)
    if concept.kind == "dataset":
        sheet.add(compat, node, DCTERMS.title, name)
