"""The manifests of the W3C test suites as cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Store

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
# Where the suites live on the Web: relative IRIs in data and queries are resolved there.
_HOME = "https://w3c.github.io/rdf-tests/"

_Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a suite.

    Args:
        iri: its name.
        kind: local name of its class.
        action: file of the query, update or document.
        data: file of the default graph.
        graphs: files of named graphs, by IRI.
        result: file of what is expected.
        result_data: for updates, the default graph afterwards.
        result_graphs: for updates, the named graphs afterwards.
    """

    iri: str
    kind: str
    action: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    result_data: tuple[Path, ...] = ()
    result_graphs: tuple[tuple[str, Path], ...] = ()

    def __str__(self) -> str:
        return self.iri.removeprefix(_HOME)


class Suite:
    """The folder of all suites.

    Args:
        folder: ``w3c-rdf-tests``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def cases(self, *manifests: str) -> list[Case]:
        """The cases of manifests by path, and of those that they include."""
        return [case for manifest in manifests for case in self._of(self.folder / manifest)]

    def iri(self, file: Path) -> str:
        """What relative IRIs in a file are resolved against."""
        return _HOME + file.relative_to(self.folder).as_posix()

    def _file(self, node: object) -> Path:
        assert isinstance(node, NamedNode)
        return self.folder / node.value.removeprefix(_HOME)

    def _of(self, manifest: Path) -> Iterator[Case]:
        graph = _Graph(manifest, self.iri(manifest))
        for included in graph.listed(graph.subjects_with("include"), "include"):
            yield from self._of(self._file(included))
        for entry in graph.listed(graph.subjects_with("entries"), "entries"):
            assert isinstance(entry, NamedNode)
            case = self._case(graph, entry)
            if case is not None:
                yield case

    def _case(self, graph: _Graph, entry: NamedNode) -> Case | None:
        kinds = [
            kind for kind in graph.objects(entry, _RDF + "type") if isinstance(kind, NamedNode)
        ]
        action = graph.object(entry, _MF + "action")
        if not kinds or action is None:
            return None
        iri = entry.value if entry.value.startswith(_HOME) else f"{graph.base}{_fragment(entry)}"
        kind = kinds[0].value.rpartition("#")[2]
        result = graph.object(entry, _MF + "result")
        if isinstance(action, NamedNode):
            file = self._file(result) if isinstance(result, NamedNode) else None
            return Case(iri, kind, self._file(action), result=file)
        if graph.object(action, _UT + "request") is not None:
            return self._update(graph, iri, kind, action, result)
        query = graph.object(action, _QT + "query")
        if query is None:
            return None
        return Case(
            iri,
            kind,
            self._file(query),
            data=self._files(graph, action, _QT + "data"),
            graphs=self._named(graph, action, _QT + "graphData"),
            result=self._file(result) if isinstance(result, NamedNode) else None,
        )

    def _update(self, graph: _Graph, iri: str, kind: str, action: _Node, result: object) -> Case:
        after = result if isinstance(result, BlankNode) else None
        return Case(
            iri,
            kind,
            self._file(graph.object(action, _UT + "request")),
            data=self._files(graph, action, _UT + "data"),
            graphs=self._named(graph, action, _UT + "graphData"),
            result_data=self._files(graph, after, _UT + "data") if after else (),
            result_graphs=self._named(graph, after, _UT + "graphData") if after else (),
        )

    def _files(self, graph: _Graph, node: _Node, predicate: str) -> tuple[Path, ...]:
        return tuple(self._file(file) for file in graph.objects(node, predicate))

    def _named(self, graph: _Graph, node: _Node, predicate: str) -> tuple[tuple[str, Path], ...]:
        return tuple(self._one_named(graph, item) for item in graph.objects(node, predicate))

    def _one_named(self, graph: _Graph, item: object) -> tuple[str, Path]:
        if isinstance(item, NamedNode):
            return item.value, self._file(item)
        assert isinstance(item, BlankNode)
        label = graph.object(item, _RDFS + "label")
        file = graph.object(item, _UT + "graph") or graph.object(item, _QT + "graph")
        assert isinstance(label, Literal)
        return label.value, self._file(file)


class _Graph:
    def __init__(self, file: Path, base: str) -> None:
        self.base = base
        self._store = Store()
        self._store.extend(pyoxigraph.parse(file.read_bytes(), _format(file), base_iri=base))

    def objects(self, subject: _Node, predicate: str) -> list[object]:
        found = self._store.quads_for_pattern(subject, NamedNode(predicate), None)
        return [quad.object for quad in found]

    def object(self, subject: _Node, predicate: str) -> object | None:
        return next(iter(self.objects(subject, predicate)), None)

    def subjects_with(self, name: str) -> list[_Node]:
        found = self._store.quads_for_pattern(None, NamedNode(_MF + name), None)
        return [quad.subject for quad in found if isinstance(quad.subject, _Node)]

    def listed(self, subjects: list[_Node], name: str) -> Iterator[object]:
        for subject in subjects:
            rest = self.object(subject, _MF + name)
            while isinstance(rest, BlankNode):
                yield self.object(rest, _RDF + "first")
                rest = self.object(rest, _RDF + "rest")


def _format(file: Path) -> pyoxigraph.RdfFormat:
    found = pyoxigraph.RdfFormat.from_extension(file.suffix[1:])
    assert found is not None
    return found


def _fragment(node: NamedNode) -> str:
    return "#" + node.value.rpartition("#")[2].rpartition("/")[2]
