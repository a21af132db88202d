"""A small tagger of terms: which words of an English sentence name a method, a data set, a task.

A linear model over readable features, decoded as one path through the sentence. It sees what no
list holds ("temporal action segmentation"), so it proposes concepts for review and breaks ties of
kind; it makes no mention by itself. Its weights are a JSON file that
:mod:`kg.concepts.training` writes.

References:
    Ratnaparkhi (1996), A maximum entropy model for part-of-speech tagging.
    Zhang et al. (2024), SciER: An entity and relation extraction dataset for datasets, methods,
    and tasks in scientific documents (the training sentences).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kg.concepts.folding import common_words
from kg.concepts.kinds import votes_of_form, votes_of_place
from kg.concepts.matching import LabelIndex, longest
from kg.concepts.names import find_names, shape_of
from kg.concepts.scheme import Scheme
from kg.entities import ConceptKind

TAGS: tuple[str, ...] = ("O", "B-method", "I-method", "B-dataset", "I-dataset", "B-task", "I-task")
_KIND_OF: Mapping[str, ConceptKind] = {"method": "method", "dataset": "dataset", "task": "task"}
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑–/.'’@+][^\W_]+)*|[^\w\s]")
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Term:
    """Words that name a method, a data set or a task, as the tagger sees it.

    Args:
        start, end: half-open range in the sentence.
        kind: ``method`` (models too), ``dataset`` or ``task``.
    """

    start: int
    end: int
    kind: ConceptKind


class Tagger:
    """Tags sentences with a scheme's labels as features.

    Args:
        scheme: the concepts.
        index: of their labels.
        weights: feature -> one weight a tag; None for the shipped ones.
        steps: weight of each pair of neighbouring tags.
    """

    def __init__(
        self,
        scheme: Scheme,
        index: LabelIndex,
        weights: Mapping[str, Sequence[float]] | None = None,
        steps: Sequence[Sequence[float]] | None = None,
    ) -> None:
        self._scheme = scheme
        self._index = index
        if weights is None or steps is None:
            weights, steps = _shipped()
        self._weights = weights
        self._steps = steps

    def terms(self, sentence: str) -> list[Term]:
        """The terms of a sentence or title, in order."""
        spans = token_spans(sentence)
        if not spans:
            return []
        sentence = _without_title_case(sentence, spans)
        tags = self._path([self._scores(f) for f in self.features(sentence, spans)])
        return list(terms_of_tags(spans, [TAGS[tag] for tag in tags]))

    def features(self, sentence: str, spans: Sequence[tuple[int, int]]) -> list[list[str]]:
        """The features of each token, each a short text."""
        words = [sentence[a:b] for a, b in spans]
        known = self._known_kinds(sentence, spans)
        named = _named_kinds(sentence, spans)
        padded = ["<s>", "<s>", *(w.lower() for w in words), "</s>", "</s>"]
        shapes = ["", *(_shape(w) for w in words), ""]
        return [
            [
                *_word_features(words[i], padded[i : i + 5]),
                f"k={known[i]}",
                f"k-={known[i - 1] if i else ''}",
                f"k+={known[i + 1] if i + 1 < len(words) else ''}",
                f"n={named[i]}",
                f"s={'/'.join(shapes[i : i + 3])}",
            ]
            for i in range(len(words))
        ]

    def _known_kinds(self, sentence: str, spans: Sequence[tuple[int, int]]) -> list[str]:
        """For each token the kind of the scheme's label it stands in, B or I."""
        marks = ["-"] * len(spans)
        for match in longest(self._index.find(sentence)):
            kind = self._scheme[match.uses[0].concept].kind
            for i, (a, b) in enumerate(spans):
                if match.start <= a and b <= match.end:
                    marks[i] = ("B" if a == match.start else "I") + kind
        return marks

    def _scores(self, features: Sequence[str]) -> list[float]:
        scores = [0.0] * len(TAGS)
        for feature in features:
            weights = self._weights.get(feature)
            if weights:
                for tag, weight in enumerate(weights):
                    scores[tag] += weight
        return scores

    def _path(self, scores: Sequence[Sequence[float]]) -> list[int]:
        """The best sequence of tags (Viterbi)."""
        best = [s if not TAGS[t].startswith("I") else _NEVER for t, s in enumerate(scores[0])]
        back: list[list[int]] = []
        for row in scores[1:]:
            froms = [
                max(range(len(TAGS)), key=lambda p, t=t: best[p] + self._steps[p][t])  # type: ignore[misc]
                for t in range(len(TAGS))
            ]
            best = [best[p] + self._steps[p][t] + row[t] for t, p in enumerate(froms)]
            back.append(froms)
        path = [max(range(len(TAGS)), key=best.__getitem__)]
        for froms in reversed(back):
            path.append(froms[path[-1]])
        return path[::-1]


