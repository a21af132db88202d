"""One sentence as the readers of results see it, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.concepts.results.metrics import MetricWord
from kg.concepts.results.quantities import Quantity

_LIST = re.compile(r"\s?(?:,|및|와|과|and|그리고|/)\s?(?:and\s)?")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a quantity measures.

    Args:
        metric: its name.
        unit: of the value, or None.
        start, end: the stretch of the sentence that says so.
        compares: True when the number is relative to something.
        confidence: in [0, 1].
        baseline_text: the words for what it is compared with, where the reader knows them.
    """

    metric: str
    unit: str | None
    start: int
    end: int
    compares: bool = False
    confidence: float = 0.85
    baseline_text: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with what was found in it.

    Args:
        text: the sentence.
        quantities: in order.
        metrics: words for metrics, in order.
        is_title: True for a title.
        own_ends: where the names end of what the work introduces.
        other_ends: where the names end of models that it does not.
    """

    text: str
    quantities: Sequence[Quantity]
    metrics: Sequence[MetricWord]
    is_title: bool
    own_ends: Sequence[int] = ()
    other_ends: Sequence[int] = ()


def list_end(reading: Reading, at: int) -> int:
    """The end of the list of quantities of one kind to which a quantity belongs."""
    end = reading.quantities[at].end
    for q in reading.quantities[at + 1 :]:
        same = q.kind == reading.quantities[at].kind
        if not same or not _LIST.fullmatch(reading.text, end, q.start):
            break
        end = q.end
    return end
