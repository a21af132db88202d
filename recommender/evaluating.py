"""How well a catalogue's own works are ranked: some of its citations are hidden, then looked for.

Half of the citations of some works are taken out of the index; each of these works is asked for
its related works, and those it cites should be among the first. Questions are parted in two:
weights are learned on one half and everything is measured on the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.errors import TooLittleToEvaluate
from recommender.model import Document, Edge, Filters
from recommender.parameters import WEIGHT_NAMES, Parameters
from recommender.recommender import Recommender

DEPTH = 20
_LEAST = 10
_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Hidden:
    """Questions made by hiding citations.

    Args:
        edges: those that stay.
        related: work -> the works it cites that were hidden.
        known: work -> the works it cites that stay; they are not to be listed.
    """

    edges: tuple[Edge, ...]
    related: Mapping[str, frozenset[str]]
    known: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """nDCG@20 of one way to rank, the mean over the questions, with its 95 % interval."""

    name: str
    ndcg: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, and the learned weights when they were asked for."""

    questions: int
    measured: tuple[Measured, ...]
    learned: Parameters | None = None


def hide_citations(
    ids: Collection[str], edges: Iterable[Edge], most: int = 400, seed: int = 0
) -> Hidden:
    """Hide half of what some works cite.

    Args:
        ids: the held works; others are neither asked about nor right.
        edges: all edges.
        most: how many works are asked about, those with more than one held reference.
        seed: of the choice; the same gives the same questions.
    """
    given = list(edges)
    held = frozenset(ids)
    cited: dict[str, set[str]] = defaultdict(set)
    for edge in given:
        if edge.kind == "cites" and edge.source in held and edge.target in held:
            cited[edge.source].add(edge.target)
    chance = np.random.default_rng(seed)
    able = sorted(work for work, targets in cited.items() if len(targets - {work}) > 1)
    related, known = {}, {}
    for place in chance.permutation(len(able))[:most].tolist():
        work = able[place]
        sure = sorted(cited[work] - {work})
        targets = [sure[other] for other in chance.permutation(len(sure)).tolist()]
        half = len(targets) // 2
        known[work], related[work] = frozenset(targets[:half]), frozenset(targets[half:])
    kept = tuple(
        edge
        for edge in given
        if edge.kind != "cites" or edge.target not in related.get(edge.source, ())
    )
    return Hidden(kept, related, known)


def evaluate(
    documents: Iterable[Document],
    edges: Iterable[Edge],
    parameters: Parameters | None = None,
    *,
    dictionary: Mapping[str, Sequence[str]] | None = None,
    learn: bool = False,
    most: int = 400,
) -> Evaluation:
    """Measure the ranking on a catalogue's own citations, and learn better weights if asked to.

    Args:
        documents: the works.
        edges: their links.
        parameters: the ranking that is measured, the defaults when None.
        dictionary: as of `Recommender.fit`.
        learn: whether to learn weights on half of the questions.
        most: how many questions at most, > 0.

    Raises:
        TooLittleToEvaluate: when fewer than ten works have two held references.
    """
    works = list(documents)
    hidden = hide_citations([work.id for work in works], edges, most)
    if len(hidden.related) < _LEAST:
        raise TooLittleToEvaluate(len(hidden.related), _LEAST)
    fitted = Recommender.fit(works, hidden.edges, parameters, dictionary=dictionary)
    asked = sorted(hidden.related)
    lessons, questions = asked[::2], asked[1::2]
    ways = {"ours": fitted, "text alone": _with_only(fitted, "text_weight")}
    learned = None
    if learn:
        better = fitted.learned(
            {work: hidden.related[work] for work in lessons},
            {work: hidden.known[work] for work in lessons},
        )
        learned, ways["learned"] = better.parameters, better
    measured = tuple(_measured(name, way, hidden, questions) for name, way in ways.items())
    return Evaluation(len(questions), measured, learned)


def ndcg(ranked: Sequence[str], right: Collection[str], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain with binary gains, in [0, 1].

    References:
        K. Järvelin, J. Kekäläinen (2002). Cumulated gain-based evaluation of IR techniques.
        ACM TOIS 20(4).

    >>> ndcg(["a", "b"], {"a"}), ndcg(["b", "c"], {"a"})
    (1.0, 0.0)
    """
    discounts = 1.0 / np.log2(np.arange(2, depth + 2))
    gains = np.array([work in right for work in ranked[:depth]], np.float64)
    ideal = discounts[: min(len(right), depth)].sum()
    return float(gains @ discounts[: len(gains)] / ideal) if ideal else 0.0


def bootstrap(values: NDArray[np.float64], level: float = 0.95) -> tuple[float, float]:
    """Percentile interval of the mean over questions."""
    draws = np.random.default_rng(0).integers(0, len(values), (_ROUNDS, len(values)))
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(values[draws].mean(axis=1), [tail, 100 - tail])
    return float(low), float(high)


def _with_only(fitted: Recommender, weight: str) -> Recommender:
    """The same index with one signal."""
    values = fitted.parameters.as_dict()
    kept = {weight, "negative_weight", "title_weight"}
    nothing = {name: 0.0 for name in WEIGHT_NAMES if name.endswith("_weight") and name not in kept}
    chosen = Parameters.from_dict(values | nothing | {"popularity_penalty": 0.0})
    return fitted.with_weights(chosen)


def _measured(name: str, way: Recommender, hidden: Hidden, questions: Sequence[str]) -> Measured:
    values = []
    for work in questions:
        found = way.related(work, DEPTH, filters=Filters(exclude=hidden.known[work]))
        values.append(ndcg([result.id for result in found.results], hidden.related[work]))
    low, high = bootstrap(np.array(values))
    return Measured(name, float(np.mean(values)), low, high)
