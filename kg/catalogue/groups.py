"""Entities that many works share: agents from their authorships, issues from their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from kg.catalogue.codec import decode
from kg.catalogue.entity_rows import delete_entity, write_entity
from kg.catalogue.tables import authorship, record
from kg.entities import Agent, AgentKind, Issue, IssueItem, RecordRef
from kg.records import BibliographicRecord


def derive_agent(connection: Connection, key: str, run_id: int | None) -> None:
    """Bring an agent in line with the authorships that name it."""
    rows = connection.execute(
        select(authorship.c.name, authorship.c.is_organisation).where(authorship.c.agent_key == key)
    ).all()
    if rows:
        write_entity(connection, "agent", _agent(key, rows), run_id)
    else:
        delete_entity(connection, "agent", key, run_id)


def derive_issue(connection: Connection, key: str, run_id: int | None) -> None:
    """Bring an issue in line with the records that list its works."""
    rows = connection.execute(
        select(record.c.body, record.c.sha256, record.c.work_key).where(record.c.issue_key == key)
    ).all()
    if rows:
        write_entity(connection, "issue", _issue(key, rows), run_id)
    else:
        delete_entity(connection, "issue", key, run_id)


def _agent(key: str, rows: Sequence[Row[Any]]) -> Agent:
    names = Counter(row.name for row in rows)
    orcid = key.removeprefix("orcid:") if key.startswith("orcid:") else None
    kind: AgentKind = "person" if orcid else "name-cluster"
    if 2 * sum(row.is_organisation for row in rows) > len(rows):
        kind = "organisation"
    return Agent(
        key=key,
        name=min(names, key=lambda name: (-names[name], name)),
        kind=kind,
        names=tuple(sorted(names)),
        orcid=orcid,
    )


def _issue(key: str, rows: Sequence[Row[Any]]) -> Issue:
    items: list[IssueItem] = []
    refs: list[RecordRef] = []
    for row in rows:
        stated = decode(row.body, BibliographicRecord)
        listing = stated.listing
        assert listing is not None, "a record of an issue has a listing"
        items.append(
            IssueItem(
                position=listing.position,
                work=row.work_key,
                votes=listing.votes,
                picture_url=listing.picture_url,
                video_url=listing.video_url,
            )
        )
        refs.append(
            RecordRef(
                source=stated.source,
                key=stated.key,
                sha256=row.sha256,
                location=stated.location,
            )
        )
    return Issue(
        key=key,
        series=listing.series,
        issued_on=listing.issued_on,
        items=tuple(sorted(items, key=lambda item: (item.position, item.work))),
        records=tuple(sorted(refs, key=lambda ref: (ref.source, ref.key))),
    )
