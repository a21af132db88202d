"""From the scores of all works to a list of some, explained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.errors import InvalidParameter
from recommender.explanation import evidence
from recommender.filtering import allowed_works
from recommender.fusion import Scores
from recommender.index import Index
from recommender.model import Filters, Result
from recommender.ranking import Ranking, best_of_groups
from recommender.selection import diversified


@dataclass(frozen=True, slots=True)
class Wish:
    """How a list should be.

    Args:
        k: how many results at most, >= 0.
        offset: how many of the best to skip, >= 0.
        filters: which works may appear.
        diversity: balance of maximal marginal relevance, in [0, 1]; None orders by score.

    Raises:
        InvalidParameter: when a number is out of its range.
    """

    k: int
    offset: int = 0
    filters: Filters | None = None
    diversity: float | None = None

    def __post_init__(self) -> None:
        for name, value in (("k", self.k), ("offset", self.offset)):
            if value < 0:
                raise InvalidParameter(name, value, "0 or more")
        if self.diversity is not None and not 0 <= self.diversity <= 1:
            raise InvalidParameter("diversity", self.diversity, "0.0 to 1.0")


def listed(index: Index, scores: Scores, wish: Wish) -> tuple[tuple[Result, ...], str | None]:
    """The results, and the reason when there are none."""
    allowed = scores.reached & allowed_works(index.corpus, wish.filters)
    works, totals = _chosen(index, scores, allowed, wish)
    works, totals = works[wish.offset :], totals[wish.offset :]
    found = evidence(index, scores, works, int(index.parameters.evidence_limit))
    rows = zip(works.tolist(), totals.tolist(), found, strict=True)
    results = tuple(
        Result(index.corpus.ids[work], rank, total, pieces)
        for rank, (work, total, pieces) in enumerate(rows, start=wish.offset + 1)
    )
    return results, None if results else _why_empty(scores, allowed, wish)


def explained(index: Index, scores: Scores, work: int) -> Result:
    """One work with all its evidence, at the rank it has among all."""
    work_id = index.corpus.ids[work]
    if not scores.reached[work]:
        return Result(work_id, int(scores.reached.sum()) + 1, 0.0, ())
    total = scores.totals[work]
    above = scores.reached & (scores.totals > total + scores.slack)
    close = np.flatnonzero(scores.reached & (np.abs(scores.totals - total) <= scores.slack))
    exact = scores.exact(index, close)
    own = float(exact[close == work][0])
    better = (exact > own) | ((exact == own) & (close < work))
    (found,) = evidence(index, scores, np.array([work]), limit=1 << 30)
    return Result(work_id, int(above.sum() + better.sum()) + 1, own, found)


def _chosen(index: Index, scores: Scores, allowed: NDArray[np.bool_], wish: Wish) -> Ranking:
    """The works to list, those before the offset included, and their exact scores."""
    count = wish.k + wish.offset
    if wish.diversity is None:
        return best_of_groups(index, scores, allowed, count)
    pool = max(count, int(index.parameters.diversity_pool))
    works, totals = best_of_groups(index, scores, allowed, pool)

    def likeness(work: int, others: NDArray[np.int64]) -> NDArray[np.float64]:
        """The greater of the likenesses of texts and of topics."""
        spaces = (index.texts, index.topics)
        greater: NDArray[np.float64] = np.max(
            [space.exact(space.query(work), others) for space in spaces], axis=0
        )
        return greater

    places = diversified(works, totals, likeness, wish.diversity, count)
    return works[places], totals[places]


def _why_empty(scores: Scores, allowed: NDArray[np.bool_], wish: Wish) -> str:
    if wish.k == 0:
        return "nothing-asked"
    if not scores.reached.any():
        return "no-other-works" if len(scores.reached) <= 1 else "no-signal"
    return "past-the-end" if allowed.any() else "all-filtered"
