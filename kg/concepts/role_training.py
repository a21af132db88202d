"""Trains the model of roles on sentences with marked relations (SciER).

``python -m kg.concepts.role_training TRAIN.jsonl DEV.jsonl -o kg/concepts/data/roles.json``
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg.concepts.role_model import LEARNED, ROLES, RoleModel, features
from kg.concepts.roles import role_of
from kg.concepts.training import KINDS, detokenise, kept_weights
from kg.entities import ConceptKind, Role

KEPT_WEIGHT = 0.2
MIN_COUNT = 3
STRENGTH = 0.3
# relation -> role of its subject, role of its object
_ROLES: dict[str, tuple[Role | None, Role | None]] = {
    "Part-Of": ("uses", None),
    "Compare-With": ("compares", "compares"),
    "Trained-With": (None, "trains"),
    "Evaluated-With": (None, "evaluates"),
    "Benchmark-For": ("evaluates", None),
}


@dataclass(frozen=True, slots=True)
class MarkedName:
    """A name in a sentence with the role that its relations give it."""

    sentence: str
    start: int
    end: int
    kind: ConceptKind
    role: Role


def read_names(path: Path) -> list[MarkedName]:
    """Names of a SciER file (JSON lines with ``sentence``, ``ner`` and ``rel``)."""
    with path.open(encoding="utf-8") as lines:
        return [name for line in lines if line.strip() for name in _names(json.loads(line))]


def _names(row: dict[str, Any]) -> Iterator[MarkedName]:
    text = detokenise(row["sentence"])
    roles: dict[str, Role] = {}
    for relation in _ROLES:
        for subject, name, target in row["rel"]:
            if name == relation:
                roles |= {w: r for w, r in zip((subject, target), _ROLES[name], strict=True) if r}
    seen: Counter[str] = Counter()
    for words, kind in row["ner"]:
        places = list(re.finditer(rf"(?<!\w){re.escape(detokenise(words))}(?!\w)", text))
        if seen[words] < len(places):
            place = places[seen[words]]
            role = roles.get(words, "mentions")
            yield MarkedName(text, place.start(), place.end(), KINDS[kind], role)
        seen[words] += 1


def train(names: Sequence[MarkedName]) -> dict[str, list[float]]:
    """Fit the weights: feature -> one weight a role."""
    rows = [dict.fromkeys(features(n.sentence, n.start, n.end, n.kind), 1) for n in names]
    counts = Counter(feature for row in rows for feature in row)
    rows = [{f: 1 for f in row if counts[f] >= MIN_COUNT} for row in rows]
    vectorizer = DictVectorizer(dtype=float)
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=500, tol=1e-3, fit_intercept=False)
    model.fit(matrix, [ROLES.index(n.role) for n in names])
    return dict(kept_weights(vectorizer, model, len(ROLES), KEPT_WEIGHT))


def table(names: Sequence[MarkedName], decide: Callable[[MarkedName], Role]) -> Iterator[str]:
    """Precision, recall and F1 of the learned roles."""
    decided = [decide(name) for name in names]
    for role in sorted(LEARNED):
        wanted = sum(n.role == role for n in names)
        found = sum(d == role for d in decided)
        hits = sum(d == role == n.role for d, n in zip(decided, names, strict=True))
        p, r = hits / max(found, 1), hits / max(wanted, 1)
        yield f"{role:<10} P {p:.2f} R {r:.2f} F1 {2 * p * r / max(p + r, 1e-9):.2f} of {wanted}"


def main() -> None:
    """Train, write, and print rules beside rules with the model on the second file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    weights = train(read_names(arguments.train))
    lines = (f"{json.dumps(f)}:{json.dumps(w, separators=(',', ':'))}" for f, w in weights.items())
    arguments.output.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    dev = read_names(arguments.dev)
    model = RoleModel(weights)
    for name, learned in (("rules", None), ("rules and model", model)):
        print(name)
        for line in table(dev, lambda n, m=learned: role_of(  # type: ignore[misc]
            n.sentence, n.start, n.end, n.kind, model=m).role):  # fmt: skip
            print("  " + line)


if __name__ == "__main__":
    main()
