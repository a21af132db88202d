"""The change log: which entity changed, in which order, and what it was before.

A projection that has seen number *n* asks for what came after. The state of an entity at number
*b* is the old state that its first change after *b* recorded, or its present state when none came:
so the log needs no new states, and old ones can go when every projection has passed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from kg.catalogue.codec import decode_entity
from kg.catalogue.sql import chunks, insert_all, select_in
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
    firsts = _first_changes(connection, change.c.number > after, change.c.number <= until)
    before = _old_states(connection, firsts.values())
    after_until = _states_at(connection, list(firsts), until)
    return [
        EntityChange(
            kind, key, _value(kind, before[number]), _value(kind, after_until.get((kind, key)))
        )
        for (kind, key), number in firsts.items()
    ]


def _first_changes(
    connection: Connection, *conditions: ColumnElement[bool]
) -> dict[tuple[str, str], int]:
    """The number of the first change of each entity within the conditions, in that order."""
    first = func.min(change.c.number).label("first")
    rows = connection.execute(
        select(change.c.kind, change.c.key, first)
        .where(*conditions)
        .group_by(change.c.kind, change.c.key)
        .order_by(first)
    )
    return {(row.kind, row.key): row.first for row in rows}


def _old_states(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes | None]:
    query = select(change.c.number, change.c.old)
    return {row.number: row.old for row in select_in(connection, query, change.c.number, numbers)}


def _states_at(
    connection: Connection, entities: Sequence[tuple[str, str]], until: int
) -> dict[tuple[str, str], bytes | None]:
    """The state of each entity when ``until`` was the newest change; an absent one is left out."""
    states: dict[tuple[str, str], bytes | None] = {}
    for kind in dict.fromkeys(kind for kind, _ in entities):
        keys = [key for one, key in entities if one == kind]
        table = ENTITY_TABLES[kind]
        now = select_in(connection, select(table.c.key, table.c.state), table.c.key, keys)
        states |= {(kind, row.key): row.state for row in now}
    if until < last_number(connection):
        later: dict[tuple[str, str], int] = {}
        for piece in chunks(sorted({key for _, key in entities})):
            later |= _first_changes(connection, change.c.number > until, change.c.key.in_(piece))
        old = _old_states(connection, later.values())
        states |= {one: old[number] for one, number in later.items()}
    return states


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


def entities_at(connection: Connection, number: int) -> Iterator[Entity]:
    """Every entity as it was after a change, in no particular order, streaming.

    Args:
        connection: of one consistent view.
        number: of the change; from :func:`dropped_until` on.
    """
    since = changes_between(connection, number, last_number(connection))
    before = {(one.kind, one.key): one.old for one in since}
    for kind in ENTITY_TABLES:
        for entity in all_entities(connection, (kind,)):
            if (kind, entity.key) not in before:
                yield entity
    yield from (old for old in before.values() if old is not None)


def count_entities(connection: Connection, kinds: Iterable[str] = tuple(ENTITY_TABLES)) -> int:
    """How many entities of these kinds there are now."""
    counts = (
        connection.execute(select(func.count()).select_from(ENTITY_TABLES[kind])).scalar_one()
        for kind in kinds
    )
    return sum(map(int, counts))


def drop_old_states(connection: Connection, until: int) -> None:
    """Forget the old states that every projection has passed; the numbers stay.

    A projection that has not passed them, on another machine say, can tell by
    :func:`dropped_until` that it must begin anew.
    """
    gone = dropped_until(connection)
    connection.execute(
        update(change)
        .where(change.c.number > gone, change.c.number <= until, change.c.old.is_not(None))
        .values(old=None)
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
