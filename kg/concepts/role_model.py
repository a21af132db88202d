"""A linear model of roles, for English sentences in which no rule of :mod:`kg.concepts.roles` fits.

It knows whether a name is compared with, evaluated on or trained on, from the words around it. Its
weights are a JSON file that :mod:`kg.concepts.role_training` writes.

References:
    Zhang et al. (2024), SciER (the training sentences, whose relations give the roles).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from kg.entities import ConceptKind, Role

ROLES: tuple[Role, ...] = ("compares", "evaluates", "mentions", "trains", "uses")
LEARNED: frozenset[Role] = frozenset({"compares", "evaluates", "trains"})
_WORD = re.compile(r"[A-Za-z]+|[^\w\s]|\d+")
_REACH = 6


class RoleModel:
    """Probabilities of roles.

    Args:
        weights: feature -> one weight a role, in the order of :data:`ROLES`; None for the shipped.
    """

    def __init__(self, weights: Mapping[str, Sequence[float]] | None = None) -> None:
        self._weights = _shipped() if weights is None else weights

    def best(self, sentence: str, start: int, end: int, kind: ConceptKind) -> tuple[Role, float]:
        """The likeliest role of a name at a place, and its probability in [0, 1]."""
        scores = [0.0] * len(ROLES)
        for feature in features(sentence, start, end, kind):
            for role, weight in enumerate(self._weights.get(feature, ())):
                scores[role] += weight
        top = max(range(len(ROLES)), key=scores.__getitem__)
        return ROLES[top], 1 / sum(math.exp(score - scores[top]) for score in scores)


def features(sentence: str, start: int, end: int, kind: ConceptKind) -> Iterator[str]:
    """The words before and behind a name, near and far, and those of the sentence."""
    kind = "method" if kind == "model" else kind
    left = [w.lower() for w in _WORD.findall(sentence[:start])][-_REACH:]
    right = [w.lower() for w in _WORD.findall(sentence[end:])][:_REACH]
    yield "b"
    yield f"k={kind}"
    for distance, word in enumerate(reversed(left)):
        yield f"l{min(distance, 3)}={word}"
        yield f"l={word}/{kind}"
    for distance, word in enumerate(right):
        yield f"r{min(distance, 3)}={word}"
        yield f"r={word}"
    for word in _sentence_words(sentence):
        yield f"s={word}/{kind}"


@lru_cache(maxsize=1 << 10)
def _sentence_words(sentence: str) -> tuple[str, ...]:
    return tuple(sorted({w.lower() for w in _WORD.findall(sentence)}))


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Sequence[float]]:
    path = resources.files("kg.concepts").joinpath("data", "roles.json")
    weights: Mapping[str, Sequence[float]] = json.loads(path.read_text(encoding="utf-8"))
    return weights
