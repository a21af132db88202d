"""Answers from a SPARQL store elsewhere, under the same promises as from our own versions.

What must hold here that the store does not promise:

* its own language is wider than SPARQL (Virtuoso fetches the web by a pragma and calls SQL by a
  function's name): every query is first evaluated by a walled-in worker on an empty store, which
  takes nothing but SPARQL, and IRIs that name functions of a product are refused;
* the store may hold the graphs of others: the dataset is always sent, and is made of our graphs;
* a partial answer is an error; an answer that is longer than the limits is one too.

Not promised: that the store stops working on a query when its time is over (it is asked to), and
that two queries see the same state while a version is being published.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from typing import IO, cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from kg.sparql.binding import Value, bind
from kg.sparql.counting import RowCounter
from kg.sparql.errors import (
    EvaluationFailed,
    NoSuchGraph,
    QueryRefused,
    QueryTimeout,
    ResultTooLarge,
    ServiceBusy,
)
from kg.sparql.formats import FORMATS, ResultFormat
from kg.sparql.frames import Message
from kg.sparql.functions import MatchFunction
from kg.sparql.limits import Limits
from kg.sparql.prefixes import with_prefixes
from kg.sparql.reads import PublishedReads, Row
from kg.sparql.service import QueryService
from kg.sparql.tokens import Kind, Token, tokens
from kg.stores.errors import RemoteStoreError, TruncatedAnswer
from kg.stores.remote import RemoteStore
from kg.versions import Version, Versions

IsPublished = Callable[[str], bool]

_JSON = "application/sparql-results+json"
_N_TRIPLES = "application/n-triples"
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_TRUTH = "__ASK_RETVAL"
_PIECE = 64 * 1024
_SPOOL_BYTES = 1024 * 1024
_PRODUCTS = re.compile(r"<(?:bif|sql):", re.IGNORECASE)
_SLOW = re.compile(r"S1T00|S1TAT|time[d ]*out|estimated execution time", re.IGNORECASE)


class RemoteDataset:
    """Our part of a SPARQL store, as queries see it.

    Args:
        store: the store.
        is_published: says of a graph's IRI whether it belongs to the default graph.
        versions: what is published; the list of graphs is asked for once a version.
    """

    def __init__(self, store: RemoteStore, is_published: IsPublished, versions: Versions) -> None:
        self._store = store
        self._is_published = is_published
        self._versions = versions
        self._known: tuple[int, list[str]] | None = None

    def graphs(self) -> list[str]:
        """IRIs of all our graphs that have content."""
        number = self._versions.current().number
        known = self._known
        if known is None or known[0] != number:
            known = (number, self._store.graphs())
            self._known = known
        return known[1]

    def fetch(
        self,
        text: str,
        accept: str,
        default_graphs: list[str] | None,
        named_graphs: list[str] | None,
        limit_s: float,
        max_bytes: int,
    ) -> IO[bytes]:
        """The answer of the store, whole.

        Args:
            text: a query that names no dataset.
            accept: media type of the answer.
            default_graphs: IRIs for the default graph; None for the published ones.
            named_graphs: IRIs that may be named; None for all of ours.
            limit_s: longest time, in seconds.
            max_bytes: longest answer.

        Raises:
            QueryError: as for a query service.
            RemoteStoreError: the store does not answer.
        """
        ours = self.graphs()
        published = [one for one in ours if self._is_published(one)]
        default = published if default_graphs is None else _common(default_graphs, ours)
        named = ours if named_graphs is None else _common(named_graphs, ours)
        deadline = time.monotonic() + limit_s
        # The spool is closed by whoever reads it.
        spool = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL_BYTES))  # noqa: SIM115
        try:
            with self._store.asking(text, accept, default, named, limit_s) as answer:
                _take(answer, spool, deadline, limit_s, max_bytes)
        except BaseException as error:
            spool.close()
            _raise_as_query_error(error, limit_s)
            raise
        spool.seek(0)
        return spool


def _common(asked: list[str], ours: list[str]) -> list[str]:
    # An empty dataset must be said with a name, or the store takes all that it has.
    return [one for one in asked if one in ours] or ["urn:x-paperkin:none"]


def _take(
    answer: HTTPResponse, spool: IO[bytes], deadline: float, limit_s: float, max_bytes: int
) -> None:
    taken = 0
    while piece := answer.read1(_PIECE):
        taken += len(piece)
        if taken > max_bytes:
            raise ResultTooLarge(max_bytes, "bytes")
        if time.monotonic() > deadline:
            raise QueryTimeout(limit_s)
        spool.write(piece)


def _raise_as_query_error(error: BaseException, limit_s: float) -> None:
    """Raise what the caller of a query service expects; return when it is no error of the store."""
    if isinstance(error, TimeoutError | HTTPException):
        raise QueryTimeout(limit_s) from error
    if isinstance(error, TruncatedAnswer):
        raise EvaluationFailed(
            "the store gives a part of this answer only; ask for less at once (LIMIT)"
        ) from error
    if isinstance(error, RemoteStoreError):
        if _SLOW.search(error.reason):
            raise QueryTimeout(limit_s) from error
        if error.status is not None and error.status not in {401, 403, 404, 502, 503}:
            raise EvaluationFailed(error.reason.split("\n", 1)[0]) from error


class RemoteReads(PublishedReads):
    """Our own reads on a SPARQL store; safe to use from many threads.

    Args:
        versions: what is published.
        dataset: where the graph is.
        limits: bound what comes back.
        prefixes: known to every query.
    """

    def __init__(
        self,
        versions: Versions,
        dataset: RemoteDataset,
        limits: Limits,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(versions, prefixes)
        self._dataset = dataset
        self._limits = limits

    def rows(self, query: str, values: Mapping[str, Value] | None = None) -> list[Row]:
        """See the base class."""
        with self._asked(query, values, _JSON) as body:
            found = _table(body)
        assert isinstance(found, QuerySolutions)
        names = _names(found)
        return [
            {name: term for name, term in zip(names, solution, strict=True) if term is not None}
            for solution in found
        ]

    def triples(self, query: str, values: Mapping[str, Value] | None = None) -> list[Triple]:
        """See the base class."""
        with self._asked(query, values, _N_TRIPLES) as body:
            return list(_triples(body))

    def holds(self, query: str, values: Mapping[str, Value] | None = None) -> bool:
        """See the base class."""
        with self._asked(query, values, _JSON) as body:
            found = _table(body)
        return bool(cast(QueryBoolean, found))

    def _asked(self, query: str, values: Mapping[str, Value] | None, accept: str) -> IO[bytes]:
        text = _with_prologue(bind(query, values or {}), self._prefixes, None)
        limits = self._limits
        return self._dataset.fetch(text, accept, None, None, limits.timeout_s, limits.result_bytes)


class RemoteQueries(QueryService):
    """Queries of others on a SPARQL store, checked in a worker and answered by the store.

    Args:
        versions: what is published; their folders hold an empty store.
        dataset: where the graph is.
        limits: what a query may use.
        prefixes: as for :class:`kg.sparql.service.QueryService`.
        functions: likewise.
    """

    # The store is asked by a call that waits.
    can_begin = False

    def __init__(
        self,
        versions: Versions,
        dataset: RemoteDataset,
        limits: Limits | None = None,
        prefixes: Mapping[str, str] | None = None,
        *,
        functions: Mapping[str, MatchFunction] | None = None,
    ) -> None:
        super().__init__(versions, limits, prefixes, functions=functions)
        self._dataset = dataset
        self._known_prefixes = dict(prefixes or {})
        self._turns = threading.BoundedSemaphore(self.limits.worker_count)

    def _evaluated(
        self, request: Message, limit_s: float, client: str | None
    ) -> tuple[Version, int, IO[bytes]]:
        version = self._versions.current()
        if request["operation"] == "graph":
            text, default = self._whole_graph(request["graph"])
            request = {**request, "default_graphs": default, "named_graphs": []}
        else:
            text = self._admitted(request, limit_s, client)
            request = _with_dataset(request)
        if not self._turns.acquire(timeout=self.limits.queue_s):
            raise ServiceBusy(self.limits.queue_s)
        try:
            rows, body = self._answered(text, request, limit_s)
        finally:
            self._turns.release()
        return version, rows, body

    def _admitted(self, request: Message, limit_s: float, client: str | None) -> str:
        """The text for the store, when a worker and we take it for plain SPARQL."""
        text: str = request["text"]
        found = next((one for one in tokens(text) if _PRODUCTS.match(one.text)), None)
        if found is not None:
            raise QueryRefused(f"{found.text} is a function of one product, not of SPARQL")
        _, _, body = super()._evaluated({**request, "operation": "query"}, limit_s, client)
        body.close()
        text = _without_dataset(text)
        return _with_prologue(text, self._known_prefixes, request["base_iri"])

    def _whole_graph(self, name: str | None) -> tuple[str, list[str] | None]:
        if name is None:
            return _EVERYTHING, None
        if name not in self._dataset.graphs():
            raise NoSuchGraph(name)
        return _EVERYTHING, [name]

    def _answered(self, text: str, request: Message, limit_s: float) -> tuple[int, IO[bytes]]:
        chosen = FORMATS[request["format"]]
        accept = _JSON if chosen.is_table else _N_TRIPLES
        fetched = self._dataset.fetch(
            text,
            accept,
            request["default_graphs"],
            request["named_graphs"],
            limit_s,
            2 * self.limits.result_bytes,
        )
        with fetched:
            return self._written(fetched, chosen, request)

    def _written(
        self, fetched: IO[bytes], chosen: ResultFormat, request: Message
    ) -> tuple[int, IO[bytes]]:
        counter = RowCounter(None if isinstance(chosen.engine, RdfFormat) else chosen.engine)
        body = _Counted(counter, request.get("max_rows"), request["max_bytes"])
        try:
            if isinstance(chosen.engine, RdfFormat):
                pyoxigraph.serialize(_triples(fetched), cast(IO[bytes], body), chosen.engine)
            else:
                _table(fetched).serialize(cast(IO[bytes], body), chosen.engine)
        except BaseException:
            body.spool.close()
            raise
        return body.rows, body.spool


class _Counted:
    """A file that counts what is written and stops at the limits."""

    def __init__(self, counter: RowCounter, max_rows: int | None, max_bytes: int) -> None:
        # Closed by whoever reads the answer.
        self.spool = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL_BYTES))  # noqa: SIM115
        self.rows = 0
        self._counter = counter
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        self.rows = self._counter.feed(data)
        if self._size > self._max_bytes:
            raise ResultTooLarge(self._max_bytes, "bytes")
        if self._max_rows is not None and self.rows > self._max_rows:
            raise ResultTooLarge(self._max_rows, "rows")
        return self.spool.write(data)

    def flush(self) -> None:
        self.spool.flush()


def _table(body: IO[bytes]) -> QuerySolutions | QueryBoolean:
    """Rows or a truth value; Virtuoso tells the latter as a table with a row or without."""
    found = pyoxigraph.parse_query_results(body.read(), QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean) or _names(found) != [_TRUTH]:
        return found
    said = json.dumps({"head": {}, "boolean": any(True for _ in found)})
    return pyoxigraph.parse_query_results(said.encode(), QueryResultsFormat.JSON)


def _names(found: QuerySolutions) -> list[str]:
    return [variable.value for variable in found.variables]


def _triples(body: IO[bytes]) -> Iterator[Triple]:
    content = io.BytesIO(body.read())
    return (quad.triple for quad in pyoxigraph.parse(content, RdfFormat.N_TRIPLES))


def _with_prologue(text: str, prefixes: Mapping[str, str], base_iri: str | None) -> str:
    """A query with the prologue that our own engine would be told, on the line of its first."""
    declared = with_prefixes(text, prefixes).removesuffix(text).replace("\n", " ")
    return (f"BASE <{base_iri}> " if base_iri else "") + declared + text


def _from_clauses(text: str) -> list[tuple[Token, bool, Token]]:
    """The clauses FROM and FROM NAMED: the word, whether it is named, and the graph."""
    found = list(tokens(text))
    clauses = []
    for place, token in enumerate(found):
        if token.is_word("FROM"):
            named = found[place + 1].is_word("NAMED")
            clauses.append((token, named, found[place + 1 + named]))
        if token.text == "{":
            break
    return clauses


def _with_dataset(request: Message) -> Message:
    """The request with the dataset that its text names, unless the protocol named one."""
    clauses = _from_clauses(request["text"])
    if not clauses or request["default_graphs"] is not None:
        return request
    for word, _, graph in clauses:
        if graph.kind is not Kind.IRI:
            raise QueryRefused(f"{word.text} needs an IRI in full here, not {graph.text}")
    return {
        **request,
        "default_graphs": [graph.text[1:-1] for _, named, graph in clauses if not named],
        "named_graphs": [graph.text[1:-1] for _, named, graph in clauses if named],
    }


def _without_dataset(text: str) -> str:
    for word, _, graph in reversed(_from_clauses(text)):
        text = text[: word.start] + " " * (graph.end - word.start) + text[graph.end :]
    return text
