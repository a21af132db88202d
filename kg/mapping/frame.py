"""What stands in every graph before the first work: the concept schemes and the series.

No entity owns these quads. They are written when a store is made, and change only with the version
of the mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import graphs
from kg.iris import DEFAULT_BASE, Iris
from kg.mapping.concept import COINED
from kg.mapping.sheet import Sheet, Term
from kg.mapping.terms import tagged
from kg.vocab import DCTERMS, PAPERKIN, RDF, SCHEMA, SKOS


def frame_quads(iris: Iris, series: Iterable[str] = ()) -> list[Quad]:
    """Give the quads that stand in every graph.

    Args:
        iris: mints the IRIs.
        series: names of the series that list works.
    """
    sheet, concepts, scheme = Sheet(), iris.graph(graphs.CONCEPTS), iris.scheme()
    for subject, predicate, value in _shipped("arxiv.ttl", iris):
        sheet.add(concepts, subject, predicate, value)
    for subject, predicate, value in _shipped("methods.ttl", iris):
        if subject == scheme:
            sheet.add(concepts, subject, predicate, value)
    sheet.describe(
        concepts,
        iris.scheme(COINED),
        (RDF.type, SKOS.ConceptScheme),
        (DCTERMS.title, tagged("Concepts found in texts", "en")),
        (DCTERMS.title, tagged("텍스트에서 찾은 개념", "ko")),
    )
    for name in series:
        node, graph = iris.series(name), iris.graph(graphs.LISTINGS)
        sheet.add(graph, node, RDF.type, SCHEMA.Periodical)
        sheet.add(graph, node, SCHEMA.name, tagged(name, "en"))
    return sheet.quads()


def mapping_quad(iris: Iris, mapping: str) -> Quad:
    """Tell what decided the quads of a graph.

    Args:
        iris: mints the IRIs.
        mapping: version of the mapping, with the bases of IRIs.
    """
    meta = iris.graph(graphs.META)
    return Quad(iris.dataset, PAPERKIN.mappingVersion, Literal(mapping), meta)


def _shipped(name: str, iris: Iris) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    """Read a scheme that ships with the software, under the base of this installation."""
    text = resources.files("ontologies").joinpath(name).read_text(encoding="utf-8")
    if iris.base != DEFAULT_BASE:
        for kind in ("category/", "concept/", "scheme"):
            text = text.replace(DEFAULT_BASE + kind, iris.base + kind)
    for quad in parse(text, format=RdfFormat.TURTLE):
        yield quad.subject, quad.predicate, quad.object
