"""Checks of a store or a file: strict reading, our shapes, and what no shape can say."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import graphs, vocab
from kg.iris import Iris
from kg.validation.report import Finding, Report
from kg.validation.scan import GraphName, Scan, Source
from kg.validation.shapes import Term, shipped_constraints

LIMIT = 100
"""Findings of one check after which it stops."""

_MESSAGES = {
    "syntax": {
        "en": "The file cannot be read strictly: {detail}.",
        "ko": "파일을 엄격하게 읽을 수 없습니다: {detail}.",
    },
    "format": {
        "en": "The name of the file does not tell its format.",
        "ko": "파일 이름으로 형식을 알 수 없습니다.",
    },
    "unpublishable": {
        "en": "A published node has no IRI, or an IRI of this machine.",
        "ko": "공개된 노드에 IRI가 없거나 이 컴퓨터의 IRI가 있습니다.",
    },
    "twice": {
        "en": "A triple stands in two published graphs and would count double.",
        "ko": "한 트리플이 두 공개 그래프에 있어 두 번 세어집니다.",
    },
    "undeclared": {
        "en": "A term is used that no vocabulary of ours declares.",
        "ko": "선언되지 않은 용어가 쓰였습니다.",
    },
}
_THIS_MACHINE = re.compile(r"https?://(?:localhost|127\.|\[::1)")


def check_store(store: ox.Store, iris: Iris, *, language: str = "en", limit: int = LIMIT) -> Report:
    """Check everything that a store publishes, and link sets; users' graphs are left alone.

    Args:
        store: may be open read-only.
        iris: tells which graphs are published.
        language: of the messages, ``en`` or ``ko``.
        limit: findings of one check after which it stops.
    """
    published, linked = _homes(store.named_graphs(), iris)

    def source(names: list[GraphName]) -> Iterator[ox.Quad]:
        for name in names:
            yield from store.quads_for_pattern(None, None, None, name)

    found = _check(lambda: source(published), iris, language, limit)
    return found + _check(lambda: source(linked), iris, language, limit, are_disjoint=False)


def check_quads(
    quads: Iterable[ox.Quad], iris: Iris, *, language: str = "en", limit: int = LIMIT
) -> Report:
    """Check quads that are not in a store, as those of a store are checked."""
    given = list(dict.fromkeys(quads))
    published, linked = _homes({quad.graph_name for quad in given}, iris)

    def source(names: list[GraphName]) -> Iterator[ox.Quad]:
        return (quad for quad in given if quad.graph_name in names)

    found = _check(lambda: source(published), iris, language, limit)
    return found + _check(lambda: source(linked), iris, language, limit, are_disjoint=False)


def _homes(found: Iterable[GraphName], iris: Iris) -> tuple[list[GraphName], list[GraphName]]:
    """The published graphs among these, and the link sets, which may repeat what those say."""
    names = {graph: _graph_name(graph, iris) or "" for graph in found}
    return (
        [graph for graph, name in names.items() if graphs.is_published(name)],
        [graph for graph, name in names.items() if graphs.is_link_set(name)],
    )


def check_file(path: Path, iris: Iris, *, language: str = "en", limit: int = LIMIT) -> Report:
    """Read a file strictly, and check what it publishes; triples count as one published graph.

    Args:
        path: ``.ttl .nt .trig .nq .rdf .jsonld``, each also ``.gz``.
        iris: tells which graphs are published.
        language: of the messages, ``en`` or ``ko``.
        limit: findings of one check after which it stops.
    """
    is_packed = path.suffix == ".gz"
    rdf_format = ox.RdfFormat.from_extension(Path(path.stem if is_packed else path).suffix[1:])
    if rdf_format is None:
        finding = Finding(message=_MESSAGES["format"][language], file=str(path))
        return Report(findings=(finding,), checked=0)

    def source() -> Iterator[ox.Quad]:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            for quad in ox.parse(file, format=rdf_format):  # type: ignore[arg-type]
                name = _graph_name(quad.graph_name, iris)
                if isinstance(quad.graph_name, ox.DefaultGraph) or graphs.is_published(name or ""):
                    yield quad

    try:
        return _check(source, iris, language, limit)
    except (SyntaxError, ValueError, OSError) as error:
        return Report(findings=(_unreadable(path, error, language),), checked=0)


def _unreadable(path: Path, error: Exception, language: str) -> Finding:
    detail = str(error).rstrip(".")
    line = error.lineno if isinstance(error, SyntaxError) else None
    message = _MESSAGES["syntax"][language].format(detail=detail)
    return Finding(message=message, file=str(path), line=line)


def _check(
    source: Source, iris: Iris, language: str, limit: int, *, are_disjoint: bool = True
) -> Report:
    scan = Scan(source, shipped_constraints(), _is_private)
    suspects = {int(one) for one in scan.twice()[:limit]} if are_disjoint else set()
    found = [
        _unpublishable(scan, iris, language, limit),
        _twice(source, suspects, iris, language),
        _undeclared(scan, language),
    ]
    for constraint, violations in scan.violations(limit):
        message, path = constraint.message(language), constraint.path
        found.append(
            [_finding(message, one.node, path, one.value, one.graph, iris) for one in violations]
        )
    return Report(
        findings=tuple(finding for findings in found for finding in findings),
        checked=scan.count,
        is_complete=all(len(findings) < limit for findings in found),
    )


def _unpublishable(scan: Scan, iris: Iris, language: str, limit: int) -> list[Finding]:
    message = _MESSAGES["unpublishable"][language]
    return [
        _finding(message, quad.subject, quad.predicate, quad.object, quad.graph_name, iris)
        for quad in scan.unfit[:limit]
    ]


def _is_private(term: Term) -> bool:
    if isinstance(term, ox.NamedNode):
        return _THIS_MACHINE.match(term.value) is not None
    return isinstance(term, ox.BlankNode)


def _twice(source: Source, wanted: set[int], iris: Iris, language: str) -> list[Finding]:
    homes: dict[ox.Triple, set[GraphName]] = {}
    for quad in source() if wanted else ():
        if hash(quad.triple) in wanted:
            homes.setdefault(quad.triple, set()).add(quad.graph_name)
    return [
        _finding(
            _MESSAGES["twice"][language],
            triple.subject,
            triple.predicate,
            triple.object,
            min(names, key=str),
            iris,
        )
        for triple, names in homes.items()
        if len(names) > 1
    ]


def _undeclared(scan: Scan, language: str) -> list[Finding]:
    message, declared = _MESSAGES["undeclared"][language], declared_terms()
    unknown = {str(term): term for term in scan.predicates | scan.classes if term not in declared}
    return [Finding(message=message, node=_text(term)) for _, term in sorted(unknown.items())]


def _finding(
    message: str,
    node: Term,
    path: ox.NamedNode | None,
    value: Term | None,
    graph: GraphName | None,
    iris: Iris,
) -> Finding:
    return Finding(
        message=message,
        node=_text(node),
        path=None if path is None else path.value,
        value=None if value is None else str(value),
        graph=_graph_name(graph, iris),
    )


def declared_terms() -> frozenset[ox.NamedNode]:
    """Give every term that the vocabulary knows."""
    groups = [value for value in vars(vocab).values() if isinstance(value, type)]
    return frozenset(
        term for group in groups for term in vars(group).values() if isinstance(term, ox.NamedNode)
    )


def _graph_name(graph: GraphName | None, iris: Iris) -> str | None:
    return iris.graph_name(graph.value) if isinstance(graph, ox.NamedNode) else None


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
