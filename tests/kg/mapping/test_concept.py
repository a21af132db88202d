"""Concepts of the scheme and coined ones."""

from __future__ import annotations

from dataclasses import replace

from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import DCTERMS, PAPERKIN, SKOS
from tests.kg.invented import COINED, CONCEPT
from tests.kg.mapping.expected import trig

IRIS = Iris()


def test_a_concept_of_the_scheme() -> None:
    assert set(quads(CONCEPT, IRIS)) == trig("""
<g:concepts> { <concept:pruning> a skos:Concept , lpwcc:task ;
  skos:inScheme <https://w3id.org/paperkin/scheme> ;
  skos:prefLabel "Pruning"@en , "가지치기"@ko ; skos:altLabel "cutting"@en ;
  skos:definition "Taking away what is not needed."@en ;
  skos:broader <concept:gardening> ; skos:related <concept:wind> ;
  skos:exactMatch <http://www.wikidata.org/entity/Q1> ;
  lpwc:introducedBy <w:arxiv/2405.00001> . }
<g:compat> { <concept:pruning> foaf:name "Pruning" . }""")


def test_a_coined_concept_is_apart_and_no_top_concept() -> None:
    assert set(quads(COINED, IRIS)) == trig("""
<g:concepts> { <concept:willow> a skos:Concept , lpwcc:model ;
  skos:inScheme <https://w3id.org/paperkin/scheme/coined> ;
  skos:prefLabel "Willow"@en ;
  lpwc:introducedBy <w:arxiv/2405.00001> . }
<g:compat> { <concept:willow> foaf:name "Willow" . }""")


def test_entrances_of_the_scheme_labels_and_names_for_peers() -> None:
    dataset = replace(CONCEPT, kind="dataset", broader=(), ambiguous=("cutting",))
    pairs = {(quad.predicate, quad.object.value) for quad in quads(dataset, IRIS)}
    assert (SKOS.topConceptOf, IRIS.scheme().value) in pairs
    assert (PAPERKIN.ambiguousLabel, "cutting") in pairs
    assert (DCTERMS.title, "Pruning") in pairs


def test_a_general_concept_has_no_other_class() -> None:
    general = replace(CONCEPT, kind="concept")
    classes = [quad.object for quad in quads(general, IRIS) if quad.predicate.value[-4:] == "type"]
    assert classes == [SKOS.Concept]
