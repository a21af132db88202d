"""SPARQL 1.0, 1.1 and 1.2: queries over HTTP, against the application of ``paperkin endpoint``.

A case that does not pass stands in a list with its reason; when it begins to pass, it fails here,
so that the lists stay true.
"""

from __future__ import annotations

import contextlib
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat, Store

from kg.sparql import Limits, QueryService, ResultFormat
from kg.sparql.check import check_update
from kg.sparql.errors import QueryError, QueryRefused
from kg.sparql.formats import CSV, JSON, N_TRIPLES, TSV, XML
from kg.sparql.tokens import Kind, tokens
from kg.sparql.updating import PlainDataset
from tests.served import Reply, ask, serving
from web.plain import PlainServices, create_plain_app
from web.settings import Settings

from .collecting import SUITE, expect, parameters
from .comparing import Table, distinct, same_graphs, same_table, store_of, table, table_of_graph
from .manifests import Case
from .shelf import Shelf

_QUERIES = (
    "sparql/sparql11/manifest-sparql11-query.ttl",
    "sparql/sparql11/manifest-sparql11-results.ttl",
    "sparql/sparql10/manifest-evaluation.ttl",
    "sparql/sparql10/manifest-syntax.ttl",
    "sparql/sparql12/manifest.ttl",
)
_UPDATES = ("sparql/sparql11/manifest-sparql11-update.ttl", "sparql/sparql12/manifest.ttl")
_BY_SUFFIX = {".srx": XML, ".srj": JSON, ".csv": CSV, ".tsv": TSV}
_LIMITS = Limits()

# Faults of the engine, each with its cause. SPARQL 1.1 counts eleven of them among its queries.
_BY_VALUE = "the engine keeps numbers and dates by value: 001 becomes 1, 1.0E6 becomes 1000000"
_GRAPH_LATE = "the engine binds the name of GRAPH ?g after what stands inside, not around it"
_ZERO_STEPS = "the engine finds no path of zero steps to a constant that the data does not hold"
_CONCAT_TAG = "the engine's GROUP_CONCAT keeps a language tag that all values share"
_LENIENT = "the engine's grammar takes what the standard excludes"
KNOWN = {
    "aggregates/manifest.ttl#agg-groupconcat-04": _CONCAT_TAG,
    "aggregates/manifest.ttl#agg-groupconcat-06": _CONCAT_TAG,
    "aggregates/manifest.ttl#agg-empty-group-count-graph": _GRAPH_LATE,
    "bindings/manifest.ttl#graph": _GRAPH_LATE,
    "negation/manifest.ttl#graph-minus": _GRAPH_LATE,
    "graph/manifest.ttl#graph-variable-scope": _GRAPH_LATE,
    "graph/manifest.ttl#graph-optional": _GRAPH_LATE,
    "functions/manifest.ttl#bnode01": "the engine's BNODE(text) gives one node for all rows",
    "property-path/manifest.ttl#zero_or_more_set_start": _ZERO_STEPS,
    "property-path/manifest.ttl#zero_or_more_set_end": _ZERO_STEPS,
    "property-path/manifest.ttl#zero_or_one_set_start": _ZERO_STEPS,
    "property-path/manifest.ttl#zero_or_one_set_end": _ZERO_STEPS,
    "csv-tsv-res/manifest.ttl#csv03": _BY_VALUE,
    "open-world/manifest.ttl#open-eq-01": _BY_VALUE,
    "open-world/manifest.ttl#date-2": "the engine compares a date with and one without a zone",
    "expr-builtin/manifest.ttl#dawg-str-1": _BY_VALUE,
    "expr-builtin/manifest.ttl#dawg-str-2": _BY_VALUE,
    "expr-builtin/manifest.ttl#sameTerm": _BY_VALUE,
    "expr-builtin/manifest.ttl#case-insensitive-booleans": "the engine knows only true and false",
    "expr-equals/manifest.ttl#eq-graph-1": _BY_VALUE,
    "expr-equals/manifest.ttl#eq-graph-2": _BY_VALUE,
    "distinct/manifest.ttl#distinct-1": _BY_VALUE,
    "distinct/manifest.ttl#distinct-9": _BY_VALUE,
    "sparql12/grouping/manifest#group01": _BY_VALUE,
    "grouping/manifest#select-variable-reuse": "the engine takes COUNT's variable for ungrouped",
    "syntax-sparql3/manifest.ttl#syn-bad-26": _LENIENT,
    "syntax-triple-terms-negative/manifest#tripleterm-subject-03": _LENIENT,
    "syntax-triple-terms-negative/manifest#tripleterm-subject-06": _LENIENT,
    "syntax/manifest#nested-aggregate-functions": _LENIENT,
    # The one decision of ours among them.
    "update-silent/manifest.ttl#load": "LOAD is refused, also in silence",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("w3c"))


@pytest.fixture(scope="module")
def port(shelf: Shelf) -> Iterator[int]:
    limits = Limits(workers=1, cache_bytes=0, client_errors=0, client_query_s=0)
    settings = Settings(sparql=limits)
    with QueryService(shelf, limits) as queries:
        services = PlainServices(settings, queries, PlainDataset(shelf.data / "unused", limits))
        with serving(create_plain_app(services)) as port:
            yield port


def posted(port: int, text: str | bytes, base: str, fmt: ResultFormat | None) -> Reply:
    """Ask a query over HTTP; its relative IRIs mean what they mean in the suite."""
    content = text.encode() if isinstance(text, str) else text
    headers = {"content-type": "application/sparql-query"}
    if fmt is not None:
        headers["accept"] = fmt.media_type
    return ask(port, "POST", "/sparql", f"BASE <{base}>\n".encode() + content, headers)


