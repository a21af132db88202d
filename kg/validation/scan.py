"""All constraints in one pass over the quads, in memory that grows by a few bytes a quad.

A SHACL engine, or one query a constraint, takes minutes to hours for a hundred thousand works. Here
each term is reduced to its 64-bit hash while the quads stream by, and the constraints become
set operations on arrays of hashes. What these find suspicious, a second pass looks at closely, so
that a collision of hashes can never accuse anything.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from kg.validation.shapes import (
    Accepts,
    AnyOf,
    Constraint,
    Count,
    OfClass,
    OnePerLanguage,
    Term,
    Value,
)
from kg.vocab import RDF

Hashes = npt.NDArray[np.int64]
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Source = Callable[[], Iterable[ox.Quad]]
"""Gives the quads anew each time it is called."""


def _array() -> array[int]:
    return array("q")


@dataclass(slots=True)
class _Column:
    """What is kept of the quads of one property."""

    subjects: array[int] = field(default_factory=_array)
    objects: array[int] = field(default_factory=_array)
    languages: array[int] = field(default_factory=_array)
    tests: list[tuple[Constraint, Callable[[Term], bool], array[int]]] = field(default_factory=list)
    needs_languages: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A constraint that does not hold of a node, with a value and its graph where there is one."""

    constraint: Constraint
    node: Term
    value: Term | None = None
    graph: GraphName | None = None


class Scan:
    """Checks the quads of a source against constraints.

    Args:
        source: gives the quads anew each time it is called.
        constraints: what must hold.
        is_unfit: tells of a subject, or of an object that is no literal, that it must not be there.
    """

    def __init__(
        self, source: Source, constraints: Iterable[Constraint], is_unfit: Accepts
    ) -> None:
        self._source = source
        self._is_unfit = is_unfit
        self._constraints = tuple(constraints)
        self._columns: defaultdict[ox.NamedNode, _Column] = defaultdict(_Column)
        self._members: defaultdict[Term, array[int]] = defaultdict(_array)
        self._triples = _array()
        self.classes: set[Term] = set()
        self.predicates: set[ox.NamedNode] = set()
        self.unfit: list[ox.Quad] = []
        self._prepare()
        self._read()

    @property
    def count(self) -> int:
        """Number of quads read."""
        return len(self._triples)

    def _prepare(self) -> None:
        for one in self._constraints:
            match one.rule:
                case AnyOf(alternatives):
                    for path, _ in alternatives:
                        self._columns[path].subjects  # noqa: B018 - makes the column
                case Value(accepts) if one.path is not None:
                    self._columns[one.path].tests.append((one, accepts, _array()))
                case OnePerLanguage() if one.path is not None:
                    self._columns[one.path].needs_languages = True
                case _ if one.path is not None:
                    self._columns[one.path].subjects  # noqa: B018

    def _read(self) -> None:
        """Reduce every quad to what the constraints need; the loop that must be fast."""
        columns, members, triples = dict(self._columns), self._members, self._triples
        is_unfit, Literal = self._is_unfit, ox.Literal  # noqa: N806 - a class, looked up once
        for quad in self._source():
            triple = quad.triple
            node, predicate, value = triple.subject, triple.predicate, triple.object
            subject = hash(node)
            triples.append(hash(triple))
            if is_unfit(node) or (not isinstance(value, Literal) and is_unfit(value)):
                self.unfit.append(quad)
            if predicate == RDF.type:
                members[value].append(subject)
            column = columns.get(predicate)
            if column is None:
                self.predicates.add(predicate)
                continue
            column.subjects.append(subject)
            column.objects.append(hash(value))
            for _, accepts, failed in column.tests:
                if not accepts(value):
                    failed.append(subject)
            if column.needs_languages:
                language = value.language if isinstance(value, ox.Literal) else None
                column.languages.append(hash((subject, language)) if language else len(triples))
        self.predicates |= {path for path, column in columns.items() if column.subjects}
        self.classes = set(members)

    # ---- set operations on hashes -------------------------------------------------------------

    def suspects(self, constraint: Constraint) -> Hashes:
        """Give the hashes of the nodes of which a constraint seems not to hold."""
        targets = self._set(self._members[constraint.target])
        rule = constraint.rule
        if isinstance(rule, AnyOf):
            having = [self._having(path, value) for path, value in rule.alternatives]
            return np.setdiff1d(targets, np.concatenate(having))
        assert constraint.path is not None
        column = self._columns[constraint.path]
        return np.intersect1d(targets, self._failing(constraint, column, targets))

    def _failing(self, constraint: Constraint, column: _Column, targets: Hashes) -> Hashes:
        subjects = self._view(column.subjects)
        match constraint.rule:
            case Count(least=least) if least:
                return np.setdiff1d(targets, subjects)
            case Count(most=0):
                return subjects
            case Count():
                unique, counts = np.unique(subjects, return_counts=True)
                return unique[counts > 1]
            case OfClass(of):
                known = self._set(self._members[of])
                return subjects[~np.isin(self._view(column.objects), known)]
            case OnePerLanguage():
                languages = self._view(column.languages)
                _, index, counts = np.unique(languages, return_inverse=True, return_counts=True)
                return subjects[counts[index] > 1]
        return next(self._view(failed) for one, _, failed in column.tests if one is constraint)

    def _having(self, path: ox.NamedNode, value: Term | None) -> Hashes:
        column = self._columns[path]
        subjects = self._view(column.subjects)
        return subjects if value is None else subjects[self._view(column.objects) == hash(value)]

    def twice(self) -> Hashes:
        """Give the hashes of the triples that were read more than once."""
        unique, counts = np.unique(self._view(self._triples), return_counts=True)
        return unique[counts > 1]

    @staticmethod
    def _view(hashes: array[int]) -> Hashes:
        return np.frombuffer(hashes, dtype=np.int64) if hashes else np.empty(0, np.int64)

    def _set(self, hashes: array[int]) -> Hashes:
        return np.unique(self._view(hashes))

    # ---- the second, close look ---------------------------------------------------------------

    def violations(self, limit: int) -> Iterator[tuple[Constraint, list[Violation]]]:
        """Give, for each constraint that is violated, the first violations.

        Args:
            limit: how many for one constraint.
        """
        wanted = {one: self.suspects(one)[:limit] for one in self._constraints}
        nodes = self._facts({int(each) for found in wanted.values() for each in found})
        known = _Known(dict(self._members))
        for constraint, found in wanted.items():
            checked = (_look(constraint, *nodes[int(each)], known) for each in found)
            violations = [one for one in checked if one is not None]
            if violations:
                yield constraint, sorted(violations, key=lambda one: str(one.node))

    def _facts(self, wanted: set[int]) -> dict[int, tuple[Term, list[ox.Quad]]]:
        """Read everything about some subjects again."""
        facts: dict[int, tuple[Term, list[ox.Quad]]] = {}
        for quad in self._source() if wanted else ():
            subject = hash(quad.subject)
            if subject in wanted:
                facts.setdefault(subject, (quad.subject, []))[1].append(quad)
        return facts


