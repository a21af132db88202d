"""The part of SHACL that our shapes use, read from Turtle.

References:
    Shapes Constraint Language (SHACL), W3C Recommendation 2017, section 4 (core constraints).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

import pyoxigraph as ox

from kg.vocab import RDF, SH, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Accepts = Callable[[Term], bool]

_LEXICAL = {
    XSD.integer: re.compile(r"[+-]?\d+"),
    XSD.decimal: re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD.boolean: re.compile(r"true|false|0|1"),
    XSD.date: re.compile(r"-?\d{4,}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?"),
    XSD.dateTime: re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many values there must be; ``most`` is None for any number."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """Each value is accepted."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class OfClass:
    """Each value is described as an instance of a class."""

    of: ox.NamedNode


@dataclass(frozen=True, slots=True)
class OnePerLanguage:
    """No two values have the same language."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The node has one of these properties, with that value where one is given."""

    alternatives: tuple[tuple[ox.NamedNode, Term | None], ...]


Rule = Count | Value | OfClass | OnePerLanguage | AnyOf


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """One rule for the nodes of one class.

    Args:
        target: class of the nodes.
        path: property that the rule is about, or None for one about the node as a whole.
        rule: what must hold.
        messages: what is wrong where it does not, by language.
    """

    target: ox.NamedNode
    path: ox.NamedNode | None
    rule: Rule
    messages: dict[str, str]

    def message(self, language: str) -> str:
        """Give the message in a language, or in English."""
        return self.messages.get(language, self.messages["en"])


@cache
def shipped_constraints() -> tuple[Constraint, ...]:
    """Give the constraints of ``ontologies/shapes.ttl``."""
    text = resources.files("ontologies").joinpath("shapes.ttl").read_bytes()
    return tuple(read_constraints(text))


def read_constraints(turtle: bytes) -> Iterator[Constraint]:
    """Read shapes from Turtle.

    Raises:
        ValueError: a constraint outside the part of SHACL that is supported.
    """
    graph = _ShapesGraph(ox.Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        for target in graph.values(shape, SH.targetClass):
            assert isinstance(target, ox.NamedNode)
            yield from _of_shape(graph, shape, target)


def _of_shape(graph: _ShapesGraph, shape: Term, target: ox.NamedNode) -> Iterator[Constraint]:
    for alternatives in graph.values(shape, SH.or_):
        either = AnyOf(tuple(_alternative(graph, one) for one in graph.members(alternatives)))
        yield Constraint(target, None, either, graph.messages(shape))
    for constraint in graph.values(shape, SH.property):
        path = graph.value(constraint, SH.path)
        assert isinstance(path, ox.NamedNode)
        for predicate, parameter in graph.pairs(constraint):
            if predicate not in {SH.path, SH.message}:
                rule = _rule(graph, predicate, parameter)
                yield Constraint(target, path, rule, graph.messages(constraint))


def _alternative(graph: _ShapesGraph, node: Term) -> tuple[ox.NamedNode, Term | None]:
    path = graph.value(node, SH.path)
    assert isinstance(path, ox.NamedNode)
    return path, graph.value(node, SH.hasValue)


def _rule(graph: _ShapesGraph, predicate: ox.NamedNode, parameter: Term) -> Rule:
    if predicate == SH.minCount:
        return Count(least=int(_text(parameter)))
    if predicate == SH.maxCount:
        return Count(most=int(_text(parameter)))
    if predicate == SH.class_ and isinstance(parameter, ox.NamedNode):
        return OfClass(parameter)
    if predicate == SH.uniqueLang:
        return OnePerLanguage()
    if predicate == SH.in_:
        allowed = frozenset(graph.members(parameter))
        return Value(lambda term: term in allowed)
    return Value(_test(predicate, parameter))


def _test(predicate: ox.NamedNode, parameter: Term) -> Accepts:
    if predicate == SH.datatype and isinstance(parameter, ox.NamedNode):
        return _has_datatype(parameter)
    if predicate == SH.nodeKind and parameter == SH.IRI:
        return lambda term: isinstance(term, ox.NamedNode)
    if predicate == SH.pattern:
        search = re.compile(_text(parameter)).search
        return lambda term: not isinstance(term, ox.BlankNode) and bool(search(_text(term)))
    if predicate == SH.minInclusive:
        least = Decimal(_text(parameter))
        return lambda term: (number := _number(term)) is not None and number >= least
    if predicate == SH.maxInclusive:
        most = Decimal(_text(parameter))
        return lambda term: (number := _number(term)) is not None and number <= most
    raise ValueError(f"shapes with {predicate.value} are not supported")


def _has_datatype(wanted: ox.NamedNode) -> Accepts:
    lexical = _LEXICAL.get(wanted)

    def accepts(term: Term) -> bool:
        if not isinstance(term, ox.Literal) or term.datatype != wanted:
            return False
        return lexical is None or lexical.fullmatch(term.value) is not None

    return accepts


def _number(term: Term) -> Decimal | None:
    if not isinstance(term, ox.Literal):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _text(term: Term) -> str:
    assert not isinstance(term, ox.Triple)
    return term.value


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
