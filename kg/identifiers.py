"""Identifiers of works and people: the one parser, the one writer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class WorkId:
    """A canonical id of a work: scheme (``arxiv``, ``doi``, ``acl`` …) and value."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