class _Known:
    """Which nodes are described as instances of a class."""

    def __init__(self, members: dict[Term, array[int]]) -> None:
        self._members = members

    def is_a(self, node: Term, cls: ox.NamedNode) -> bool:
        found = self._members.get(cls)
        return found is not None and hash(node) in found


def _look(
    constraint: Constraint, node: Term, facts: list[ox.Quad], known: _Known
) -> Violation | None:
    """Decide about one node, from everything that is said of it."""
    rule, homes = constraint.rule, {quad.object: quad.graph_name for quad in facts}
    if isinstance(rule, AnyOf):
        said = {(quad.predicate, quad.object) for quad in facts}
        paths = {quad.predicate for quad in facts}
        holds = any(
            path in paths if value is None else (path, value) in said
            for path, value in rule.alternatives
        )
        return None if holds else Violation(constraint, node, graph=facts[0].graph_name)
    values = list(dict.fromkeys(one.object for one in facts if one.predicate == constraint.path))
    match rule:
        case Count(least, most):
            if least <= len(values) and (most is None or len(values) <= most):
                return None
            value = values[-1] if values else None
            graph = homes[value] if value is not None else facts[0].graph_name
            return Violation(constraint, node, value, graph)
        case Value(accepts):
            wrong = [value for value in values if not accepts(value)]
        case OfClass(of):
            wrong = [value for value in values if not known.is_a(value, of)]
        case OnePerLanguage():
            languages = [value.language for value in values if isinstance(value, ox.Literal)]
            wrong = [
                value
                for value in values
                if isinstance(value, ox.Literal) and languages.count(value.language) > 1
            ]
    return Violation(constraint, node, wrong[0], homes[wrong[0]]) if wrong else None
