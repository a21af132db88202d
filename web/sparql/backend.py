"""What an endpoint stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from flask import current_app

from kg.queries import Query, queries
from kg.sparql import QueryService
from kg.sparql.updating import Change, WriteReport

SPARQL_EXTENSION: Final = "paperkin-sparql"

Write = Callable[[Sequence[Change], float | None], WriteReport]
"""Makes changes, all or none, within so many seconds; raises errors of :mod:`kg.sparql.errors`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlBackend:
    """One dataset behind one endpoint.

    Args:
        queries: answers queries and gives graphs.
        write: makes changes.
        describe: the service description in an RDF media type.
        base: relative IRIs are resolved against it; ends in a slash.
        graphs: beginning of the names of graphs that are addressed directly; ends in a slash.
        token: lets its holder write; empty means that nobody may.
        takes_default_graph: the default graph and every named graph may be written.
        prefixes: known to every query.
        examples: queries to start from, at least one.
    """

    queries: QueryService
    write: Write
    describe: Callable[[str], bytes]
    base: str
    graphs: str
    token: str = ""
    takes_default_graph: bool = False
    prefixes: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Query, ...] = field(default_factory=tuple)


def gallery(*names: str) -> tuple[Query, ...]:
    """The packaged queries without parameters; all of them, or those of these names."""
    return tuple(
        query
        for query in queries().values()
        if not query.parameters and (not names or query.name in names)
    )


def backend() -> SparqlBackend:
    """Give what the endpoint of this application stands on."""
    return cast(SparqlBackend, current_app.extensions[SPARQL_EXTENSION])
