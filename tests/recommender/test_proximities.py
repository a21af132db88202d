"""What every proximity must do, and values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from recommender import Document, Edge, Recommender
from recommender.proximities import (
    PROXIMITIES,
    AdamicAdar,
    PathSim,
    PersonalisedPageRank,
    Proximity,
    TypedWalk,
)

# a - b - c - a is a triangle with a tail c - d; e - f stand apart; g has no edge
EDGES = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "f")]


@pytest.fixture(scope="module")
def graph() -> Recommender:
    works = [Document(name) for name in "abcdefg"]
    return Recommender.fit(works, [Edge(a, "cites", b) for a, b in EDGES])


def _nearness(proximity: Proximity, graph: Recommender, work: str) -> NDArray[np.float64]:
    return proximity.nearness(graph.index.graph, graph.index.work_node(work))


@pytest.mark.parametrize("proximity", PROXIMITIES, ids=lambda proximity: proximity.name)
class TestContract:
    def test_one_finite_value_a_node_never_negative(
        self, proximity: Proximity, graph: Recommender
    ) -> None:
        for work in "abcdefg":
            values = _nearness(proximity, graph, work)
            assert values.shape == (7,)
            assert np.isfinite(values).all()
            assert (values >= 0).all()

    def test_nothing_reaches_another_component(
        self, proximity: Proximity, graph: Recommender
    ) -> None:
        assert (_nearness(proximity, graph, "a")[4:] == 0).all()
        assert (_nearness(proximity, graph, "e")[:4] == 0).all()

    def test_a_node_without_edges_is_near_to_nothing(
        self, proximity: Proximity, graph: Recommender
    ) -> None:
        assert (np.delete(_nearness(proximity, graph, "g"), 6) == 0).all()

    def test_nodes_with_the_same_neighbours_are_equally_near(
        self, proximity: Proximity, graph: Recommender
    ) -> None:
        values = _nearness(proximity, graph, "d")
        assert values[0] == pytest.approx(values[1])

    def test_asking_twice_gives_the_same(self, proximity: Proximity, graph: Recommender) -> None:
        one, other = (_nearness(proximity, graph, "b") for _ in range(2))
        assert (one == other).all()


def test_adamic_adar_by_hand(graph: Recommender) -> None:
    # a and b share c, which has 3 neighbours; a and d too; a and c share b, which has 2
    values = _nearness(AdamicAdar(), graph, "a")
    assert values[1] == values[3] == pytest.approx(1 / np.log(4))
    assert values[2] == pytest.approx(1 / np.log(3))


def test_path_sim_by_hand(graph: Recommender) -> None:
    # a: 2 neighbours, b: 2, d: 1; a-b and a-d have one two-step path each
    values = _nearness(PathSim(), graph, "a")
    assert values[[0, 1, 3]].tolist() == pytest.approx([1.0, 2 / 4, 2 / 3])
    assert (_nearness(PathSim(kind=9), graph, "a") == 0).all()


def test_pagerank_sums_to_one_and_solves_its_equation(graph: Recommender) -> None:
    weights = np.zeros((7, 7))
    for one, other in EDGES:
        i, j = "abcdefg".index(one), "abcdefg".index(other)
        weights[i, j] = weights[j, i] = 1
    degree = np.maximum(weights.sum(axis=1), 1)
    source = np.eye(7)[0]
    solved = np.linalg.solve(np.eye(7) - 0.85 * (weights / degree[:, None]).T, 0.15 * source)
    values = _nearness(PersonalisedPageRank(tolerance=1e-13), graph, "a")
    assert values.sum() == pytest.approx(1.0)
    assert np.allclose(values, solved, atol=1e-10)


def test_the_walk_is_the_sum_of_its_masses(graph: Recommender) -> None:
    both = _nearness(TypedWalk(1.0, 1.0), graph, "d")
    # from d all walkers go to c, then to a, b, d a third each, then on
    assert both[:4].tolist() == pytest.approx([1 / 3 + 1 / 6, 1 / 3 + 1 / 6, 2 / 3, 1 / 3])
