"""Entities of the catalogue by key, decoded; read once in a view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar, cast

from sqlalchemy import bindparam, select

from kg.catalogue.codec import decode
from kg.catalogue.errors import GoneEntity, MovedEntity, UnknownEntity
from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import chunks
from kg.catalogue.tables import ENTITY_TABLES, tombstone
from kg.catalogue.viewing import Views
from kg.entities import Agent, Claims, Concept, Entity, Issue, Venue, Work

_E = TypeVar("_E", bound=Entity)
# Made once: a page runs these a dozen times, and making one costs as much as running it.
_STATES_OF = {
    kind: select(table.c.key, table.c.state).where(
        table.c.key.in_(bindparam("keys", expanding=True))
    )
    for kind, table in ENTITY_TABLES.items()
}


class Entities:
    """Entities by key.

    Args:
        catalogue: an opened catalogue.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._views = Views(catalogue)

    def view(self) -> AbstractContextManager[None]:
        """Answer everything asked inside the block from one state, each entity read once."""
        return self._views.view()

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
            for chunk in chunks(keys):
                rows = connection.execute(_STATES_OF[kind], {"keys": chunk})
                states.update((row.key, row.state) for row in rows)
        return states
