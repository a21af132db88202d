"""Bringing works in line with their records, and with them what depends on works.

Everything here is a function of the stored records, so that the same records give the same
entities in whatever order they came. Works are taken many at a time: the cost of a statement is
shared by all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from kg.catalogue.codec import decode, encode, sha256
from kg.catalogue.decisions import AgentDecisions, WorkDecisions
from kg.catalogue.entity_rows import delete_entities, write_entities
from kg.catalogue.groups import derive_agents, derive_issues
from kg.catalogue.resolve import StoredRecord, canonical_key, resolve_work, with_extraction
from kg.catalogue.sql import delete_in, insert_all, select_in
from kg.catalogue.tables import (
    authorship,
    citation,
    coining,
    enquiry,
    extraction,
    identifier,
    named,
    pending,
    record,
    tombstone,
    work_concept,
    work_venue,
)
from kg.entities import Extraction, Work
from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.venues import appearance_of, venues_named

_OF_ONE_WORK = (
    authorship,
    citation,
    identifier,
    work_venue,
    work_concept,
    extraction,
    coining,
    named,
    enquiry,
)

Records = Mapping[str, Sequence[StoredRecord]]


def derive(
    connection: Connection, works: Iterable[str], issues: Iterable[str], run_id: int | None
) -> None:
    """Re-derive works and issues, and the agents, venues and stubs that depend on them.

    Args:
        connection: the writing transaction.
        works: keys of the works whose records or extraction changed.
        issues: keys of the issues whose records changed.
        run_id: the ingest run to which changes are ascribed, or None.
    """
    keys = sorted(set(works))
    records = records_of(connection, keys)
    _write_citations(connection, keys, records)
    kept = [key for key in keys if records[key]] + _cited(
        connection, [key for key in keys if not records[key]]
    )
    stubs = _missing_citations(connection, keys)
    agents = _remove(connection, sorted(set(keys) - set(kept)), run_id)
    agents |= _write(connection, [*kept, *stubs], records, run_id)
    derive_agents(connection, sorted(agents), run_id)
    derive_issues(connection, sorted(set(issues)), run_id)


def records_of(connection: Connection, keys: Sequence[str]) -> Records:
    """The records of each work, with the ids that decisions leave or give them."""
    query = select(record.c.work_key, record.c.body, record.c.sha256)
    decided = WorkDecisions.load(connection)
    found: dict[str, list[StoredRecord]] = {key: [] for key in keys}
    for row in select_in(connection, query, record.c.work_key, keys):
        stated = decided.applied(decode(row.body, BibliographicRecord))
        found[row.work_key].append(StoredRecord(stated, row.sha256))
    return found


def removed_on_purpose(connection: Connection, kind: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys that stand for something that was taken out for good."""
    query = select(tombstone.c.key).where(
        tombstone.c.kind == kind, tombstone.c.replaced_by.is_(None)
    )
    return {str(row.key) for row in select_in(connection, query, tombstone.c.key, keys)}


def ask_for(connection: Connection, stage: str, keys: Iterable[str]) -> None:
    """Remember that these keys wait for a stage of the extraction (``coin``, ``concept`` …)."""
    wanted = sorted(set(keys))
    query = select(pending.c.key).where(pending.c.stage == stage)
    held = {row.key for row in select_in(connection, query, pending.c.key, wanted)}
    insert_all(
        connection, pending, [{"stage": stage, "key": key} for key in wanted if key not in held]
    )


def texts_sha256(value: Work) -> str:
    """The hash of what the extraction reads of a work."""
    return sha256(encode(value.texts))


# ---- writing ----------------------------------------------------------------------------------


def _write(
    connection: Connection, keys: Sequence[str], records: Records, run_id: int | None
) -> set[str]:
    """Resolve and store these works; returns the agents whose authorships changed."""
    key_of = _cited_keys(connection, records)
    people = AgentDecisions.load(connection)
    resolved = [
        resolve_work(
            key,
            records.get(key, ()),
            key_of=lambda cited: key_of.get(str(cited)),
            appearance_of=appearance_of,
            agent_of=people.agent_of,
        )
        for key in keys
    ]
    works = _with_extractions(connection, resolved)
    _write_identifiers(connection, works)
    agents = _write_authorships(connection, works, records)
    changed = write_entities(connection, "work", works, run_id)
    _write_edges(connection, [work for work in works if work.key in changed], run_id)
    return agents


def _with_extractions(connection: Connection, works: Sequence[Work]) -> list[Work]:
    """Add what was found in the texts, and ask for it to be looked for where they are new."""
    query = select(extraction.c.work_key, extraction.c.texts_sha256, extraction.c.body)
    keys = [work.key for work in works]
    held = {row.work_key: row for row in select_in(connection, query, extraction.c.work_key, keys)}
    known: list[Work] = []
    unread: list[str] = []
    for work in works:
        row = held.get(work.key)
        if row is not None and row.texts_sha256 == texts_sha256(work):
            known.append(with_extraction(work, decode(row.body, Extraction)))
        else:
            known.append(work)
            unread += [] if work.is_stub else [work.key]
    ask_for(connection, "coin", unread)
    return known


def _write_identifiers(connection: Connection, works: Sequence[Work]) -> None:
    query = select(identifier.c.id, identifier.c.work_key)
    keys = [work.key for work in works]
    held = {
        (row.id, row.work_key) for row in select_in(connection, query, identifier.c.work_key, keys)
    }
    wanted = {(one, work.key) for work in works for one in work.ids}
    delete_in(connection, identifier, identifier.c.id, sorted(one for one, _ in held ^ wanted))
    insert_all(
        connection,
        identifier,
        [{"id": one, "work_key": key} for one, key in sorted(wanted - held)],
    )


