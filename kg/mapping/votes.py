"""A reading of votes; an unknown number has no node, and is never 0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import NamedNode

from kg.entities import VoteReading
from kg.mapping.sheet import Sheet
from kg.mapping.terms import day, integer
from kg.vocab import DCTERMS, RDF, SCHEMA


def newest_reading(readings: Iterable[VoteReading]) -> VoteReading:
    """Give the reading that is current: of one day's readings the highest, then the last by name.

    Args:
        readings: at least one.
    """
    return max(readings, key=lambda one: (one.read_on, one.votes, one.series))


def add_votes(
    sheet: Sheet,
    graph: NamedNode,
    of: NamedNode,
    counter: NamedNode,
    votes: int,
    read_on: date,
) -> None:
    """Write a reading of the votes of a work or of a place in an issue."""
    sheet.add(graph, of, SCHEMA.interactionStatistic, counter)
    sheet.describe(
        graph,
        counter,
        (RDF.type, SCHEMA.InteractionCounter),
        (SCHEMA.interactionType, SCHEMA.VoteAction),
        (SCHEMA.userInteractionCount, integer(votes)),
        (DCTERMS.date, day(read_on)),
    )
