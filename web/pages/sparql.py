"""The console: a query, its answer as a table with links, and the files to take along."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, request

from kg.errors import InvalidIdentifier
from kg.iris import Iris
from kg.rdf_io import read
from kg.sparql import FORMATS, Form, QueryAnswer, formats_for
from kg.sparql.errors import QueryError
from kg.sparql.prefixes import with_prefixes
from web.clients import client_of
from web.current import language, services, words
from web.errors import kind_of
from web.pages.frame import Frame, Page, render
from web.sparql.backend import backend
from web.sparql.drawing import Chart, Network, chart, network
from web.sparql.snippets import Snippet, snippets
from web.urls import entity_path, with_query

_SHOWN_ROWS: Final = 500
_SHOWN_CHARACTERS: Final = 200_000
_DRAWN_BYTES: Final = 64 * 1024
_FORMAT_NAMES: Final = {
    "srj": "JSON",
    "srx": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF/XML",
    "trig": "TriG",
    "nq": "N-Quads",
}
_FIRST: Final = "newest-issue"
# More than are used may be found, in texts; never fewer.
_PREFIX_USED: Final = re.compile(r"([\w.-]*):")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its words, its language, and a page when it names something held here."""

    text: str
    path: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, and how many there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from."""

    title: str
    purpose: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlPage(Page):
    """The console.

    Args:
        query: the text in the field.
        problem: what is wrong with it, or empty.
        table: the answer of SELECT or ASK.
        text: the answer of CONSTRUCT or DESCRIBE, as Turtle.
        downloads: names and paths of the whole answer in each format.
        examples: queries to start from.
        line: line of the query in which something is wrong, from 1; 0 when that is not known.
        chart: the table as bars, when it has that shape.
        network: the graph as a picture, when it is small.
        snippets: the query as programs.
        share: address of this query.
    """

    query: str
    problem: str = ""
    table: Table | None = None
    text: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    line: int = 0
    chart: Chart | None = None
    network: Network | None = None
    snippets: tuple[Snippet, ...] = ()
    share: str = ""


def console_response(query: str) -> Response:
    """Answer a query for people; the status is the one that machines would get."""
    page, error = _console(query.strip())
    response = Response(render("sparql.html", page), content_type="text/html; charset=utf-8")
    kind = kind_of(error) if error is not None else None
    response.status_code = kind.status if kind is not None else 200
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    return response


def _console(query: str) -> tuple[SparqlPage, QueryError | None]:
    if not query:
        return _page(_first()), None
    try:
        with _evaluated(query) as answer:
            return _answered(query, answer), None
    except QueryError as error:
        return _page(query, problem=str(error), line=getattr(error, "line", 0) or 0), error


def _first() -> str:
    examples = {one.name: one for one in backend().examples}
    chosen = examples.get(_FIRST) or next(iter(examples.values()))
    return chosen.text.strip()


def _evaluated(query: str) -> QueryAnswer:
    service = backend().queries
    checked = service.check(query)
    chosen = formats_for(checked.form)[0]
    return service.evaluate(checked, chosen, client=client_of(request))


def _answered(query: str, answer: QueryAnswer) -> SparqlPage:
    downloads = tuple(
        (_FORMAT_NAMES[fmt.name], with_query("/sparql", query=query, format=fmt.name))
        for fmt in formats_for(answer.form)
    )
    taken = {"downloads": downloads, "share": _address(query), "snippets": _snippets(query)}
    content = answer.read()
    if answer.form.is_table:
        return _page(query, **_table(answer.form, content), **taken)
    text = _without_idle_prefixes(content[:_SHOWN_CHARACTERS].decode("utf-8", "ignore"))
    return _page(query, text=text, network=_network(content), **taken)


def _without_idle_prefixes(turtle: str) -> str:
    """Turtle to look at: the engine declares every prefix it knows, needed or not."""
    lines = turtle.split("\n")
    used = set(_PREFIX_USED.findall("\n".join(x for x in lines if not x.startswith("@prefix "))))
    return "\n".join(
        line for line in lines if not line.startswith("@prefix ") or line.split(":")[0][8:] in used
    )


def _snippets(query: str) -> tuple[Snippet, ...]:
    return snippets(backend().base + "sparql", with_prefixes(query, backend().prefixes))


def _address(query: str) -> str:
    return backend().base.rstrip("/") + _console_path(query)


def _network(content: bytes) -> Network | None:
    if len(content) > _DRAWN_BYTES:
        return None
    found = [
        (str(quad.subject.value), quad.predicate.value, str(quad.object.value), _is_thing(quad))
        for quad in read(content, FORMATS["ttl"])
        if hasattr(quad.object, "value") and hasattr(quad.subject, "value")
    ]
    return network(found)


def _is_thing(quad: Any) -> bool:
    return not hasattr(quad.object, "datatype")


def _page(query: str, **more: Any) -> SparqlPage:
    examples = tuple(
        Example(one.title(language()), one.purpose(language()), _console_path(one.text))
        for one in backend().examples
    )
    frame = Frame(title=words().plain("sparql.title"), path="/sparql", is_indexed=False)
    return SparqlPage(frame=frame, query=query, examples=examples, **more)


def _console_path(query: str) -> str:
    return with_query("/sparql", query=query.strip())


def _table(form: Form, content: bytes) -> dict[str, Any]:
    document = json.loads(content)
    if form is Form.ASK:
        truth = "true" if document["boolean"] else "false"
        cell = Cell(words().plain(f"sparql.{truth}"))
        return {"table": Table((words().plain("sparql.truth"),), ((cell,),), 1)}
    columns = tuple(document["head"]["vars"])
    bindings = document["results"]["bindings"]
    iris = Iris(base=services().settings.entity_base)
    rows = tuple(
        tuple(_cell(binding[name], iris) if name in binding else None for name in columns)
        for binding in bindings[:_SHOWN_ROWS]
    )
    return {"table": Table(columns, rows, len(bindings)), "chart": chart(columns, bindings)}


def _cell(term: dict[str, Any], iris: Iris) -> Cell:
    if term["type"] != "uri":
        return Cell(str(term["value"]), language=term.get("xml:lang"))
    text = term["value"]
    try:
        resource = iris.parse(text)
    except InvalidIdentifier:
        return Cell(text, path=text if text.startswith(("http://", "https://")) else None)
    if resource.part or resource.kind not in {"work", "agent", "concept", "venue", "issue"}:
        return Cell(text)
    return Cell(text, path=entity_path(resource.kind, resource.key))
