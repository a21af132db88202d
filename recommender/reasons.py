"""A reason: one addend of a signal's value, in node numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a signal gives a work some of its value.

    Args:
        kind: see `recommender.model.Evidence`.
        nodes: numbers of the nodes along the path.
        share: what it adds to the signal's value.
        label: set for words; paths are labelled by their nodes.
    """

    kind: str
    nodes: tuple[int, ...]
    share: float
    label: str = ""
