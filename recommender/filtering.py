"""Filters become a mask over works."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import NO_YEAR, Corpus, Facet
from recommender.model import Filters


def allowed_works(corpus: Corpus, filters: Filters | None) -> NDArray[np.bool_]:
    """Which works the filters let through; shape (n_works,), bool."""
    mask = np.ones(corpus.n_works, np.bool_)
    if filters is None:
        return mask
    if filters.year_min is not None or filters.year_max is not None:
        mask &= corpus.years != NO_YEAR
    if filters.year_min is not None:
        mask &= corpus.years >= filters.year_min
    if filters.year_max is not None:
        mask &= corpus.years <= filters.year_max
    for name, values in filters.facets.items():
        mask &= _having(corpus, name, values)
    for name, values in filters.without.items():
        mask &= ~_having(corpus, name, values)
    for name, (low, high) in filters.ranges.items():
        mask &= _between(corpus, name, low, high)
    mask[_numbers(corpus, filters.exclude)] = False
    if filters.only is not None:
        only = np.zeros(corpus.n_works, np.bool_)
        only[_numbers(corpus, filters.only)] = True
        mask &= only
    return mask


def _having(corpus: Corpus, name: str, values: Collection[str]) -> NDArray[np.bool_]:
    facet = corpus.facets.get(name)
    wanted = (values,) if isinstance(values, str) else values
    if facet is None:
        return np.zeros(corpus.n_works, np.bool_)
    numbers = [facet.values.find(value) for value in wanted]
    return _works_of(corpus, facet, [number for number in numbers if number >= 0])


def _between(corpus: Corpus, name: str, low: str | None, high: str | None) -> NDArray[np.bool_]:
    facet = corpus.facets.get(name)
    if facet is None:
        return np.zeros(corpus.n_works, np.bool_)
    inside = [
        number
        for number, value in enumerate(facet.values)
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    return _works_of(corpus, facet, inside)


def _works_of(corpus: Corpus, facet: Facet, numbers: list[int]) -> NDArray[np.bool_]:
    mask = np.zeros(corpus.n_works, np.bool_)
    places, _ = facet.works.places(np.array(numbers, np.int64))
    mask[facet.works.indices[places]] = True
    return mask


def _numbers(corpus: Corpus, ids: Collection[str]) -> NDArray[np.int64]:
    wanted = (ids,) if isinstance(ids, str) else ids
    numbers = [corpus.ids.find(work_id) for work_id in wanted]
    return np.array([number for number in numbers if number >= 0], np.int64)
