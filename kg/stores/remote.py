"""Any SPARQL 1.1 endpoint as a store.

What real endpoints forced on this file:

* requests are form POSTs only (Virtuoso never answers a direct POST of an update);
* every triple pattern names its graph, since default graphs differ from product to product;
* large patches go in several requests, deletions first, the change number last: an interrupted
  patch is sent again from its beginning, and repeating it gives the same dataset;
* a header that tells of a partial answer is an error, never a result.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from itertools import chain
from pathlib import Path
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat

from kg.stores import update_text
from kg.stores.contract import MetaTerms, Patch
from kg.stores.errors import RemoteStoreError, StoreNotEmpty, TruncatedAnswer

_JSON = "application/sparql-results+json"
_N_TRIPLES = "application/n-triples"
# Virtuoso tells of its row limit by the first two, and of its time limit by an SQL state.
_PARTIAL_HEADERS = ("X-SPARQL-MaxRows", "X-SPARQL-Truncated")
_PARTIAL_SQL_STATE = "S1TAT"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to reach a SPARQL 1.1 service.

    Args:
        query_url: takes queries.
        update_url: takes updates (Virtuoso: ``/sparql-auth``).
        user: name for basic or digest authentication, whichever is asked for; None for none.
        password: its password.
        timeout_s: longest wait for a connection or for the next bytes, in seconds.
        batch_quads: most quads in one update request.
    """

    query_url: str
    update_url: str
    user: str | None = None
    password: str = ""
    timeout_s: float = 60.0
    batch_quads: int = 2000

    def __post_init__(self) -> None:
        for url in (self.query_url, self.update_url):
            if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
                raise ValueError(f"an endpoint is reached by http or https, not {url!r}")


