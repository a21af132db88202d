"""Writes of others: SPARQL Update and the Graph Store Protocol, without any trust.

A write never runs on the dataset. A worker process, walled in like those that answer queries and
as easily killed, applies it to a scratch copy (hard links, so it costs milliseconds), and only
what it leaves there is taken over, in one step: the whole copy of a plain dataset
(:mod:`~kg.sparql.updating.plain`), or the content of the users' graphs that the write names
(:mod:`~kg.sparql.updating.user_graphs`). So a write can be stopped at any time, none is half
done, and no text of others can change what the catalogue published.
"""

from __future__ import annotations

from kg.sparql.updating.changes import Change, Drop, Load, Patch, Update
from kg.sparql.updating.plain import PlainDataset
from kg.sparql.updating.user_graphs import GraphWriter, StoreWriter, UserGraphs, WriteReport

__all__ = [
    "Change",
    "Drop",
    "GraphWriter",
    "Load",
    "Patch",
    "PlainDataset",
    "StoreWriter",
    "Update",
    "UserGraphs",
    "WriteReport",
]
