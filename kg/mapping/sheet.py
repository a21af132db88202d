"""The quads of one entity while they are written down."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

Term = NamedNode | Literal


class Sheet:
    """Collects quads in the order of writing, each triple once, in the first graph it came in.

    A triple in two published graphs would count double in their union, so the first graph keeps it.

    >>> sheet = Sheet()
    >>> a, g, h = (NamedNode(f"https://example.org/{name}") for name in "agh")
    >>> sheet.add(g, a, a, a)
    >>> sheet.add(h, a, a, a)
    >>> [quad.graph_name == g for quad in sheet.quads()]
    [True]
    """

    def __init__(self) -> None:
        self._graphs: dict[tuple[NamedNode, NamedNode, Term], NamedNode] = {}

    def add(
        self, graph: NamedNode, subject: NamedNode, predicate: NamedNode, value: Term | None
    ) -> None:
        """Write one quad; None says that there is no such value."""
        if value is not None:
            self._graphs.setdefault((subject, predicate, value), graph)

    def describe(
        self, graph: NamedNode, subject: NamedNode, *pairs: tuple[NamedNode, Term | None]
    ) -> None:
        """Write several quads about one subject."""
        for predicate, value in pairs:
            self.add(graph, subject, predicate, value)

    def quads(self) -> list[Quad]:
        """Everything written so far."""
        return [Quad(*triple, graph) for triple, graph in self._graphs.items()]
