from __future__ import annotations

import pytest

from recommender import Filters, Recommender

EVERYTHING = {"w2", "w3", "w4", "w5"}


@pytest.fixture(scope="module")
def anything(small: Recommender) -> dict[str, float]:
    return {result.id: result.score for result in small.related("w1", k=99).results}


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(), EVERYTHING),
        (Filters(year_min=2021), {"w3", "w4", "w5"}),
        (Filters(year_min=2020, year_max=2021), {"w2", "w3"}),
        (Filters(facets={"venue": ["Brook"]}), {"w2", "w4"}),
        (Filters(facets={"venue": "Brook"}), {"w2", "w4"}),
        (Filters(facets={"venue": ["Brook", "Hill"], "has_code": ["yes"]}), {"w2", "w3"}),
        (Filters(facets={"venue": ["Nowhere"]}), set()),
        (Filters(facets={"unheard-of": ["x"]}), set()),
        (Filters(without={"venue": ["Brook"], "unheard-of": ["x"]}), {"w3", "w5"}),
        (Filters(ranges={"listed_on": ("2024-05-12", "2024-05-13")}), {"w3", "w4"}),
        (Filters(ranges={"listed_on": (None, "2024-05-11")}), {"w2"}),
        (Filters(ranges={"unheard-of": (None, None)}), set()),
        (Filters(exclude=["w2", "not held"]), EVERYTHING - {"w2"}),
        (Filters(only=["w3", "w1"]), {"w3"}),
        (Filters(only=[]), set()),
    ],
)
def test_only_what_passes_is_listed_and_its_score_stays(
    small: Recommender, anything: dict[str, float], filters: Filters, allowed: set[str]
) -> None:
    found = {r.id: r.score for r in small.related("w1", k=99, filters=filters).results}
    assert found == {work: score for work, score in anything.items() if work in allowed}


def test_filters_apply_before_the_list_is_cut(small: Recommender) -> None:
    last = small.related("w1", k=99).results[-1].id
    assert [r.id for r in small.related("w1", k=1, filters=Filters(only=[last])).results] == [last]
