"""Works that may be one although they share no id: by title, year and authors.

Conservative: titles must agree letter by letter (case, marks and blanks aside). A candidate is
*certain* when the years differ by at most one, every author of the shorter list stands in the other
(family name and first initial) and no list is longer unless the other is cut, and no register
knows both: two arXiv papers, or two DOIs, are never joined by a rule. Titles that many works share
(*Introduction*) prove nothing and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sqlalchemy import Connection, func, select

from kg.catalogue.changes import last_number
from kg.catalogue.codec import decode
from kg.catalogue.decisions import RULE_MAKER, WorkDecisions
from kg.catalogue.identity import MATCHED, join_works
from kg.catalogue.ingest import Clock, utc_now
from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import select_in
from kg.catalogue.tables import change, state, work
from kg.entities import Work
from kg.names import name_key

RULE: Final = "title, year and authors"
"""The name under which the rule's decisions stand."""

_LEAST_LETTERS = 20
_MOST_ALIKE = 12
_MOST_YEARS_APART = 3


@dataclass(frozen=True, slots=True)
class WorkCandidate:
    """Two works that may be one.

    Args:
        left, right: keys, the left one's canonical id ranking first.
        title: of the left one.
        evidence: what speaks for it, in words.
        is_certain: True where the rule joins them by itself.
    """

    left: str
    right: str
    title: str
    evidence: tuple[str, ...]
    is_certain: bool


def work_candidates(
    connection: Connection, changed: Collection[str] | None = None
) -> list[WorkCandidate]:
    """Find works that may be one, the certain ones first.

    Args:
        connection: a reading or writing transaction.
        changed: only candidates in which one of these works takes part; None for all.
    """
    decided = WorkDecisions.load(connection)
    found = [
        candidate
        for group in _alike(connection, changed)
        for left, right in combinations(group, 2)
        if decided.may_be_same(left.ids, right.ids)
        and (candidate := compare(left, right)) is not None
    ]
    return sorted(found, key=lambda one: (not one.is_certain, one.left, one.right))


def join_certain(catalogue: Catalogue, *, clock: Clock = utc_now) -> int:
    """Join the works that the rule is certain of, among those that changed since the last time.

    Each join is a decision like any other: it is listed, and can be taken back for good.
    """
    with catalogue.reading() as connection:
        until = last_number(connection)
        seen = connection.execute(select(state.c.value).where(state.c.name == MATCHED)).scalar()
        after = int(seen or 0)
        if after >= until:
            return 0
        changed = connection.scalars(
            select(change.c.key).where(change.c.kind == "work", change.c.number > after).distinct()
        )
        found = work_candidates(connection, {str(key) for key in changed})
    pairs = [(one.left, one.right) for one in _once_each(found)]
    joined = join_works(catalogue, pairs, made_by=RULE_MAKER, reason=RULE, clock=clock)
    with catalogue.writing() as connection:
        connection.execute(state.delete().where(state.c.name == MATCHED))
        connection.execute(state.insert().values(name=MATCHED, value=str(last_number(connection))))
    return joined


def _once_each(found: Sequence[WorkCandidate]) -> Iterator[WorkCandidate]:
    """The certain candidates, each work in one pair: three works alike are for somebody to see."""
    certain = [one for one in found if one.is_certain]
    pairs: defaultdict[str, int] = defaultdict(int)
    for one in certain:
        pairs[one.left] += 1
        pairs[one.right] += 1
    return (one for one in certain if pairs[one.left] == pairs[one.right] == 1)


def _alike(connection: Connection, changed: Collection[str] | None) -> Iterator[list[Work]]:
    """Works whose titles agree, group by group; the cost is that of the works that changed."""
    named = select(work.c.key, work.c.title_squashed).where(work.c.is_stub == 0)
    if changed is None:
        several = func.count() > 1
        shared = named.with_only_columns(work.c.title_squashed).group_by(work.c.title_squashed)
        titles = set(connection.scalars(shared.having(several)))
    else:
        rows = select_in(connection, named, work.c.key, sorted(changed))
        titles = {str(row.title_squashed) for row in rows}
    wanted_titles = sorted(one for one in titles if len(one) >= _LEAST_LETTERS)
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for row in select_in(connection, named, work.c.title_squashed, wanted_titles):
        keys[row.title_squashed].append(str(row.key))
    groups = [sorted(keys[one]) for one in wanted_titles if 1 < len(keys[one]) <= _MOST_ALIKE]
    wanted = [key for group in groups for key in group]
    rows = select_in(connection, select(work.c.key, work.c.state), work.c.key, wanted)
    held = {str(row.key): decode(row.state, Work) for row in rows}
    for group in groups:
        yield [held[key] for key in group]


def compare(left: Work, right: Work) -> WorkCandidate | None:
    """Compare two works of one title, or give None where too little speaks for their being one."""
    authors = _authors_agree(left, right)
    if authors is None:
        return None
    agreed, shorter, longer = authors
    apart = None if left.year is None or right.year is None else abs(left.year - right.year)
    if agreed * 2 < shorter or (apart is not None and apart > _MOST_YEARS_APART):
        return None
    is_whole = shorter == longer or _is_cut(left, right)
    is_certain = (
        apart is not None
        and apart <= 1
        and agreed == shorter
        and is_whole
        and not _registers(left) & _registers(right)
    )
    years = (
        "years unknown" if apart is None else "same year" if apart == 0 else f"{apart} years apart"
    )
    evidence = ("same title", years, f"{agreed} of {shorter} authors")
    return WorkCandidate(left.key, right.key, left.title, evidence, is_certain)


def _in_words(years_apart: int | None) -> str:
    if years_apart is None:
        return "years unknown"
    return "same year" if years_apart == 0 else f"{years_apart} years apart"


def _authors_agree(left: Work, right: Work) -> tuple[int, int, int] | None:
    """How many authors agree, and how many the shorter and the longer list have."""
    mine, others = _printed(left), _printed(right)
    if not mine or not others:
        return None
    return len(mine & others), *sorted((len(mine), len(others)))  # type: ignore[return-value]


def _printed(one: Work) -> set[tuple[str, str]]:
    """Family name and first initial of each author; the order of their words is not trusted."""
    names = (name_key(each.name).split() for each in one.authorships)
    return {tuple(sorted((words[0][0], words[-1]))) for words in names if words}  # type: ignore[misc]


def _is_cut(left: Work, right: Work) -> bool:
    """Tell whether the shorter list says that names were left out."""
    shorter = min(left, right, key=lambda one: len(one.authorships))
    return shorter.authors_complete is False


def _registers(one: Work) -> set[str]:
    """The registers that know a work; its own source's key is no register."""
    return {each.partition(":")[0] for each in one.ids} - {"local"}
