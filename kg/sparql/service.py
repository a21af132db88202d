"""Queries of others, answered by worker processes under limits."""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Self, cast

from kg.sparql.answer import QueryAnswer
from kg.sparql.cache import AnswerCache, CachedAnswer
from kg.sparql.check import Checked, check_query
from kg.sparql.errors import FormatUnsupported, QueryError, QuerySyntaxError, ServiceBusy
from kg.sparql.evaluation import Evaluator
from kg.sparql.formats import Form, ResultFormat, formats_for
from kg.sparql.frames import Message
from kg.sparql.functions import Functions, MatchFunction
from kg.sparql.isolation import Isolation
from kg.sparql.limits import Limits
from kg.sparql.quota import Quota
from kg.versions import Version, Versions

_SPOOL_BYTES = 1024 * 1024


class QueryService:
    """Answers SPARQL queries on the current published version; safe to use from many threads.

    A result is complete, or an error: never a part.

    Args:
        versions: what is published.
        limits: what a query may use.
        prefixes: known to every query without being declared, and used when graphs are written.
        union_default_graph: a query without dataset clause sees all named graphs as its default
            graph, for stores that keep no copy there; a triple of two graphs counts twice.
        functions: properties whose statements are answered from elsewhere, by IRI.
    """

    def __init__(
        self,
        versions: Versions,
        limits: Limits | None = None,
        prefixes: Mapping[str, str] | None = None,
        *,
        union_default_graph: bool = False,
        functions: Mapping[str, MatchFunction] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.quota = Quota(self.limits.client_query_s, self.limits.client_errors)
        self._versions = versions
        self._union = union_default_graph
        self._functions = Functions(functions or {}, prefixes or {})
        self._cache = AnswerCache(self.limits.cache_bytes)
        self._evaluator = Evaluator(versions, self.limits, prefixes or {}, self.quota)

    def warm(self) -> None:
        """Start every worker in the background, as a server does when it starts."""
        self._evaluator.warm()

    def version(self) -> Version:
        """What an answer would be read from now.

        Raises:
            NothingPublished: there is no version to read.
        """
        return self._versions.current()

    def check(self, query: str) -> Checked:
        """Look at a query before it is evaluated; its form decides among formats.

        Raises:
            QuerySyntaxError, QueryRefused, QueryTooLarge, QueryTooDeep: see ``check_query``.
        """
        return check_query(query, self.limits)

    def evaluate(
        self,
        query: str | Checked,
        result_format: ResultFormat | None = None,
        *,
        timeout_s: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        client: str | None = None,
    ) -> QueryAnswer:
        """Answer one query.

        Args:
            query: its text, or what ``check`` made of it.
            result_format: how to write the answer; None for the first of its form.
            timeout_s: another limit than ``limits.timeout_s``, in seconds.
            default_graphs: IRIs of the protocol's ``default-graph-uri``; with ``named_graphs``
                they replace the dataset of the query.
            named_graphs: IRIs of the protocol's ``named-graph-uri``.
            base_iri: relative IRIs of the query are resolved against it.
            client: who asks, for quotas and fair turns; None has no quota.

        Raises:
            QueryError: any of the tree in ``kg.sparql.errors``.
            NothingPublished: there is no version to read.
        """
        with self._accounted(client):
            checked = self.check(query) if isinstance(query, str) else query
            chosen = result_format or formats_for(checked.form)[0]
            if chosen.is_table != checked.form.is_table:
                raise FormatUnsupported(checked.form.value, chosen.media_type)
            request = self._request(checked, chosen, default_graphs, named_graphs, base_iri)
            key = json.dumps(request) if checked.repeatable else None
            try:
                return self._answer(checked.form, chosen, request, key, timeout_s, client)
            except QuerySyntaxError:
                if request["text"] == checked.text:
                    raise
            # The place of the error is wanted in the text as it was written.
            request["text"] = checked.text
            return self._answer(checked.form, chosen, request, None, timeout_s, client)

    def graph(
        self, iri: str | None, result_format: ResultFormat, *, client: str | None = None
    ) -> QueryAnswer:
        """A whole graph: GET of the Graph Store Protocol.

        Args:
            iri: its name; None for the default graph.
            result_format: one of ``GRAPH_FORMATS``.
            client: as for ``evaluate``.

        Raises:
            NoSuchGraph: there is none of that name.
            QueryError: as for ``evaluate``.
        """
        with self._accounted(client):
            if result_format.is_table:
                raise FormatUnsupported("a graph", result_format.media_type)
            request: Message = {
                "operation": "graph",
                "graph": iri,
                "format": result_format.name,
                "max_bytes": self.limits.result_bytes,
            }
            key = json.dumps(request)
            return self._answer(Form.CONSTRUCT, result_format, request, key, None, client)

    def isolation(self) -> Isolation:
        """Which walls stand around the workers on this machine; starts a worker if need be."""
        return self._evaluator.isolation()

    def worker_ids(self) -> list[int]:
        """Process ids of the workers alive."""
        return self._evaluator.worker_ids()

    def close(self) -> None:
        """End every worker; safe to call twice."""
        self._evaluator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _request(
        self,
        checked: Checked,
        chosen: ResultFormat,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        base_iri: str | None,
    ) -> Message:
        replaced = bool(default_graphs or named_graphs)
        return {
            "operation": "query",
            "text": self._functions.expand(checked.text, base_iri),
            "format": chosen.name,
            "max_rows": self.limits.result_rows,
            "max_bytes": self.limits.result_bytes,
            "default_graphs": list(default_graphs) if replaced else None,
            "named_graphs": list(named_graphs) if replaced else None,
            "union": self._union and not replaced and not checked.has_dataset,
            "base_iri": base_iri,
        }

    @contextmanager
    def _accounted(self, client: str | None) -> Iterator[None]:
        if client is None:
            yield
            return
        self.quota.admit(client)
        try:
            yield
        except QueryError as error:
            if not isinstance(error, ServiceBusy):
                self.quota.charge_error(client)
            raise

    def _answer(
        self,
        form: Form,
        chosen: ResultFormat,
        request: Message,
        key: str | None,
        timeout_s: float | None,
        client: str | None,
    ) -> QueryAnswer:
        """Evaluate a request, or give what was kept under its key; no key, nothing kept."""
        begun = time.monotonic()
        version = self._versions.current()
        kept = self._cache.get(version.number, key) if key else None
        if kept is None:
            limit_s = self.limits.timeout_s if timeout_s is None else timeout_s
            version, rows, body = self._evaluated(request, limit_s, client)
        else:
            rows, body = kept.rows, io.BytesIO(kept.content)
        answer = QueryAnswer(
            form=form,
            format=chosen,
            version=version,
            rows=rows,
            size_bytes=body.seek(0, io.SEEK_END),
            elapsed_s=time.monotonic() - begun,
            body=body,
            cached=kept is not None,
        )
        if key and not answer.cached and answer.size_bytes <= self._cache.largest_bytes:
            self._cache.put(version.number, key, CachedAnswer(answer.read(), rows))
        return answer

    def _evaluated(
        self, request: Message, limit_s: float, client: str | None
    ) -> tuple[Version, int, IO[bytes]]:
        # The answer closes it.
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL_BYTES))  # noqa: SIM115
        try:
            version, message = self._evaluator.ask(request, limit_s, client, body.write)
        except BaseException:
            body.close()
            raise
        return version, message["rows"], body
