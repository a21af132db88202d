"""The web's errors, and the one table that turns errors into status codes.

::

    WebError
    ├── BadParameter (ValueError)        a parameter of the request that cannot be read
    ├── NotAcceptable                    none of the offered media types is welcome
    ├── UnsupportedContent               a body in a form that is not read here
    ├── UnsatisfiableRange (ValueError)  a part of a file that lies beyond its end
    ├── TooManyRequests                  one client asks the API more often than is allowed
    ├── NoSuchPage (LookupError)         nothing stands at this path
    ├── WritingSwitchedOff (PermissionError)  this site takes no writes
    ├── WrongToken (PermissionError)     a write without the token, or with another one
    └── ReadOnlyGraph (PermissionError)  a write to a graph that is not a user's

Machines get ``application/problem+json``, people a page that helps them on.

References:
    RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.catalogue.errors import CatalogueBusy, CatalogueUnreachable, GoneEntity, UnknownEntity
from kg.errors import InvalidIdentifier
from kg.export.errors import UnknownSelection
from kg.feed.errors import FeedNotReady, FeedPassed
from kg.fetching.errors import FetchError
from kg.rdf_io import RdfSyntaxError
from kg.sparql.errors import (
    EndpointFailed,
    EvaluationFailed,
    FormatUnsupported,
    NoSuchGraph,
    PublishedGraph,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooExpensive,
    QueryTooLarge,
    QuotaExceeded,
    ResultTooLarge,
    ServiceBusy,
)
from kg.stores.errors import RemoteStoreError, StoreBusy
from kg.versions import NothingPublished
from recommender.errors import InvalidParameter, SavedIndexError, UnknownWork


class WebError(Exception):
    """Root of everything that ``web`` raises on purpose."""


class BadParameter(WebError, ValueError):
    """A parameter of the request cannot be read.

    Args:
        name: the parameter.
        value: what was given.
        expected: what would have been accepted, in words.
    """

    def __init__(self, name: str, value: object, expected: str) -> None:
        super().__init__(f"{name} is {value!r}; expected {expected}")
        self.name = name
        self.value = value
        self.expected = expected


class NotAcceptable(WebError):
    """None of the media types that can be given is welcome to the client."""

    def __init__(self, accept: str, offered: Sequence[str]) -> None:
        super().__init__(f"nothing of {accept!r} can be given; offered: {', '.join(offered)}")
        self.accept = accept
        self.offered = tuple(offered)


class UnsupportedContent(WebError):
    """A body came in a form that is not read here."""

    def __init__(self, content_type: str, expected: str) -> None:
        super().__init__(f"a body of type {content_type!r} is not read here; send {expected}")
        self.content_type = content_type
        self.expected = expected


class UnsatisfiableRange(WebError, ValueError):
    """A part of a file was asked for that lies beyond its end."""

    def __init__(self, size_bytes: int) -> None:
        super().__init__(f"the file has {size_bytes} bytes")
        self.size_bytes = size_bytes


class TooManyRequests(WebError):
    """One client asks the API more often than is allowed.

    Args:
        retry_after_s: seconds after which the request would be answered.
        per_minute: requests that are allowed.
    """

    def __init__(self, retry_after_s: int, per_minute: int) -> None:
        super().__init__(f"more than {per_minute} requests within a minute")
        self.retry_after_s = retry_after_s
        self.per_minute = per_minute


class NoSuchPage(WebError, LookupError):
    """Nothing stands at this path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"nothing stands at {path}")
        self.path = path


class WritingSwitchedOff(WebError, PermissionError):
    """No token is set, so nobody may write here."""

    def __init__(self) -> None:
        super().__init__("nobody may write here; the operator can set update_token")


class WrongToken(WebError, PermissionError):
    """A write without the token, or with another one."""

    def __init__(self) -> None:
        super().__init__("send the token of this site as Authorization: Bearer …")


