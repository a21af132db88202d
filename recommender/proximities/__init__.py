"""Named proximities of graph nodes, one a file, for comparison with the fused ranking."""

from __future__ import annotations

from recommender.proximities.adamic_adar import AdamicAdar
from recommender.proximities.contract import Proximity
from recommender.proximities.pagerank import PersonalisedPageRank
from recommender.proximities.path_sim import PathSim
from recommender.proximities.typed_walk import TypedWalk

PROXIMITIES: tuple[Proximity, ...] = (
    TypedWalk(),
    PersonalisedPageRank(),
    AdamicAdar(),
    PathSim(),
)

__all__ = [
    "PROXIMITIES",
    "AdamicAdar",
    "PathSim",
    "PersonalisedPageRank",
    "Proximity",
    "TypedWalk",
]
