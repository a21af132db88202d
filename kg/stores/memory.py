"""A store in memory: tests, small graphs, and the plain endpoint over files."""

from __future__ import annotations

import pyoxigraph

from kg.stores.contract import MetaTerms
from kg.stores.engine import EngineStore
from kg.stores.loading import IsPublished


class MemoryStore(EngineStore):
    """A dataset that lives as long as the process.

    >>> from pyoxigraph import NamedNode, Quad
    >>> from kg.stores.contract import Patch
    >>> node = NamedNode("http://example.org/n")
    >>> store = MemoryStore(MetaTerms(node, node, node))
    >>> store.apply(Patch([], [Quad(node, node, node, NamedNode("http://example.org/g"))], 1))
    >>> store.count(), store.change_number()
    (1, 1)

    Args:
        meta: where the change number is kept.
        in_default_graph: which named graphs are copied to the default graph; None for none.
    """

    def __init__(self, meta: MetaTerms, in_default_graph: IsPublished | None = None) -> None:
        super().__init__(pyoxigraph.Store(), meta, in_default_graph)
