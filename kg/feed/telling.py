"""What the feed tells: the graphs of the open dump, and nothing else."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg import graphs
from kg.iris import Iris


def is_told(graph: NamedNode, iris: Iris) -> bool:
    """Tell whether the feed speaks of a graph.

    Texts that may not be passed on are left out, and ranked lists, which follow from the rest.
    """
    name = iris.graph_name(graph)
    return name is not None and name != graphs.RECOMMENDATIONS and graphs.may_be_given_away(name)
