"""What people or a stated rule decided about identity: data, applied whenever records are.

A decision is one row: these two are the same, these two are not, this name on that work is somebody
else. Entities are made from records *and* decisions, so a decision holds however often records are
read again, in whatever order, and taking it back restores what was.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from sqlalchemy import Connection, Row, delete, func, select, update

from kg.catalogue.sql import insert_all
from kg.catalogue.tables import decision
from kg.identifiers import WorkId
from kg.names import agent_key
from kg.records import AuthorName, BibliographicRecord

DecisionKind = Literal["agent", "work"]
Verdict = Literal["same", "different", "apart"]
CURATOR = "curator"
RULE_MAKER = "rule"
"""Who made a decision: somebody, or a rule of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision.

    Args:
        number: from 1, in the order in which they were made.
        kind: of what is decided about.
        verdict: ``same``; ``different`` (never the same, and no candidate any more); ``apart``
            (the name ``left`` on the work ``scope`` is the agent ``right``).
        left, right: keys of agents, or ids of works; of two that are the same, the left one's key
            stays.
        scope: the work, for ``apart``.
        made_by: ``curator`` or ``rule``.
        reason: in words.
        at: ISO 8601.
    """

    number: int
    kind: DecisionKind
    verdict: Verdict
    left: str
    right: str
    scope: str | None
    made_by: str
    reason: str
    at: str


def drafted(
    kind: DecisionKind,
    verdict: Verdict,
    left: str,
    right: str,
    made_by: str,
    reason: str,
    now: str,
    *,
    scope: str | None = None,
) -> Decision:
    """A decision that has no number yet."""
    return Decision(
        number=0,
        kind=kind,
        verdict=verdict,
        left=left,
        right=right,
        scope=scope,
        made_by=made_by,
        reason=reason,
        at=now,
    )


def decisions(connection: Connection, kind: DecisionKind) -> list[Decision]:
    """Every decision about agents or about works, in the order in which they were made."""
    rows = connection.execute(
        select(decision).where(decision.c.kind == kind).order_by(decision.c.number)
    )
    return [_decision(row) for row in rows]


def decision_numbered(connection: Connection, number: int) -> Decision | None:
    """The decision with that number, or None."""
    row = connection.execute(select(decision).where(decision.c.number == number)).first()
    return None if row is None else _decision(row)


def add_decisions(connection: Connection, made: Sequence[Decision]) -> None:
    """Write decisions down; their numbers are given here, in order."""
    last = connection.execute(select(func.max(decision.c.number))).scalar_one_or_none() or 0
    insert_all(
        connection,
        decision,
        [
            {
                "number": number,
                "kind": one.kind,
                "verdict": one.verdict,
                "left": one.left,
                "right": one.right,
                "scope": one.scope,
                "made_by": one.made_by,
                "reason": one.reason,
                "at": one.at,
            }
            for number, one in enumerate(made, start=int(last) + 1)
        ],
    )


def remove_decisions(connection: Connection, numbers: Iterable[int]) -> None:
    """Take decisions back."""
    connection.execute(delete(decision).where(decision.c.number.in_(sorted(numbers))))


def blank_reasons(connection: Connection) -> None:
    """Remove the words of every decision: they may name whom somebody wants forgotten."""
    connection.execute(update(decision).values(reason=""))


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    return Decision(**cast(Mapping[str, object], row._mapping))  # type: ignore[arg-type]


class Groups:
    """What the decisions *same* put together: each member leads to all of its group."""

    def __init__(self, made: Iterable[Decision]) -> None:
        self._of: dict[str, set[str]] = {}
        self._first: dict[str, int] = {}
        for one in made:
            if one.verdict == "same":
                self._first.setdefault(one.left, one.number)
                group = self.of(one.left) | self.of(one.right)
                self._of.update(dict.fromkeys(group, group))

    def of(self, key: str) -> set[str]:
        """The group of a key, itself among it."""
        return self._of.get(key, {key})

    def all(self) -> list[set[str]]:
        """Each group once."""
        return list({id(group): group for group in self._of.values()}.values())

    def first_named(self, key: str) -> float:
        """The number of the first decision that keeps this key; infinite when none does."""
        return self._first.get(key, float("inf"))


class AgentDecisions:
    """Which agent a printed name leads to, decisions considered."""

    def __init__(self, made: Sequence[Decision]) -> None:
        self.groups = Groups(made)
        self._apart = {
            (one.left, one.scope): one.right for one in made if one.verdict == "apart" and one.scope
        }

    @classmethod
    def load(cls, connection: Connection) -> AgentDecisions:
        """Read them."""
        return cls(decisions(connection, "agent"))

    def agent_of(self, author: AuthorName, work_ids: Iterable[str]) -> str:
        """The key of the agent that a name on a work leads to.

        Args:
            author: as printed.
            work_ids: every id of the work.
        """
        key = agent_key(author.name, author.orcid, author.person_id)
        if self._apart:
            moved = (self._apart.get((key, one)) for one in work_ids)
            key = next((one for one in moved if one is not None), key)
        return self.shown(key)

    def shown(self, key: str) -> str:
        """The key that stands for the group: an ORCID iD, else another id, else what was kept."""
        group = self.groups.of(key)
        if len(group) == 1:
            return key
        return min(
            group,
            key=lambda one: (trust_in_key(one), self.groups.first_named(one), one),
        )


def trust_in_key(key: str) -> int:
    """How far the key of an agent says who it is: 0 an ORCID iD, 1 another id, 2 only a name."""
    return 0 if key.startswith("orcid:") else 2 if key.startswith("name:") else 1


def apart_key(key: str, work_keys: Iterable[str]) -> str:
    """The key of the agent that a name is on these works only: the same for the same decision.

    >>> apart_key("name:0123456789abcdef", ["arxiv:2405.00001"]).startswith("name:")
    True
    """
    text = "\n".join([key, *sorted(work_keys)])
    return f"name:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


class WorkDecisions:
    """Which ids name one work, decisions considered."""

    def __init__(self, made: Sequence[Decision]) -> None:
        self.groups = Groups(made)
        self._different: defaultdict[str, set[str]] = defaultdict(set)
        self._gives_way: defaultdict[str, set[str]] = defaultdict(set)
        for one in made:
            if one.verdict == "different":
                self._different[one.left].add(one.right)
                self._different[one.right].add(one.left)
                if one.made_by == RULE_MAKER:
                    self._gives_way[one.right].add(one.left)

    @classmethod
    def load(cls, connection: Connection) -> WorkDecisions:
        """Read them."""
        return cls(decisions(connection, "work"))

    def allowed(self, ids: Sequence[WorkId]) -> tuple[WorkId, ...]:
        """The ids that a record may give its work.

        Of two that are known to differ it gives the first, and where a rule says so, the
        register's.
        """
        if not self._different:
            return tuple(ids)
        stated = {str(one) for one in ids}
        kept: list[WorkId] = []
        for one in ids:
            barred = self._gives_way.get(str(one), set()) & stated
            if not barred and not self._different.get(str(one), set()) & set(map(str, kept)):
                kept.append(one)
        return tuple(kept)

    def ids_of(self, ids: Sequence[WorkId]) -> tuple[WorkId, ...]:
        """The ids of the work that a record with these ids is about: what it may give, and what
        was decided to name the same work."""
        kept = self.allowed(ids)
        held = {str(one) for one in kept}
        linked = {each for one in held for each in self.groups.of(one)} - held
        return (*kept, *(WorkId.parse(one) for one in sorted(linked)))

    def applied(self, stated: BibliographicRecord) -> BibliographicRecord:
        """The record with those ids."""
        ids = self.ids_of(stated.ids)
        return stated if ids == stated.ids else replace(stated, ids=ids)

    def may_be_same(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Tell whether nobody decided that two works, each by all its ids, differ."""
        others = set(right)
        return not any(self._different.get(one, set()) & others for one in left)
