"""How much of what a dataset holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg import graphs
from kg.iris import Iris
from kg.vocab import RDF


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much of what a dataset holds.

    Args:
        graphs: triples by name of the published graph.
        classes: instances by class IRI.
        properties: triples by property IRI.
        subjects: distinct subjects.
        links: triples and predicate by name of the link set.
    """

    graphs: Mapping[str, int]
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    subjects: int = 0
    links: Mapping[str, int] = field(default_factory=dict)

    @property
    def triples(self) -> int:
        """Triples in all published graphs."""
        return sum(self.graphs.values())


def measure(store: ox.Store, iris: Iris) -> Counts:
    """Count what a store publishes; linear in its size, so meant for the moment of publishing."""
    names = {
        name: iris.graph_name(name.value)
        for name in store.named_graphs()
        if isinstance(name, ox.NamedNode)
    }
    published = [node for node, name in names.items() if name and graphs.is_published(name)]
    links = [node for node, name in names.items() if name and name.startswith("links/")]
    if not published:
        return Counts(graphs={})
    union = _Union(store, published)
    return Counts(
        graphs={names[node] or "": _size(store, node) for node in published},
        classes=union.groups(f"SELECT ?k (COUNT(*) AS ?n) {{ ?s {RDF.type} ?k }} GROUP BY ?k"),
        properties=union.groups("SELECT ?k (COUNT(*) AS ?n) { ?s ?k ?o } GROUP BY ?k"),
        subjects=union.number("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        links={names[node] or "": _size(store, node) for node in links},
    )


def _size(store: ox.Store, graph: ox.NamedNode) -> int:
    return _Union(store, [graph]).number("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


class _Union:
    """Counting queries over the union of some graphs."""

    def __init__(self, store: ox.Store, named: list[ox.NamedNode]) -> None:
        self._store = store
        self._named: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = list(named)

    def groups(self, query: str) -> dict[str, int]:
        return {_value(row["k"]): int(_value(row["n"])) for row in self._rows(query)}

    def number(self, query: str) -> int:
        return int(_value(next(self._rows(query))["n"]))

    def _rows(self, query: str) -> ox.QuerySolutions:
        rows = self._store.query(query, default_graph=self._named)
        assert isinstance(rows, ox.QuerySolutions)
        return rows


def _value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value
