"""Removing a person's name or a work on purpose, and keeping it out.

What is left is a tombstone: for a work its id, for a person the hash that stood for the name. The
change log loses every old state that held what is removed. The graph, the index and their versions
are rebuilt by the caller, because a store that deletes keeps old pages for a while.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, select, update

from kg.catalogue.changes import drop_old_states, last_number
from kg.catalogue.codec import decode, encode, statement_sha256
from kg.catalogue.decisions import AgentDecisions, blank_reasons
from kg.catalogue.derive import derive
from kg.catalogue.errors import UnknownEntity
from kg.catalogue.files import translated
from kg.catalogue.ingest import Clock, utc_now
from kg.catalogue.opening import Catalogue
from kg.catalogue.servers import rewrite_tables
from kg.catalogue.tables import (
    authorship,
    citation,
    identifier,
    reading,
    record,
    rejection,
    tombstone,
)
from kg.records import BibliographicRecord


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was removed.

    Args:
        kind, key: of the entity.
        records: how many were rewritten or removed.
        works: that were touched.
        words: the name or the titles as they were printed.
    """

    kind: str
    key: str
    records: int
    works: tuple[str, ...]
    words: tuple[str, ...] = ()


def forget_work(catalogue: Catalogue, key: str, *, clock: Clock = utc_now) -> ForgetReport:
    """Remove a work, its records and every state of it; its ids stay barred.

    Raises:
        UnknownEntity: the catalogue does not hold it.
    """
    with catalogue.writing() as connection:
        ids = list(connection.scalars(select(identifier.c.id).where(identifier.c.work_key == key)))
        if not ids:
            raise UnknownEntity("work", key)
        issues = set(
            connection.scalars(
                select(record.c.issue_key).where(
                    record.c.work_key == key, record.c.issue_key.is_not(None)
                )
            )
        )
        titles = _titles(connection, key)
        removed = connection.execute(delete(record).where(record.c.work_key == key)).rowcount
        _bury(connection, "work", {key, *ids}, clock)
        citing = connection.scalars(
            select(citation.c.work_key).where(citation.c.cited_id.in_(ids))
        ).all()
        derive(connection, {key, *citing}, issues, None)
        _wipe_old_states(connection)
    compact(catalogue)
    return ForgetReport("work", key, removed, (key,), titles)


def forget_agent(catalogue: Catalogue, key: str, *, clock: Clock = utc_now) -> ForgetReport:
    """Remove a person's name from every record and entity; the name stays barred.

    Raises:
        UnknownEntity: the catalogue does not hold it.
    """
    with catalogue.writing() as connection:
        people = AgentDecisions.load(connection)
        key = people.shown(key)
        works = set(
            connection.scalars(
                select(authorship.c.work_key).where(authorship.c.agent_key == key).distinct()
            )
        ) | _works_naming(connection, key, people)
        if not works:
            raise UnknownEntity("agent", key)
        _bury(connection, "agent", people.groups.of(key), clock)
        stripped = [_strip_name(connection, one, key, people) for one in sorted(works)]
        derive(connection, works, (), None)
        _wipe_old_states(connection)
    compact(catalogue)
    names = tuple(sorted(frozenset().union(*(printed for _, printed in stripped))))
    rewritten = sum(count for count, _ in stripped)
    return ForgetReport("agent", key, rewritten, tuple(sorted(works)), names)


def _works_naming(connection: Connection, key: str, people: AgentDecisions) -> set[str]:
    """Works of which some record names the agent although the shown list does not."""
    return {
        row.work_key
        for row in connection.execute(select(record.c.work_key, record.c.body))
        if _without(decode(row.body, BibliographicRecord), key, people) is not None
    }


def _without(
    stated: BibliographicRecord, key: str, people: AgentDecisions
) -> BibliographicRecord | None:
    """The record without a name, or None when it does not have it."""
    ids = [str(one) for one in stated.ids]
    kept = tuple(author for author in stated.authors if people.agent_of(author, ids) != key)
    if len(kept) == len(stated.authors):
        return None
    return replace(stated, authors=kept, authors_complete=False)


def _titles(connection: Connection, key: str) -> tuple[str, ...]:
    bodies = connection.scalars(select(record.c.body).where(record.c.work_key == key)).all()
    return tuple(sorted({decode(body, BibliographicRecord).title for body in bodies} - {""}))


def _strip_name(
    connection: Connection, work_key: str, key: str, people: AgentDecisions
) -> tuple[int, frozenset[str]]:
    """Take the name out of the records of a work.

    Returns:
        How many records had it, and how they printed it.
    """
    stripped, printed = 0, set[str]()
    rows = connection.execute(
        select(record.c.id, record.c.body).where(record.c.work_key == work_key)
    ).all()
    for row in rows:
        stated = decode(row.body, BibliographicRecord)
        rest = _without(stated, key, people)
        if rest is not None:
            printed.update(one.name for one in stated.authors if one not in rest.authors)
            connection.execute(
                update(record)
                .where(record.c.id == row.id)
                .values(body=encode(rest), sha256=statement_sha256(rest))
            )
            stripped += 1
    return stripped, frozenset(printed)


def _bury(connection: Connection, kind: str, keys: set[str], clock: Clock) -> None:
    connection.execute(
        delete(tombstone).where(tombstone.c.kind == kind, tombstone.c.key.in_(sorted(keys)))
    )
    now = clock().isoformat(timespec="seconds")
    connection.execute(
        tombstone.insert(),
        [{"kind": kind, "key": key, "replaced_by": None, "at": now} for key in sorted(keys)],
    )


def _wipe_old_states(connection: Connection) -> None:
    """The log keeps its numbers; what it remembered goes, with the excerpts of rejections.

    Files are read again when they come again, since what they name may be barred now.
    """
    drop_old_states(connection, last_number(connection))
    connection.execute(update(rejection).values(excerpt=""))
    connection.execute(delete(reading))
    blank_reasons(connection)


def compact(catalogue: Catalogue) -> None:
    """Leave no page behind that still holds the removed bytes."""
    if not catalogue.is_embedded:
        rewrite_tables(catalogue.engine, catalogue.where)
        return
    raw = catalogue.engine.raw_connection()
    try:
        with translated(catalogue.where):
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
