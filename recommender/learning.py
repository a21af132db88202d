"""Learning the weights of the fusion from judged works.

The learned score stays a weighted sum of the same signals, so explanations stay exact and an
index need not be built again: only the weights in `Parameters` change.

Rejected: trees over the signals. They gain a little more on the data they are trained on, but no
part of their score belongs to a shared word or a path.

References:
    T. Joachims (2002). Optimizing search engines using clickthrough data. KDD. (learning from
    pairs: what is related should score above what is not)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.errors import UnknownWork
from recommender.fusion import Ingredient, related_ingredients
from recommender.index import Index
from recommender.parameters import Parameters
from recommender.profile import Profile

WEIGHTS = ("text", "concept", "link", "walk2", "walk3", "kin")


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of works as examples.

    Args:
        features: what each signal gives a related work less what it gives an unrelated one;
            shape (n_pairs, n_signals), in [-1, 1].
        queries: which query each pair belongs to; shape (n_pairs,).
    """

    features: NDArray[np.float64]
    queries: NDArray[np.int64]


def learned_parameters(
    index: Index,
    related: Mapping[str, Collection[str]],
    *,
    negatives: int = 20,
    caution: float = 1.0,
    seed: int = 0,
) -> Parameters:
    """Weights that put the related works of each query above others.

    Args:
        index: where the works are; what is judged must not be among its edges.
        related: work id -> ids of works that should be listed for it.
        negatives: works drawn for each related one: half from the query's best, half at random.
        caution: strength of the pull towards the present weights, > 0.
        seed: of the drawing.

    Returns:
        The index's parameters with other weights; the sum of the weights is kept.

    Raises:
        UnknownWork: when a query is not held.
        ValueError: when no query has a related work that any signal reaches.
    """
    judged = _judged(index, related, negatives, np.random.default_rng(seed))
    if len(judged.features) == 0:
        message = "no judged work is reached by any signal"
        raise ValueError(message)
    parameters = index.parameters
    before = np.array([getattr(parameters, f"{name}_weight") for name in WEIGHTS], np.float64)
    learned = _logistic(judged, before, caution)
    scale = before.sum() / learned.sum() if learned.sum() > 0 else 1.0
    return _with_weights(parameters, learned * scale)


def _with_weights(parameters: Parameters, weights: NDArray[np.float64]) -> Parameters:
    named = {f"{name}_weight": float(w) for name, w in zip(WEIGHTS, weights, strict=True)}
    return Parameters.from_dict(parameters.as_dict() | named)


def _judged(
    index: Index,
    related: Mapping[str, Collection[str]],
    negatives: int,
    chance: np.random.Generator,
) -> Judged:
    features, queries = [], []
    for number, work_id in enumerate(sorted(related)):
        work = index.corpus.ids.find(work_id)
        if work < 0:
            raise UnknownWork(work_id)
        found = sorted(index.corpus.ids.find(other) for other in related[work_id])
        right = np.array([other for other in found if other >= 0 and other != work], np.int64)
        if len(right):
            pairs = _pairs_of_query(index, work, right, negatives, chance)
            features.append(pairs)
            queries.append(np.full(len(pairs), number))
    if not features:
        return Judged(np.zeros((0, len(WEIGHTS))), np.zeros(0, np.int64))
    return Judged(np.concatenate(features), np.concatenate(queries))


def _pairs_of_query(
    index: Index,
    work: int,
    right: NDArray[np.int64],
    negatives: int,
    chance: np.random.Generator,
) -> NDArray[np.float64]:
    profile = index.profile(index.seed_of_work(work))
    plain = _with_weights(index.parameters, np.ones(len(WEIGHTS)))
    values = np.stack(
        [_form(index, one, profile) for one in related_ingredients(plain, profile.seed)], axis=1
    )
    others = ~profile.own
    others[right] = False
    fused = np.where(others, values.sum(axis=1), -np.inf)
    best = np.argsort(-fused, kind="stable")[: negatives // 2]
    drawn = chance.choice(len(values), negatives - len(best))
    wrong = np.concatenate([best, drawn])
    wrong = wrong[others[wrong]]
    pairs = (values[right][:, None, :] - values[wrong][None, :, :]).reshape(-1, len(WEIGHTS))
    told: NDArray[np.float64] = pairs[np.abs(pairs).sum(axis=1) > 0]
    return told


def _form(index: Index, ingredient: Ingredient, profile: Profile) -> NDArray[np.float64]:
    reach = ingredient.signal.reach(index, profile)
    values = np.zeros(index.corpus.n_works)
    if reach.largest > 0:
        where = slice(None) if reach.works is None else reach.works
        values[where] = ingredient.form(reach.values, max(reach.largest, ingredient.floor))
    return values


def _logistic(judged: Judged, before: NDArray[np.float64], caution: float) -> NDArray[np.float64]:
    """Weights >= 0 that make right minus wrong positive; every query counts the same."""
    _, places, sizes = np.unique(judged.queries, return_inverse=True, return_counts=True)
    importance = 1.0 / sizes[places]
    sharpness = 10.0  # a difference of a tenth of the total weight is a clear one

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sharpness * (judged.features @ weights)
        slope = -importance / (1.0 + np.exp(np.clip(margins, -500, 500)))
        pull = weights - before
        value = importance @ np.logaddexp(0.0, -margins) + caution * (pull @ pull)
        return float(value), sharpness * (judged.features.T @ slope) + 2 * caution * pull

    from scipy.optimize import minimize  # noqa: PLC0415 - slow to load, needed here only

    bounds = [(0.0, None)] * len(before)
    found: NDArray[np.float64] = minimize(
        loss, before, jac=True, bounds=bounds, method="L-BFGS-B"
    ).x
    return found
