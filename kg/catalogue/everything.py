"""All entities in one consistent view, streaming, as the index is built from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Row, select

from kg.catalogue.changes import (
    EntityChange,
    all_entities,
    changes_between,
    dropped_until,
)
from kg.catalogue.codec import decode
from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import select_in
from kg.catalogue.tables import claims, work
from kg.entities import Agent, Concept, Venue, Work


class _Results(msgspec.Struct):
    """Claims of which only the stated results are looked at; nothing else of them is decoded."""

    results: list[msgspec.Raw]


class Everything:
    """What the catalogue holds at one moment; each kind comes sorted by key, as often as asked.

    Args:
        connection: a reading transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def works(self) -> Iterator[Work]:
        """Every work, those known only from citations among them."""
        return cast(Iterator[Work], all_entities(self._connection, ("work",)))

    def stubs(self) -> Iterator[Work]:
        """The works that are known only from citations."""
        query = select(work.c.state).where(work.c.is_stub == 1).order_by(work.c.key)
        rows = self._connection.execution_options(yield_per=500).execute(query)
        return (decode(row.state, Work) for row in rows)

    def works_by_key(self, keys: Iterable[str]) -> Iterator[Work]:
        """Those of the works that are held."""
        rows = select_in(self._connection, select(work.c.state), work.c.key, keys)
        return (decode(row.state, Work) for row in rows)

    def stating_results(self, keys: Iterable[str] | None = None) -> set[str]:
        """Keys of the works in whose texts a result is stated: of all works, or among some."""
        query = select(claims.c.key, claims.c.state)
        rows: Iterable[Row[Any]] = (
            self._connection.execution_options(yield_per=500).execute(query)
            if keys is None
            else select_in(self._connection, query, claims.c.key, keys)
        )
        return {row.key for row in rows if decode(row.state, _Results).results}

    def concepts(self) -> Iterator[Concept]:
        """Every concept, shipped or coined."""
        return cast(Iterator[Concept], all_entities(self._connection, ("concept",)))

    def agents(self) -> Iterator[Agent]:
        """Every agent."""
        return cast(Iterator[Agent], all_entities(self._connection, ("agent",)))

    def venues(self) -> Iterator[Venue]:
        """Every venue and edition."""
        return cast(Iterator[Venue], all_entities(self._connection, ("venue",)))

    def changes_between(self, after: int, until: int) -> list[EntityChange] | None:
        """The entities that changed in ``(after, until]``; None when the log no longer tells."""
        if after < dropped_until(self._connection):
            return None
        return changes_between(self._connection, after, until)


@contextmanager
def everything(catalogue: Catalogue) -> Iterator[Everything]:
    """One consistent view of the works and what they are linked to, while the block lasts."""
    with catalogue.reading() as connection:
        yield Everything(connection)
