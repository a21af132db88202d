"""The protocol suites: conversations over HTTP, as their manifests tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_HT = "http://www.w3.org/2011/http#"
_CNT = "http://www.w3.org/2011/content#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_HTS = "http://www.w3.org/2011/http-statusCodes#"
_CODES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}
_Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what is expected of its answer.

    Args:
        method, path, headers, body: of the request.
        statuses: beginnings of the statuses that are right; empty for any.
        boolean: expected answer of ASK.
        form: "boolean", "tabular", "RDF" or None.
        location: name by which later requests mention the Location of the answer.
        media_type, content: expected body.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: str | None
    encoding: str
    statuses: tuple[str, ...]
    boolean: bool | None
    form: str | None
    location: str | None
    media_type: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One test: exchanges in order, over named graphs that are there before."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]


def talks(manifest: Path) -> list[Talk]:
    """The tests of one manifest."""
    reader = _Reader(manifest)
    return list(reader.talks())


class _Reader:
    def __init__(self, manifest: Path) -> None:
        self._base = manifest.absolute().as_uri()
        self._folder = manifest.parent
        self._store = Store()
        content = pyoxigraph.parse(manifest.read_bytes(), RdfFormat.TURTLE, base_iri=self._base)
        self._store.extend(content)

    def talks(self) -> Iterator[Talk]:
        """In the order of the manifest."""
        for entry in self._list(self._one(NamedNode(self._base), _MF + "entries")):
            action = self._one(entry, _MF + "action")
            name = entry.value.rpartition("#")[2]
            exchanges = [
                self._exchange(one) for one in self._list(self._one(action, _HT + "requests"))
            ]
            yield Talk(name, tuple(self._graphs(entry)), tuple(exchanges))

    def _graphs(self, entry: object) -> Iterator[tuple[str, Path]]:
        for item in self._all(entry, _UT + "graphData"):
            file = self._one(item, _UT + "graph")
            assert isinstance(file, NamedNode)
            yield (
                self._text(item, _RDFS + "label") or "",
                self._folder / file.value.rpartition("/")[2],
            )

    def _exchange(self, node: object) -> Exchange:
        response = self._one(node, _HT + "resp")
        body, expected = self._one(node, _HT + "body"), self._one(response, _HT + "body")
        statuses = [
            one.value.removeprefix(_HTS)
            for one in self._all(response, _MF + "expectedStatus")
            if isinstance(one, NamedNode)
        ]
        boolean = self._text(response, _MF + "expectedBoolean")
        types = [value for name, value in self._headers(response) if name == "content-type"]
        return Exchange(
            self._text(node, _HT + "methodName") or "GET",
            self._text(node, _HT + "absolutePath") or "",
            tuple(self._headers(node)),
            self._text(body, _CNT + "chars") if body else None,
            (self._text(body, _CNT + "characterEncoding") if body else None) or "UTF-8",
            tuple(_CODES.get(one, one.removeprefix("StatusCode")[:1]) for one in statuses),
            None if boolean is None else boolean == "true",
            self._text(response, _MF + "expectedFormat"),
            self._text(response, _MF + "expectedLocation"),
            types[0].split(";")[0] if types else None,
            self._text(expected, _CNT + "chars") if expected else None,
        )

    def _headers(self, node: object) -> Iterator[tuple[str, str]]:
        for header in self._list(self._one(node, _HT + "headers")):
            name = (self._text(header, _HT + "fieldName") or "").lower()
            yield name, self._text(header, _HT + "fieldValue") or ""

    def _all(self, subject: object, predicate: str) -> list[object]:
        if not isinstance(subject, _Node):
            return []
        found = self._store.quads_for_pattern(subject, NamedNode(predicate), None)
        return [quad.object for quad in found]

    def _one(self, subject: object, predicate: str) -> object | None:
        return next(iter(self._all(subject, predicate)), None)

    def _text(self, subject: object, predicate: str) -> str | None:
        found = self._one(subject, predicate)
        return found.value if isinstance(found, Literal) else None

    def _list(self, node: object) -> Iterator[NamedNode | BlankNode]:
        while isinstance(node, BlankNode):
            first = self._one(node, _RDF + "first")
            assert isinstance(first, _Node)
            yield first
            node = self._one(node, _RDF + "rest")
