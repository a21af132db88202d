"""Reasons: the addends of a signal's value, named only when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a signal gives a work some of its value.

    Args:
        kind: see `recommender.model.Evidence`.
        nodes: numbers of the nodes along the path; empty for words.
        label: set for words; paths are labelled by their nodes.
    """

    kind: str
    nodes: tuple[int, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """All addends of one value, in a fixed order.

    Args:
        shares: what each adds; shape (n_reasons,).
        name: tells the reason at a place.
    """

    shares: NDArray[np.floating[Any]]
    name: Callable[[int], Reason]

    def strongest(self, limit: int) -> list[int]:
        """Places of the greatest shares, greatest first, ties by place."""
        places: list[int] = np.argsort(-self.shares, kind="stable")[:limit].tolist()
        return places
