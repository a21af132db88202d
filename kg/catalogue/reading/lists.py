"""Lists of works and of concepts, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select

from kg.catalogue.codec import decode
from kg.catalogue.folding import fold
from kg.catalogue.reading.entities import Entities
from kg.catalogue.sql import select_in
from kg.catalogue.tables import (
    agent,
    authorship,
    concept,
    concept_broader,
    work,
    work_concept,
    work_venue,
)
from kg.entities import Agent, Concept, Work


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


class Lists(Entities):
    """Lists that begin after a cursor."""

    def works_of(self, kind: str, key: str, limit: int = 50, after: str | None = None) -> WorkPage:
        """Works of an agent, of a concept (and its narrower ones) or of a venue, newest first.

        Args:
            kind: ``agent``, ``concept`` or ``venue``.
            key: of the entity.
            limit: most works on a page.
            after: the cursor that the page before gave.
        """
        return self._page(_members(kind, key), limit, after)

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
            .where(work.c.key.in_(_members("concept", key)), work.c.year.is_not(None))
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


def _members(kind: str, key: str) -> Select[tuple[str]]:
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
