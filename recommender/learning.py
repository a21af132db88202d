"""Learning the weights of the fusion from judged works.

The learned score stays a weighted sum of the same signals, so explanations stay exact and an
index need not be built again: only the weights in `Parameters` change.

Rejected after measurement: logistic regression on pairs of works (its loss is about all pairs,
the measure about the first twenty places: it lost up to 30 % nDCG). Trees over the signals: no
part of their score belongs to a shared word or a path.

References:
    D. Metzler, W. B. Croft (2007). Linear feature-based models for information retrieval.
    Information Retrieval 10(3). (coordinate ascent on the measure itself)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.errors import UnknownWork
from recommender.fusion import related_ingredients
from recommender.index import Index
from recommender.parameters import Parameters
from recommender.profile import Profile
from recommender.selection import best

WEIGHTS = ("text", "concept", "link", "walk2", "walk3", "kin")
_FACTORS = (0.0, 0.5, 0.8, 1.25, 2.0)
_DEPTH = 20
_POOL = 200
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with its candidates.

    Args:
        features: what each signal gives each candidate at weight 1; shape (n, n_signals).
        right: which candidates should be listed; shape (n,), bool.
        ideal: the greatest discounted gain there could be.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    ideal: float

    def ndcg(self, weights: NDArray[np.float64]) -> float:
        """nDCG@20 of the candidates ordered by these weights."""
        scores = self.features @ weights
        first = np.lexsort((np.arange(len(scores)), -scores))[:_DEPTH]
        gains = self.right[first] & (scores[first] > 0)
        return float(gains @ _discounts(len(first))) / self.ideal


def learned_parameters(
    index: Index,
    related: Mapping[str, Collection[str]],
    *,
    ignored: Mapping[str, Collection[str]] | None = None,
    least_gain: float = 0.005,
) -> Parameters:
    """Weights that put the related works of each query first.

    Args:
        index: where the works are; what is judged must not be among its edges.
        related: work id -> ids of works that should be listed for it.
        ignored: work id -> ids of works that are neither right nor wrong for it.
        least_gain: a weight changes only when mean nDCG@20 rises by this share of itself, in
            (0, 1); so a few judgements do not bend the defaults.

    Returns:
        The index's parameters with other weights; the sum of the weights is kept.

    Raises:
        UnknownWork: when a query is not held.
        ValueError: when no query has a related work that is held.
    """
    judged = _all_judged(index, related, ignored or {})
    if not judged:
        message = "no related work of any query is held"
        raise ValueError(message)
    parameters = index.parameters
    weights = np.array([getattr(parameters, f"{name}_weight") for name in WEIGHTS], np.float64)
    return _with_weights(parameters, _ascended(judged, weights, least_gain))


def _ascended(
    judged: list[Judged], weights: NDArray[np.float64], least_gain: float
) -> NDArray[np.float64]:
    """Change one weight at a time while the measure rises."""
    total, reached = weights.sum(), _mean(judged, weights)
    for _ in range(_ROUNDS):
        before = reached
        for place in range(len(weights)):
            for tried in _neighbours(weights, place, total):
                found = _mean(judged, tried)
                if found > reached * (1 + least_gain):
                    weights, reached = tried, found
        if reached == before:
            break
    return weights


def _neighbours(
    weights: NDArray[np.float64], place: int, total: float
) -> list[NDArray[np.float64]]:
    """The weights with one changed, brought back to their sum."""
    base = weights[place] or 0.1 * total
    changed = []
    for factor in _FACTORS:
        tried = weights.copy()
        tried[place] = base * factor
        if tried.sum() > 0:
            changed.append(tried * (total / tried.sum()))
    return changed


def _mean(judged: list[Judged], weights: NDArray[np.float64]) -> float:
    return float(np.mean([query.ndcg(weights) for query in judged]))


def _with_weights(parameters: Parameters, weights: NDArray[np.float64]) -> Parameters:
    named = {f"{name}_weight": float(w) for name, w in zip(WEIGHTS, weights, strict=True)}
    return Parameters.from_dict(parameters.as_dict() | named)


def _all_judged(
    index: Index,
    related: Mapping[str, Collection[str]],
    ignored: Mapping[str, Collection[str]],
) -> list[Judged]:
    judged = []
    for work_id in sorted(related):
        work = index.corpus.ids.find(work_id)
        if work < 0:
            raise UnknownWork(work_id)
        right = _held(index, related[work_id])
        if len(right):
            judged.append(_judged(index, work, right, _held(index, ignored.get(work_id, ()))))
    return judged


def _held(index: Index, ids: Collection[str]) -> NDArray[np.int64]:
    numbers = sorted(index.corpus.ids.find(work_id) for work_id in set(ids))
    return np.array([number for number in numbers if number >= 0], np.int64)


def _judged(
    index: Index, work: int, right: NDArray[np.int64], ignored: NDArray[np.int64]
) -> Judged:
    profile = index.profile(index.seed_of_work(work), whole=True)
    features = _features(index, profile)
    allowed = ~profile.own
    allowed[ignored] = False
    pool = {int(other) for other in right if allowed[other]}
    for column in features.T:
        pool.update(
            best(np.where(allowed & (column > 0), column, -np.inf), _POOL, index.block).tolist()
        )
    works = np.array(sorted(pool), np.int64)
    ideal = float(_discounts(min(len(right), _DEPTH)).sum())
    return Judged(features[works], np.isin(works, right), ideal)


def _features(index: Index, profile: Profile) -> NDArray[np.float64]:
    plain = _with_weights(index.parameters, np.ones(len(WEIGHTS)))
    columns = []
    for ingredient in related_ingredients(plain, profile.seed):
        reach = ingredient.signal.reach(index, profile)
        values = np.zeros(index.corpus.n_works)
        if reach.largest > 0:
            where = slice(None) if reach.works is None else reach.works
            values[where] = ingredient.form(reach.values, max(reach.largest, ingredient.floor))
        columns.append(values)
    return np.stack(columns, axis=1)


def _discounts(count: int) -> NDArray[np.float64]:
    discounts: NDArray[np.float64] = 1.0 / np.log2(np.arange(2, count + 2))
    return discounts
