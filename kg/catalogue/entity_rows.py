"""Writing entities: their rows, their look-up columns and their changes, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from kg.catalogue.changes import log_changes
from kg.catalogue.codec import encode
from kg.catalogue.folding import fold, squashed
from kg.catalogue.sql import delete_in, insert_all, select_in
from kg.catalogue.tables import ENTITY_TABLES
from kg.entities import Agent, Claims, Concept, Entity, Issue, SourceFile, Venue, Work


def write_entities(
    connection: Connection, kind: str, entities: Iterable[Entity], run_id: int | None
) -> set[str]:
    """Store the entities that differ from what is held; returns their keys.

    The change log gets its rows in the same transaction, in the order given.
    """
    wanted = {entity.key: entity for entity in entities}
    held = _states(connection, kind, wanted)
    states = {key: encode(entity) for key, entity in wanted.items()}
    changed = [key for key in wanted if held.get(key) != states[key]]
    rows = {
        key: {"key": key, "state": states[key], **_look_up_columns(wanted[key])} for key in changed
    }
    insert_all(connection, ENTITY_TABLES[kind], [rows[key] for key in changed if key not in held])
    _update_all(connection, kind, [rows[key] for key in changed if key in held])
    log_changes(connection, kind, [(key, held.get(key)) for key in changed], run_id)
    return set(changed)


def delete_entities(
    connection: Connection, kind: str, keys: Iterable[str], run_id: int | None
) -> set[str]:
    """Remove the entities that are held; returns their keys."""
    held = _states(connection, kind, sorted(keys))
    delete_in(connection, ENTITY_TABLES[kind], ENTITY_TABLES[kind].c.key, held)
    log_changes(connection, kind, list(held.items()), run_id)
    return set(held)


def _states(connection: Connection, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
    table = ENTITY_TABLES[kind]
    query = select(table.c.key, table.c.state)
    return {row.key: row.state for row in select_in(connection, query, table.c.key, keys)}


def _update_all(connection: Connection, kind: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table = ENTITY_TABLES[kind]
    columns = [name for name in rows[0] if name != "key"]
    statement = (
        update(table)
        .where(table.c.key == bindparam("b_key"))
        .values({name: bindparam(f"b_{name}") for name in columns})
    )
    connection.execute(
        statement, [{f"b_{name}": value for name, value in row.items()} for row in rows]
    )


_LOOK_UP_LENGTH = 500
"""Characters of a look-up column: an index of PostgreSQL takes 2,700 bytes of a row."""


def _folded(text: str) -> str:
    return fold(text)[:_LOOK_UP_LENGTH]


def _look_up_columns(entity: Entity) -> dict[str, object]:
    match entity:
        case Work():
            return {
                "title_folded": _folded(entity.title),
                "title_squashed": squashed(_folded(entity.title)),
                "year": entity.year,
                "published_on": entity.published_on,
                "votes": entity.votes[-1].votes if entity.votes else None,
                "is_stub": int(entity.is_stub),
            }
        case Agent():
            return {"name_folded": _folded(entity.name)}
        case Venue():
            return {"name_folded": _folded(f"{entity.acronym or ''} {entity.name}")}
        case Concept():
            return {
                "kind": entity.kind,
                "label_folded": _folded(entity.pref[0].text),
                "is_coined": int(entity.is_coined),
            }
        case Issue():
            return {
                "series": entity.series,
                "issued_on": entity.issued_on,
                "size": len(entity.items),
            }
        case Claims() | SourceFile():
            return {}
