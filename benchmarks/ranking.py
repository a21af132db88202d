"""How good the ranking is, beside what others do, on the same questions in one run.

    python -m benchmarks.ranking                      # the validation tasks
    python -m benchmarks.ranking --part training      # what the weights were chosen on
    python -m benchmarks.ranking --ablate             # each signal left out in turn
    python -m benchmarks.ranking --learn              # weights learned on the training questions

The data lie in the folder PAPERKIN_SHARED names (default ../shared). Every figure is nDCG@20, the
mean over a task's questions, with a 95 % bootstrap interval over the questions.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.anchors import Scorer, anchors
from benchmarks.corpora import Question, Task, training_tasks, validation_tasks
from benchmarks.measures import bootstrap, ndcg, ratio_interval
from recommender import Filters, Parameters, Recommender
from recommender.parameters import WEIGHT_NAMES

DEPTH = 20
TFIDF = "TF-IDF (tuned)"
FUSED = "reciprocal rank fusion"
Ranker = Callable[[Question], Sequence[str]]


def by_scores(task: Task, scorer: Scorer) -> Ranker:
    """Rank a task's candidates by an anchor's scores, ties by id."""
    ids = np.array([document.id for document in task.documents])
    allowed = np.array([task.candidates is None or i in task.candidates for i in ids])
    by_id = np.argsort(np.argsort(ids))

    def rank(question: Question) -> Sequence[str]:
        scores = scorer(question)
        shown = allowed & (scores != 0) & (ids != question.work)
        shown &= ~np.isin(ids, list(question.hidden))
        places = np.flatnonzero(shown)
        order = np.lexsort((by_id[places], -scores[places]))[:DEPTH]
        return [str(work) for work in ids[places[order]]]

    return rank


def by_recommender(task: Task, parameters: Parameters, fitted: Recommender | None = None) -> Ranker:
    """Rank by ours, through its public face; by weights alone where an index is given."""
    if fitted is None:
        recommender = Recommender.fit(task.documents, task.edges, parameters)
    else:
        recommender = fitted.with_weights(parameters)

    def rank(question: Question) -> Sequence[str]:
        filters = Filters(exclude=question.hidden, only=task.candidates)
        if question.work is not None:
            ranked = recommender.related(question.work, DEPTH, filters=filters)
        else:
            ranked = recommender.related_to(text=question.text, k=DEPTH, filters=filters)
        return [result.id for result in ranked.results]

    return rank


def measure(task: Task, ranker: Ranker) -> NDArray[np.float64]:
    """nDCG of every question."""
    return np.array([ndcg(ranker(question), question.right, DEPTH) for question in task.questions])


def compared(task: Task) -> dict[str, NDArray[np.float64]]:
    """Ours and every anchor on one task."""
    rankers = {"ours": by_recommender(task, Parameters())}
    rankers |= {name: by_scores(task, scorer) for name, scorer in anchors(task).items()}
    return {name: measure(task, ranker) for name, ranker in rankers.items()}


def ablated(task: Task) -> dict[str, NDArray[np.float64]]:
    """Ours with each signal left out in turn, and some settings changed."""
    whole = Parameters()
    weights = ("text", "concept", "link", "walk2", "walk3", "kin")
    variants = {"ours": whole}
    variants |= {f"without {name}": replace(whole, **{f"{name}_weight": 0.0}) for name in weights}
    variants["without pairs"] = replace(whole, pair_weight=0.0)
    variants["plain cosine"] = replace(whole, length_floor=0.0)
    variants["no popularity penalty"] = replace(whole, popularity_penalty=0.0)
    for kind, weight in (("author", 0.0), ("author", 1.0), ("keyword", 0.0), ("keyword", 1.0)):
        kinds = {**whole.kind_weights, kind: weight}
        variants[f"{kind} weighs {weight:g}"] = replace(whole, kind_weights=kinds)
    variants["venue weighs 0.1"] = replace(whole, kind_weights={**whole.kind_weights, "venue": 0.1})
    fitted = Recommender.fit(task.documents, task.edges, whole)
    found = {}
    for name, chosen in variants.items():
        changed = {n for n, value in chosen.as_dict().items() if value != whole.as_dict()[n]}
        held = fitted if changed <= WEIGHT_NAMES else None
        found[name] = measure(task, by_recommender(task, chosen, held))
    return found


def learned(task: Task, training: Task) -> dict[str, NDArray[np.float64]]:
    """Ours with the default weights and with those learned on the training questions."""
    found = {"ours": measure(task, by_recommender(task, Parameters()))}
    judged = {q.work: q.right for q in training.questions if q.work is not None}
    if judged:
        ignored = {q.work: q.hidden for q in training.questions if q.work is not None}
        if training.candidates is not None:
            others = {d.id for d in training.documents} - training.candidates
            ignored = {work: hidden | others for work, hidden in ignored.items()}
        taught = Recommender.fit(training.documents, training.edges).learned(judged, ignored)
        found["learned"] = measure(task, by_recommender(task, taught.parameters))
    return found


def report(task: Task, values: dict[str, NDArray[np.float64]]) -> dict[str, Any]:
    """Print one task's table and give it back as plain values."""
    print(f"\n{task.name}: {len(task.documents)} works, {len(task.questions)} questions")
    rows = {}
    for name, found in values.items():
        low, high = bootstrap(found)
        ratio, below, above = ratio_interval(values["ours"], found)
        rows[name] = {"ndcg": found.mean(), "low": low, "high": high, "ours_over_it": ratio}
        line = f"  {name:34s} {found.mean():.4f}  [{low:.4f}, {high:.4f}]"
        comparable = name != "ours" and found.any()
        print(f"{line}   ours x {ratio:.3f} [{below:.3f}, {above:.3f}]" if comparable else line)
    return {"task": task.name, "questions": len(task.questions), "rows": rows}


