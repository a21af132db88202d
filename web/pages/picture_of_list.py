"""A ranked list as a picture: what joins the paper to each related one, in three columns.

The picture is numbers for an SVG, laid out on the server; the rows are the same as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from web.naming import Node
from web.pages.labels import Named, short_title
from web.pages.related import RelatedList, RelatedWork

WIDTH: Final = 860
ROW: Final = 30
_MIDDLE_X: Final = 300
_RIGHT_X: Final = 560
_LEFT_END: Final = 190
_MIDDLE_LETTERS: Final = 28
_RIGHT_LETTERS: Final = 42
_LEFT_LETTERS: Final = 26
_MOST_JOINTS: Final = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing in the picture: its words and where they stand (in SVG user units)."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Strand:
    """A line of the picture as an SVG path, and how strong it is, in 1 to 4."""

    path: str
    strength: int


@dataclass(frozen=True, slots=True)
class Row:
    """One connection: the related paper, and what it is reached through (nothing: words alone)."""

    rank: int
    work: Named
    through: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ListPicture:
    """The picture and its table."""

    height: float
    seed: Spot
    joints: tuple[Spot, ...]
    works: tuple[Spot, ...]
    strands: tuple[Strand, ...]
    rows: tuple[Row, ...]
    width: float = WIDTH


def picture_of(seed_title: str, related: RelatedList) -> ListPicture | None:
    """Draw a list; None when nothing in it is joined by more than words."""
    joints_of = {place.rank: _joints(place) for place in related.places}
    joints = _by_use(joint for found in joints_of.values() for joint in found)
    if not joints:
        return None
    rows = max(len(joints), len(related.places))
    height = rows * ROW
    at = {joint.key: y for joint, y in zip(joints, _spread(len(joints), height), strict=True)}
    heights = _spread(len(related.places), height)
    middle = height / 2
    strands = [Strand(_curve(_LEFT_END, middle, _MIDDLE_X - 8, y), 2) for y in at.values()]
    strongest = max(place.score for place in related.places)
    for place, y in zip(related.places, heights, strict=True):
        strength = 1 + round(3 * place.score / strongest) if strongest > 0 else 1
        for joint in joints_of[place.rank]:
            end = _MIDDLE_X + 8 + 6.2 * len(short_title(joint.text, _MIDDLE_LETTERS))
            strands.append(Strand(_curve(end, at[joint.key], _RIGHT_X - 8, y), strength))
    return ListPicture(
        height=height,
        seed=Spot(short_title(seed_title, _LEFT_LETTERS), _LEFT_END - 8, middle),
        joints=tuple(
            Spot(short_title(joint.text, _MIDDLE_LETTERS), _MIDDLE_X, at[joint.key])
            for joint in joints
        ),
        works=tuple(
            Spot(f"{place.rank}  {short_title(place.work.title, _RIGHT_LETTERS)}", _RIGHT_X, y)
            for place, y in zip(related.places, heights, strict=True)
        ),
        strands=tuple(strands),
        rows=tuple(_row(place, joints_of[place.rank]) for place in related.places),
    )


def _joints(place: RelatedWork) -> list[Node]:
    """The things through which a place is reached, the strongest first."""
    found: dict[str, Node] = {}
    rows = place.breakdown.rows if place.breakdown else ()
    for row in sorted(rows, key=lambda row: -float(row.part)):
        for node in _between(row.path, place.work.key):
            found.setdefault(node.key, node)
    return list(found.values())[:_MOST_JOINTS]


def _between(path: Sequence[Node], end: str) -> Sequence[Node]:
    """The first thing after the beginning of a path; a path of one node is that node itself."""
    if len(path) == 1:
        return path
    return path[1:2] if len(path) > 2 and path[1].key != end else ()


def _by_use(joints: Iterable[Node]) -> list[Node]:
    nodes: dict[str, Node] = {}
    counts: dict[str, int] = {}
    for joint in joints:
        nodes.setdefault(joint.key, joint)
        counts[joint.key] = counts.get(joint.key, 0) + 1
    order = list(nodes)
    return sorted(nodes.values(), key=lambda node: (-counts[node.key], order.index(node.key)))


def _row(place: RelatedWork, joints: Sequence[Node]) -> Row:
    work = Named(place.work.title, place.work.path, place.work.title_language)
    return Row(place.rank, work, tuple(Named(joint.text, joint.path) for joint in joints))


def _spread(count: int, height: float) -> list[float]:
    """Heights of evenly spread things, the middle of each one's band."""
    return [round(height * (place + 0.5) / count, 1) for place in range(count)]


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = round((x1 + x2) / 2, 1)
    return f"M{x1:.1f} {y1:.1f}C{half} {y1:.1f} {half} {y2:.1f} {x2:.1f} {y2:.1f}"
