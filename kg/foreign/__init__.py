"""Data of others: read in a walled-in process, kept in graphs of their own with their origin.

- :func:`read_graphs` and :func:`pick_triples` read foreign RDF, strictly;
- :func:`with_descriptions` tells their provenance and licence; the catalogue keeps them.

Link sets (:mod:`kg.linking`) are kept in the same way.
"""

from __future__ import annotations

from kg.foreign.errors import ForeignError, ForeignRefused, UnknownPeer
from kg.foreign.keeping import DESCRIPTIONS, Origin, require_foreign, with_descriptions
from kg.foreign.reading import ForeignLimits, format_of_name, pick_triples, read_graphs

__all__ = [
    "DESCRIPTIONS",
    "ForeignError",
    "ForeignLimits",
    "ForeignRefused",
    "Origin",
    "UnknownPeer",
    "format_of_name",
    "pick_triples",
    "read_graphs",
    "require_foreign",
    "with_descriptions",
]
