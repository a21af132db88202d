"""Entities that many works share: agents from their authorships, issues from their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

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
        listed = [
            (decode(row.body, BibliographicRecord), str(row.sha256), str(row.work_key))
            for row in rows
        ]
        write_entity(connection, "issue", _issue(key, listed), run_id)
    else:
        delete_entity(connection, "issue", key, run_id)


def _agent(key: str, listed: Sequence[tuple[str, bool]]) -> Agent:
    """An agent from its printed names, each with whether its source calls it an organisation."""
    names = Counter(name for name, _ in listed)
    orcid = key.removeprefix("orcid:") if key.startswith("orcid:") else None
    kind: AgentKind = "person" if orcid else "name-cluster"
    if 2 * sum(is_organisation for _, is_organisation in listed) > len(listed):
        kind = "organisation"
    return Agent(
        key=key,
        name=min(names, key=lambda name: (-names[name], name)),
        kind=kind,
        names=tuple(sorted(names)),
        orcid=orcid,
    )


def _issue(key: str, listed: Sequence[tuple[BibliographicRecord, str, str]]) -> Issue:
    """An issue from its records, each with its hash and the key of its work."""
    items: list[IssueItem] = []
    refs: list[RecordRef] = []
    for stated, digest, work_key in listed:
        assert stated.listing is not None, "a record of an issue has a listing"
        items.append(
            IssueItem(
                position=stated.listing.position,
                work=work_key,
                votes=stated.listing.votes,
                picture_url=stated.listing.picture_url,
                video_url=stated.listing.video_url,
            )
        )
        refs.append(
            RecordRef(source=stated.source, key=stated.key, sha256=digest, location=stated.location)
        )
    series, _, day = key.rpartition("/")
    return Issue(
        key=key,
        series=series,
        issued_on=date.fromisoformat(day),
        items=tuple(sorted(items, key=lambda item: (item.position, item.work))),
        records=tuple(sorted(refs, key=lambda ref: (ref.source, ref.key))),
    )
