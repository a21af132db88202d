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
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from kg.concepts.folding import lowered
from kg.entities import ConceptKind, Role

ROLES: tuple[Role, ...] = ("compares", "evaluates", "mentions", "trains", "uses")
LEARNED: frozenset[Role] = frozenset({"compares", "evaluates", "trains"})
_WORD = re.compile(r"[A-Za-z]+|[^\w\s]|\d+")
_NEAR = "012333"  # how near each of the next words is: from the fourth on, near is near
_Row = Sequence[float]


_Word = tuple[int, str]


@lru_cache(maxsize=1 << 12)
def words_of(sentence: str) -> tuple[_Word, ...]:
    """The words and signs of a sentence with their places, in order and in lower case."""
    return tuple([(m.start(), m.group()) for m in _WORD.finditer(lowered(sentence))])


class RoleModel:
    """Probabilities of roles.

    Args:
        weights: feature -> one weight a role, in the order of :data:`ROLES`; None for the shipped.
    """

    def __init__(self, weights: Mapping[str, Sequence[float]] | None = None) -> None:
        self._weights = _shipped() if weights is None else weights

        self._sentence_row = lru_cache(maxsize=1 << 12)(self._row_of_sentence)

    def best(self, sentence: str, start: int, end: int, kind: ConceptKind) -> tuple[Role, float]:
        """The likeliest role of a name at a place, and its probability in [0, 1]."""
        kind = "method" if kind == "model" else kind
        weights = self._weights
        rows = [weights[f] for f in near_features(sentence, start, end, kind) if f in weights]
        scores = [*map(sum, zip(self._sentence_row(sentence, kind), *rows, strict=True))]
        top = max(range(len(ROLES)), key=scores.__getitem__)
        return ROLES[top], 1 / sum(math.exp(score - scores[top]) for score in scores)

    def _row_of_sentence(self, sentence: str, kind: ConceptKind) -> _Row:
        """The weights that all names of a kind share in a sentence."""
        rows = [self._weights[f] for f in sentence_features(sentence, kind) if f in self._weights]
        return [*map(sum, zip([0.0] * len(ROLES), *rows, strict=True))]


def features(sentence: str, start: int, end: int, kind: ConceptKind) -> Iterator[str]:
    """The words before and behind a name, near and far, and those of the sentence."""
    kind = "method" if kind == "model" else kind
    yield from sentence_features(sentence, kind)
    yield from near_features(sentence, start, end, kind)


def sentence_features(sentence: str, kind: ConceptKind) -> Iterator[str]:
    """What says the same of every name of a kind in a sentence."""
    yield "b"
    yield f"k={kind}"
    for word in sorted({word for _, word in words_of(sentence)}):
        yield f"s={word}/{kind}"


def near_features(sentence: str, start: int, end: int, kind: ConceptKind) -> Iterator[str]:
    """The words before and behind a name."""
    words = words_of(sentence)
    before, behind = bisect_left(words, (start,)), bisect_left(words, (end,))
    for near, (_, word) in zip(_NEAR, words[before - 1 :: -1] if before else (), strict=False):
        yield f"l{near}={word}"
        yield f"l={word}/{kind}"
    for near, (_, word) in zip(_NEAR, words[behind : behind + len(_NEAR)], strict=False):
        yield f"r{near}={word}"
        yield f"r={word}"


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Sequence[float]]:
    path = resources.files("kg.concepts").joinpath("data", "roles.json")
    weights: Mapping[str, Sequence[float]] = json.loads(path.read_text(encoding="utf-8"))
    return weights
