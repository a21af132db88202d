"""Queries of others, answered by worker processes under limits."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import IO

from kg.closing import Closing
from kg.sparql.answer import QueryAnswer
from kg.sparql.cache import AnswerCache, CachedAnswer
from kg.sparql.check import Checked, check_query
from kg.sparql.errand import Dataset, Errand, Question, new_body
from kg.sparql.errors import FormatUnsupported, QueryError, QuerySyntaxError, ServiceBusy
from kg.sparql.evaluation import Evaluator
from kg.sparql.federation import Federation
from kg.sparql.federation.clauses import without_services
from kg.sparql.formats import Form, ResultFormat, formats_for
from kg.sparql.frames import Message
from kg.sparql.functions import Functions, MatchFunction
from kg.sparql.isolation import Isolation
from kg.sparql.limits import Limits
from kg.sparql.quota import Quota
from kg.versions import Version, Versions


class QueryService(Closing):
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

    can_begin = True
    """Whether ``begin`` ever gives anything but None."""

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
        self._federation = Federation(self.limits, prefixes or {})
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

    @property
    def has_services(self) -> bool:
        """Queries may ask other endpoints by SERVICE."""
        return self._federation.is_on

    def check(self, query: str) -> Checked:
        """Look at a query before it is evaluated; its form decides among formats.

        Raises:
            QuerySyntaxError, QueryRefused, QueryTooLarge, QueryTooDeep: see ``check_query``.
        """
        return check_query(query, self.limits, services=self.has_services)

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
            limit_s = self.limits.timeout_s if timeout_s is None else timeout_s
            text = self._functions.expand(checked.text, base_iri)
            if checked.has_service:
                text, limit_s = self._federated(checked.text, text, base_iri, limit_s, client)
            dataset = Dataset(tuple(default_graphs), tuple(named_graphs), base_iri)
            question = self._question(checked, text, chosen, dataset, limit_s, client)
            try:
                return self._answer(question)
            except QuerySyntaxError:
                if text == checked.text or checked.has_service:
                    raise
            # The place of the error is wanted in the text as it was written.
            as_written = self._question(checked, checked.text, chosen, dataset, limit_s, client)
            return self._answer(replace(as_written, key=None))

    def begin(
        self,
        checked: Checked,
        result_format: ResultFormat,
        call: Callable[[], object],
        *,
        timeout_s: float,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
        client: str | None = None,
    ) -> QueryAnswer | Errand | None:
        """Begin to answer a query without waiting, for a server that minds many at once.

        Args:
            checked: what ``check`` made of it.
            result_format: how to write the answer.
            call: tells that the errand's ``advance`` may achieve something; made from any
                thread, and returns at once.
            timeout_s: as for ``evaluate``, and so are those that follow.

        Returns:
            The answer when it was given before; otherwise an errand, whose answer is the same as
            that of ``evaluate``; None when only ``evaluate`` can answer this query.

        Raises:
            QueryError: as for ``evaluate``.
            NothingPublished: there is no version to read.
        """
        if not self.can_begin or checked.has_service or self._functions.may_occur(checked.text):
            return None
        with self._accounted(client):
            dataset = Dataset(tuple(default_graphs), tuple(named_graphs), base_iri)
            question = self._question(
                checked, checked.text, result_format, dataset, timeout_s, client
            )
            kept = self._kept(question)
            if kept is not None:
                return kept
            return Errand(self._evaluator, question, call, self._finished, self._charged)

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
            limit_s = self.limits.timeout_s
            return self._answer(
                Question(Form.CONSTRUCT, result_format, request, key, limit_s, client)
            )

    def isolation(self) -> Isolation:
        """Which walls stand around the workers on this machine; starts a worker if need be."""
        return self._evaluator.isolation()

    def worker_ids(self) -> list[int]:
        """Process ids of the workers alive."""
        return self._evaluator.worker_ids()

    def close(self) -> None:
        """End every worker; safe to call twice."""
        self._evaluator.close()
        self._federation.close()

    def _question(
        self,
        checked: Checked,
        text: str,
        chosen: ResultFormat,
        dataset: Dataset,
        limit_s: float,
        client: str | None,
    ) -> Question:
        if chosen.is_table != checked.form.is_table:
            raise FormatUnsupported(checked.form.value, chosen.media_type)
        request: Message = {
            "operation": "query",
            "text": text,
            "format": chosen.name,
            "max_rows": self.limits.result_rows,
            "max_bytes": self.limits.result_bytes,
            "default_graphs": list(dataset.default_graphs) if dataset.replaces else None,
            "named_graphs": list(dataset.named_graphs) if dataset.replaces else None,
            "union": self._union and not dataset.replaces and not checked.has_dataset,
            "base_iri": dataset.base_iri,
        }
        key = json.dumps(request) if checked.repeatable else None
        return Question(checked.form, chosen, request, key, limit_s, client)

    def _federated(
        self, written: str, expanded: str, base_iri: str | None, limit_s: float, client: str | None
    ) -> tuple[str, float]:
        """The query with the answers of other endpoints, and the seconds that are left.

        Nobody is asked before every endpoint may be, and before the query as written is correct.
        """

        def spent(seconds: float) -> None:
            if client is not None:
                self.quota.charge(client, seconds)

        plain = without_services(written, self._federation.check(written, base_iri))
        request: Message = {"operation": "check", "text": plain, "base_iri": base_iri}
        self._evaluator.ask(request, limit_s, client, lambda _: None)
        return self._federation.fill(expanded, base_iri, limit_s, spent)

    @contextmanager
    def _accounted(self, client: str | None) -> Iterator[None]:
        if client is not None:
            self.quota.admit(client)
        with self._charged(client):
            yield

    @contextmanager
    def _charged(self, client: str | None) -> Iterator[None]:
        """Book what goes wrong meanwhile on the client, unless it is our own doing."""
        try:
            yield
        except QueryError as error:
            if client is not None and not isinstance(error, ServiceBusy):
                self.quota.charge_error(client)
            raise

    def _answer(self, question: Question) -> QueryAnswer:
        """Evaluate a question, or give what was kept under its key."""
        begun = time.monotonic()
        kept = self._kept(question)
        if kept is not None:
            return kept
        version, rows, body = self._evaluated(question.request, question.limit_s, question.client)
        return self._finished(question, version, rows, body, begun)

    def _kept(self, question: Question) -> QueryAnswer | None:
        if question.key is None:
            return None
        begun = time.monotonic()
        version = self._versions.current()
        kept = self._cache.get(version.number, question.key)
        if kept is None:
            return None
        body = io.BytesIO(kept.content)
        answer = self._made(question, version, kept.rows, body, begun)
        answer.cached = True
        return answer

    def _finished(
        self, question: Question, version: Version, rows: int, body: IO[bytes], begun: float
    ) -> QueryAnswer:
        """The answer that was evaluated, which is kept for the next who asks."""
        answer = self._made(question, version, rows, body, begun)
        if question.key and answer.size_bytes <= self._cache.largest_bytes:
            kept = CachedAnswer(answer.read(), rows)
            self._cache.put(version.number, question.key, kept)
        return answer

    def _made(
        self, question: Question, version: Version, rows: int, body: IO[bytes], begun: float
    ) -> QueryAnswer:
        return QueryAnswer(
            form=question.form,
            format=question.format,
            version=version,
            rows=rows,
            size_bytes=body.seek(0, io.SEEK_END),
            elapsed_s=time.monotonic() - begun,
            body=body,
        )

    def _evaluated(
        self, request: Message, limit_s: float, client: str | None
    ) -> tuple[Version, int, IO[bytes]]:
        body = new_body()
        try:
            version, message = self._evaluator.ask(request, limit_s, client, body.write)
        except BaseException:
            body.close()
            raise
        return version, message["rows"], body
