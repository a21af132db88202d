"""A patch as the text of one SPARQL 1.1 Update request.

Both the embedded engine and remote endpoints are changed by this text: it is the only interface
that makes deletions, insertions and the change number one atomic step. Terms are written by the
engine's own N-Triples writer, so nothing needs escaping here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.stores.contract import MetaTerms
from kg.stores.errors import PatchRefused


def delete_data(quads: Iterable[Quad]) -> str:
    """Remove exactly these quads, by one operation a graph; empty for none."""
    # Virtuoso 7.2 skips literals with a language tag or a type of others, without a word, in a
    # DELETE DATA that names two graphs.
    by_graph: dict[object, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad)
    return joined(_data("DELETE DATA", group) for group in by_graph.values())


def insert_data(quads: Iterable[Quad]) -> str:
    """Add exactly these quads; empty for none."""
    return _data("INSERT DATA", quads)


def set_change_number(meta: MetaTerms, number: int) -> str:
    """Replace the number in the meta graph.

    >>> from pyoxigraph import NamedNode
    >>> at = NamedNode("http://example.org/m")
    >>> print(set_change_number(MetaTerms(at, at, at), 7))
    DELETE WHERE { GRAPH <http://example.org/m> { <http://example.org/m> <http://example.org/m> \
?number } } ;
    INSERT DATA {
    GRAPH <http://example.org/m> {
    <http://example.org/m> <http://example.org/m> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
    }
    }
    """
    place = f"GRAPH {meta.graph} {{ {meta.subject} {meta.predicate} ?number }}"
    return f"DELETE WHERE {{ {place} }} ;\n{insert_data([number_quad(meta, number)])}"


def number_quad(meta: MetaTerms, number: int) -> Quad:
    """The quad that says which change the dataset has seen."""
    return Quad(meta.subject, meta.predicate, Literal(number), meta.graph)


def replace_graph(graph: NamedNode, quads: Iterable[Quad]) -> str:
    """Give a graph exactly this content; its blank nodes become new ones."""
    moved = (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
    # Virtuoso admits blank nodes in templates only; one empty solution makes one node of each.
    content = _data("INSERT", moved)
    return joined([f"DROP SILENT GRAPH {graph}", f"{content} WHERE {{}}" if content else ""])


def joined(operations: Iterable[str]) -> str:
    """Several operations as one request, the empty ones left out."""
    return " ;\n".join(operation for operation in operations if operation)


def checked(quads: Iterable[Quad]) -> list[Quad]:
    """The quads as a list, if a patch may hold them.

    Raises:
        PatchRefused: a blank node or the default graph among them.
    """
    kept = list(quads)
    for quad in kept:
        if isinstance(quad.graph_name, DefaultGraph):
            raise PatchRefused(f"a patch changes named graphs only: {quad}")
        if any(_has_blank_node(term) for term in quad):
            raise PatchRefused(f"a patch holds no blank nodes: {quad}")
    return kept


def batches(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    """Quads in lists of at most ``size``, in order."""
    source = iter(quads)
    while batch := list(islice(source, size)):
        yield batch


def _data(operation: str, quads: Iterable[Quad]) -> str:
    blocks = [_block(graph, group) for graph, group in groupby(quads, key=_graph_of)]
    return f"{operation} {{\n" + "\n".join(blocks) + "\n}" if blocks else ""


def _graph_of(quad: Quad) -> NamedNode | BlankNode | DefaultGraph:
    return quad.graph_name


def _block(graph: NamedNode | BlankNode | DefaultGraph, quads: Iterable[Quad]) -> str:
    lines = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    return lines if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{\n{lines}\n}}"


def _has_blank_node(term: object) -> bool:
    if isinstance(term, Triple):
        return any(_has_blank_node(part) for part in term)
    return isinstance(term, BlankNode)
