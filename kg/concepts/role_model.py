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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from kg.concepts.folding import lowered
from kg.entities import ConceptKind, Role

ROLES: tuple[Role, ...] = ("compares", "evaluates", "mentions", "trains", "uses")
LEARNED: frozenset[Role] = frozenset({"compares", "evaluates", "trains"})
_WORD = re.compile(r"[A-Za-z]+|[^\w\s]|\d+")
_NEAR = "012333"  # how near each of the next words is: from the fourth on, near is near
_NEAR_LEFT = [f"l{near}" for near in _NEAR]
_NEAR_RIGHT = [f"r{near}" for near in _NEAR]
_Row = Sequence[float]
_Word = tuple[int, str]
_Feature = tuple[str, str]
"""The family of a feature ("s/method": a word of the sentence, for methods) and its word."""


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
        self._weights = _by_feature(_shipped() if weights is None else weights)
        self._sentence_row = lru_cache(maxsize=1 << 12)(self._row_of_sentence)

    def best(self, sentence: str, start: int, end: int, kind: ConceptKind) -> tuple[Role, float]:
        """The likeliest role of a name at a place, and its probability in [0, 1]."""
        kind = "method" if kind == "model" else kind
        rows = self._rows(near_features(sentence, start, end, kind))
        scores = [*map(sum, zip(self._sentence_row(sentence, kind), *rows, strict=True))]
        top = max(range(len(ROLES)), key=scores.__getitem__)
        return ROLES[top], 1 / sum(math.exp(score - scores[top]) for score in scores)

    def _row_of_sentence(self, sentence: str, kind: ConceptKind) -> _Row:
        """The weights that all names of a kind share in a sentence."""
        rows = self._rows(sentence_features(sentence, kind))
        return [*map(sum, zip([0.0] * len(ROLES), *rows, strict=True))]

    def _rows(self, found: Iterable[_Feature]) -> list[_Row]:
        weights = self._weights
        return [row for name, word in found if (row := weights[name].get(word))]


def features(sentence: str, start: int, end: int, kind: ConceptKind) -> Iterator[str]:
    """The words before and behind a name, near and far, and those of the sentence."""
    kind = "method" if kind == "model" else kind
    for name, word in (
        *sentence_features(sentence, kind),
        *near_features(sentence, start, end, kind),
    ):
        yield _written(name, word)


def sentence_features(sentence: str, kind: ConceptKind) -> Iterator[_Feature]:
    """What says the same of every name of a kind in a sentence."""
    yield "b", ""
    yield "k", kind
    name = f"s/{kind}"
    for word in sorted({word for _, word in words_of(sentence)}):
        yield name, word


def near_features(sentence: str, start: int, end: int, kind: ConceptKind) -> Iterator[_Feature]:
    """The words before and behind a name."""
    words = words_of(sentence)
    before, behind = bisect_left(words, (start,)), bisect_left(words, (end,))
    far = f"l/{kind}"
    for near, (_, word) in zip(_NEAR_LEFT, words[before - 1 :: -1] if before else (), strict=False):
        yield near, word
        yield far, word
    for near, (_, word) in zip(_NEAR_RIGHT, words[behind : behind + len(_NEAR)], strict=False):
        yield near, word
        yield "r", word


def _written(name: str, word: str) -> str:
    """A feature as the file of weights has it: "s=word/kind", "l0=word", "b"."""
    family, _, kind = name.partition("/")
    return family + (f"={word}" if word else "") + (f"/{kind}" if kind else "")


def _by_feature(weights: Mapping[str, Sequence[float]]) -> Mapping[str, Mapping[str, _Row]]:
    """The weights by family and word, so that no name has to be put together to look one up."""
    found: defaultdict[str, dict[str, _Row]] = defaultdict(dict)
    for feature, row in weights.items():
        family, _, rest = feature.partition("=")
        word, slash, kind = rest.rpartition("/") if family in ("s", "l") else (rest, "", "")
        found[f"{family}/{kind}" if slash else family][word] = row
    return found


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Sequence[float]]:
    path = resources.files("kg.concepts").joinpath("data", "roles.json")
    weights: Mapping[str, Sequence[float]] = json.loads(path.read_text(encoding="utf-8"))
    return weights
