"""SPARQL for others: what a query may do is checked, limited and walled in.

The way of a query: :mod:`~kg.sparql.check` looks at its tokens; :mod:`~kg.sparql.service` takes a
worker from the :mod:`~kg.sparql.pool`; the :mod:`~kg.sparql.worker`, a process that can read one
published version and nothing else, evaluates it and streams the serialised result back, where it
is spooled; only a complete :class:`~kg.sparql.answer.QueryAnswer` leaves the service.

A server with an event loop does not wait for that: an :class:`~kg.sparql.errand.Errand` goes the
same way in steps.

Our own queries, whose cost we know, take the short way: :mod:`~kg.sparql.reads`, in process.

Rejected: rdflib's engine (wrong answers, reads files, calls out), threads (the engine cannot be
stopped from within a process), ``fork`` (hangs with a store open), the engine's own server (its
time limit does not hold, and it knows no other limit).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.sparql.answer import QueryAnswer
    from kg.sparql.check import Checked, check_query, check_update
    from kg.sparql.formats import (
        FORMATS,
        GRAPH_FORMATS,
        TABLE_FORMATS,
        Form,
        ResultFormat,
        formats_for,
    )
    from kg.sparql.functions import Match, MatchFunction
    from kg.sparql.limits import Limits
    from kg.sparql.service import QueryService

_HOMES = {
    "QueryAnswer": "answer",
    "Checked": "check",
    "check_query": "check",
    "check_update": "check",
    "FORMATS": "formats",
    "GRAPH_FORMATS": "formats",
    "TABLE_FORMATS": "formats",
    "Form": "formats",
    "ResultFormat": "formats",
    "formats_for": "formats",
    "Match": "functions",
    "MatchFunction": "functions",
    "Limits": "limits",
    "QueryService": "service",
}

__all__ = [
    "FORMATS",
    "GRAPH_FORMATS",
    "TABLE_FORMATS",
    "Checked",
    "Form",
    "Limits",
    "Match",
    "MatchFunction",
    "QueryAnswer",
    "QueryService",
    "ResultFormat",
    "check_query",
    "check_update",
    "formats_for",
]


def __getattr__(name: str) -> Any:
    """Import on demand: a worker starts through this package and needs none of these names.

    It starts in a third of the time this way, and so does the service after a query was killed.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
