"""The graph follows the catalogue: changes become patches of a store, each exactly once.

The store keeps the number of the last change it contains inside itself, written in the same
update as the change; so after an interruption the projection goes on from that number, and
nothing is lost or applied twice.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from pyoxigraph import Quad
from sqlalchemy import Connection

from kg.catalogue.changes import (
    all_entities,
    changes_between,
    count_entities,
    last_number,
)
from kg.catalogue.opening import Catalogue
from kg.entities import Entity
from kg.mapping import diff
from kg.stores.contract import Patch, Store

PATCH_SIZE = 2_000
"""Change numbers in one patch: bounds the memory of a catch-up. Only speed depends on it."""

_TOLD_EVERY = 200

Mapper = Callable[[Entity], list[Quad]]


def catch_up(
    catalogue: Catalogue,
    store: Store,
    mapper: Mapper,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Bring a store to the newest change of the catalogue.

    Args:
        catalogue: the system of record.
        store: where the graph lives; an empty one is filled by its bulk loader.
        mapper: the quads of an entity, deterministic and without blank nodes.
        progress: called with how far it is and the number aimed at: entities in a first load,
            changes afterwards.

    Returns:
        The number that the store contains now.
    """
    with catalogue.reading() as connection:
        target = last_number(connection)
        reached = store.change_number()
        if reached == 0 and target > 0:
            everything = counted(all_entities(connection), count_entities(connection), progress)
            with _known_objects_at_rest():
                store.bulk_load(chain.from_iterable(map(mapper, everything)), target)
            reached = target
    while reached < target:
        until = min(reached + PATCH_SIZE, target)
        with catalogue.reading() as connection:
            patch = patch_between(connection, reached, until, mapper)
        store.apply(patch)
        reached = until
        if progress is not None:
            progress(reached, target)
    return reached


@contextmanager
def _known_objects_at_rest() -> Iterator[None]:
    """Keep the collector from walking what there is already while millions of objects come and go.

    A concept scheme and an index lie in memory then: walking them takes a fifth of the time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def patch_between(connection: Connection, after: int, until: int, mapper: Mapper) -> Patch:
    """What the changes in ``(after, until]`` do to the graph, as one patch."""
    deletions: list[Quad] = []
    insertions: list[Quad] = []
    for one in changes_between(connection, after, until):
        removed, added = diff(_quads(one.old, mapper), _quads(one.new, mapper))
        deletions.extend(removed)
        insertions.extend(added)
    return Patch(deletions, insertions, until)


def counted(
    entities: Iterable[Entity], total: int, progress: Callable[[int, int], None] | None
) -> Iterator[Entity]:
    """The same entities, while somebody is told how many have passed."""
    for done, entity in enumerate(entities, start=1):
        yield entity
        if progress is not None and (done % _TOLD_EVERY == 0 or done == total):
            progress(done, total)


def _quads(entity: Entity | None, mapper: Mapper) -> Iterable[Quad]:
    return () if entity is None else mapper(entity)
