"""Putting records into the catalogue: once each, to the right work, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from kg.catalogue.codec import encode, sha256, statement_sha256
from kg.catalogue.decisions import AgentDecisions, WorkDecisions
from kg.catalogue.derive import derive, removed_on_purpose
from kg.catalogue.merging import Dispute, WorkFinder
from kg.catalogue.sql import insert_all, select_in
from kg.catalogue.tables import record
from kg.records import BibliographicRecord, ListingItem, Rejection


@dataclass(slots=True)
class PutReport:
    """What became of some records."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A record as it will be stored."""

    stated: BibliographicRecord
    body: bytes
    sha256: str

    def is_held_as(self, held_sha256: str) -> bool:
        """Whether what is held says the same; older catalogues hashed the file's name too."""
        return held_sha256 in (self.sha256, sha256(self.body))


@dataclass(frozen=True, slots=True)
class _Held:
    """What is stored under the same name already."""

    id: int
    sha256: str
    work_key: str
    issue_key: str | None


def put_records(
    connection: Connection, records: Sequence[BibliographicRecord], run_id: int, now: str
) -> PutReport:
    """Store these records and re-derive everything they touch, in the caller's transaction.

    A record that is held with the same content changes nothing, also when it now stands in another
    file: it keeps the place where it was first read. A record whose work was removed on purpose is
    rejected, and a name that was removed on purpose is left out of it. Of records with the same
    name the last one counts.
    """
    report = PutReport()
    prepared = _prepare(connection, records, report)
    held = _held(connection, list(prepared.values()))
    news = [
        one
        for name, one in prepared.items()
        if name not in held or not one.is_held_as(held[name].sha256)
    ]
    report.unchanged += len(prepared) - len(news)
    decided = WorkDecisions.load(connection)
    ids = [decided.ids_of(one.stated.ids) for one in news]
    finder = WorkFinder(connection, ids, now)
    placed = [finder.place(each) for each in ids]
    rows = [_row(one, finder.key_of(at), run_id) for one, at in zip(news, placed, strict=True)]
    report.disputes += finder.disputes
    added = [row for row in rows if (row["source"], row["key"]) not in held]
    changed = [row for row in rows if (row["source"], row["key"]) in held]
    insert_all(connection, record, added)
    _update(connection, changed, held)
    report.added += len(added)
    report.changed += len(changed)
    before = [held[(row["source"], row["key"])] for row in changed]
    derive(
        connection,
        {row["work_key"] for row in rows} | {one.work_key for one in before} | finder.touched,
        {
            key
            for key in (
                *(row["issue_key"] for row in rows),
                *(one.issue_key for one in before),
                *finder.touched_issues,
            )
            if key is not None
        },
        run_id,
    )
    return report


def issue_key_of(listing: ListingItem) -> str:
    """The key of the issue in which a work was listed.

    >>> from datetime import date
    >>> issue_key_of(ListingItem(series="daily-papers", issued_on=date(2024, 5, 28), position=1))
    'daily-papers/2024-05-28'
    """
    return f"{listing.series}/{listing.issued_on}"


def _prepare(
    connection: Connection, records: Sequence[BibliographicRecord], report: PutReport
) -> dict[tuple[str, str], _Prepared]:
    removed = removed_on_purpose(
        connection, "work", [str(one) for each in records for one in each.ids]
    )
    people = AgentDecisions.load(connection)
    agents = {key for each in records for key in _agents_of(each, people)}
    barred = removed_on_purpose(connection, "agent", sorted(agents))
    prepared: dict[tuple[str, str], _Prepared] = {}
    for stated in records:
        gone = next((str(one) for one in stated.ids if str(one) in removed), None)
        if gone is not None:
            report.rejected.append(_refused(stated, gone))
            continue
        shown = _without_names(stated, barred, people)
        # The line may move when something else in the file changes; the statement stays the same.
        body = encode(replace(shown, line=None))
        name = (stated.source, stated.key)
        report.unchanged += name in prepared
        prepared[name] = _Prepared(shown, body, statement_sha256(shown))
    return prepared


def _refused(stated: BibliographicRecord, work_id: str) -> Rejection:
    return Rejection(
        location=stated.location,
        line=stated.line,
        reason=f"{work_id} was removed from this catalogue on purpose",
    )


def _agents_of(stated: BibliographicRecord, people: AgentDecisions) -> list[str]:
    """The agents that the names of a record lead to, in their order."""
    ids = [str(one) for one in stated.ids]
    return [people.agent_of(author, ids) for author in stated.authors]


def _without_names(
    stated: BibliographicRecord, barred: set[str], people: AgentDecisions
) -> BibliographicRecord:
    if not barred:
        return stated
    named = zip(stated.authors, _agents_of(stated, people), strict=True)
    kept = tuple(author for author, key in named if key not in barred)
    if len(kept) == len(stated.authors):
        return stated
    return replace(stated, authors=kept, authors_complete=False)


def _held(connection: Connection, prepared: Sequence[_Prepared]) -> dict[tuple[str, str], _Held]:
    query = select(
        record.c.id,
        record.c.source,
        record.c.key,
        record.c.sha256,
        record.c.work_key,
        record.c.issue_key,
    )
    sources = {one.stated.source for one in prepared}
    keys = sorted({one.stated.key for one in prepared})
    return {
        (row.source, row.key): _Held(row.id, row.sha256, row.work_key, row.issue_key)
        for source in sorted(sources)
        for row in select_in(connection, query.where(record.c.source == source), record.c.key, keys)
    }


def _row(one: _Prepared, work_key: str, run_id: int) -> dict[str, Any]:
    listing = one.stated.listing
    return {
        "source": one.stated.source,
        "key": one.stated.key,
        "sha256": one.sha256,
        "body": one.body,
        "run_id": run_id,
        "work_key": work_key,
        "issue_key": None if listing is None else issue_key_of(listing),
    }


def _update(
    connection: Connection,
    rows: Sequence[dict[str, Any]],
    held: dict[tuple[str, str], _Held],
) -> None:
    if not rows:
        return
    columns = ("sha256", "body", "run_id", "work_key", "issue_key")
    connection.execute(
        update(record)
        .where(record.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in columns}),
        [
            {f"b_{name}": row[name] for name in columns}
            | {"b_id": held[(str(row["source"]), str(row["key"]))].id}
            for row in rows
        ],
    )