def _without_title_case(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A title with its ordinary words in lower case, as the tagger learned them in sentences."""
    words = [text[a:b] for a, b in spans if text[a].isalpha() and b - a > 3]
    capitalised = sum(word[0].isupper() for word in words)
    if capitalised * 3 < len(words) * 2:
        return text
    letters = list(text)
    for a, b in spans:
        low = text[a:b].lower()
        if all(part in common_words() for part in low.split("-")) and len(low) == b - a:
            letters[a:b] = low
    return "".join(letters)


def token_spans(sentence: str) -> list[tuple[int, int]]:
    """Half-open ranges of words (hyphens inside) and single marks."""
    return [match.span() for match in _TOKEN.finditer(sentence)]


def terms_of_tags(spans: Sequence[tuple[int, int]], tags: Sequence[str]) -> Iterator[Term]:
    """The terms that a sequence of tags marks.

    >>> list(terms_of_tags([(0, 3), (4, 7)], ["B-task", "I-task"]))
    [Term(start=0, end=7, kind='task')]
    """
    start: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I"):
            kind = _KIND_OF[tags[start][2:]]
            yield Term(spans[start][0], spans[i - 1][1], kind)
            start = None
        if tag.startswith("B"):
            start = i


def steps_of(counts: Mapping[tuple[str, str], int]) -> list[list[float]]:
    """Weights of neighbouring tags from how often they follow each other."""
    rows = []
    for before in TAGS:
        total = sum(counts.get((before, tag), 0) + 1 for tag in TAGS)
        tags = [counts.get((before, tag), 0) + 1 for tag in TAGS]
        rows.append(
            [
                _NEVER if tag.startswith("I") and before[2:] != tag[2:] else math.log(n / total)
                for tag, n in zip(TAGS, tags, strict=True)
            ]
        )
    return rows


def _word_features(word: str, around: Sequence[str]) -> Iterator[str]:
    two, one, low, after, later = around
    yield "b"
    yield f"w={low}"
    yield f"w-={one}"
    yield f"w+={after}"
    yield f"w--={two}"
    yield f"w++={later}"
    yield f"ww={one} {low}"
    yield f"ww+={low} {after}"
    yield f"e={low[-3:]}"
    yield f"e+={after[-3:]}"
    yield f"e-={one[-3:]}"
    yield f"p={low[:4]}"
    if "-" in word:
        yield f"h={low.rsplit('-', 1)[-1]}"
    yield f"c={low in common_words()}"


@lru_cache(maxsize=1 << 16)
def _shape(word: str) -> str:
    if not word[:1].isalnum():
        return word[:1]
    return shape_of(word) or ("d" if word.isdigit() else "x")


def _named_kinds(sentence: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """For each token the kind that the words around its name speak for."""
    marks = ["-"] * len(spans)
    for name in find_names(sentence):
        if name.shape == "title":
            continue
        votes = votes_of_place(sentence, name.start, name.end) + votes_of_form(name.text)
        kind: str = min(votes, key=lambda k: (-votes[k], k)) if votes else "?"
        for i, (a, b) in enumerate(spans):
            if name.start <= a and b <= name.end:
                marks[i] = kind
    return marks


@lru_cache(maxsize=1)
def _shipped() -> tuple[Mapping[str, Sequence[float]], Sequence[Sequence[float]]]:
    path = resources.files("kg.concepts").joinpath("data", "tagger.json")
    model = json.loads(path.read_text(encoding="utf-8"))
    return model["weights"], model["steps"]
