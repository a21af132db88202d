"""What a quantity measures: each kind of quantity asks its readers in turn.

A reader answers with a :class:`~kg.concepts.results.reading.Measure`, or None when the sentence
does not say that the number is a result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.concepts.results.amounts import rate, resolution, size, time, tokens
from kg.concepts.results.changes import change
from kg.concepts.results.quantities import QuantityKind
from kg.concepts.results.reading import Measure, Reading
from kg.concepts.results.scores import preference, scored, share

_READERS: Mapping[QuantityKind, Sequence[Callable[[Reading, int], Measure | None]]] = {
    "percent": (preference, share, change, scored),
    "points": (change, scored),
    "times": (change,),
    "bare": (scored,),
    "share": (share,),
    "rate": (rate,),
    "time": (time,),
    "resolution": (resolution,),
    "size": (size,),
    "tokens": (tokens,),
}


def measure(reading: Reading, at: int) -> Measure | None:
    """What the quantity at an index measures, or None when it is no result."""
    if _is_of_another(reading, at):
        return None
    kind = reading.quantities[at].kind
    return next((found for reader in _READERS[kind] if (found := reader(reading, at))), None)


def _is_of_another(reading: Reading, at: int) -> bool:
    """Whether a number stands in a parenthesis behind another model: "GPT-4o (72.5%)"."""
    before = reading.text[: reading.quantities[at].start].rstrip()
    return before.endswith("(") and len(before[:-1].rstrip()) in reading.other_ends
