"""The index follows the catalogue: what changed is added to the index that is published.

Adding gives the same answers as making the index anew, at a fraction of the cost. What cannot be
told as an addition (a concept that is no longer below another, say) is left to a new index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from kg.catalogue.changes import EntityChange
from kg.catalogue.everything import Everything
from kg.entities import Agent, Concept, Entity, Venue, Work
from recommender import Document, Edge, Recommender
from web.indexing import bilingual_dictionary, document, hierarchy_edges, work_edges

_E = TypeVar("_E", Work, Concept)

WORTH_ADDING = 0.2
"""Changed works, as a share of those held, from which on a new index costs no more."""


class _NoAddition(Exception):
    """A change that no addition can tell."""


@dataclass(slots=True)
class _Addition:
    """What is added to an index, and which works leave it."""

    documents: list[Document] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def take(self, change: EntityChange) -> None:
        """Add what a change means for the index."""
        if change.kind == "work":
            self._take_work(change.key, _as(Work, change.old), _as(Work, change.new))
        elif change.kind == "concept":
            self._take_concept(_as(Concept, change.old), _as(Concept, change.new))
        elif isinstance(change.new, Agent):
            self.labels[change.key] = change.new.name
        elif isinstance(change.new, Venue):
            self.labels[change.key] = change.new.acronym or change.new.name

    def _take_work(self, key: str, old: Work | None, new: Work | None) -> None:
        if new is not None and not new.is_stub:
            self.documents.append(document(new))
            self.edges += work_edges(new)
        elif old is not None and not old.is_stub:
            if new is not None:
                # Others cite it still, and would lose that edge with the work.
                raise _NoAddition
            self.removed.append(key)
        else:
            self._grow(_edges_of(old), _edges_of(new))
            if new is not None:
                self.labels[key] = new.title

    def _take_concept(self, old: Concept | None, new: Concept | None) -> None:
        before, after = ([] if one is None else [one] for one in (old, new))
        if bilingual_dictionary(before) != bilingual_dictionary(after):
            raise _NoAddition
        self._grow(hierarchy_edges(before), hierarchy_edges(after))
        if new is not None:
            self.labels[new.key] = new.pref[0].text

    def _grow(self, before: Iterable[Edge], after: Iterable[Edge]) -> None:
        held, wanted = dict.fromkeys(before), dict.fromkeys(after)
        if held.keys() - wanted.keys():
            raise _NoAddition
        self.edges += [edge for edge in wanted if edge not in held]


def followed(
    published: Recommender, after: int, until: int, known: Everything
) -> Recommender | None:
    """The published index with everything that came after it, or None when a new one is due.

    Args:
        published: the index.
        after: the last change that it contains.
        until: the last change that the answer contains.
        known: what the catalogue holds now.
    """
    if until - after > _most_changes(len(published)):
        return None
    changes = known.changes_between(after, until)
    if changes is None:
        return None
    addition = _Addition()
    try:
        for change in changes:
            addition.take(change)
    except _NoAddition:
        return None
    if len(addition.documents) > WORTH_ADDING * len(published):
        return None
    index = published
    if gone := [key for key in addition.removed if key in index]:
        index = index.remove(gone)
    return index.add(addition.documents, addition.edges, labels=addition.labels)


def _most_changes(works: int) -> int:
    """Changes that are worth reading: a work comes with some ten agents and claims."""
    return 1_000 + works * 4


def _edges_of(work: Work | None) -> Iterable[Edge]:
    return () if work is None else work_edges(work)


def _as(kind: type[_E], entity: Entity | None) -> _E | None:
    assert entity is None or isinstance(entity, kind)
    return entity
