"""The change log: which entity changed, in which order, and what it was before.

A projection that has seen number *n* asks for what came after. The state of an entity at number
*b* is the old state that its first change after *b* recorded, or its present state when none came:
so the log needs no new states, and old ones can go when every projection has passed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from kg.catalogue.codec import decode_entity
from kg.catalogue.sql import insert_all
from kg.catalogue.tables import ENTITY_TABLES, change, counter
from kg.entities import Entity

_COUNTER = "change"
_DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What happened to one entity between two numbers: None stands for "was not there"."""

    kind: str
    key: str
    old: Entity | None
    new: Entity | None


def log_changes(
    connection: Connection,
    kind: str,
    changed: Sequence[tuple[str, bytes | None]],
    run_id: int | None,
) -> None:
    """Record that entities changed, in the transaction that changes them.

    Numbers come from one counter row whose lock is held until the commit, so that they become
    visible in their order (a database sequence would hand them out before).

    Args:
        connection: the writing transaction.
        kind: of the entities.
        changed: their keys, each with its state before, None when it was not there.
        run_id: the ingest run to which the changes are ascribed, or None.
    """
    if not changed:
        return
    last = connection.execute(
        update(counter)
        .where(counter.c.name == _COUNTER)
        .values(value=counter.c.value + len(changed))
        .returning(counter.c.value)
    ).scalar_one()
    first = int(last) - len(changed) + 1
    insert_all(
        connection,
        change,
        [
            {"number": number, "kind": kind, "key": key, "old": old, "run_id": run_id}
            for number, (key, old) in enumerate(changed, start=first)
        ],
    )


def last_number(connection: Connection) -> int:
    """The number of the newest change, 0 when there is none."""
    value = connection.execute(
        select(counter.c.value).where(counter.c.name == _COUNTER)
    ).scalar_one_or_none()
    return int(value or 0)


def changes_between(connection: Connection, after: int, until: int) -> list[EntityChange]:
    """The entities that changed in ``(after, until]``, each once, in the order of first change."""
    rows = connection.execute(
        select(change.c.kind, change.c.key, func.min(change.c.number).label("first"))
        .where(change.c.number > after, change.c.number <= until)
        .group_by(change.c.kind, change.c.key)
        .order_by("first")
    ).all()
    return [_net_change(connection, row.kind, row.key, row.first, until) for row in rows]


def _net_change(
    connection: Connection, kind: str, key: str, first: int, until: int
) -> EntityChange:
    old = connection.execute(select(change.c.old).where(change.c.number == first)).scalar_one()
    later = connection.execute(
        select(change.c.old)
        .where(change.c.kind == kind, change.c.key == key, change.c.number > until)
        .order_by(change.c.number)
        .limit(1)
    ).first()
    table = ENTITY_TABLES[kind]
    new = (
        connection.execute(select(table.c.state).where(table.c.key == key)).scalar_one_or_none()
        if later is None
        else later[0]
    )
    return EntityChange(kind, key, _value(kind, old), _value(kind, new))


def all_entities(
    connection: Connection, kinds: Iterable[str] = tuple(ENTITY_TABLES)
) -> Iterator[Entity]:
    """Every entity of these kinds as it is now, by kind, then key, streaming."""
    for kind in kinds:
        table = ENTITY_TABLES[kind]
        rows = connection.execution_options(yield_per=500).execute(
            select(table.c.state).order_by(table.c.key)
        )
        for row in rows:
            yield decode_entity(kind, row.state)


def drop_old_states(connection: Connection, until: int) -> None:
    """Forget the old states that every projection has passed; the numbers stay.

    A projection that has not passed them, on another machine say, can tell by
    :func:`dropped_until` that it must begin anew.
    """
    connection.execute(
        update(change).where(change.c.number <= until, change.c.old.is_not(None)).values(old=None)
    )
    connection.execute(delete(counter).where(counter.c.name == _DROPPED, counter.c.value < until))
    if dropped_until(connection) == 0:
        insert_all(connection, counter, [{"name": _DROPPED, "value": until}])


def dropped_until(connection: Connection) -> int:
    """The number until which differences can no longer be told; 0 when all can be."""
    value = connection.execute(
        select(counter.c.value).where(counter.c.name == _DROPPED)
    ).scalar_one_or_none()
    return int(value or 0)


def _value(kind: str, state: bytes | None) -> Entity | None:
    return None if state is None else decode_entity(kind, state)
