"""The errors of ``kg.sparql``; each has a stable ``code`` that interfaces may show.

::

    KgError
    └── QueryError
        ├── QuerySyntaxError (ValueError)        not SPARQL; line and column
        ├── QueryRefused (PermissionError)       SPARQL that this service does not run
        ├── PublishedGraph (PermissionError)     a write to a graph that is not a user's
        ├── NoSuchGraph (LookupError)            the dataset has no graph of that name
        ├── QueryTooLarge (ValueError)           text longer than the limit
        ├── QueryTooDeep (RecursionError)        nested deeper than the limit
        ├── FormatUnsupported (ValueError)       a table asked for as a graph, or the reverse
        ├── QueryTimeout (TimeoutError)          stopped at its wall-clock limit
        ├── QueryTooExpensive (MemoryError)      stopped by the memory limit, or broke the engine
        ├── ResultTooLarge (OverflowError)       more rows or bytes than the limit
        ├── EvaluationFailed (RuntimeError)      the engine reported an error while evaluating
        ├── EndpointFailed (ConnectionError)     another endpoint, asked by SERVICE, gave no answer
        ├── QuotaExceeded (BlockingIOError)      this client has used up its share
        └── ServiceBusy (BlockingIOError)        no worker became free in time
"""

from __future__ import annotations

from typing import ClassVar

from kg.errors import KgError


class QueryError(KgError):
    """Root of the errors of queries and updates."""

    code: ClassVar[str] = "query"


class QuerySyntaxError(QueryError, ValueError):
    """The text is not SPARQL.

    Args:
        message: what was expected.
        line: where, from 1; None when the engine did not say.
        column: where, from 1, in code points.
    """

    code = "syntax"

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(f"line {line}, column {column}: {message}" if line else message)
        self.message = message
        self.line = line
        self.column = column


class QueryRefused(QueryError, PermissionError):
    """Correct SPARQL that this service does not run.

    Args:
        reason: what is refused, and what to do instead.
        line: where, from 1.
        column: where, from 1, in code points.
    """

    code = "refused"

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(f"line {line}, column {column}: {reason}" if line else reason)
        self.reason = reason
        self.line = line
        self.column = column


class PublishedGraph(QueryError, PermissionError):
    """A write to a graph that users may not change.

    Args:
        graph: its IRI; None for the default graph, or for all graphs at once.
        line: where the update names it, from 1; None outside updates.
        column: where, from 1, in code points.
    """

    code = "published-graph"

    def __init__(
        self, graph: str | None, line: int | None = None, column: int | None = None
    ) -> None:
        what = f"<{graph}>" if graph else "the default graph"
        place = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{place}{what} is published and cannot be written; name a users' graph")
        self.graph = graph
        self.line = line
        self.column = column


class NoSuchGraph(QueryError, LookupError):
    """The dataset has no graph of that name.

    Args:
        graph: its IRI.
    """

    code = "no-graph"

    def __init__(self, graph: str) -> None:
        super().__init__(f"there is no graph <{graph}>")
        self.graph = graph


class QueryTooLarge(QueryError, ValueError):
    """The text of the query is longer than the limit.

    Args:
        size_bytes: its length in UTF-8.
        limit_bytes: the limit.
    """

    code = "query-too-large"

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(f"the query has {size_bytes} bytes; at most {limit_bytes} are read")
        self.size_bytes = size_bytes
        self.limit_bytes = limit_bytes


class QueryTooDeep(QueryError, RecursionError):
    """The query nests groups and brackets deeper than the limit.

    Args:
        limit: the limit.
        line: where it was passed, from 1.
        column: where it was passed, from 1, in code points.
    """

    code = "query-too-deep"

    def __init__(self, limit: int, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: brackets nest deeper than {limit}")
        self.limit = limit
        self.line = line
        self.column = column


class FormatUnsupported(QueryError, ValueError):
    """The answer of this form of query cannot be written in that format.

    Args:
        form: form of the query.
        media_type: what was asked for.
    """

    code = "format"

    def __init__(self, form: str, media_type: str) -> None:
        super().__init__(f"the answer of {form} cannot be written as {media_type}")
        self.form = form
        self.media_type = media_type


class QueryTimeout(QueryError, TimeoutError):
    """The query was stopped at its wall-clock limit.

    Args:
        limit_s: the limit, in seconds.
    """

    code = "timeout"

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"the query was stopped after {limit_s:g} s")
        self.limit_s = limit_s


class QueryTooExpensive(QueryError, MemoryError):
    """The query needed more memory than a worker has, or exhausted the engine otherwise.

    Args:
        limit_bytes: memory of one worker.
    """

    code = "memory"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(
            f"the query needs more than {limit_bytes // 2**20} MiB or is too complex for the engine"
        )
        self.limit_bytes = limit_bytes


class ResultTooLarge(QueryError, OverflowError):
    """The result has more rows or bytes than are given out; add a LIMIT.

    Args:
        limit: the limit that was passed.
        unit: ``rows`` or ``bytes``.
    """

    code = "result-too-large"

    def __init__(self, limit: int, unit: str) -> None:
        super().__init__(f"the result has more than {limit} {unit}; ask for less with LIMIT")
        self.limit = limit
        self.unit = unit


class EvaluationFailed(QueryError, RuntimeError):
    """The engine accepted the query and failed while evaluating it.

    Args:
        reason: the engine's words.
    """

    code = "evaluation"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EndpointFailed(QueryError, ConnectionError):
    """Another endpoint, which SERVICE names, gave no answer that can be used.

    Args:
        endpoint: its IRI.
        reason: what went wrong, in words.
        line: where the query names it, from 1.
        column: where, from 1, in code points.
    """

    code = "endpoint"

    def __init__(self, endpoint: str, reason: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: SERVICE <{endpoint}>: {reason}")
        self.endpoint = endpoint
        self.reason = reason
        self.line = line
        self.column = column


class QuotaExceeded(QueryError, BlockingIOError):
    """A client has used up its share of the service for now.

    Args:
        what: ``query time`` or ``errors``.
        retry_after_s: when it has some again, in seconds.
    """

    code = "quota"

    def __init__(self, what: str, retry_after_s: float) -> None:
        super().__init__(f"your share of {what} is used up; try again in {retry_after_s:.0f} s")
        self.what = what
        self.retry_after_s = retry_after_s


class ServiceBusy(QueryError, BlockingIOError):
    """Every worker is busy and the queue is full, or waiting in it took too long.

    Args:
        retry_after_s: when to try again, in seconds.
    """

    code = "busy"

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"the query service is busy; try again in {retry_after_s:g} s")
        self.retry_after_s = retry_after_s
