"""Writing one entity's row, its look-up columns and its change, in one place."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from kg.catalogue.changes import log_change
from kg.catalogue.codec import encode
from kg.catalogue.folding import fold
from kg.catalogue.tables import ENTITY_TABLES
from kg.entities import Agent, Claims, Concept, Entity, Issue, SourceFile, Venue, Work


def write_entity(connection: Connection, kind: str, entity: Entity, run_id: int | None) -> bool:
    """Store the entity if it differs from what is held; True when it did.

    The change log gets its row in the same transaction.
    """
    table = ENTITY_TABLES[kind]
    state = encode(entity)
    old = connection.execute(
        select(table.c.state).where(table.c.key == entity.key)
    ).scalar_one_or_none()
    if old == state:
        return False
    columns = {"state": state, **_look_up_columns(entity)}
    if old is None:
        connection.execute(table.insert().values(key=entity.key, **columns))
    else:
        connection.execute(table.update().where(table.c.key == entity.key).values(**columns))
    log_change(connection, kind, entity.key, old, run_id)
    return True


def delete_entity(connection: Connection, kind: str, key: str, run_id: int | None) -> bool:
    """Remove the entity if it is held; True when it was."""
    table = ENTITY_TABLES[kind]
    old = connection.execute(select(table.c.state).where(table.c.key == key)).scalar_one_or_none()
    if old is None:
        return False
    connection.execute(delete(table).where(table.c.key == key))
    log_change(connection, kind, key, old, run_id)
    return True


def _look_up_columns(entity: Entity) -> dict[str, object]:
    match entity:
        case Work():
            return {
                "title_folded": fold(entity.title),
                "year": entity.year,
                "published_on": entity.published_on,
                "votes": entity.votes[-1].votes if entity.votes else None,
                "is_stub": int(entity.is_stub),
            }
        case Agent():
            return {"name_folded": fold(entity.name)}
        case Venue():
            return {"name_folded": fold(f"{entity.acronym or ''} {entity.name}")}
        case Concept():
            return {
                "kind": entity.kind,
                "label_folded": fold(entity.pref[0].text),
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
