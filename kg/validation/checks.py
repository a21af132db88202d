"""Checks of a store or a file: strict reading, our shapes, and what no shape can say."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg import graphs, vocab
from kg.iris import Iris
from kg.validation.report import Finding, Report
from kg.validation.shapes import Check, shipped_checks

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
    "blank": {
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

_UNPUBLISHABLE = r"""SELECT DISTINCT ?this ?path ?value WHERE {
  ?this ?path ?value
  FILTER(isBlank(?this) || isBlank(?value)
    || REGEX(STR(?this), "^https?://(localhost|127\\.|\\[::1)")
    || (isIRI(?value) && REGEX(STR(?value), "^https?://(localhost|127\\.|\\[::1)")))
} LIMIT %d"""
_TWICE = """SELECT ?this ?path ?value WHERE {
  GRAPH ?one { ?this ?path ?value }
  GRAPH ?other { ?this ?path ?value }
  FILTER(STR(?one) < STR(?other))
} LIMIT %d"""
_PREDICATES = "SELECT DISTINCT ?term WHERE { ?this ?term ?value }"
_CLASSES = f"SELECT DISTINCT ?term WHERE {{ ?this {vocab.RDF.type} ?term }}"


def check_store(store: ox.Store, iris: Iris, *, language: str = "en", limit: int = LIMIT) -> Report:
    """Check everything that a store publishes; link sets and users' graphs are left alone.

    Args:
        store: may be open read-only.
        iris: tells which graphs are published.
        language: of the messages, ``en`` or ``ko``.
        limit: findings of one check after which it stops.
    """
    published: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        name
        for name in store.named_graphs()
        if graphs.is_published(iris.graph_name(name.value) or "")
    ]
    if not published:
        return Report(findings=(), checked=0)
    examiner = _Examiner(store, published, iris, language, limit)
    findings = tuple(examiner.findings())
    return Report(
        findings=findings, checked=examiner.count(), is_complete=not examiner.stopped_early
    )


def check_quads(
    quads: Iterable[ox.Quad], iris: Iris, *, language: str = "en", limit: int = LIMIT
) -> Report:
    """Check quads that are not in a store yet."""
    store = ox.Store()
    store.bulk_extend(quads)
    return check_store(store, iris, language=language, limit=limit)


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
    store, home = ox.Store(), iris.graph(graphs.WORKS)
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            if rdf_format.supports_datasets:
                store.bulk_load(file, format=rdf_format)  # type: ignore[arg-type]
            else:
                store.bulk_load(file, format=rdf_format, to_graph=home)  # type: ignore[arg-type]
    except (SyntaxError, ValueError, OSError) as error:
        return Report(findings=(_unreadable(path, error, language),), checked=0)
    return check_store(store, iris, language=language, limit=limit)


def _unreadable(path: Path, error: Exception, language: str) -> Finding:
    detail = str(error).rstrip(".")
    line = error.lineno if isinstance(error, SyntaxError) else None
    message = _MESSAGES["syntax"][language].format(detail=detail)
    return Finding(message=message, file=str(path), line=line)


class _Examiner:
    """One pass of all checks over one store."""

    def __init__(
        self,
        store: ox.Store,
        published: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph],
        iris: Iris,
        language: str,
        limit: int,
    ) -> None:
        self._store = store
        self._published = published
        self._iris = iris
        self._language = language
        self._limit = limit
        self.stopped_early = False

    def count(self) -> int:
        solutions = self._select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        value = next(solutions)["n"]
        assert isinstance(value, ox.Literal)
        return int(value.value)

    def findings(self) -> Iterator[Finding]:
        yield from self._unpublishable()
        yield from self._twice()
        yield from self._undeclared()
        for check in shipped_checks():
            yield from self._shape(check)

    def _shape(self, check: Check) -> Iterator[Finding]:
        for solution in self._limited(check.query(self._limit)):
            yield self._finding(
                check.message(self._language), solution["this"], check.path, solution["value"]
            )

    def _unpublishable(self) -> Iterator[Finding]:
        for solution in self._limited(_UNPUBLISHABLE % self._limit):
            yield self._of_triple("blank", solution)

    def _twice(self) -> Iterator[Finding]:
        named = [one for one in self._published if not isinstance(one, ox.DefaultGraph)]
        solutions = self._store.query(_TWICE % self._limit, named_graphs=named)
        assert isinstance(solutions, ox.QuerySolutions)
        for solution in self._cut(solutions):
            yield self._of_triple("twice", solution)

    def _undeclared(self) -> Iterator[Finding]:
        declared = declared_terms()
        for query in (_PREDICATES, _CLASSES):
            for solution in self._select(query):
                if solution["term"] not in declared:
                    message = _MESSAGES["undeclared"][self._language]
                    yield Finding(message=message, node=_text(solution["term"]))

    def _of_triple(self, kind: str, solution: ox.QuerySolution) -> Finding:
        return self._finding(
            _MESSAGES[kind][self._language],
            solution["this"],
            solution["path"],
            solution["value"],
        )

    def _finding(
        self, message: str, node: object, path: object | None, value: object | None
    ) -> Finding:
        return Finding(
            message=message,
            node=_text(node),
            path=None if path is None else _text(path),
            value=None if value is None else str(value),
            graph=self._home(node, path, value),
        )

    def _home(self, *pattern: object) -> str | None:
        """Give the name of the first published graph in which such a triple stands."""
        subject, predicate, value = pattern
        if isinstance(subject, ox.Literal):
            return None
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):  # type: ignore[arg-type]
            if quad.graph_name in self._published:
                return self._iris.graph_name(_text(quad.graph_name))
        return None if predicate is None else self._home(subject, None, None)

    def _select(self, query: str) -> ox.QuerySolutions:
        solutions = self._store.query(query, default_graph=self._published)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    def _limited(self, query: str) -> Iterator[ox.QuerySolution]:
        return self._cut(self._select(query))

    def _cut(self, solutions: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
        number = 0
        for number, solution in enumerate(islice(solutions, self._limit), start=1):  # noqa: B007
            yield solution
        self.stopped_early |= number == self._limit


def declared_terms() -> frozenset[ox.NamedNode]:
    """Give every term that the vocabulary knows."""
    groups = [value for value in vars(vocab).values() if isinstance(value, type)]
    return frozenset(
        term for group in groups for term in vars(group).values() if isinstance(term, ox.NamedNode)
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
