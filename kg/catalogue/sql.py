"""Statements over many keys at once: databases limit the parameters of one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert

_K = TypeVar("_K", str, int)

CHUNK = 500
"""Keys in one statement."""


def chunks(keys: Iterable[_K]) -> Iterator[list[_K]]:
    """Cut keys into lists that fit into one statement."""
    iterator = iter(keys)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def select_in(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    keys: Iterable[_K],
) -> Iterator[Row[Any]]:
    """The rows of a query for which the column is one of the keys."""
    for chunk in chunks(keys):
        yield from connection.execute(query.where(column.in_(chunk)))


def delete_in(
    connection: Connection, table: Table, column: ColumnElement[Any], keys: Iterable[str]
) -> None:
    """Delete the rows for which the column is one of the keys."""
    for chunk in chunks(keys):
        connection.execute(delete(table).where(column.in_(chunk)))


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one statement; none is fine."""
    if rows:
        connection.execute(insert(table), rows)
