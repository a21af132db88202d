"""Every hyperparameter of the recommender, in one place.

Each field carries its range, its meaning, and whether it changes results or only speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from recommender.errors import InvalidParameter

TOPICAL_KINDS = ("concept", "keyword", "task", "method", "dataset", "model", "metric", "topic")

# what may change without building the index again
WEIGHT_NAMES = frozenset(
    {
        "text_weight",
        "concept_weight",
        "link_weight",
        "walk2_weight",
        "walk3_weight",
        "kin_weight",
        "kin",
        "concept_floor",
        "uncited_walks",
        "topic_walks",
        "walk_compression",
        "popularity_penalty",
        "negative_weight",
        "title_weight",
        "diversity_pool",
        "evidence_limit",
        "heavy_terms",
        "block_size",
    }
)


def _number(default: float, low: float, high: float, effect: str, meaning: str) -> Any:
    return field(
        default=default,
        metadata={"range": (low, high), "effect": effect, "meaning": meaning},
    )


def _kind_weights() -> Mapping[str, float]:
    weights = {"cites": 1.0, "author": 0.3, "venue": 0.0}
    return MappingProxyType(weights | dict.fromkeys(TOPICAL_KINDS, 0.25))


@dataclass(frozen=True)
class Parameters:
    """How works are compared; a saved index carries the values it was built with.

    >>> Parameters().text_weight
    0.45
    >>> Parameters(text_weight=-1)
    Traceback (most recent call last):
    recommender.errors.InvalidParameter: text_weight is -1; allowed: 0.0 to 10.0
    """

    text_weight: float = _number(0.45, 0, 10, "results", "Weight of the likeness of the texts.")
    concept_weight: float = _number(
        0.15, 0, 10, "results", "Weight of the cosine of concepts and keywords."
    )
    link_weight: float = _number(0.1, 0, 10, "results", "Weight of a direct link (a citation).")
    walk2_weight: float = _number(
        0.2, 0, 10, "results", "Weight of the compressed mass of two-step walks."
    )
    walk3_weight: float = _number(
        0.35, 0, 10, "results", "Weight of the compressed mass of three-step walks."
    )
    kin_weight: float = _number(
        0.15, 0, 10, "results", "Weight of a direct link with works whose texts are alike."
    )
    kin: int = _number(
        50, 0, 1000, "results", "How many works with like texts are asked for their links."
    )
    pair_weight: float = _number(
        1.0, 0, 10, "results", "Weight of a pair of neighbouring words beside single words."
    )
    gram_weight: float = _number(
        0.5, 0, 10, "results", "Weight of a Korean or Chinese character 2-gram beside a whole word."
    )
    background_works: int = _number(
        100,
        0,
        1_000_000,
        "results",
        "As how many works the usual frequencies of words in the field count.",
    )
    short_pairs: float = _number(
        0.4, 0, 1, "results", "Share of a pair's weight in a very short query."
    )
    long_query: int = _number(
        60, 1, 10_000, "results", "Distinct words from which a query's pairs count in full."
    )
    pair_limit: int = _number(
        200_000,
        0,
        1e12,
        "results",
        "In more works than this, pairs of words that only one work has are left out.",
    )
    length_floor: float = _number(
        0.8,
        0,
        10,
        "results",
        "Texts shorter than this share of the mean length count as that long; 0 is the cosine.",
    )
    concept_floor: float = _number(
        0.5,
        0,
        1,
        "results",
        "Cosines of concepts are divided by the greatest, or by this where all are smaller.",
    )
    uncited_walks: float = _number(
        0.85, 0, 1, "results", "Share of the walks' weights for a query that no citation touches."
    )
    topic_walks: float = _number(
        0.4,
        0,
        1,
        "results",
        "The same when it has topics, whose likeness is already counted by their cosine.",
    )
    walk_compression: float = _number(
        50.0,
        1e-6,
        1e9,
        "results",
        "How strongly walk mass is compressed: log1p(c * mass / largest) / log1p(c).",
    )
    popularity_penalty: float = _number(
        0.1, 0, 10, "results", "Times log1p(citations received) / 8, taken from every score."
    )
    negative_weight: float = _number(
        0.5, 0, 10, "results", "Share of the likeness to unwanted works that is taken away."
    )
    title_weight: float = _number(
        0.5, 0, 10, "results", "In `search`: weight of the title beside the whole text."
    )
    kind_weights: Mapping[str, float] = field(
        default_factory=_kind_weights,
        metadata={
            "range": (0, 10),
            "effect": "results",
            "meaning": "Weight of each kind of edge in the walk; topical kinds also carry idf.",
        },
    )
    other_kind_weight: float = _number(
        0.1, 0, 10, "results", "Weight in the walk of kinds that `kind_weights` does not name."
    )
    topical_kinds: tuple[str, ...] = field(
        default=TOPICAL_KINDS,
        metadata={
            "range": None,
            "effect": "results",
            "meaning": "Kinds whose targets are topics: compared by cosine, weighted by idf.",
        },
    )
    broader_decay: float = _number(
        0.5, 0, 1, "results", "A work has its concepts' wider concepts with this factor a level."
    )
    broader_depth: int = _number(3, 0, 20, "results", "How many levels of wider concepts count.")
    hub_share: float = _number(
        0.02, 0, 1, "results", "Nodes on more than this share of the works are not walked through."
    )
    hub_floor: int = _number(
        500, 0, 1e9, "results", "Nodes on at most this many works are never taken for hubs."
    )
    diversity_pool: int = _number(
        100, 1, 10_000, "results", "How many best candidates a diversified list is chosen from."
    )
    evidence_limit: int = _number(
        8,
        1,
        10_000,
        "results",
        "Pieces of evidence listed a signal; the remainder is summed as one of kind 'rest'.",
    )
    heavy_terms: int = _number(
        0,
        0,
        1e6,
        "results",
        "Find works by only so many of the heaviest terms of the query's text, then compare "
        "those exactly: reads less, may miss a work; 0 for all terms, which is exact.",
    )
    common_share: float = _number(
        0.15, 0, 1, "speed", "Terms in more than this share of the works are compared last."
    )
    prune_floor: int = _number(
        20_000, 0, 1e12, "speed", "In fewer works than this, all terms are compared at once."
    )
    block_size: int = _number(128, 16, 1 << 20, "speed", "Works a block when picking the top k.")

    def __post_init__(self) -> None:
        for parameter in fields(self):
            limits = parameter.metadata["range"]
            if limits is None:
                continue
            value = getattr(self, parameter.name)
            for number in value.values() if isinstance(value, Mapping) else (value,):
                _check(parameter.name, number, limits)

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Any]]]:
        return Parameters.from_dict, (self.as_dict(),)  # a read-only mapping cannot be sent

    def kind_weight(self, kind: str) -> float:
        """Weight of an edge of this kind in the walk."""
        return self.kind_weights.get(kind, self.other_kind_weight)

    def as_dict(self) -> dict[str, Any]:
        """The values as plain JSON types."""
        values = {parameter.name: getattr(self, parameter.name) for parameter in fields(self)}
        values["kind_weights"] = dict(sorted(self.kind_weights.items()))
        values["topical_kinds"] = list(self.topical_kinds)
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Parameters:
        """The inverse of `as_dict`.

        Raises:
            InvalidParameter: for a name that does not exist or a value out of range.
        """
        names = {parameter.name for parameter in fields(cls)}
        for name in values:
            if name not in names:
                raise InvalidParameter(name, values[name], "no parameter has this name")
        plain = dict(values)
        if "topical_kinds" in plain:
            plain["topical_kinds"] = tuple(plain["topical_kinds"])
        if "kind_weights" in plain:
            plain["kind_weights"] = MappingProxyType(dict(plain["kind_weights"]))
        return cls(**plain)


def _check(name: str, value: object, limits: tuple[float, float]) -> None:
    low, high = (float(limit) for limit in limits)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise InvalidParameter(name, value, f"{low} to {high}")
