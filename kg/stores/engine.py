"""The contract over the embedded engine, shared by the memory and the directory store.

The default graph can be kept as the union of the published graphs, as a real copy. Asking the
engine for a union at query time either counts a triple of two graphs twice (its union flag) or
makes joins fifteen times slower (a list of thirteen graphs, measured on 400,000 triples); the
copy costs 40 % more disk, answers as fast as a single graph, and leaves FROM to the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import cast

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from kg.stores import update_text
from kg.stores.contract import MetaTerms, Patch
from kg.stores.errors import PatchRefused, StoreNotEmpty
from kg.stores.loading import IsPublished, load_in_bulk


class EngineStore:
    """A store of the embedded engine.

    Args:
        engine: the open engine.
        meta: where the change number is kept.
        in_default_graph: says of a named graph whether its triples also stand in the default
            graph; None keeps no copy.
    """

    def __init__(
        self,
        engine: pyoxigraph.Store,
        meta: MetaTerms,
        in_default_graph: IsPublished | None = None,
    ) -> None:
        self._engine = engine
        self._meta = meta
        # Asked for every quad, of a dozen graphs.
        self._in_default_graph = in_default_graph and lru_cache(None)(in_default_graph)

    def apply(self, patch: Patch) -> None:
        """See the contract."""
        if patch.change_number <= self.change_number():
            return
        self._change(patch.deletions, patch.insertions, patch.change_number)

    def amend(self, deletions: Iterable[Quad], insertions: Iterable[Quad]) -> None:
        """See the contract."""
        self._change(deletions, insertions, None)

    def replace_graph(
        self, graph: NamedNode, quads: Iterable[Quad], change_number: int | None = None
    ) -> None:
        """See the contract; a graph that is copied to the default graph is refused."""
        if change_number is not None and change_number <= self.change_number():
            return
        if graph == self._meta.graph or (self._in_default_graph and self._in_default_graph(graph)):
            raise PatchRefused(f"{graph} is changed by patches only")
        operations = [update_text.replace_graph(graph, quads)]
        if change_number is not None:
            operations.append(update_text.set_change_number(self._meta, change_number))
        self._engine.update(update_text.joined(operations))

    def change_number(self) -> int:
        """See the contract."""
        found = self._engine.quads_for_pattern(
            self._meta.subject, self._meta.predicate, None, self._meta.graph
        )
        return max((int(cast(Literal, quad.object).value) for quad in found), default=0)

    def bulk_load(self, quads: Iterable[Quad], change_number: int) -> None:
        """See the contract."""
        if self.change_number():
            raise StoreNotEmpty(self.change_number())
        if next(iter(self._engine), None) is not None:
            self._engine.clear()
        load_in_bulk(self._engine, quads, self._in_default_graph)
        # Costs a tenth of the loading, and readers are up to twice as quick.
        self._engine.optimize()
        self._engine.update(update_text.set_change_number(self._meta, change_number))
        self.flush()

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See the contract."""
        names = [graph] if graph is not None else list(self._engine.named_graphs())
        for name in names:
            found = self._engine.quads_for_pattern(None, None, None, name)
            yield from filter(self._is_content, found) if name == self._meta.graph else found

    def select(self, text: str) -> QuerySolutions:
        """See the contract."""
        return cast(QuerySolutions, self._engine.query(text))

    def count(self) -> int:
        """See the contract."""
        rows = self.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
        total = int(cast(Literal, next(rows)["n"]).value)
        return total - (1 if self.change_number() else 0)

    def backup(self, target: Path) -> None:
        """See the contract; written quad by quad."""
        copy = pyoxigraph.Store(target)
        copy.bulk_extend(self._engine)
        copy.flush()

    def flush(self) -> None:
        """See the contract."""
        self._engine.flush()

    def close(self) -> None:
        """See the contract."""
        self.flush()

    def _change(
        self, deletions: Iterable[Quad], insertions: Iterable[Quad], change_number: int | None
    ) -> None:
        gone, new = update_text.checked(deletions), update_text.checked(insertions)
        operations = [
            update_text.delete_data(gone + self._orphans(gone)),
            update_text.insert_data(new + self._copies(new)),
        ]
        if change_number is not None:
            operations.append(update_text.set_change_number(self._meta, change_number))
        if text := update_text.joined(operations):
            self._engine.update(text)

    def _is_content(self, quad: Quad) -> bool:
        return quad.subject != self._meta.subject or quad.predicate != self._meta.predicate

    def _copies(self, quads: Iterable[Quad]) -> list[Quad]:
        published = self._in_default_graph
        return [_copy(q) for q in quads if published and published(cast(NamedNode, q.graph_name))]

    def _orphans(self, deletions: list[Quad]) -> list[Quad]:
        """Copies of deleted quads that no other published graph still holds."""
        gone = set(deletions)
        return [
            copy
            for copy in self._copies(deletions)
            if not self._copies(quad for quad in self._elsewhere(copy) if quad not in gone)
        ]

    def _elsewhere(self, copy: Quad) -> Iterator[Quad]:
        same = self._engine.quads_for_pattern(copy.subject, copy.predicate, copy.object, None)
        return (quad for quad in same if not isinstance(quad.graph_name, DefaultGraph))


def _copy(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def add_to_copy(folder: Path, quads: Iterable[Quad], in_default_graph: IsPublished) -> None:
    """Load more quads into a copy that ``backup`` made, before anybody reads it.

    Args:
        folder: of the copy.
        quads: in named graphs; those of published graphs stand in the default graph too.
        in_default_graph: says which graphs are published.
    """
    ahead = list(islice(iterator := iter(quads), 1))
    if ahead:
        engine = pyoxigraph.Store(folder)
        load_in_bulk(engine, chain(ahead, iterator), in_default_graph)
        engine.flush()