class RemoteStore:
    """A store behind the SPARQL 1.1 Protocol.

    Atomic per patch as far as the endpoint runs one request atomically and the patch fits into
    ``batch_quads``; beyond that, repeating it is safe.

    Args:
        endpoint: where it is.
        meta: where the change number is kept.
        graph_base: our graphs are those whose IRI begins with this; no other graph of the
            endpoint is read or dropped. The meta graph is one of them.
    """

    def __init__(self, endpoint: Endpoint, meta: MetaTerms, graph_base: str) -> None:
        if not graph_base or not meta.graph.value.startswith(graph_base):
            raise ValueError(f"the meta graph {meta.graph} must begin with {graph_base!r}")
        self._endpoint = endpoint
        self._meta = meta
        self._graph_base = graph_base
        self._opener = urllib.request.build_opener(*_authentication(endpoint))

    def apply(self, patch: Patch) -> None:
        """See the contract."""
        if patch.change_number <= self.change_number():
            return
        self._change(patch.deletions, patch.insertions, patch.change_number)

    def amend(self, deletions: Iterable[Quad], insertions: Iterable[Quad]) -> None:
        """See the contract."""
        self._change(deletions, insertions, None)

    def _change(
        self, deletions: Iterable[Quad], insertions: Iterable[Quad], change_number: int | None
    ) -> None:
        gone, new = update_text.checked(deletions), update_text.checked(insertions)
        operations = [
            *map(update_text.delete_data, self._batches(gone)),
            *map(update_text.insert_data, self._batches(new)),
        ]
        if change_number is not None:
            operations.append(update_text.set_change_number(self._meta, change_number))
        if len(gone) + len(new) <= self._endpoint.batch_quads:
            operations = [update_text.joined(operations)]
        for operation in filter(None, operations):
            self._update(operation)

    def replace_graph(
        self, graph: NamedNode, quads: Iterable[Quad], change_number: int | None = None
    ) -> None:
        """See the contract; always one request, so that a blank node stays one node."""
        if change_number is not None and change_number <= self.change_number():
            return
        operations = [update_text.replace_graph(graph, quads)]
        if change_number is not None:
            operations.append(update_text.set_change_number(self._meta, change_number))
        self._update(*operations)

    def change_number(self) -> int:
        """See the contract."""
        meta = self._meta
        place = f"GRAPH {meta.graph} {{ {meta.subject} {meta.predicate} ?number }}"
        rows = self.select(f"SELECT ?number WHERE {{ {place} }}")
        return max((int(cast(Literal, row["number"]).value) for row in rows), default=0)

    def bulk_load(self, quads: Iterable[Quad], change_number: int) -> None:
        """See the contract; by requests of ``batch_quads`` quads each."""
        if self.change_number():
            raise StoreNotEmpty(self.change_number())
        self.clear()
        for batch in self._batches(quads):
            self._update(update_text.insert_data(update_text.checked(batch)))
        self._update(update_text.set_change_number(self._meta, change_number))

    def clear(self) -> None:
        """Remove our graphs, the one with the change number first."""
        for graph in sorted(self._graphs(), key=lambda one: one != self._meta.graph):
            self._update(f"DROP SILENT GRAPH {graph}")

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See the contract; one request a graph."""
        for name in [graph] if graph is not None else self._graphs():
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            with self._post(self._endpoint.query_url, {"query": text}, _N_TRIPLES) as body:
                for quad in pyoxigraph.parse(body, RdfFormat.N_TRIPLES):
                    if name != self._meta.graph or self._is_content(quad):
                        yield Quad(quad.subject, quad.predicate, quad.object, name)

    def select(self, text: str) -> QuerySolutions:
        """See the contract."""
        with self.asking(text, _JSON) as body:
            answer = pyoxigraph.parse_query_results(body.read(), QueryResultsFormat.JSON)
        return cast(QuerySolutions, answer)

    def asking(
        self,
        text: str,
        accept: str,
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        timeout_s: float | None = None,
    ) -> AbstractContextManager[HTTPResponse]:
        """The answer of the store to any query, to be read while the context is open.

        Args:
            text: the query.
            accept: media type of the answer.
            default_graphs: IRIs of the graphs that make its default graph; none leaves it to the
                store.
            named_graphs: IRIs of the graphs that it may name; none leaves it to the store.
            timeout_s: another wait than the endpoint's, told to the store too, in seconds.

        Raises:
            RemoteStoreError: no answer, or an error.
            TruncatedAnswer: the store said that it gives a part.
        """
        form = [
            ("query", text),
            *(("default-graph-uri", one) for one in default_graphs),
            *(("named-graph-uri", one) for one in named_graphs),
        ]
        if timeout_s is not None:
            form.append(("timeout", str(int(timeout_s * 1000))))
        return self._post(self._endpoint.query_url, form, accept, timeout_s)

    def graphs(self) -> list[str]:
        """IRIs of our graphs that have content."""
        return [graph.value for graph in self._graphs()]

    def count(self) -> int:
        """See the contract."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}"
        total = int(cast(Literal, next(self.select(text))["n"]).value)
        return total - (1 if self.change_number() else 0)

    def backup(self, target: Path) -> None:
        """See the contract; everything is fetched."""
        number = update_text.number_quad(self._meta, self.change_number())
        copy = pyoxigraph.Store(target)
        copy.bulk_extend(chain(self.quads(), [number]))
        copy.flush()

    def flush(self) -> None:
        """Nothing to do: an answered request is as durable as the endpoint makes it."""

    def close(self) -> None:
        """Nothing to do: no connection is kept between requests."""

    def _ours(self) -> str:
        return f"FILTER(STRSTARTS(STR(?g), {Literal(self._graph_base)}))"

    def _graphs(self) -> list[NamedNode]:
        rows = self.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {self._ours()} }}")
        return [cast(NamedNode, row["g"]) for row in rows]

    def _batches(self, quads: Iterable[Quad]) -> Iterator[list[Quad]]:
        return update_text.batches(quads, self._endpoint.batch_quads)

    def _is_content(self, quad: Quad) -> bool:
        return quad.subject != self._meta.subject or quad.predicate != self._meta.predicate

    def _update(self, *operations: str) -> None:
        form = {"update": update_text.joined(operations)}
        with self._post(self._endpoint.update_url, form, "*/*") as body:
            body.read()

    @contextmanager
    def _post(
        self,
        url: str,
        form: Mapping[str, str] | Sequence[tuple[str, str]],
        accept: str,
        timeout_s: float | None = None,
    ) -> Iterator[HTTPResponse]:
        request = urllib.request.Request(  # noqa: S310 - Endpoint admits http and https only
            url, urllib.parse.urlencode(form).encode(), {"Accept": accept}, method="POST"
        )
        try:
            with self._opener.open(
                request, timeout=timeout_s or self._endpoint.timeout_s
            ) as answer:
                _refuse_partial(url, answer)
                yield answer
        except urllib.error.HTTPError as error:
            with error:
                reason = error.read(500).decode(errors="replace") or str(error.reason)
            raise RemoteStoreError(url, reason, error.code) from error
        except (urllib.error.URLError, TimeoutError, ConnectionError, HTTPException) as error:
            raise RemoteStoreError(url, str(error)) from error


def _refuse_partial(url: str, answer: HTTPResponse) -> None:
    told = [name for name in _PARTIAL_HEADERS if answer.headers.get(name)]
    if answer.headers.get("X-SQL-State", "").strip() == _PARTIAL_SQL_STATE:
        told.append("X-SQL-State")
    if told:
        raise TruncatedAnswer(url, f"partial answer ({', '.join(told)})", answer.status)


def _authentication(endpoint: Endpoint) -> list[urllib.request.BaseHandler]:
    if endpoint.user is None:
        return []
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    for url in (endpoint.query_url, endpoint.update_url):
        passwords.add_password(None, url, endpoint.user, endpoint.password)
    return [
        urllib.request.HTTPDigestAuthHandler(passwords),
        urllib.request.HTTPBasicAuthHandler(passwords),
    ]
