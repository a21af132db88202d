"""The index follows the catalogue: what changed is added to the index that is published.

Adding gives the same answers as making the index anew, at a fraction of the cost. What cannot be
told as an addition (a concept that is no longer below another, say) is left to a new index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.catalogue.changes import EntityChange
from kg.catalogue.everything import Everything
from kg.entities import Agent, Claims, Concept, Entity, Venue, Work
from recommender import Document, Edge, Recommender
from web.indexing import bilingual_dictionary, document, hierarchy_edges, work_edges

_E = TypeVar("_E", Work, Concept)

WORTH_ADDING = 0.2
"""Changed works, as a share of those held, from which on a new index costs no more."""


class _NoAddition(Exception):
    """A change that no addition can tell."""


@dataclass(slots=True)
class _Addition:
    """What is added to an index, and which works leave it.

    Args:
        stating_results: keys of changed works in whose texts a result is stated.
    """

    stating_results: Collection[str]
    documents: list[Document] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def take(self, change: EntityChange) -> None:
        """Add what a change means for the index."""
        if change.kind == "work":
            self.take_work(change.key, _as(Work, change.old), _as(Work, change.new))
        elif change.kind == "concept":
            self._take_concept(_as(Concept, change.old), _as(Concept, change.new))
        elif isinstance(change.new, Agent):
            self.labels[change.key] = change.new.name
        elif isinstance(change.new, Venue):
            self.labels[change.key] = change.new.acronym or change.new.name

    def take_work(self, key: str, old: Work | None, new: Work | None) -> None:
        """Add what a work as it was and is means for the index."""
        if new is not None and not new.is_stub:
            self.documents.append(document(new, self.stating_results))
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
    if changes is None or "has_result" not in published.index.corpus.facets:
        return None  # or the index was made before that facet was known
    addition = _Addition(known.stating_results(_touched(changes)))
    try:
        for change in changes:
            addition.take(change)
        for work in known.works_by_key(_with_other_results(changes)):
            addition.take_work(work.key, work, work)
    except _NoAddition:
        return None
    if len(addition.documents) > WORTH_ADDING * len(published):
        return None
    index = published
    if gone := [key for key in addition.removed if key in index]:
        index = index.remove(gone)
    return index.add(addition.documents, addition.edges, labels=addition.labels)


def _touched(changes: Iterable[EntityChange]) -> set[str]:
    """Keys of the works that changed, or of which something else was read."""
    return {change.key for change in changes if change.kind in {"work", "claims"}}


def _with_other_results(changes: Sequence[EntityChange]) -> list[str]:
    """Keys of works that are as before, but state a result now, or none any more."""
    changed = {change.key for change in changes if change.kind == "work"}
    return [
        change.key
        for change in changes
        if change.kind == "claims"
        and change.key not in changed
        and _states_result(change.old) != _states_result(change.new)
    ]


def _states_result(claims: Entity | None) -> bool:
    return isinstance(claims, Claims) and bool(claims.results)


def _most_changes(works: int) -> int:
    """Changes that are worth reading: a work comes with some ten agents and claims."""
    return 1_000 + works * 4


def _edges_of(work: Work | None) -> Iterable[Edge]:
    return () if work is None else work_edges(work)


def _as(kind: type[_E], entity: Entity | None) -> _E | None:
    assert entity is None or isinstance(entity, kind)
    return entity
