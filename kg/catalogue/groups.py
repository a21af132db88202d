"""Entities that many works share: agents from their authorships, issues from their records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from kg.catalogue.codec import decode
from kg.catalogue.entity_rows import delete_entities, write_entities
from kg.catalogue.sql import select_in
from kg.catalogue.tables import authorship, record
from kg.entities import Agent, AgentKind, Issue, IssueItem, RecordRef
from kg.records import BibliographicRecord


def derive_agents(connection: Connection, keys: Sequence[str], run_id: int | None) -> None:
    """Bring agents in line with the authorships that name them."""
    query = select(authorship.c.agent_key, authorship.c.name, authorship.c.is_organisation)
    listed: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in select_in(connection, query, authorship.c.agent_key, keys):
        listed[row.agent_key].append((row.name, bool(row.is_organisation)))
    agents = [_agent(key, listed[key]) for key in keys if key in listed]
    write_entities(connection, "agent", agents, run_id)
    delete_entities(connection, "agent", [key for key in keys if key not in listed], run_id)


def derive_issues(connection: Connection, keys: Sequence[str], run_id: int | None) -> None:
    """Bring issues in line with the records that list their works."""
    query = select(record.c.issue_key, record.c.body, record.c.sha256, record.c.work_key)
    listed: defaultdict[str, list[tuple[BibliographicRecord, str, str]]] = defaultdict(list)
    for row in select_in(connection, query, record.c.issue_key, keys):
        stated = decode(row.body, BibliographicRecord)
        listed[row.issue_key].append((stated, row.sha256, row.work_key))
    issues = [_issue(key, listed[key]) for key in keys if key in listed]
    write_entities(connection, "issue", issues, run_id)
    delete_entities(connection, "issue", [key for key in keys if key not in listed], run_id)


def _agent(key: str, listed: Sequence[tuple[str, bool]]) -> Agent:
    """An agent from its printed names, each with whether its source calls it an organisation."""
    names = Counter(name for name, _ in listed)
    orcid = key.removeprefix("orcid:") if key.startswith("orcid:") else None
    kind: AgentKind = "name-cluster" if key.startswith("name:") else "person"
    if 2 * sum(is_organisation for _, is_organisation in listed) > len(listed):
        kind = "organisation"
    return Agent(
        key=key,
        name=min(names, key=lambda name: (-names[name], -len(name), name)),
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
