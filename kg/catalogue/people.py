"""Agents that may be one person: printed names that are variants, with what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from sqlalchemy import Connection, func, select

from kg.catalogue.codec import decode
from kg.catalogue.decisions import AgentDecisions, decisions, trust_in_key
from kg.catalogue.sql import select_in
from kg.catalogue.tables import agent, authorship
from kg.entities import Agent
from kg.names import find_variants, name_key

_LEAST_LETTERS = 3
_MOST_AUTHORS = 50


@dataclass(frozen=True, slots=True)
class AgentCandidate:
    """Two agents that may be one person.

    Args:
        left, right: keys; that with an ORCID iD, else with more works, is the left one.
        left_name, right_name: as shown.
        evidence: how the names vary (``initials``, ``order``, ``same name`` …), sorted.
        shared: names of agents with whom both have written, sorted.
    """

    left: str
    right: str
    left_name: str
    right_name: str
    evidence: tuple[str, ...]
    shared: tuple[str, ...]


def agent_candidates(
    connection: Connection, name: str | None = None, limit: int = 100
) -> list[AgentCandidate]:
    """Find agents that may be one, those with most shared co-authors first.

    Args:
        connection: a reading transaction.
        name: only candidates for this printed name; None for all.
        limit: most candidates given.
    """
    by_name = _agents_by_name(connection)
    pairs = _pairs(by_name, None if name is None else name_key(name))
    differ = {
        frozenset((one.left, one.right))
        for one in decisions(connection, "agent")
        if one.verdict == "different"
    }
    people = AgentDecisions.load(connection)
    open_pairs = {
        pair: evidence
        for pair, evidence in pairs.items()
        if people.shown(pair[0]) != people.shown(pair[1]) and frozenset(pair) not in differ
    }
    keys = {key for pair in open_pairs for key in pair}
    works, partners = _works_of(connection, keys), _partners(connection, keys)
    found = []
    for (one, other), evidence in open_pairs.items():
        if works.get(one, set()) & works.get(other, set()):
            continue  # Both stand on one work: they are two.
        shared = partners[one] & partners[other]
        found.append((len(shared), *_ordered(one, other, works), evidence, shared))
    found.sort(key=lambda each: (-each[0], each[1], each[2]))
    return _told(connection, found[:limit])


_Found = tuple[int, str, str, tuple[str, ...], set[str]]


def _told(connection: Connection, found: Iterable[_Found]) -> list[AgentCandidate]:
    kept = list(found)
    wanted = {key for each in kept for key in (each[1], each[2], *each[4])}
    rows = select_in(connection, select(agent.c.key, agent.c.state), agent.c.key, sorted(wanted))
    names = {str(row.key): decode(row.state, Agent).name for row in rows}
    return [
        AgentCandidate(
            left,
            right,
            names[left],
            names[right],
            evidence,
            tuple(sorted(names[key] for key in shared if key in names)),
        )
        for _, left, right, evidence, shared in kept
    ]


def _agents_by_name(connection: Connection) -> dict[str, set[str]]:
    """The agents of each normalised name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = select(authorship.c.name, authorship.c.agent_key).where(
        authorship.c.is_organisation == 0
    )
    for row in connection.execute(query.distinct()):
        found[name_key(row.name)].add(str(row.agent_key))
    return found


def _pairs(
    by_name: dict[str, set[str]], wanted: str | None
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Pairs of agents whose names are variants, or equal while one has an id."""
    pairs: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, keys in by_name.items():
        if wanted in {None, name}:
            for one in keys:
                for other in keys:
                    if one < other and not (
                        one.startswith("orcid:") and other.startswith("orcid:")
                    ):
                        pairs[one, other] = ("same name",)
    names = by_name if wanted is None else _near(by_name, wanted)
    for variant in find_variants(names):
        if wanted is None or wanted in {variant.left, variant.right}:
            for one, other in product(by_name[variant.left], by_name[variant.right]):
                pair = (min(one, other), max(one, other))
                if one != other and not _have_ids(pair):
                    pairs.setdefault(pair, variant.evidence)
    return pairs


def _have_ids(pair: tuple[str, str]) -> bool:
    """Tell whether one register has an id for each: then they are two."""
    one, other = pair
    register = one.partition(":")[0]
    return register != "name" and register == other.partition(":")[0]


def _near(by_name: dict[str, set[str]], wanted: str) -> list[str]:
    """Names that share a word, or an initial and a word, with one."""
    words = {word for word in wanted.split() if len(word) >= _LEAST_LETTERS}
    glued = wanted.replace(" ", "").replace("-", "")
    return [
        name
        for name in by_name
        if words & set(name.split()) or name.replace(" ", "").replace("-", "") == glued
    ]


def _works_of(connection: Connection, keys: set[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = select(authorship.c.agent_key, authorship.c.work_key)
    for row in select_in(connection, query, authorship.c.agent_key, sorted(keys)):
        found[str(row.agent_key)].add(str(row.work_key))
    return found


def _partners(connection: Connection, keys: set[str]) -> defaultdict[str, set[str]]:
    """With whom each of these agents has written; works of more than fifty authors tell nothing."""
    mine, others = authorship.alias("mine"), authorship.alias("others")
    crowded = (
        select(authorship.c.work_key)
        .group_by(authorship.c.work_key)
        .having(func.count() > _MOST_AUTHORS)
    )
    query = (
        select(mine.c.agent_key, others.c.agent_key.label("partner"))
        .join(others, others.c.work_key == mine.c.work_key)
        .where(others.c.agent_key != mine.c.agent_key, mine.c.work_key.not_in(crowded))
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in select_in(connection, query, mine.c.agent_key, sorted(keys)):
        found[str(row.agent_key)].add(str(row.partner))
    return found


def _ordered(one: str, other: str, works: dict[str, set[str]]) -> tuple[str, str]:
    first, second = sorted(
        (one, other),
        key=lambda key: (trust_in_key(key), -len(works.get(key, ())), key),
    )
    return first, second
