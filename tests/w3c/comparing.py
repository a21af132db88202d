"""Whether two results say the same: blank nodes by shape, literals by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    Store,
    Triple,
)

Row = dict[str, object]
Table = list[Row] | bool
_HERE = "http://example.org/table/"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def store_of(quads: Iterable[Quad]) -> Store:
    """A store in memory with these quads."""
    store = Store()
    store.extend(quads)
    return store


def table(result: QuerySolutions | QueryBoolean) -> Table:
    """A result as plain rows, or a truth value."""
    if isinstance(result, QueryBoolean):
        return bool(result)
    names = [variable.value for variable in result.variables]
    return [
        {name: term for name, term in zip(names, row, strict=True) if term is not None}
        for row in result
    ]


def table_of_graph(quads: Iterable[Quad]) -> Table:
    """A result that is written as RDF with the old result set vocabulary."""
    store = store_of(quads)

    def objects(subject: object, name: str) -> list[object]:
        found = store.quads_for_pattern(subject, NamedNode(_RS + name), None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    for quad in store.quads_for_pattern(None, NamedNode(_RS + "boolean"), None):
        assert isinstance(quad.object, Literal)
        return quad.object.value in {"true", "1"}
    solutions = [q.object for q in store.quads_for_pattern(None, NamedNode(_RS + "solution"), None)]
    solutions.sort(
        key=lambda s: [int(i.value) for i in objects(s, "index") if isinstance(i, Literal)]
    )
    return [
        {
            variable.value: objects(binding, "value")[0]
            for binding in objects(solution, "binding")
            for variable in objects(binding, "variable")
            if isinstance(variable, Literal)
        }
        for solution in solutions
    ]


def _index(found: list[object]) -> int:
    return next((int(term.value) for term in found if isinstance(term, Literal)), 0)


def same_table(left: Table, right: Table, *, ordered: bool = False) -> bool:
    """They have the same rows, as often, and in the same order if that matters."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if ordered and not any(_has_blank(row) for row in left + right):
        return [_row(row) for row in left] == [_row(row) for row in right]
    return same_graphs(_as_quads(left), _as_quads(right))


def distinct(rows: Table) -> Table:
    """Every row once, as REDUCED may give it."""
    return rows if isinstance(rows, bool) else list({_row(row): row for row in rows}.values())


def same_graphs(left: Iterable[Quad], right: Iterable[Quad]) -> bool:
    """They are isomorphic, graph by graph."""
    return _canonical(left) == _canonical(right)


def _has_blank(row: Row) -> bool:
    return any(isinstance(term, BlankNode | Triple) for term in row.values())


def _row(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(normal(term))) for name, term in row.items()))


def _as_quads(rows: list[Row]) -> Iterator[Quad]:
    """Equal rows become one with a count, or there would be too many ways to match them."""
    found = Counter(_row(row) for row in rows)
    for row, count in found.items():
        subject = BlankNode()
        yield Quad(subject, NamedNode(_HERE + "count"), Literal(count))
        terms = dict(next(r for r in rows if _row(r) == row))
        for name, term in terms.items():
            yield Quad(subject, NamedNode(f"{_HERE}of/{name}"), term)  # type: ignore[arg-type]


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(
        Quad(q.subject, q.predicate, normal(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in quads
    )
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def normal(term: object) -> object:
    """A term as the store gives it back: it writes 01 as 1."""
    if isinstance(term, Literal):
        return _stored(term)
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, normal(term.object))  # type: ignore[arg-type]
    return term


@cache
def _stored(literal: Literal) -> object:
    node = NamedNode(_HERE + "x")
    store = store_of([Quad(node, node, literal, DefaultGraph())])
    return next(iter(store)).object
