"""Entities kept decoded between views, as long as the catalogue does not change.

Every change of an entity has a number in the change log, in the same transaction. So the newest
number names the state of all entities, and what was read under one number is right for every later
view that sees the same number.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

from kg.entities import Entity

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of the encoded states that are kept; decoded they take some four times as much memory."""


class Kept:
    """The entities read last, of one state of the catalogue; safe to use from many threads.

    Args:
        max_bytes: of the encoded states together; those not asked for longest go first.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._number = -1
        self._bytes = 0
        self._entities: OrderedDict[tuple[str, str], tuple[Entity, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, number: int, kind: str, keys: Iterable[str]) -> dict[str, Entity]:
        """Those of the entities that are kept from the state with that number."""
        found = {}
        with self._lock:
            if number == self._number:
                for key in keys:
                    if (kind, key) in self._entities:
                        self._entities.move_to_end((kind, key))
                        found[key] = self._entities[kind, key][0]
        return found

    def put(
        self, number: int, kind: str, entities: Mapping[str, Entity], sizes: Mapping[str, int]
    ) -> None:
        """Keep entities of the state with that number; a newer state replaces all of an older.

        Args:
            number: of the newest change that the view they were read in could see.
            kind: of the entities.
            entities: by key.
            sizes: of their encoded states in bytes, by key.
        """
        with self._lock:
            if number > self._number:
                self._entities.clear()
                self._number, self._bytes = number, 0
            if number == self._number:
                for key, entity in entities.items():
                    self._put((kind, key), entity, sizes[key])

    def _put(self, place: tuple[str, str], entity: Entity, size: int) -> None:
        if place in self._entities:
            return
        self._entities[place] = entity, size
        self._bytes += size
        while self._bytes > self._max_bytes:
            _, (_, freed) = self._entities.popitem(last=False)
            self._bytes -= freed