def summary(results: dict[str, dict[str, NDArray[np.float64]]]) -> None:
    """Print what the goals ask for: ours against the best single anchor, and against TF-IDF."""
    print(
        f"\n{'task':40s} {'ours':>7s} {'best single anchor':>34s} {'ratio':>22s} {'TF-IDF x':>9s}"
    )
    for name, values in results.items():
        single = {n: v for n, v in values.items() if n not in ("ours", FUSED)}
        best = max(single, key=lambda n: single[n].mean())
        ratio, low, high = ratio_interval(values["ours"], single[best])
        over_tfidf = ratio_interval(values["ours"], values[TFIDF])[0]
        print(
            f"{name:40s} {values['ours'].mean():7.4f} {best:>26s} {single[best].mean():7.4f}"
            f" {ratio:6.3f} [{low:.3f}, {high:.3f}] {over_tfidf:9.2f}"
        )


def main() -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("training", "validation"), default="validation")
    parser.add_argument("--ablate", action="store_true", help="leave out each signal in turn")
    parser.add_argument("--learn", action="store_true", help="learn weights, then compare")
    parser.add_argument("--questions", type=int, help="at most so many questions a task")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    shared = Path(os.environ.get("PAPERKIN_SHARED", "../shared"))
    if not shared.is_dir():
        print(f"skipped: no folder {shared} (set PAPERKIN_SHARED)")
        return 0
    warnings.simplefilter("ignore")
    results, tables = {}, []
    training = training_tasks(shared)
    tasks = training if options.part == "training" else validation_tasks(shared)
    for full, example in zip(tasks, training, strict=True):
        task = replace(full, questions=full.questions[: options.questions])
        began = time.perf_counter()
        if options.learn:
            results[task.name] = learned(task, example)
        else:
            results[task.name] = ablated(task) if options.ablate else compared(task)
        tables.append(report(task, results[task.name]))
        print(f"  ({time.perf_counter() - began:.0f} s)", file=sys.stderr)
    if not (options.ablate or options.learn):
        summary(results)
    if options.json:
        options.json.write_text(json.dumps(tables, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
