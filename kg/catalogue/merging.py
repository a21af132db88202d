"""One work from many ids: which work a record belongs to, and works that turn out to be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from kg.catalogue.decisions import RULE_MAKER, add_decisions, drafted
from kg.catalogue.resolve import canonical_key
from kg.catalogue.sql import insert_all, select_in
from kg.catalogue.tables import citation, identifier, record, tombstone
from kg.identifiers import WorkId

ONE_EACH = frozenset(("arxiv", "acl"))
"""Registers that give a work one id, so that two of theirs are two works. A work has several DOIs
(of the preprint, of the print), and OpenAlex and Semantic Scholar may hold it twice."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An id that a record states although it belongs to another work of the same register.

    Args:
        id: which; it stays with the work that had it.
        holder: a register's id of that work.
        refused: the id by which the register knows the record's work.
    """

    id: str
    holder: str
    refused: str


class WorkFinder:
    """Finds the works of a batch of records by their ids, and merges works that share one.

    Works that a register of :data:`ONE_EACH` knows as two are not merged because another id stands
    in records of both: the id stays where it was, and a decision that can be taken back says so.

    Args:
        connection: the writing transaction.
        batch: the ids of every record of the batch.
        now: the time for signposts.

    Attributes:
        touched: keys of works that must be derived again because of merges.
        touched_issues: keys of issues that list them.
        disputes: the ids that stayed where they were.
    """

    def __init__(self, connection: Connection, batch: Sequence[Sequence[WorkId]], now: str) -> None:
        self._connection = connection
        self._now = now
        self.touched: set[str] = set()
        self.touched_issues: set[str] = set()
        self.disputes: list[Dispute] = []
        self._key_of: dict[str, str] = {}
        self._ids_of: defaultdict[str, set[str]] = defaultdict(set)
        self._load(batch)

    def _load(self, batch: Sequence[Sequence[WorkId]]) -> None:
        asked = sorted({str(one) for ids in batch for one in ids})
        query = select(identifier.c.id, identifier.c.work_key)
        keys = {
            str(row.work_key) for row in select_in(self._connection, query, identifier.c.id, asked)
        }
        for row in select_in(self._connection, query, identifier.c.work_key, sorted(keys)):
            self._key_of[row.id] = row.work_key
            self._ids_of[row.work_key].add(row.id)

    def key_of(self, work_id: WorkId) -> str:
        """The key of the work that has an id which was placed."""
        return self._key_of[str(work_id)]

    def place(self, ids: Sequence[WorkId]) -> WorkId:
        """Give these ids to one work; works that turn out to be the same are merged.

        Args:
            ids: those of a record, at least one.

        Returns:
            One of them that is the work's now, whatever is disputed.
        """
        ordered = sorted(ids, key=lambda one: one.scheme not in ONE_EACH)
        known = self._undisputed(ordered)
        held = {self._key_of[one] for one in known if one in self._key_of}
        key = canonical_key(sorted(WorkId.parse(one) for one in known))
        for old in sorted(held - {key}):
            self._merge(old, key)
        self._claim(known | {key}, key)
        return ordered[0]

    def _undisputed(self, ids: Sequence[WorkId]) -> set[str]:
        """The ids of the one work that these lead to; what leads to another one is disputed."""
        stated = {str(one) for one in ids}
        known: set[str] = set()
        for one in map(str, ids):
            others = self._ids_of.get(self._key_of.get(one, ""), {one})
            holder = _differing(known, others, stated)
            if holder is None:
                known |= others
            else:
                self._dispute(Dispute(one, holder, str(ids[0])))
        return known

    def _dispute(self, dispute: Dispute) -> None:
        if dispute in self.disputes:
            return
        self.disputes.append(dispute)
        reason = f"{dispute.holder} has it: a register knows the two as two works"
        refused, one = dispute.refused, dispute.id
        made = drafted("work", "different", refused, one, RULE_MAKER, reason, self._now)
        add_decisions(self._connection, [made])

    def _claim(self, ids: Iterable[str], key: str) -> None:
        """Reserve the ids for the work, so that the next record finds it."""
        new = sorted(one for one in ids if one not in self._key_of)
        insert_all(self._connection, identifier, [{"id": one, "work_key": key} for one in new])
        for one in ids:
            self._key_of[one] = key
            self._ids_of[key].add(one)

    def _merge(self, old: str, new: str) -> None:
        """Move everything that is known of one work to another key, leaving a signpost."""
        for table in (record, identifier):
            self._connection.execute(
                update(table).where(table.c.work_key == old).values(work_key=new)
            )
        for one in self._ids_of.pop(old, set()):
            self._key_of[one] = new
            self._ids_of[new].add(one)
        self.touched |= {old, new} | self._citing(new)
        self.touched_issues |= self._listing(new)
        self._signpost(old, new)

    def _citing(self, key: str) -> set[str]:
        rows = self._connection.scalars(
            select(citation.c.work_key)
            .join(identifier, identifier.c.id == citation.c.cited_id)
            .where(identifier.c.work_key == key)
        )
        return {str(one) for one in rows}

    def _listing(self, key: str) -> set[str]:
        rows = self._connection.scalars(
            select(record.c.issue_key).where(
                record.c.work_key == key, record.c.issue_key.is_not(None)
            )
        )
        return {str(one) for one in rows}

    def _signpost(self, old: str, new: str) -> None:
        """Point from the old key, and from all that pointed to it, to the new one."""
        of_works = tombstone.c.kind == "work"
        self._connection.execute(
            update(tombstone)
            .where(of_works, tombstone.c.replaced_by == old)
            .values(replaced_by=new)
        )
        self._connection.execute(delete(tombstone).where(of_works, tombstone.c.key.in_([old, new])))
        insert_all(
            self._connection,
            tombstone,
            [{"kind": "work", "key": old, "replaced_by": new, "at": self._now}],
        )


def _differing(known: Set[str], others: Set[str], stated: Set[str]) -> str | None:
    """The id by which a register knows the others as another work, or None when none does.

    Who states both ids says that they are of one work all the same.
    """
    for scheme in sorted(ONE_EACH):
        ours, theirs = (
            {one for one in ids if one.startswith(f"{scheme}:")} for ids in (known, others)
        )
        if ours and theirs and not ours & theirs and not (ours & stated and theirs & stated):
            return min(theirs)
    return None