@pytest.mark.parametrize(
    "case",
    parameters(
        *_QUERIES,
        wanted=lambda case: case.kind in {"QueryEvaluationTest", "CSVResultFormatTest"},
    ),
)
def test_query_evaluation(case: Case, shelf: Shelf, port: int) -> None:
    expect(case, KNOWN, lambda: check_evaluation(case, shelf, port))


def check_evaluation(case: Case, shelf: Shelf, port: int) -> None:
    text, base = case.action.read_text(encoding="utf-8"), SUITE.iri(case.action)
    graphs = case.graphs + (() if case.data else tuple(graphs_of_from(case, text)))
    shelf.choose((case.data, graphs), quads(case.data, graphs))
    assert case.result is not None
    fmt = format_for(case.result)
    reply = posted(port, text, base, fmt)
    assert (reply.status, reply.media_type) == (200, fmt.media_type), reply.body
    content = reply.body
    ordered = "/sort/" in str(case) or "/solution-seq/" in str(case)
    if fmt is N_TRIPLES:
        assert same_graphs(
            pyoxigraph.parse(content, RdfFormat.N_TRIPLES), quads((case.result,), ())
        )
    elif fmt is CSV:
        assert rows_of_csv(content) == rows_of_csv(case.result.read_bytes())
    else:
        found, wanted = parsed(content, fmt), expected(case.result)
        if "/reduced/" in str(case):
            found, wanted = distinct(found), distinct(wanted)
        assert same_table(found, wanted, ordered=ordered)


@pytest.mark.parametrize(
    "case",
    parameters(
        *_QUERIES,
        wanted=lambda case: "SyntaxTest" in case.kind and "Update" not in case.kind,
    ),
)
def test_query_syntax(case: Case, shelf: Shelf, port: int) -> None:
    shelf.choose("empty", ())

    def check() -> None:
        reply = posted(port, case.action.read_bytes(), SUITE.iri(case.action), None)
        if case.kind.startswith("Positive"):
            # Some name functions that nobody has: not a matter of syntax.
            assert reply.status in {200, 422}, reply.body
        else:
            assert reply.status in {400, 422}, reply.body

    expect(case, KNOWN, check)


@pytest.mark.parametrize(
    "case", parameters(*_UPDATES, wanted=lambda case: case.kind == "UpdateEvaluationTest")
)
def test_update_evaluation(case: Case) -> None:
    def check() -> None:
        text = check_update(case.action.read_text(encoding="utf-8"), _LIMITS).text
        store = store_of(quads(case.data, case.graphs))
        store.update(text, base_iri=SUITE.iri(case.action))
        assert same_graphs(store, quads(case.result_data, case.result_graphs))

    expect(case, KNOWN, check)


@pytest.mark.parametrize("case", parameters(*_UPDATES, wanted=lambda c: "UpdateSyntax" in c.kind))
def test_update_syntax(case: Case) -> None:
    def check() -> None:
        text = case.action.read_text(encoding="utf-8")
        if case.kind.startswith("Positive"):
            # Some name graphs that are not there, some are refused: not a matter of syntax.
            with contextlib.suppress(RuntimeError, QueryRefused):
                run_update(text, SUITE.iri(case.action))
        else:
            with pytest.raises((SyntaxError, QueryError)):
                run_update(text, SUITE.iri(case.action))

    expect(case, KNOWN, check)


def run_update(text: str, base: str) -> None:
    Store().update(check_update(text, _LIMITS).text, base_iri=base)


def quads(data: Iterable[Path], graphs: Iterable[tuple[str, Path]]) -> Iterator[Quad]:
    """Default graph and named graphs of a case."""
    for file in data:
        for quad in parse(file):
            yield quad
    for iri, file in graphs:
        for quad in parse(file):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(iri))


def parse(file: Path) -> Iterator[Quad]:
    fmt = RdfFormat.from_extension(file.suffix[1:])
    assert fmt is not None
    return pyoxigraph.parse(
        file.read_bytes(), fmt, base_iri=SUITE.iri(file), rename_blank_nodes=True
    )


def graphs_of_from(case: Case, text: str) -> Iterator[tuple[str, Path]]:
    """Files that FROM names: the suite expects them to be fetched."""
    clause = False
    for token in tokens(text):
        file = case.action.parent / token.text[1:-1]
        if token.kind is Kind.IRI and clause and file.is_file():
            yield SUITE.iri(file), file
        clause = token.is_word("FROM", "NAMED")


def format_for(result: Path) -> ResultFormat:
    if result.suffix in _BY_SUFFIX:
        return _BY_SUFFIX[result.suffix]
    return JSON if b"result-set#" in result.read_bytes() else N_TRIPLES


def expected(result: Path) -> Table:
    if result.suffix in _BY_SUFFIX:
        return parsed(result.read_bytes(), _BY_SUFFIX[result.suffix])
    return table_of_graph(parse(result))


def rows_of_csv(content: bytes) -> Counter[tuple[tuple[str, str], ...]]:
    """Rows as often as they come; labels of blank nodes are not compared."""
    rows = csv.DictReader(content.decode().splitlines())
    return Counter(
        tuple(
            sorted(
                (name, value[:2] if value.startswith("_:") else value)
                for name, value in row.items()
            )
        )
        for row in rows
    )


def parsed(content: bytes, fmt: ResultFormat) -> Table:
    assert isinstance(fmt.engine, QueryResultsFormat)
    return table(pyoxigraph.parse_query_results(content, fmt.engine))
