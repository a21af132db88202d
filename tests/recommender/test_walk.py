"""Walk masses against values worked out by hand and against dense matrix powers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import Document, Edge, Parameters, Recommender


def _fit(edges: list[Edge], **parameters: float) -> Recommender:
    works = sorted({end for edge in edges for end in (edge.source, edge.target)})
    return Recommender.fit([Document(w) for w in works], edges, Parameters(**parameters))


def _masses(recommender: Recommender, work: int, steps: int) -> list[float]:
    index = recommender.index
    mass = index.profile(index.seed_of_work(work)).steps[steps]
    return mass.at(index.corpus.work_nodes).tolist()


def test_on_a_cycle_walkers_spread_as_by_hand() -> None:
    cycle = _fit([Edge(str(i), "cites", str((i + 1) % 5)) for i in range(5)])
    assert _masses(cycle, 0, 1) == [0, 0.5, 0, 0, 0.5]
    assert _masses(cycle, 0, 2) == [0.5, 0, 0.25, 0.25, 0]
    assert _masses(cycle, 0, 3) == [0, 0.375, 0.125, 0.125, 0.375]


def test_every_work_of_a_cycle_is_treated_alike() -> None:
    cycle = _fit([Edge(str(i), "cites", str((i + 1) % 5)) for i in range(5)])
    scores = [sorted(r.score for r in cycle.related(str(i)).results) for i in range(5)]
    assert all(one == pytest.approx(scores[0]) for one in scores)


def test_a_hub_is_reached_but_not_walked_through() -> None:
    star = [Edge(f"leaf{i}", "cites", "hub") for i in range(4)]
    open_star = _fit(star, hub_floor=10)
    assert _masses(open_star, 1, 2)[2:] == pytest.approx([0.25] * 3)
    closed = _fit(star, hub_share=0.5, hub_floor=2)
    assert _masses(closed, 1, 1)[0] == 1.0
    assert _masses(closed, 1, 2) == [0] * 5
    assert _masses(closed, 0, 1)[1:] == [0.25] * 4


@st.composite
def citation_graphs(draw: st.DrawFn) -> list[Edge]:
    count = draw(st.integers(2, 8))
    work = st.integers(0, count - 1).map(str)
    pairs = draw(st.lists(st.tuples(work, work), min_size=1, max_size=20))
    weights = draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=20, max_size=20))
    edges = [Edge(a, "cites", b, w) for (a, b), w in zip(pairs, weights, strict=False) if a != b]
    return edges or [Edge("0", "cites", "1")]


@given(citation_graphs())
def test_equals_powers_of_the_dense_transition_matrix(edges: list[Edge]) -> None:
    recommender = _fit(edges)
    ids = recommender.ids()
    strongest: dict[tuple[str, str], float] = {}
    for edge in edges:
        key = (edge.source, edge.target)
        strongest[key] = max(edge.weight, strongest.get(key, 0.0))
    weights = np.zeros((len(ids), len(ids)))
    for (source, target), weight in strongest.items():
        weights[ids.index(source), ids.index(target)] += weight
        weights[ids.index(target), ids.index(source)] += weight
    transition = weights / weights.sum(axis=1, keepdims=True)
    for steps in (1, 2, 3):
        power = np.linalg.matrix_power(transition, steps)
        found = [_masses(recommender, work, steps) for work in range(len(ids))]
        assert np.allclose(found, power, atol=1e-7)
        assert np.allclose(power.sum(axis=1), 1)
