"""Putting records into the catalogue: once each, to the right work, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, delete, select, update

from kg.catalogue.codec import encode, sha256
from kg.catalogue.derive import Derivation
from kg.catalogue.resolve import canonical_key
from kg.catalogue.tables import (
    citation,
    identifier,
    record,
    tombstone,
)
from kg.identifiers import WorkId
from kg.names import agent_key
from kg.records import BibliographicRecord, ListingItem, Rejection


@dataclass(slots=True)
class PutReport:
    """What became of some records."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)


def put_records(
    connection: Connection, records: Sequence[BibliographicRecord], run_id: int, now: str
) -> PutReport:
    """Store these records and re-derive everything they touch, in the caller's transaction.

    A record that is held with the same content changes nothing. A record whose work was removed
    on purpose is rejected, and a name that was removed on purpose is left out of it.
    """
    putting = _Putting(connection, run_id, now)
    for one in records:
        putting.put(one)
    derivation = Derivation(connection, run_id)
    derivation.works(putting.works)
    derivation.issues(putting.issues)
    return putting.report


class _Putting:
    def __init__(self, connection: Connection, run_id: int, now: str) -> None:
        self.connection = connection
        self.run_id = run_id
        self.now = now
        self.report = PutReport()
        self.works: set[str] = set()
        self.issues: set[str] = set()
        self._removed_agents = set(
            connection.scalars(select(tombstone.c.key).where(tombstone.c.kind == "agent"))
        )

    def put(self, stated: BibliographicRecord) -> None:
        removed = self._removed_id(stated.ids)
        if removed is not None:
            self.report.rejected.append(
                Rejection(
                    location=stated.location,
                    line=stated.line,
                    reason=f"{removed} was removed from this catalogue on purpose",
                )
            )
            return
        shown = self._without_removed_names(stated)
        body = encode(replace(shown, line=None))
        digest = sha256(body)
        held = self.connection.execute(
            select(record.c.id, record.c.sha256, record.c.work_key, record.c.issue_key).where(
                record.c.source == stated.source, record.c.key == stated.key
            )
        ).first()
        if held is not None and held.sha256 == digest:
            self.report.unchanged += 1
            return
        work_key = self._work_for(stated.ids)
        issue_key = None if stated.listing is None else issue_key_of(stated.listing)
        values = {
            "sha256": digest,
            "body": body,
            "run_id": self.run_id,
            "work_key": work_key,
            "issue_key": issue_key,
        }
        if held is None:
            self.connection.execute(
                record.insert().values(source=stated.source, key=stated.key, **values)
            )
            self.report.added += 1
        else:
            self.connection.execute(update(record).where(record.c.id == held.id).values(**values))
            self.works.add(held.work_key)
            self.issues |= {held.issue_key} - {None}
            self.report.changed += 1
        self.works.add(work_key)
        self.issues |= {issue_key} - {None}  # type: ignore[arg-type]

    # ---- what was decided before --------------------------------------------------------------

    def _removed_id(self, ids: Iterable[WorkId]) -> str | None:
        return self.connection.execute(
            select(tombstone.c.key).where(
                tombstone.c.kind == "work",
                tombstone.c.key.in_([str(one) for one in ids]),
                tombstone.c.replaced_by.is_(None),
            )
        ).scalar_one_or_none()

    def _without_removed_names(self, stated: BibliographicRecord) -> BibliographicRecord:
        kept = tuple(
            author
            for author in stated.authors
            if agent_key(author.name, author.orcid) not in self._removed_agents
        )
        if len(kept) == len(stated.authors):
            return stated
        return replace(stated, authors=kept, authors_complete=False)

    # ---- one work from many ids ---------------------------------------------------------------

    def _work_for(self, ids: Sequence[WorkId]) -> str:
        """The key of the work with these ids; works that turn out to be one are merged."""
        held = set(
            self.connection.scalars(
                select(identifier.c.work_key).where(identifier.c.id.in_([str(one) for one in ids]))
            )
        )
        known = {
            WorkId.parse(one)
            for one in self.connection.scalars(
                select(identifier.c.id).where(identifier.c.work_key.in_(held))
            )
        }
        key = canonical_key(sorted(known | set(ids)))
        for old in sorted(held - {key}):
            self._merge(old, key)
        self._claim_ids(ids, key)
        return key

    def _claim_ids(self, ids: Sequence[WorkId], key: str) -> None:
        """Reserve the ids for the work, so that the next record of the batch finds it."""
        names = [str(one) for one in (*ids, WorkId.parse(key))]
        held = set(
            self.connection.scalars(select(identifier.c.id).where(identifier.c.id.in_(names)))
        )
        for name in sorted(set(names) - held):
            self.connection.execute(identifier.insert().values(id=name, work_key=key))

    def _merge(self, old: str, new: str) -> None:
        """Move everything that is known of one work to another key, leaving a signpost."""
        for table in (record, identifier):
            self.connection.execute(
                update(table).where(table.c.work_key == old).values(work_key=new)
            )
        self.issues |= set(
            self.connection.scalars(
                select(record.c.issue_key).where(
                    record.c.work_key == new, record.c.issue_key.is_not(None)
                )
            )
        )
        self.works |= self._citing(new)
        self.connection.execute(
            delete(tombstone).where(tombstone.c.kind == "work", tombstone.c.key == new)
        )
        for row in (old, *self._pointing_to(old)):
            self._point(row, new)
        self.works.add(old)

    def _citing(self, key: str) -> set[str]:
        return set(
            self.connection.scalars(
                select(citation.c.work_key)
                .join(identifier, identifier.c.id == citation.c.cited_id)
                .where(identifier.c.work_key == key)
            )
        )

    def _pointing_to(self, key: str) -> list[str]:
        return list(
            self.connection.scalars(
                select(tombstone.c.key).where(
                    tombstone.c.kind == "work", tombstone.c.replaced_by == key
                )
            )
        )

    def _point(self, old: str, new: str) -> None:
        self.connection.execute(
            delete(tombstone).where(tombstone.c.kind == "work", tombstone.c.key == old)
        )
        self.connection.execute(
            tombstone.insert().values(kind="work", key=old, replaced_by=new, at=self.now)
        )


def issue_key_of(listing: ListingItem) -> str:
    """The key of the issue in which a work was listed.

    >>> from datetime import date
    >>> issue_key_of(ListingItem(series="daily-papers", issued_on=date(2024, 5, 28), position=1))
    'daily-papers/2024-05-28'
    """
    return f"{listing.series}/{listing.issued_on}"
