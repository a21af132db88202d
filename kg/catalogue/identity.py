"""Deciding about identity: joining and parting works and agents, and taking that back.

Each function writes its decision and brings every entity that depends on it in line, in one
transaction: readers see the change with the next publish, the change log has all of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, select, update

from kg.catalogue.codec import decode
from kg.catalogue.decisions import (
    CURATOR,
    AgentDecisions,
    Decision,
    Verdict,
    WorkDecisions,
    add_decisions,
    apart_key,
    decision_numbered,
    decisions,
    drafted,
    remove_decisions,
)
from kg.catalogue.derive import derive
from kg.catalogue.errors import CannotDecide, UnknownEntity
from kg.catalogue.ingest import Clock, utc_now
from kg.catalogue.merging import WorkFinder
from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import delete_in, insert_all, select_in
from kg.catalogue.tables import agent, authorship, citation, identifier, record, state, tombstone
from kg.records import BibliographicRecord

MATCHED = "matched"
"""The state that says up to which change the rules have looked at the works."""

# ---- works ------------------------------------------------------------------------------------


def join_works(
    catalogue: Catalogue,
    pairs: Iterable[tuple[str, str]],
    *,
    reason: str = "",
    made_by: str = CURATOR,
    clock: Clock = utc_now,
) -> int:
    """Decide that the works of each pair of ids are one; gives how many pairs were not yet.

    Raises:
        UnknownEntity: the catalogue holds neither under one of the ids.
        CannotDecide: it was decided before that they differ.
    """
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        touched: set[str] = set()
        made: list[Decision] = []
        decided = WorkDecisions.load(connection)
        for left, right in pairs:
            keys = _work_keys(connection, (left, right))
            if len(set(keys.values())) == 1:
                continue
            ids = {key: _ids_of(connection, [key]) for key in keys.values()}
            if not decided.may_be_same(ids[keys[left]], ids[keys[right]]):
                raise CannotDecide(f"{left} and {right} were decided to differ; undo that first")
            made.append(drafted("work", "same", left, right, made_by, reason, now))
            touched |= set(keys.values())
        add_decisions(connection, made)
        if made:
            _regroup(connection, touched, now)
    return len(made)


def part_works(
    catalogue: Catalogue, left: str, right: str, *, reason: str = "", clock: Clock = utc_now
) -> None:
    """Decide that two ids name different works, whatever a record or an earlier decision says.

    Where one record states both, it keeps only the one that it states first.

    Raises:
        UnknownEntity: the catalogue holds no work under one of the ids.
        CannotDecide: records join them by yet another id.
    """
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        keys = _work_keys(connection, (left, right))
        joined = [
            one.number
            for one in decisions(connection, "work")
            if one.verdict == "same" and {one.left, one.right} == {left, right}
        ]
        remove_decisions(connection, joined)
        add_decisions(connection, [drafted("work", "different", left, right, CURATOR, reason, now)])
        if WorkDecisions.load(connection).groups.of(left) & {right}:
            raise CannotDecide(f"other decisions still join {left} and {right}; undo them first")
        _regroup(connection, set(keys.values()), now)
        after = _work_keys(connection, (left, right), strict=False)
        if after.get(left) is not None and after.get(left) == after.get(right):
            raise CannotDecide(f"records join {left} and {right} by another id of theirs")


def _work_keys(
    connection: Connection, ids: Sequence[str], *, strict: bool = True
) -> dict[str, str]:
    query = select(identifier.c.id, identifier.c.work_key)
    found = {
        row.id: str(row.work_key) for row in select_in(connection, query, identifier.c.id, ids)
    }
    missing = [one for one in ids if one not in found]
    if strict and missing:
        raise UnknownEntity("work", missing[0])
    return found


def _ids_of(connection: Connection, keys: Collection[str]) -> set[str]:
    query = select(identifier.c.id)
    return {str(row.id) for row in select_in(connection, query, identifier.c.work_key, keys)}


def _regroup(connection: Connection, keys: set[str], now: str) -> None:
    """Give the records of some works to works anew, as ids and decisions say now."""
    ids = _ids_of(connection, sorted(keys))
    citing = select_in(connection, select(citation.c.work_key), citation.c.cited_id, sorted(ids))
    touched = {str(row.work_key) for row in citing}
    query = select(record.c.id, record.c.body, record.c.issue_key)
    rows = list(select_in(connection, query, record.c.work_key, sorted(keys)))
    decided = WorkDecisions.load(connection)
    stated = [decided.ids_of(decode(row.body, BibliographicRecord).ids) for row in rows]
    delete_in(connection, identifier, identifier.c.work_key, sorted(keys))
    finder = WorkFinder(connection, stated, now)
    placed = [finder.place(each) for each in stated]
    places = [finder.key_of(at) for at in placed]
    if rows:
        connection.execute(
            update(record)
            .where(record.c.id == bindparam("b_id"))
            .values(work_key=bindparam("b_key")),
            [{"b_id": row.id, "b_key": key} for row, key in zip(rows, places, strict=True)],
        )
    issues = {str(row.issue_key) for row in rows if row.issue_key} | finder.touched_issues
    derive(connection, keys | set(places) | touched | finder.touched, issues, None)
    _signpost(connection, "work", keys | set(places), _moved_works(connection, keys), now)


def _moved_works(connection: Connection, keys: set[str]) -> dict[str, str]:
    found = _work_keys(connection, sorted(keys), strict=False)
    return {key: new for key, new in found.items() if new != key}


# ---- agents -----------------------------------------------------------------------------------


def join_agents(
    catalogue: Catalogue, left: str, right: str, *, reason: str = "", clock: Clock = utc_now
) -> str:
    """Decide that two agents are one; gives the key that stands for both.

    An agent with an ORCID iD stands for the group, else the left one.

    Raises:
        UnknownEntity: the catalogue does not hold one of them.
        CannotDecide: one register has an id for each, or they are one already.
    """
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        before = AgentDecisions.load(connection)
        for key in (left, right):
            _need_agent(connection, before.shown(key))
        group = before.groups.of(left) | before.groups.of(right)
        if before.shown(left) == before.shown(right):
            raise CannotDecide(f"{left} and {right} are one agent already")
        registers = [one.partition(":")[0] for one in group if not one.startswith("name:")]
        if len(registers) > len(set(registers)):
            raise CannotDecide(f"{left} and {right} have different ids in one register")
        add_decisions(connection, [drafted("agent", "same", left, right, CURATOR, reason, now)])
        _follow_agents(connection, before, group, now)
        return AgentDecisions.load(connection).shown(left)


def part_agents(
    catalogue: Catalogue, left: str, right: str, *, reason: str = "", clock: Clock = utc_now
) -> None:
    """Decide that two agents differ: takes back what joined them, and they are no candidates."""
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        before = AgentDecisions.load(connection)
        group = before.groups.of(left) | before.groups.of(right)
        joined = [
            one.number
            for one in decisions(connection, "agent")
            if one.verdict == "same" and right in {one.left, one.right} and left in group
        ]
        if right in before.groups.of(left):
            remove_decisions(connection, joined)
        add_decisions(
            connection, [drafted("agent", "different", left, right, CURATOR, reason, now)]
        )
        _follow_agents(connection, before, group, now)


def part_agent_on(
    catalogue: Catalogue,
    key: str,
    works: Sequence[str],
    *,
    reason: str = "",
    clock: Clock = utc_now,
) -> str:
    """Decide that an agent's name means somebody else on these works; gives that one's key.

    Raises:
        UnknownEntity: the agent is not listed on one of these works.
    """
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        before = AgentDecisions.load(connection)
        key = before.shown(key)
        keys = _work_keys(connection, works)
        new = apart_key(key, keys.values())
        made: list[Decision] = []
        for work_key in sorted(set(keys.values())):
            printed = _printed_keys(connection, before, key, work_key)
            if not printed:
                raise UnknownEntity(f"agent on {work_key}", key)
            made += [
                drafted("agent", "apart", one, new, CURATOR, reason, now, scope=work_key)
                for one in sorted(printed)
            ]
        add_decisions(connection, made)
        _follow_agents(connection, before, before.groups.of(key) | {new}, now)
    return new


def _printed_keys(
    connection: Connection, decided: AgentDecisions, key: str, work_key: str
) -> set[str]:
    """The keys of the printed names that lead to an agent on a work."""
    plain = AgentDecisions([])
    bodies = connection.scalars(select(record.c.body).where(record.c.work_key == work_key))
    records = [decode(body, BibliographicRecord) for body in bodies]
    ids = {str(one) for each in records for one in each.ids}
    return {
        plain.agent_of(author, ())
        for each in records
        for author in each.authors
        if decided.agent_of(author, ids) == key
    }


def _need_agent(connection: Connection, key: str) -> None:
    if connection.execute(select(agent.c.key).where(agent.c.key == key)).first() is None:
        raise UnknownEntity("agent", key)


def _follow_agents(
    connection: Connection, before: AgentDecisions, keys: Collection[str], now: str
) -> None:
    """Derive the works of some agents again, and point from keys that are gone."""
    after = AgentDecisions.load(connection)
    shown = {each for key in keys for each in (key, before.shown(key), after.shown(key))}
    query = select(authorship.c.work_key)
    works = {
        str(row.work_key) for row in select_in(connection, query, authorship.c.agent_key, shown)
    }
    derive(connection, works, (), None)
    held = {str(row.key) for row in select_in(connection, select(agent.c.key), agent.c.key, shown)}
    moved = {key: after.shown(key) for key in shown - held if after.shown(key) in held}
    _signpost(connection, "agent", shown, moved, now)


# ---- both -------------------------------------------------------------------------------------


def undo_decision(catalogue: Catalogue, number: int, *, clock: Clock = utc_now) -> Decision:
    """Take a decision back; gives what it was.

    What a rule joined is decided to differ, or the rule would join it again; what a rule kept apart
    is decided to be the same.

    Raises:
        UnknownEntity: there is no decision of that number.
    """
    now = clock().isoformat(timespec="seconds")
    with catalogue.writing() as connection:
        one = decision_numbered(connection, number)
        if one is None:
            raise UnknownEntity("decision", str(number))
        before = AgentDecisions.load(connection)
        remove_decisions(connection, [number])
        if one.kind == "agent":
            keys = before.groups.of(one.left) | before.groups.of(one.right)
            _follow_agents(connection, before, keys, now)
        else:
            _keep_from_rules(connection, one, now)
            held = _work_keys(connection, (one.left, one.right), strict=False)
            _regroup(connection, set(held.values()), now)
    return one


def _keep_from_rules(connection: Connection, undone: Decision, now: str) -> None:
    if undone.made_by != CURATOR:
        joined = undone.verdict == "same"
        verdict: Verdict = "different" if joined else "same"
        reason = "a rule joined them" if joined else "a rule kept them apart"
        made = drafted("work", verdict, undone.left, undone.right, CURATOR, reason, now)
        add_decisions(connection, [made])
    # The rules look at all works again: what is taken back may have kept them from a join.
    connection.execute(delete(state).where(state.c.name == MATCHED))


def _signpost(
    connection: Connection, kind: str, keys: Collection[str], moved: dict[str, str], now: str
) -> None:
    """Point from keys that are gone to where their knowledge is; what is back needs no sign."""
    connection.execute(
        delete(tombstone).where(
            tombstone.c.kind == kind,
            tombstone.c.key.in_(sorted(keys)),
            tombstone.c.replaced_by.is_not(None),
        )
    )
    insert_all(
        connection,
        tombstone,
        [
            {"kind": kind, "key": key, "replaced_by": new, "at": now}
            for key, new in sorted(moved.items())
        ],
    )