class ReadOnlyGraph(WebError, PermissionError):
    """A write to the default graph or to a graph that is published.

    Args:
        refusal: what was refused, and where.
        use_graph: a graph that may be written instead.
    """

    def __init__(self, refusal: PublishedGraph, use_graph: str) -> None:
        super().__init__(f"{refusal}, such as <{use_graph}>")
        self.graph = refusal.graph
        self.line = refusal.line
        self.column = refusal.column
        self.use_graph = use_graph


@dataclass(frozen=True, slots=True)
class Kind:
    """How a class of errors is told to the outside.

    Args:
        status: HTTP status code.
        slug: last part of the problem type's URI and key of its words.
        retry_after_s: seconds after which a new try makes sense, or None.
        is_internal: the error's own words name machines of the operator: for the log only.
    """

    status: int
    slug: str
    retry_after_s: int | None = None
    is_internal: bool = False


TABLE: Final[tuple[tuple[type[Exception], Kind], ...]] = (
    (GoneEntity, Kind(410, "gone")),
    (UnknownEntity, Kind(404, "not-found")),
    (UnknownWork, Kind(404, "not-found")),
    (UnknownSelection, Kind(404, "not-found")),
    (NoSuchPage, Kind(404, "not-found")),
    (InvalidIdentifier, Kind(404, "not-found")),
    (BadParameter, Kind(400, "bad-request")),
    (InvalidParameter, Kind(400, "bad-request")),
    (NotAcceptable, Kind(406, "not-acceptable")),
    (UnsupportedContent, Kind(415, "unsupported-content")),
    (UnsatisfiableRange, Kind(416, "no-such-part")),
    (FeedPassed, Kind(410, "feed-passed")),
    (FeedNotReady, Kind(503, "feed-not-ready", retry_after_s=5)),
    (WritingSwitchedOff, Kind(403, "read-only")),
    (ReadOnlyGraph, Kind(403, "read-only")),
    (PublishedGraph, Kind(403, "read-only")),
    (WrongToken, Kind(401, "wrong-token")),
    (RdfSyntaxError, Kind(400, "rdf-syntax")),
    (StoreBusy, Kind(503, "busy", retry_after_s=5)),
    (CatalogueBusy, Kind(503, "busy", retry_after_s=5)),
    (CatalogueUnreachable, Kind(503, "unreachable", retry_after_s=30, is_internal=True)),
    (RemoteStoreError, Kind(503, "unreachable", retry_after_s=30, is_internal=True)),
    (NothingPublished, Kind(503, "nothing-published", retry_after_s=30)),
    (SavedIndexError, Kind(503, "index-unusable", retry_after_s=30, is_internal=True)),
    (QuerySyntaxError, Kind(400, "query-syntax")),
    (QueryRefused, Kind(400, "query-refused")),
    (QueryTooDeep, Kind(400, "query-refused")),
    (QueryTooLarge, Kind(413, "too-large")),
    (FormatUnsupported, Kind(406, "not-acceptable")),
    (QueryTooExpensive, Kind(422, "query-too-expensive")),
    (ResultTooLarge, Kind(422, "result-too-large")),
    (EvaluationFailed, Kind(422, "query-failed")),
    (EndpointFailed, Kind(502, "endpoint-failed")),
    (QueryTimeout, Kind(504, "query-timeout")),
    (ServiceBusy, Kind(503, "busy", retry_after_s=5)),
    (TooManyRequests, Kind(429, "too-many-requests", retry_after_s=1)),
    (FetchError, Kind(502, "no-answer")),
    (QuotaExceeded, Kind(429, "quota", retry_after_s=60)),
    (NoSuchGraph, Kind(404, "not-found")),
)
"""Error classes, special ones before general ones; the first that fits decides."""


def kind_of(error: Exception) -> Kind | None:
    """Give how an error is told, or None for one that nobody expected."""
    return next((kind for error_class, kind in TABLE if isinstance(error, error_class)), None)
