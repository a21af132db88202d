"""Reading the catalogue: entities by key, lists of works, counts, suggestions.

Lists page by cursor (the last key seen), never by offset, so that a page deep in a long list costs
what the first one costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import Select, and_, bindparam, func, or_, select

from kg.catalogue import ledger
from kg.catalogue.changes import last_number
from kg.catalogue.codec import decode
from kg.catalogue.coverage import coverage
from kg.catalogue.decisions import Decision, DecisionKind, decisions
from kg.catalogue.errors import GoneEntity, MovedEntity, UnknownEntity
from kg.catalogue.folding import fold
from kg.catalogue.matching import WorkCandidate, work_candidates
from kg.catalogue.opening import Catalogue
from kg.catalogue.people import AgentCandidate, agent_candidates
from kg.catalogue.sql import select_in
from kg.catalogue.tables import (
    ENTITY_TABLES,
    agent,
    authorship,
    concept,
    concept_broader,
    identifier,
    issue,
    tombstone,
    venue,
    work,
    work_concept,
    work_venue,
)
from kg.catalogue.viewing import Views
from kg.entities import Agent, Claims, Concept, Entity, Issue, Venue, Work
from kg.identifiers import find_work_id

_E = TypeVar("_E", bound=Entity)
_CHUNK = 500
# Made once: a page runs these a dozen times, and making one costs as much as running it.
_STATES_OF = {
    kind: select(table.c.key, table.c.state).where(
        table.c.key.in_(bindparam("keys", expanding=True))
    )
    for kind, table in ENTITY_TABLES.items()
}


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in a list of issues, with the number of its works."""

    key: str
    series: str
    issued_on: date
    count: int


@dataclass(frozen=True, slots=True)
class WorkDates:
    """By what works are put in order: their day, their year, and their newest votes."""

    published_on: date | None
    year: int | None
    votes: int | None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of a list of works; ``next`` is the cursor of the following page, or None."""

    works: tuple[Work, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the beginning of a title, label or name could mean."""

    works: tuple[Work, ...]
    concepts: tuple[Concept, ...]
    agents: tuple[Agent, ...]


