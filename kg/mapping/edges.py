"""How a work is tied to a concept: one table for the plain edges and for the claims."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.entities import ConceptEdge, ConceptKind, Role
from kg.vocab import DCTERMS, LPWC, PAPERKIN

PLAIN_EDGE_CONFIDENCE = 0.5
"""A plain edge is stated from this confidence on; below it there is only the claim."""

_BY_KIND: dict[ConceptKind, NamedNode] = {
    "method": LPWC.hasMethod,
    "task": LPWC.hasTask,
    "dataset": LPWC.usesDataset,
    "model": LPWC.hasModel,
    "metric": PAPERKIN.reportsMetric,
    "hardware": PAPERKIN.usesHardware,
    "concept": DCTERMS.subject,
}
_COMPARED: frozenset[ConceptKind] = frozenset({"method", "model"})
_DATA: frozenset[ConceptKind] = frozenset({"dataset", "concept"})


def predicates(kind: ConceptKind, role: Role) -> tuple[NamedNode, ...]:
    """Give the properties that say what a work does with a concept, the most telling one first.

    >>> [one == PAPERKIN.comparesWith for one in predicates("model", "compares")]
    [True]
    >>> [one == LPWC.hasTask for one in predicates("task", "mentions")]
    [True]
    """
    if kind in _COMPARED and role == "compares":
        return (PAPERKIN.comparesWith,)
    if kind in _DATA and role == "trains":
        return (PAPERKIN.trainedOn, _BY_KIND[kind])
    return (_BY_KIND[kind],)


def is_plain(edge: ConceptEdge) -> bool:
    """Tell whether the confidence is high enough for a plain edge."""
    return edge.confidence >= PLAIN_EDGE_CONFIDENCE
