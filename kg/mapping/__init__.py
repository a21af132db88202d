"""From an entity to its quads: pure, in the same order every time, and every node an IRI.

Each quad has one owner. It is the entity that its subject belongs to, with two exceptions that come
and go with the entity which knows them: the edges of a work to its evaluations are written by its
claims, and that a graph derives from a file is written by the file. So a change is the difference
between an entity's old and new quads, and the whole dataset is the union over all entities.

One file per kind of entity; what several need is beside them (:mod:`~kg.mapping.evidence`,
:mod:`~kg.mapping.edges`, :mod:`~kg.mapping.terms`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyoxigraph import Quad

from kg.entities import Agent, Claims, Concept, Entity, Issue, SourceFile, Venue, Work
from kg.iris import Iris
from kg.mapping.agent import agent_quads
from kg.mapping.claims import claims_quads
from kg.mapping.concept import concept_quads
from kg.mapping.frame import frame_quads
from kg.mapping.issue import issue_quads
from kg.mapping.provenance import file_quads
from kg.mapping.recommendations import RankedWork, Reason, recommendation_quads
from kg.mapping.venue import venue_quads
from kg.mapping.work import work_quads

__all__ = [
    "MAPPING_VERSION",
    "RankedWork",
    "Reason",
    "diff",
    "frame_quads",
    "quads",
    "recommendation_quads",
]

MAPPING_VERSION = 2
"""Grows when the same entity gives other quads; a store made by another version is rebuilt."""

_MAPPINGS: Mapping[type, Callable[[Any, Iris], list[Quad]]] = {
    Work: work_quads,
    Claims: claims_quads,
    Agent: agent_quads,
    Concept: concept_quads,
    Venue: venue_quads,
    Issue: issue_quads,
    SourceFile: file_quads,
}


def quads(entity: Entity | SourceFile, iris: Iris) -> list[Quad]:
    """Give the quads of an entity, without duplicates, in a fixed order.

    >>> from kg.entities import Venue
    >>> venue = Venue(key="neurips", name="NeurIPS")
    >>> quads(venue, Iris())[0].subject
    <NamedNode value=https://w3id.org/paperkin/venue/neurips>
    """
    return _MAPPINGS[type(entity)](entity, iris)


def diff(old: Iterable[Quad], new: Iterable[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Give what must be deleted from and inserted into a store to get from old to new.

    Returns:
        Deletions and insertions, each in the order in which they came.
    """
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return (
        [quad for quad in before if quad not in after],
        [quad for quad in after if quad not in before],
    )
