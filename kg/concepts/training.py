"""Trains the tagger of terms on sentences with marked methods, data sets and tasks (SciER).

``python -m kg.concepts.training TRAIN.jsonl DEV.jsonl -o kg/concepts/data/tagger.json``
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import load_scheme
from kg.concepts.tagging import TAGS, Tagger, Term, steps_of, token_spans
from kg.entities import ConceptKind

KINDS: dict[str, ConceptKind] = {"Method": "method", "Dataset": "dataset", "Task": "task"}
_GLUE = (
    (re.compile(r"(?<=\d) (?=\d(?:\s|$))"), ""),
    (re.compile(r" - "), "-"),
    (re.compile(r" / "), "/"),
    (re.compile(r" (?=[,.;:!?)\]%])"), ""),
    (re.compile(r"(?<=[(\[]) "), ""),
    (re.compile(r" (?='s\b)"), ""),
)
_DEPENDS = re.compile(r"(?<=\d) (?=\d)")
MIN_COUNT = 2  # a feature seen once is chance
KEPT_WEIGHT = 0.3  # smaller weights change no decision worth their bytes
UNSEEN = -99.0
STRENGTHS = (1.0, 2.0)
BOLDNESS = (1.0, 1.5, 2.0, 2.5, 3.0)  # how much the weight of "no term" is lowered


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with the terms that people marked in it, in order."""

    text: str
    terms: tuple[Term, ...]


def detokenise(text: str) -> str:
    """Undo the spaces that a tokeniser put around marks and between digits.

    >>> detokenise("VGG - 1 6 ( 3D ) , e.g. word - level")
    'VGG-16 (3D), e.g. word-level'
    """
    while _DEPENDS.search(text):
        text = _DEPENDS.sub("", text)
    for pattern, glue in _GLUE[1:]:
        text = pattern.sub(glue, text)
    return text


def read_sentences(path: Path) -> list[MarkedSentence]:
    """Sentences of a SciER file (JSON lines with ``sentence`` and ``ner``)."""
    with path.open(encoding="utf-8") as lines:
        return [_read(json.loads(line)) for line in lines if line.strip()]


def _read(row: dict[str, Any]) -> MarkedSentence:
    text = detokenise(row["sentence"])
    taken: list[Term] = []
    for words, kind in sorted(row["ner"], key=lambda pair: -len(pair[0])):
        term = _locate(text, detokenise(words), KINDS[kind], taken)
        if term is not None:
            taken.append(term)
    return MarkedSentence(text, tuple(sorted(taken, key=lambda term: term.start)))


def _locate(text: str, words: str, kind: ConceptKind, taken: Sequence[Term]) -> Term | None:
    """The first free place of a term as a whole word."""
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
        if all(t.end <= match.start() or match.end() <= t.start for t in taken):
            return Term(match.start(), match.end(), kind)
    return None


def tags_of(sentence: MarkedSentence, spans: Sequence[tuple[int, int]]) -> list[str]:
    """One tag a token."""
    tags = ["O"] * len(spans)
    for term in sentence.terms:
        inside = [i for i, (a, b) in enumerate(spans) if term.start < b and a < term.end]
        for i in inside:
            tags[i] = ("B-" if i == inside[0] else "I-") + term.kind
    return tags


def train(sentences: Sequence[MarkedSentence], tagger: Tagger, strength: float) -> dict[str, Any]:
    """Fit the weights.

    Args:
        sentences: with marked terms.
        tagger: gives the features; its own weights are not used.
        strength: inverse of the regularisation, above 0.

    Returns:
        ``weights`` (feature -> one weight a tag) and ``steps``.
    """
    rows: list[dict[str, int]] = []
    wanted: list[int] = []
    steps: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        spans = token_spans(sentence.text)
        tags = tags_of(sentence, spans)
        rows += [dict.fromkeys(f, 1) for f in tagger.features(sentence.text, spans)]
        wanted += [TAGS.index(tag) for tag in tags]
        steps.update(pairwise(tags))
    counts = Counter(feature for row in rows for feature in row)
    rows = [{f: 1 for f in row if counts[f] >= MIN_COUNT} for row in rows]
    vectorizer = DictVectorizer(dtype=float)
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(matrix, wanted)
    return {
        "weights": dict(kept_weights(vectorizer, model, len(TAGS), KEPT_WEIGHT)),
        "steps": [[round(w, 3) for w in row] for row in steps_of(steps)],
    }


def kept_weights(
    vectorizer: DictVectorizer, model: LogisticRegression, size: int, least: float
) -> Iterator[tuple[str, list[float]]]:
    """Rounded weights of the features that matter, sorted by feature.

    Args:
        vectorizer: names the features.
        model: fitted to class numbers below ``size``.
        size: how many weights a feature has; a class that training never saw gets
            :data:`UNSEEN` for the feature ``b``, which every example has.
        least: features whose weights are all smaller are left out; above 0.
    """
    rows = model.coef_ if len(model.classes_) > 2 else [-model.coef_[0], model.coef_[0]]
    by_class = dict(zip(model.classes_.tolist(), rows, strict=True))
    for place, name in enumerate(vectorizer.get_feature_names_out()):
        weights = [
            round(float(by_class[c][place]), 1) if c in by_class else UNSEEN * (name == "b")
            for c in range(size)
        ]
        if max(abs(w) for w in weights) >= least:
            yield str(name), weights


def f1(tagger: Tagger, sentences: Sequence[MarkedSentence]) -> float:
    """Strict F1 over all kinds, in [0, 1]."""
    hits = found = wanted = 0
    for sentence in sentences:
        terms = tagger.terms(sentence.text)
        hits += len(set(terms) & set(sentence.terms))
        found += len(terms)
        wanted += len(sentence.terms)
    return 2 * hits / (found + wanted) if found + wanted else 0.0


def main() -> None:
    """Train, choose the regularisation on the second file, write the best model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    scheme = load_scheme()
    index = LabelIndex(scheme)
    sentences, dev = read_sentences(arguments.train), read_sentences(arguments.dev)
    best: tuple[float, str] = (-1.0, "")
    for strength in STRENGTHS:
        model = train(sentences, Tagger(scheme, index, {}, []), strength)
        plain = model["weights"]["b"]
        for boldness in BOLDNESS:
            model["weights"]["b"] = [round(plain[0] - boldness, 1), *plain[1:]]
            score = f1(Tagger(scheme, index, model["weights"], model["steps"]), dev)
            print(f"strength {strength}, boldness {boldness}: strict F1 {score:.3f}")
            best = max(best, (score, json.dumps(model, ensure_ascii=False)))
    arguments.output.write_text(_one_feature_a_line(json.loads(best[1])), encoding="utf-8")


def _one_feature_a_line(model: dict[str, Any]) -> str:
    """JSON that shows in a difference what training changed."""
    weights = ",\n".join(
        f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(w, separators=(',', ':'))}"
        for feature, w in model["weights"].items()
    )
    return f'{{"steps":{json.dumps(model["steps"])},\n"weights":{{\n{weights}\n}}}}\n'


if __name__ == "__main__":
    main()
