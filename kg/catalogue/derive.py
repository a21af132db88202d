"""Bringing the entities in line with the records: works, agents, issues, venues.

Everything here is a function of the stored records, so that the same records give the same
entities in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from kg.catalogue.codec import decode, encode, sha256
from kg.catalogue.entity_rows import delete_entity, write_entity
from kg.catalogue.groups import derive_agent, derive_issue
from kg.catalogue.resolve import StoredRecord, canonical_key, resolve_work, with_extraction
from kg.catalogue.tables import (
    authorship,
    citation,
    coining,
    extraction,
    identifier,
    named,
    pending,
    record,
    work_concept,
    work_venue,
)
from kg.entities import Extraction, Work
from kg.identifiers import WorkId
from kg.records import BibliographicRecord
from kg.venues import appearance_of, venues_named

_CHUNK = 500
"""Keys in one SQL statement; databases limit the parameters of a statement."""

_OF_ONE_WORK = (
    authorship,
    citation,
    identifier,
    work_venue,
    work_concept,
    extraction,
    coining,
    named,
)


class Derivation:
    """One transaction's worth of re-deriving entities from records.

    Args:
        connection: the writing transaction.
        run_id: the ingest run to which changes are ascribed, or None.
    """

    def __init__(self, connection: Connection, run_id: int | None) -> None:
        self.connection = connection
        self.run_id = run_id

    def works(self, keys: Iterable[str]) -> None:
        """Re-derive these works, and the agents, venues and stubs that depend on them."""
        agents: set[str] = set()
        stubs: set[str] = set()
        for key in sorted(keys):
            agents |= self._work(key)
            stubs |= self._missing_citations(key)
        for key in sorted(stubs):
            self._work(key)
        for key in sorted(agents):
            derive_agent(self.connection, key, self.run_id)

    def issues(self, keys: Iterable[str]) -> None:
        """Re-derive these issues."""
        for key in sorted(keys):
            derive_issue(self.connection, key, self.run_id)

    # ---- works --------------------------------------------------------------------------------

    def _work(self, key: str) -> set[str]:
        """Re-derive one work; returns the agents whose authorships changed."""
        stored = self.records_of(key)
        if not stored and not self._is_cited(key):
            return self._remove_work(key)
        value = self._with_extraction(
            resolve_work(key, stored, key_of=self._key_of, appearance_of=appearance_of)
        )
        self._write_identifiers(value)
        self._write_citations(key, stored)
        touched = self._write_authorships(key, value, stored)
        if write_entity(self.connection, "work", value, self.run_id):
            self._write_venues(value)
            self._write_concepts(value)
        return touched

    def records_of(self, key: str) -> list[StoredRecord]:
        """The records of a work."""
        rows = self.connection.execute(
            select(record.c.body, record.c.sha256).where(record.c.work_key == key)
        )
        return [StoredRecord(decode(row.body, BibliographicRecord), row.sha256) for row in rows]

    def _with_extraction(self, value: Work) -> Work:
        """Add what was found in its texts, or ask for it to be looked for."""
        row = self.connection.execute(
            select(extraction.c.texts_sha256, extraction.c.body).where(
                extraction.c.work_key == value.key
            )
        ).first()
        if row is None or row.texts_sha256 != texts_sha256(value):
            if not value.is_stub:
                ask_for(self.connection, "coin", {value.key})
            return value
        return with_extraction(value, decode(row.body, Extraction))

    def _remove_work(self, key: str) -> set[str]:
        touched = set(
            self.connection.scalars(
                select(authorship.c.agent_key).where(authorship.c.work_key == key)
            )
        )
        coined = self.connection.scalars(
            select(coining.c.concept_key).where(coining.c.work_key == key)
        )
        ask_for(self.connection, "concept", set(coined))
        for table in _OF_ONE_WORK:
            self.connection.execute(delete(table).where(table.c.work_key == key))
        self.connection.execute(delete(pending).where(pending.c.key == key))
        for kind in ("work", "claims"):
            delete_entity(self.connection, kind, key, self.run_id)
        return touched

    def _write_identifiers(self, value: Work) -> None:
        held = set(
            self.connection.scalars(
                select(identifier.c.id).where(identifier.c.work_key == value.key)
            )
        )
        for one in held - set(value.ids):
            self.connection.execute(delete(identifier).where(identifier.c.id == one))
        missing = sorted(set(value.ids) - held)
        if missing:
            self.connection.execute(delete(identifier).where(identifier.c.id.in_(missing)))
            self.connection.execute(
                insert(identifier), [{"id": one, "work_key": value.key} for one in missing]
            )

    def _write_authorships(self, key: str, value: Work, stored: Sequence[StoredRecord]) -> set[str]:
        organisations = {
            author.name
            for item in stored
            for author in item.record.authors
            if author.is_organisation
        }
        rows = {
            (one.listed_position, one.agent, one.name, int(one.name in organisations))
            for one in value.authorships
        }
        held = {
            (row.position, row.agent_key, row.name, row.is_organisation)
            for row in self.connection.execute(
                select(authorship).where(authorship.c.work_key == key)
            )
        }
        if rows == held:
            return set()
        self.connection.execute(delete(authorship).where(authorship.c.work_key == key))
        if rows:
            names = ("position", "agent_key", "name", "is_organisation")
            self.connection.execute(
                insert(authorship),
                [{"work_key": key, **dict(zip(names, row, strict=True))} for row in sorted(rows)],
            )
        return {row[1] for row in rows ^ held}

    def _write_venues(self, value: Work) -> None:
        self.connection.execute(delete(work_venue).where(work_venue.c.work_key == value.key))
        venues = venues_named(value.appearances)
        for venue in venues:
            write_entity(self.connection, "venue", venue, self.run_id)
        if venues:
            self.connection.execute(
                insert(work_venue),
                [{"work_key": value.key, "venue_key": venue.key} for venue in venues],
            )

    def _write_concepts(self, value: Work) -> None:
        self.connection.execute(delete(work_concept).where(work_concept.c.work_key == value.key))
        if value.concepts:
            self.connection.execute(
                insert(work_concept),
                [
                    {
                        "work_key": value.key,
                        "concept_key": edge.concept,
                        "role": edge.role,
                        "confidence": edge.confidence,
                    }
                    for edge in value.concepts
                ],
            )

    # ---- citations ----------------------------------------------------------------------------

    def _key_of(self, cited: WorkId) -> str:
        held = self.connection.execute(
            select(identifier.c.work_key).where(identifier.c.id == str(cited))
        ).scalar_one_or_none()
        return held or canonical_key((cited,))

    def _write_citations(self, key: str, stored: Sequence[StoredRecord]) -> None:
        cited = {str(one) for item in stored for one in item.record.cites}
        held = set(
            self.connection.scalars(select(citation.c.cited_id).where(citation.c.work_key == key))
        )
        if cited == held:
            return
        self.connection.execute(delete(citation).where(citation.c.work_key == key))
        if cited:
            self.connection.execute(
                insert(citation), [{"work_key": key, "cited_id": one} for one in sorted(cited)]
            )

    def _missing_citations(self, key: str) -> set[str]:
        """Keys of cited works that the catalogue does not hold yet."""
        ids = set(
            self.connection.scalars(
                select(citation.c.cited_id)
                .outerjoin(identifier, identifier.c.id == citation.c.cited_id)
                .where(citation.c.work_key == key, identifier.c.id.is_(None))
            )
        )
        return {canonical_key((WorkId.parse(one),)) for one in ids}

    def _is_cited(self, key: str) -> bool:
        """Is there a work that cites this one under an id that no other work has?"""
        holder = self.connection.execute(
            select(identifier.c.work_key).where(identifier.c.id == key)
        ).scalar_one_or_none()
        return holder in {None, key} and (
            self.connection.execute(
                select(citation.c.work_key).where(citation.c.cited_id == key).limit(1)
            ).first()
            is not None
        )


def ask_for(connection: Connection, stage: str, keys: Iterable[str]) -> None:
    """Remember that these keys wait for a stage of the extraction (``coin``, ``concept`` …)."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        held = set(
            connection.scalars(
                select(pending.c.key).where(pending.c.stage == stage, pending.c.key.in_(chunk))
            )
        )
        missing = [key for key in chunk if key not in held]
        if missing:
            connection.execute(insert(pending), [{"stage": stage, "key": key} for key in missing])


def texts_sha256(value: Work) -> str:
    """The hash of what the extraction reads of a work."""
    return sha256(encode(value.texts))