def _write_authorships(connection: Connection, works: Sequence[Work], records: Records) -> set[str]:
    columns = ("work_key", "position", "agent_key", "name", "is_organisation")
    query = select(*(authorship.c[name] for name in columns))
    keys = [work.key for work in works]
    held: defaultdict[str, set[tuple[object, ...]]] = defaultdict(set)
    for row in select_in(connection, query, authorship.c.work_key, keys):
        held[row.work_key].add(tuple(row))
    wanted = {work.key: _authorship_rows(work, records.get(work.key, ())) for work in works}
    changed = [key for key in keys if wanted[key] != held[key]]
    delete_in(connection, authorship, authorship.c.work_key, changed)
    insert_all(
        connection,
        authorship,
        [dict(zip(columns, row, strict=True)) for key in changed for row in sorted(wanted[key])],
    )
    return {str(row[2]) for key in changed for row in wanted[key] ^ held[key]}


def _authorship_rows(
    work: Work, stored: Sequence[StoredRecord]
) -> set[tuple[str, int, str, str, int]]:
    organisations = {
        author.name for item in stored for author in item.record.authors if author.is_organisation
    }
    return {
        (work.key, one.listed_position, one.agent, one.name, int(one.name in organisations))
        for one in work.authorships
    }


def _write_edges(connection: Connection, works: Sequence[Work], run_id: int | None) -> None:
    """Venues and concepts of works, for look-ups."""
    keys = [work.key for work in works]
    venues = {work.key: venues_named(work.appearances) for work in works}
    write_entities(
        connection, "venue", [venue for named_in in venues.values() for venue in named_in], run_id
    )
    for table in (work_venue, work_concept):
        delete_in(connection, table, table.c.work_key, keys)
    insert_all(
        connection,
        work_venue,
        [{"work_key": key, "venue_key": one.key} for key in keys for one in venues[key]],
    )
    insert_all(
        connection,
        work_concept,
        [
            {
                "work_key": work.key,
                "concept_key": edge.concept,
                "role": edge.role,
                "confidence": edge.confidence,
            }
            for work in works
            for edge in work.concepts
        ],
    )


# ---- removing ---------------------------------------------------------------------------------


def _remove(connection: Connection, keys: Sequence[str], run_id: int | None) -> set[str]:
    """Remove works and everything derived from them; returns the agents they had."""
    agents = select_in(connection, select(authorship.c.agent_key), authorship.c.work_key, keys)
    touched = {str(row.agent_key) for row in agents}
    coined = select_in(connection, select(coining.c.concept_key), coining.c.work_key, keys)
    ask_for(connection, "concept", [str(row.concept_key) for row in coined])
    for table in _OF_ONE_WORK:
        delete_in(connection, table, table.c.work_key, keys)
    delete_in(connection, pending, pending.c.key, keys)
    for kind in ("work", "claims"):
        delete_entities(connection, kind, keys, run_id)
    return touched


# ---- citations --------------------------------------------------------------------------------


def _write_citations(connection: Connection, keys: Sequence[str], records: Records) -> None:
    query = select(citation.c.work_key, citation.c.cited_id)
    held = {
        (row.work_key, row.cited_id)
        for row in select_in(connection, query, citation.c.work_key, keys)
    }
    wanted = {(key, str(one)) for key in keys for item in records[key] for one in item.record.cites}
    changed = {key for key, _ in held ^ wanted}
    delete_in(connection, citation, citation.c.work_key, sorted(changed))
    insert_all(
        connection,
        citation,
        [{"work_key": key, "cited_id": one} for key, one in sorted(wanted) if key in changed],
    )


def _cited_keys(connection: Connection, records: Records) -> dict[str, str]:
    """The key of the work behind every cited id; works removed on purpose are left out."""
    cited = {
        str(one) for stored in records.values() for item in stored for one in item.record.cites
    }
    query = select(identifier.c.id, identifier.c.work_key)
    held = {
        row.id: row.work_key for row in select_in(connection, query, identifier.c.id, sorted(cited))
    }
    barred = removed_on_purpose(connection, "work", sorted(cited))
    return {one: held.get(one) or canonical_key((WorkId.parse(one),)) for one in cited - barred}


def _missing_citations(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Keys of cited works that the catalogue does not hold yet."""
    query = (
        select(citation.c.cited_id)
        .outerjoin(identifier, identifier.c.id == citation.c.cited_id)
        .where(identifier.c.id.is_(None))
    )
    rows = select_in(connection, query, citation.c.work_key, keys)
    missing = {canonical_key((WorkId.parse(row.cited_id),)) for row in rows} - set(keys)
    return sorted(missing - removed_on_purpose(connection, "work", sorted(missing)))


def _cited(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Those of the keys that some work cites under an id that no other work has."""
    query = select(identifier.c.id, identifier.c.work_key)
    elsewhere = {
        row.id
        for row in select_in(connection, query, identifier.c.id, keys)
        if row.work_key != row.id
    }
    cited = select_in(connection, select(citation.c.cited_id).distinct(), citation.c.cited_id, keys)
    barred = removed_on_purpose(connection, "work", keys)
    return sorted({str(row.cited_id) for row in cited} - elsewhere - barred)
