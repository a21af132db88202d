"""A list with the verbs of a Spark collection, so that the job runs without Spark.

What goes from one step to the next is pickled, as between machines, and grouped values come in
another order than they were given.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ListCollection:
    items: list[Any]

    def map(self, act: Callable[[Any], Any]) -> ListCollection:
        return _sent(act(item) for item in self.items)

    def flatMap(self, act: Callable[[Any], Iterable[Any]]) -> ListCollection:  # noqa: N802
        return _sent(found for item in self.items for found in act(item))

    def mapValues(self, act: Callable[[Any], Any]) -> ListCollection:  # noqa: N802
        return self.map(lambda one: (one[0], act(one[1])))

    def mapPartitions(self, act: Callable[[Any], Iterable[Any]]) -> ListCollection:  # noqa: N802
        return _sent(act(iter(self.items)))

    def union(self, other: ListCollection) -> ListCollection:
        return ListCollection([*self.items, *other.items])

    def zipWithIndex(self) -> ListCollection:  # noqa: N802
        return ListCollection([(item, place) for place, item in enumerate(self.items)])

    def partitionBy(self, _parts: int) -> ListCollection:  # noqa: N802
        return self

    def cartesian(self, other: ListCollection) -> ListCollection:
        return ListCollection([(one, two) for one in self.items for two in other.items])

    def groupByKey(self, _parts: int) -> ListCollection:  # noqa: N802
        return ListCollection(list(self._groups().items()))

    def join(self, other: ListCollection, _parts: int) -> ListCollection:
        groups = other._groups()
        return ListCollection(
            [(key, (value, found)) for key, value in self.items for found in groups.get(key, [])]
        )

    def collect(self) -> list[Any]:
        return self.items

    def count(self) -> int:
        return len(self.items)

    def _groups(self) -> dict[Any, list[Any]]:
        groups = defaultdict(list)
        for key, value in reversed(self.items):
            groups[key].append(value)
        return groups


def _sent(items: Iterable[Any]) -> ListCollection:
    return ListCollection([pickle.loads(pickle.dumps(item)) for item in items])


@dataclass(frozen=True)
class Told:
    value: Any


class OneMachine:
    """What stands for the cluster."""

    def broadcast(self, value: Any) -> Told:
        return Told(pickle.loads(pickle.dumps(value)))

    def kept(self, collection: ListCollection) -> ListCollection:
        return collection
