"""What a text may mean: an id in any spelling, a title, the beginning of a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from kg.catalogue.codec import decode
from kg.catalogue.folding import fold
from kg.catalogue.reading.entities import Entities
from kg.catalogue.sql import select_in
from kg.catalogue.tables import agent, concept, identifier, venue, work
from kg.entities import Agent, Concept, Entity, Venue, Work
from kg.identifiers import find_work_id

_E = TypeVar("_E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the beginning of a title, label or name could mean."""

    works: tuple[Work, ...]
    concepts: tuple[Concept, ...]
    agents: tuple[Agent, ...]


class Naming(Entities):
    """Entities by what they are called."""

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
        query = select(identifier.c.id, identifier.c.work_key)
        with self._views.reading() as connection:
            rows = select_in(connection, query, identifier.c.id, dict.fromkeys(ids))
            return {row.id: row.work_key for row in rows}

    def titled(self, titles: Iterable[str]) -> dict[str, str]:
        """The keys of the works by those of some titles that name one, case and accents aside.

        A title that several works have names none of them.
        """
        folded = {title: fold(title) for title in titles}
        asked = sorted(set(filter(None, folded.values())))
        query = select(work.c.title_folded, work.c.key).where(work.c.is_stub == 0)
        keys: dict[str, list[str]] = {}
        with self._views.reading() as connection:
            for row in select_in(connection, query, work.c.title_folded, asked):
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


def _common(one: str, other: str) -> int:
    """How many characters two ids share at their beginning."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