class Reader:
    """Questions to the catalogue; each is answered from one consistent view, or many from one.

    Args:
        catalogue: an opened catalogue.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._views = Views(catalogue)

    def view(self) -> AbstractContextManager[None]:
        """Answer everything asked inside the block from one state, each entity read once."""
        return self._views.view()

    # ---- one entity ---------------------------------------------------------------------------

    def work(self, key: str) -> Work:
        """The work with that canonical id.

        Raises:
            MovedEntity: it was merged into another one.
            GoneEntity: it was removed on purpose.
            UnknownEntity: the catalogue never held it.
        """
        return self._entity("work", key, Work)

    def claims(self, key: str) -> Claims | None:
        """What was extracted from a work, or None when nothing was read yet."""
        return self._entities("claims", [key], Claims).get(key)

    def agent(self, key: str) -> Agent:
        """The agent with that key; raises as :meth:`work` does."""
        return self._entity("agent", key, Agent)

    def concept(self, key: str) -> Concept:
        """The concept with that slug; raises as :meth:`work` does."""
        return self._entity("concept", key, Concept)

    def venue(self, key: str) -> Venue:
        """The venue or edition with that key; raises as :meth:`work` does."""
        return self._entity("venue", key, Venue)

    def issue(self, key: str) -> Issue:
        """The issue ``series/day``; raises as :meth:`work` does."""
        return self._entity("issue", key, Issue)

    def works(self, keys: Sequence[str]) -> list[Work]:
        """The works that are held, in the order asked."""
        held = self._entities("work", keys, Work)
        return [held[key] for key in keys if key in held]

    def concepts_by_key(self, keys: Iterable[str]) -> dict[str, Concept]:
        """The concepts that are held, by key."""
        return self._entities("concept", keys, Concept)

    def agents_by_key(self, keys: Iterable[str]) -> dict[str, Agent]:
        """The agents that are held, by key."""
        return self._entities("agent", keys, Agent)

    def venues_by_key(self, keys: Iterable[str]) -> dict[str, Venue]:
        """The venues that are held, by key."""
        return self._entities("venue", keys, Venue)

    def find(self, text: str) -> str | None:
        """The key of the held work that a text names by any spelling of an id, or None."""
        work_id = find_work_id(text)
        if work_id is None:
            return None
        with self._views.reading() as connection:
            held = connection.execute(
                select(identifier.c.work_key).where(identifier.c.id == str(work_id))
            ).scalar_one_or_none()
        return None if held is None else str(held)

    def find_all(self, ids: Iterable[str]) -> dict[str, str]:
        """The keys of the held works by those of some canonical ids that name one."""
        asked = list(dict.fromkeys(ids))
        query = select(identifier.c.id, identifier.c.work_key)
        found: dict[str, str] = {}
        with self._views.reading() as connection:
            for start in range(0, len(asked), _CHUNK):
                chunk = asked[start : start + _CHUNK]
                rows = connection.execute(query.where(identifier.c.id.in_(chunk)))
                found.update({row.id: row.work_key for row in rows})
        return found

    def titled(self, titles: Iterable[str]) -> dict[str, str]:
        """The keys of the works by those of some titles that name one, case and accents aside.

        A title that several works have names none of them.
        """
        folded = {title: fold(title) for title in titles}
        asked = sorted(set(filter(None, folded.values())))
        query = select(work.c.title_folded, work.c.key).where(work.c.is_stub == 0)
        keys: dict[str, list[str]] = {}
        with self._views.reading() as connection:
            for start in range(0, len(asked), _CHUNK):
                chunk = asked[start : start + _CHUNK]
                for row in connection.execute(query.where(work.c.title_folded.in_(chunk))):
                    keys.setdefault(row.title_folded, []).append(row.key)
        return {
            title: keys[form][0] for title, form in folded.items() if len(keys.get(form, ())) == 1
        }

    def ids_near(self, work_id: str, limit: int = 6) -> list[str]:
        """The keys of held works whose ids stand next to an id that is not held, nearest first.

        Args:
            work_id: canonical (``arxiv:2405.17258``); ids of other schemes are not near.
            limit: most keys.
        """
        scheme = work_id.partition(":")[0] + ":"
        near = select(identifier.c.id, identifier.c.work_key).where(
            identifier.c.id.like(f"{scheme}%")
        )
        below = near.where(identifier.c.id < work_id).order_by(identifier.c.id.desc())
        above = near.where(identifier.c.id > work_id).order_by(identifier.c.id)
        with self._views.reading() as connection:
            found = [
                (-_common(row.id, work_id), row.id, row.work_key)
                for query in (below, above)
                for row in connection.execute(query.limit(limit))
            ]
        return list(dict.fromkeys(key for *_, key in sorted(found)))[:limit]

    # ---- issues -------------------------------------------------------------------------------

    def latest_issue(self) -> Issue | None:
        """The newest issue, or None when no source lists works."""
        rows = self.issues(limit=1)
        return self.issue(rows[0].key) if rows else None

    def issues(self, limit: int = 50, before: str | None = None) -> list[IssueRow]:
        """Issues from the newest to the oldest, after the cursor ``before`` (an issue's key)."""
        query = select(issue.c.key, issue.c.series, issue.c.issued_on, issue.c.size)
        if before is not None:
            query = query.where(_earlier(before))
        return self._issue_rows(query.order_by(issue.c.issued_on.desc(), issue.c.key), limit)

    def issues_since(self, day: date) -> list[Issue]:
        """Every issue of that day or later with all its works, from the oldest to the newest."""
        query = select(issue.c.state).where(issue.c.issued_on >= day)
        with self._views.reading() as connection:
            rows = connection.scalars(query.order_by(issue.c.issued_on, issue.c.key))
            return [decode(state, Issue) for state in rows]

    def issue_neighbours(self, key: str) -> tuple[str | None, str | None]:
        """The issues before and after this one in its series."""
        series, _, day = key.rpartition("/")
        base = select(issue.c.key, issue.c.series, issue.c.issued_on, issue.c.size).where(
            issue.c.series == series
        )
        issued_on = date.fromisoformat(day)
        earlier = base.where(issue.c.issued_on < issued_on).order_by(issue.c.issued_on.desc())
        later = base.where(issue.c.issued_on > issued_on).order_by(issue.c.issued_on)
        before, after = self._issue_rows(earlier, 1), self._issue_rows(later, 1)
        return (before[0].key if before else None, after[0].key if after else None)

    # ---- lists of works -----------------------------------------------------------------------

    def works_of(self, kind: str, key: str, limit: int = 50, after: str | None = None) -> WorkPage:
        """Works of an agent, of a concept (and its narrower ones) or of a venue, newest first.

        Args:
            kind: ``agent``, ``concept`` or ``venue``.
            key: of the entity.
            limit: most works on a page.
            after: the cursor that the page before gave.
        """
        return self._page(self._members(kind, key), limit, after)

    def work_dates(self, keys: Iterable[str]) -> dict[str, WorkDates]:
        """The dates and votes of many works at once, without reading the works."""
        query = select(work.c.key, work.c.published_on, work.c.year, work.c.votes)
        with self._views.reading() as connection:
            return {
                row.key: WorkDates(row.published_on, row.year, row.votes)
                for row in select_in(connection, query, work.c.key, keys)
            }

    def recent_works(self, limit: int = 50, after: str | None = None) -> WorkPage:
        """All works that are more than a citation, newest first."""
        return self._page(select(work.c.key).where(work.c.is_stub == 0), limit, after)

    def works_of_concept_by_year(self, key: str) -> list[tuple[int, int]]:
        """How many works of each year name the concept or a narrower one, by year."""
        query = (
            select(work.c.year, func.count())
            .where(work.c.key.in_(self._members("concept", key)), work.c.year.is_not(None))
            .group_by(work.c.year)
            .order_by(work.c.year)
        )
        with self._views.reading() as connection:
            return [(int(year), int(count)) for year, count in connection.execute(query)]

    def co_occurring(self, key: str, limit: int = 12) -> list[tuple[Concept, int]]:
        """The concepts that works name beside this one, with how many works, the most first."""
        beside = work_concept.alias("beside")
        query = (
            select(concept.c.state, func.count().label("works"))
            .select_from(work_concept)
            .join(beside, beside.c.work_key == work_concept.c.work_key)
            .join(concept, concept.c.key == beside.c.concept_key)
            .where(work_concept.c.concept_key == key, beside.c.concept_key != key)
            .group_by(concept.c.key)
            .order_by(func.count().desc(), concept.c.key)
            .limit(limit)
        )
        with self._views.reading() as connection:
            return [(decode(row.state, Concept), row.works) for row in connection.execute(query)]

    # ---- concepts -----------------------------------------------------------------------------

    def narrower(self, key: str) -> list[Concept]:
        """The concepts directly below this one, by label."""
        query = (
            select(concept.c.state)
            .join(concept_broader, concept_broader.c.concept_key == concept.c.key)
            .where(concept_broader.c.broader_key == key)
            .order_by(concept.c.label_folded, concept.c.key)
        )
        with self._views.reading() as connection:
            return [decode(body, Concept) for body in connection.scalars(query)]

    def concepts(
        self, kind: str | None = None, limit: int = 100, after: str | None = None
    ) -> list[tuple[Concept, int]]:
        """Concepts that works name, with the number of works, the most named first.

        Args:
            kind: only this kind.
            limit: most rows.
            after: key of the last concept seen.
        """
        counted = (
            select(work_concept.c.concept_key.label("key"), func.count().label("works"))
            .group_by(work_concept.c.concept_key)
            .subquery()
        )
        query = select(concept.c.state, counted.c.works).join(
            counted, counted.c.key == concept.c.key
        )
        if kind is not None:
            query = query.where(concept.c.kind == kind)
        if after is not None:
            seen = select(counted.c.works).where(counted.c.key == after).scalar_subquery()
            query = query.where(
                or_(
                    counted.c.works < seen,
                    and_(counted.c.works == seen, concept.c.key > after),
                )
            )
        query = query.order_by(counted.c.works.desc(), concept.c.key).limit(limit)
        with self._views.reading() as connection:
            return [(decode(row.state, Concept), row.works) for row in connection.execute(query)]

    # ---- everything ---------------------------------------------------------------------------

    def suggest(self, text: str, limit: int = 8) -> Suggestions:
        """Works, concepts and agents whose title, label or name begins so or holds such a word."""
        folded = fold(text)
        if not folded:
            return Suggestions((), (), ())
        return Suggestions(
            tuple(self._like(work, work.c.title_folded, folded, limit, Work)),
            tuple(self._like(concept, concept.c.label_folded, folded, limit, Concept)),
            tuple(self._like(agent, agent.c.name_folded, folded, limit, Agent)),
        )

    def named(self, kind: str, text: str, limit: int = 8) -> list[Any]:
        """Works, agents, venues or concepts whose name begins so or holds such a word.

        The longest word alone is looked for where the whole text is found nowhere.
        """
        table, column, cls = _NAMED[kind]
        folded = fold(text)
        words = sorted(folded.split(), key=len, reverse=True)
        for wanted in dict.fromkeys((folded, *words[:1])):
            found = self._like(table, column, wanted, limit, cls) if wanted else []
            if found:
                return found
        return []

    def counts(self) -> dict[str, int]:
        """How many entities of each kind there are; ``stubs`` are works known from citations."""
        with self._views.reading() as connection:
            counted = {
                kind: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for kind, table in ENTITY_TABLES.items()
            }
            stubs = connection.execute(
                select(func.count()).select_from(work).where(work.c.is_stub == 1)
            ).scalar_one()
        return {**counted, "work": counted["work"] - int(stubs), "stubs": int(stubs)}

    def coverage(self) -> dict[str, int]:
        """For how many works each kind of edge is known (see :mod:`kg.catalogue.coverage`)."""
        with self._views.reading() as connection:
            return coverage(connection)

    def work_candidates(self) -> list[WorkCandidate]:
        """Works that may be one (see :mod:`kg.catalogue.matching`)."""
        with self._views.reading() as connection:
            return work_candidates(connection)

    def agent_candidates(self, name: str | None = None, limit: int = 100) -> list[AgentCandidate]:
        """Agents that may be one person (see :mod:`kg.catalogue.people`)."""
        with self._views.reading() as connection:
            return agent_candidates(connection, name, limit)

    def decisions(self, kind: DecisionKind) -> list[Decision]:
        """What was decided about works or agents, in the order in which it was."""
        with self._views.reading() as connection:
            return decisions(connection, kind)

    def agents(self, name: str = "", limit: int = 50) -> list[tuple[Agent, int]]:
        """Agents with their number of works, the most first; those whose name begins so."""
        counted = func.count(authorship.c.work_key.distinct())
        query = (
            select(agent.c.state, counted.label("works"))
            .join(authorship, authorship.c.agent_key == agent.c.key)
            .group_by(agent.c.key, agent.c.state)
            .order_by(counted.desc(), agent.c.key)
            .limit(limit)
        )
        if name:
            query = query.where(agent.c.name_folded.startswith(fold(name), autoescape=True))
        with self._views.reading() as connection:
            return [(decode(row.state, Agent), row.works) for row in connection.execute(query)]

    def runs(self, limit: int = 20) -> list[ledger.Run]:
        """The newest runs of ingest, each with what it rejected."""
        with self._views.reading() as connection:
            return ledger.newest_runs(connection, limit)

    def change_number(self) -> int:
        """The number of the newest change."""
        with self._views.reading() as connection:
            return last_number(connection)

    # ---- how ----------------------------------------------------------------------------------

    def _entity(self, kind: str, key: str, cls: type[_E]) -> _E:
        held = self._entities(kind, [key], cls).get(key)
        if held is not None:
            return held
        with self._views.reading() as connection:
            sign = connection.execute(
                select(tombstone.c.replaced_by).where(
                    tombstone.c.kind == kind, tombstone.c.key == key
                )
            ).first()
        if sign is None:
            raise UnknownEntity(kind, key)
        if sign.replaced_by is None:
            raise GoneEntity(kind, key)
        raise MovedEntity(kind, key, sign.replaced_by)

    def _entities(self, kind: str, keys: Iterable[str], cls: type[_E]) -> dict[str, _E]:
        asked = list(dict.fromkeys(keys))
        held = self._views.known(kind, asked)
        wanted = [key for key in asked if key not in held]
        if wanted:
            states = self._states(kind, wanted)
            read = {key: decode(state, cls) for key, state in states.items()}
            self._views.learn(kind, read, {key: len(state) for key, state in states.items()})
            held.update(read)
        return cast(dict[str, _E], held)

    def _states(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        states: dict[str, bytes] = {}
        with self._views.reading() as connection:
            for start in range(0, len(keys), _CHUNK):
                rows = connection.execute(_STATES_OF[kind], {"keys": keys[start : start + _CHUNK]})
                states.update((row.key, row.state) for row in rows)
        return states

    def _issue_rows(self, query: Select[tuple[str, str, date, int]], limit: int) -> list[IssueRow]:
        with self._views.reading() as connection:
            rows = connection.execute(query.limit(limit))
            return [IssueRow(row.key, row.series, row.issued_on, row.size) for row in rows]

    def _members(self, kind: str, key: str) -> Select[tuple[str]]:
        if kind == "agent":
            return select(authorship.c.work_key).where(authorship.c.agent_key == key)
        if kind == "venue":
            return select(work_venue.c.work_key).where(work_venue.c.venue_key == key)
        below = select(concept.c.key.label("key")).where(concept.c.key == key).cte(recursive=True)
        below = below.union(
            select(concept_broader.c.concept_key).join(
                below, concept_broader.c.broader_key == below.c.key
            )
        )
        return select(work_concept.c.work_key).where(
            work_concept.c.concept_key.in_(select(below.c.key))
        )

    def _page(self, members: Select[tuple[str]], limit: int, after: str | None) -> WorkPage:
        day = func.coalesce(work.c.published_on, date(1, 1, 1))
        year = func.coalesce(work.c.year, 0)
        inside = work.c.key.in_(members)
        query = select(work.c.state).where(inside)
        if after is not None:
            last = select(year, day).where(work.c.key == after).subquery()
            last_year, last_day = (select(column).scalar_subquery() for column in last.c)
            query = query.where(
                or_(
                    year < last_year,
                    and_(year == last_year, day < last_day),
                    and_(year == last_year, day == last_day, work.c.key > after),
                )
            )
        query = query.order_by(year.desc(), day.desc(), work.c.key).limit(limit + 1)
        with self._views.reading() as connection:
            found = [decode(body, Work) for body in connection.scalars(query)]
            total = connection.execute(
                select(func.count()).select_from(work).where(inside)
            ).scalar_one()
        shown = tuple(found[:limit])
        return WorkPage(shown, shown[-1].key if len(found) > limit else None, int(total))

    def _like(self, table, column, folded: str, limit: int, cls: type[_E]) -> list[_E]:  # type: ignore[no-untyped-def]
        escaped = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        begins = column.like(f"{escaped}%", escape="\\")
        inside = column.like(f"% {escaped}%", escape="\\")
        order = (begins.desc(), func.length(column), column)
        # The names alone are looked through in their index, without the states beside them.
        names = select(column).where(or_(begins, inside)).group_by(column)
        query = (
            select(table.c.state)
            .where(column.in_(names.order_by(*order).limit(limit)))
            .order_by(*order, table.c.key)
            .limit(limit)
        )
        with self._views.reading() as connection:
            return [decode(body, cls) for body in connection.scalars(query)]


_NAMED: dict[str, tuple[Any, Any, Any]] = {
    "work": (work, work.c.title_folded, Work),
    "agent": (agent, agent.c.name_folded, Agent),
    "venue": (venue, venue.c.name_folded, Venue),
    "concept": (concept, concept.c.label_folded, Concept),
}


def _earlier(key: str):  # type: ignore[no-untyped-def]
    day = date.fromisoformat(key.rpartition("/")[2])
    return or_(issue.c.issued_on < day, and_(issue.c.issued_on == day, issue.c.key > key))


def _common(one: str, other: str) -> int:
    """How many characters two ids share at their beginning."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
