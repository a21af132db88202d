"""The part of SHACL that our shapes use, read from Turtle and turned into SPARQL.

A SHACL engine reads a graph into Python objects, which takes minutes for a hundred thousand works.
The same constraints as SPARQL run inside the store. Tests compare both on planted faults.

References:
    Shapes Constraint Language (SHACL), W3C Recommendation 2017, section 4 (core constraints).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from kg.vocab import RDF, SH

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_FAILURES = {
    SH.datatype: "FILTER(!isLiteral(?value) || DATATYPE(?value) != {parameter})",
    SH.nodeKind: "FILTER(!isIRI(?value))",  # the shapes ask for no other kind
    SH.class_: f"FILTER NOT EXISTS {{{{ ?value {RDF.type} {{parameter}} }}}}",
    SH.pattern: "FILTER(!REGEX(STR(?value), {parameter}))",
    SH.minInclusive: "FILTER(!COALESCE(?value >= {parameter}, false))",
    SH.maxInclusive: "FILTER(!COALESCE(?value <= {parameter}, false))",
    SH.uniqueLang: (
        "?this {path} ?other . FILTER(LANG(?value) != '' && LANG(?value) = LANG(?other)"
        " && !sameTerm(?value, ?other))"
    ),
}
"""What a value that breaks a constraint looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One constraint on the nodes of one class.

    Args:
        target: class of the nodes.
        path: property that the constraint is about, or None for one on the node as a whole.
        condition: SPARQL pattern that holds of ``?this`` (and ``?value``) when it is violated.
        messages: what is wrong, by language.
    """

    target: ox.NamedNode
    path: ox.NamedNode | None
    condition: str
    messages: dict[str, str]

    def query(self, limit: int) -> str:
        """Give the query that finds the first violations."""
        return (
            "SELECT DISTINCT ?this ?value WHERE { "
            f"?this {RDF.type} {self.target} . {self.condition} }} LIMIT {limit}"
        )

    def message(self, language: str) -> str:
        """Give the message in a language, or in English."""
        return self.messages.get(language, self.messages["en"])


@cache
def shipped_checks() -> tuple[Check, ...]:
    """Give the checks of ``ontologies/shapes.ttl``."""
    text = resources.files("ontologies").joinpath("shapes.ttl").read_bytes()
    return tuple(read_checks(text))


def read_checks(turtle: bytes) -> Iterator[Check]:
    """Read shapes from Turtle.

    Raises:
        ValueError: a constraint that is not in the part of SHACL we turn into SPARQL.
    """
    graph = _ShapesGraph(ox.Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        for target in graph.values(shape, SH.targetClass):
            assert isinstance(target, ox.NamedNode)
            yield from _checks_of(graph, shape, target)


def _checks_of(graph: _ShapesGraph, shape: Term, target: ox.NamedNode) -> Iterator[Check]:
    for alternatives in graph.values(shape, SH.or_):
        failures = [_failure(graph, one) for one in graph.members(alternatives)]
        yield Check(
            target=target,
            path=None,
            condition=" ".join(failures),
            messages=graph.messages(shape),
        )
    for constraint in graph.values(shape, SH.property):
        path = graph.value(constraint, SH.path)
        assert isinstance(path, ox.NamedNode)
        for condition in _conditions(graph, constraint, path):
            yield Check(
                target=target,
                path=path,
                condition=condition,
                messages=graph.messages(constraint),
            )


def _failure(graph: _ShapesGraph, alternative: Term) -> str:
    """Give the one pattern that holds where an alternative of ``sh:or`` does not."""
    path = graph.value(alternative, SH.path)
    wanted = graph.value(alternative, SH.hasValue)
    return f"FILTER NOT EXISTS {{ ?this {path} {wanted or '?any'} }}"


def _conditions(graph: _ShapesGraph, constraint: Term, path: ox.NamedNode) -> Iterator[str]:
    has_value = f"?this {path} ?value ."
    for predicate, parameter in graph.pairs(constraint):
        if predicate in {SH.path, SH.message}:
            continue
        if predicate == SH.minCount:
            yield f"FILTER NOT EXISTS {{ ?this {path} ?any }}"
        elif predicate == SH.maxCount:
            yield _more_than(path, parameter)
        elif predicate == SH.in_:
            values = ", ".join(str(one) for one in graph.members(parameter))
            yield f"{has_value} FILTER(?value NOT IN ({values}))"
        elif predicate in _FAILURES:
            yield f"{has_value} {_FAILURES[predicate].format(path=path, parameter=parameter)}"
        else:
            raise ValueError(f"no SPARQL for {predicate.value} {parameter}")


def _more_than(path: ox.NamedNode, most: Term) -> str:
    assert isinstance(most, ox.Literal)
    if most.value == "0":
        return f"?this {path} ?value ."
    return f"?this {path} ?value , ?other . FILTER(!sameTerm(?value, ?other))"


class _ShapesGraph:
    """The shapes as a graph that is easy to ask."""

    def __init__(self, dataset: ox.Dataset) -> None:
        self._dataset = dataset

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[Term]:
        found = [
            quad.subject
            for quad in self._dataset.quads_for_predicate(predicate)
            if quad.object == value
        ]
        return sorted(found, key=str)

    def pairs(self, subject: Term) -> list[tuple[ox.NamedNode, Term]]:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        found = [(quad.predicate, quad.object) for quad in self._dataset.quads_for_subject(subject)]
        return sorted(found, key=lambda pair: (pair[0].value, str(pair[1])))

    def values(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        return [value for found, value in self.pairs(subject) if found == predicate]

    def value(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        return next(iter(self.values(subject, predicate)), None)

    def members(self, head: Term) -> Iterator[Term]:
        while head != RDF.nil:
            first, rest = self.value(head, RDF.first), self.value(head, RDF.rest)
            assert first is not None
            assert rest is not None
            yield first
            head = rest

    def messages(self, shape: Term) -> dict[str, str]:
        return {
            one.language or "en": one.value
            for one in self.values(shape, SH.message)
            if isinstance(one, ox.Literal)
        }
