"""Printed names: their keys, which of them are teams, which may mean the same person.

A name printed on a work is no person. Equal keys put authorships into one name cluster; variants
(initials, order, spelling) are candidates with their evidence, for somebody to decide.
"""

from __future__ import annotations

from kg.names.keys import agent_key, given_first, name_key
from kg.names.teams import is_team, is_truncation
from kg.names.variants import NameVariant, find_variants, variant_evidence

__all__ = [
    "NameVariant",
    "agent_key",
    "find_variants",
    "given_first",
    "is_team",
    "is_truncation",
    "name_key",
    "variant_evidence",
]
