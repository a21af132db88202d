"""How a work came to a wider concept: the stated one below it."""

from __future__ import annotations

from recommender.index import Index


def inherited_from(index: Index, one: int, other: int) -> tuple[int, ...]:
    """The concepts between two neighbours when one has the other only by inheritance.

    Returns:
        nodes strictly between a work and a wider concept, in walking order; empty when the link
        between the two is stated.
    """
    if index.broader_kind < 0:
        return ()
    upwards = _climb(index, one, other)
    if upwards is not None:
        return upwards
    downwards = _climb(index, other, one)
    return tuple(reversed(downwards)) if downwards is not None else ()


def _climb(index: Index, work: int, concept: int) -> tuple[int, ...] | None:
    """The stated concept and those above it, on the shortest way from work to concept."""
    stated = index.targets(work, False)
    if concept in stated:
        return ()
    paths: dict[int, tuple[int, ...]] = {node: (node,) for node in stated}
    for _ in range(int(index.parameters.broader_depth)):
        above: dict[int, tuple[int, ...]] = {}
        for node, path in paths.items():
            for wider in index.targets(node, True):
                if wider == concept:
                    return path
                above.setdefault(wider, (*path, wider))
        paths = above
    return None
