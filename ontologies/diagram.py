"""Draw the RDF model from the shapes: ``python -m ontologies.diagram`` writes ``docs/model.svg``.

Boxes are the classes that have a shape, with their literal properties; arrows are the properties
whose values must be of another class. ``--check`` only compares.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pyoxigraph as ox

from kg.vocab import (
    DCTERMS,
    DOCO,
    FABIO,
    FOAF,
    LPWC,
    LPWCC,
    OA,
    PAPERKIN,
    PREFIXES,
    RDF,
    SCHEMA,
    SH,
    SKOS,
    SOA,
    XSD,
)
from ontologies.build import FOLDER

_NONE = ox.Literal("0", datatype=XSD.integer)
TARGET = FOLDER.parent / "docs" / "model.svg"

# Column and row of each box, chosen so that few lines cross; what is not here is not drawn.
_PLACES = {
    PAPERKIN.NameCluster: (0, 0.7),
    FOAF.Person: (0.7, 0.7),
    SOA.Authorship: (0, 1.6),
    SOA.Source: (0, 2.5),
    LPWCC.conference: (0, 3.2),
    PAPERKIN.Link: (0, 3.9),
    SCHEMA.PublicationIssue: (1.4, 0),
    SCHEMA.ListItem: (1.4, 0.9),
    FABIO.ResearchPaper: (1, 2),
    SCHEMA.InteractionCounter: (0.7, 3.9),
    PAPERKIN.Record: (1.4, 3.9),
    PAPERKIN.MachineSummary: (2.3, 0),
    DOCO.Sentence: (2.3, 0.9),
    SKOS.Concept: (2.5, 2),
    LPWCC.evaluation: (2.2, 3.1),
    PAPERKIN.Recommendation: (2.3, 3.9),
    OA.TextPositionSelector: (3.4, 0),
    PAPERKIN.ConceptMention: (3.4, 0.9),
    PAPERKIN.StatedResult: (3.4, 3.1),
}
# Arrows that the shapes leave open, because their values may be of several classes.
_OPEN_ENDED = (
    (SOA.Authorship, SOA.hasAuthor, PAPERKIN.NameCluster),
    (SOA.Authorship, SOA.hasAuthor, FOAF.Person),
    (FABIO.ResearchPaper, PAPERKIN.hasSummary, PAPERKIN.MachineSummary),
    (SKOS.Concept, LPWC.introducedBy, FABIO.ResearchPaper),
    (PAPERKIN.ConceptMention, OA.hasTarget, OA.TextPositionSelector),
    (LPWCC.evaluation, LPWC.hasEvaluationResult, PAPERKIN.StatedResult),
    (FABIO.ResearchPaper, PAPERKIN.hasRecommendation, PAPERKIN.Recommendation),
)
_LEFT_OUT = {DCTERMS.isPartOf, SKOS.related}
_CROSSING = {(SCHEMA.ListItem, SCHEMA.interactionStatistic)}
_MIDDLE, _EARLY = 0.52, 0.3
"""How far along an arrow its labels stand; early where another arrow comes the opposite way."""

_WIDTH, _COLUMN, _ROW, _LINE, _PAD = 216, 330, 236, 15, 10
_MOST_LINES = 9
_STYLE = """
text { font: 11px system-ui, sans-serif; fill: #1b1f24 }
.class { font-weight: 700; font-size: 12px }
.edge { font-size: 10px; fill: #0b5394; paint-order: stroke; stroke: #fff; stroke-width: 4px }
rect { fill: #f6f8fa; stroke: #57606a; rx: 6px }
.paper { fill: #fff; stroke: none }
line { stroke: #0b5394; stroke-width: 1.2px; marker-end: url(#head) }
"""


@dataclass
class Box:
    """A class with its literal properties."""

    name: str
    x: float
    y: float
    properties: list[str] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Height in pixels."""
        return 2 * _PAD + _LINE * (1 + len(self.lines))

    @property
    def lines(self) -> list[str]:
        """What is written below the name."""
        hidden = len(self.properties) - _MOST_LINES
        shown = sorted(self.properties)[:_MOST_LINES]
        return [*shown, f"… and {hidden} more"] if hidden > 0 else shown

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return self.x + _WIDTH / 2, self.y + self.height / 2


def short(term: ox.NamedNode) -> str:
    """Give a term with its prefix.

    >>> short(FOAF.name)
    'foaf:name'
    """
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return term.value


def _properties(graph: ox.Dataset) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, object]]:
    """Give class, property and the class of its values, None where the values are literals."""
    for shape in graph.quads_for_predicate(SH.targetClass):
        for link in graph.quads_for_subject(shape.subject):
            if link.predicate != SH.property or not isinstance(link.object, ox.BlankNode):
                continue
            said = {quad.predicate: quad.object for quad in graph.quads_for_subject(link.object)}
            path, target = said[SH.path], shape.object
            assert isinstance(path, ox.NamedNode)
            assert isinstance(target, ox.NamedNode)
            if said.get(SH.maxCount) != _NONE and (target, path) not in _CROSSING:
                yield target, path, said.get(SH.class_)


def read_model() -> tuple[dict[ox.NamedNode, Box], list[tuple[Box, str, Box]]]:
    """Give the boxes by class, and the arrows, sorted."""
    graph = ox.Dataset(ox.parse(path=FOLDER / "shapes.ttl"))
    boxes = {
        term: Box(short(term), 20 + column * _COLUMN, 20 + row * _ROW)
        for term, (column, row) in _PLACES.items()
    }
    arrows = set(_OPEN_ENDED)
    named = {path for _, path, _ in _OPEN_ENDED}
    for source, path, target in _properties(graph):
        if source not in boxes or path in named | _LEFT_OUT | {RDF.type}:
            continue
        if isinstance(target, ox.NamedNode) and target in boxes:
            arrows.add((source, path, target))
        elif target is None:
            boxes[source].properties.append(short(path))
    drawn = sorted(arrows, key=lambda arrow: [one.value for one in arrow])
    return boxes, [(boxes[one], short(path), boxes[other]) for one, path, other in drawn]


def _border(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Give the point where a line from the middle of a box leaves it."""
    x, y = box.centre
    across, down = towards[0] - x, towards[1] - y
    scale = min(
        (_WIDTH / 2) / abs(across) if across else float("inf"),
        (box.height / 2) / abs(down) if down else float("inf"),
    )
    return x + across * scale, y + down * scale


def _arrow(source: Box, labels: Sequence[str], target: Box, *, along: float) -> tuple[str, str]:
    """Give the line of an arrow, and its labels, which are drawn above the boxes."""
    (x1, y1), (x2, y2) = _border(source, target.centre), _border(target, source.centre)
    x, y = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along - (len(labels) - 1) * 6
    texts = "".join(
        f'<text class="edge" text-anchor="middle" x="{x:.0f}" y="{y + 12 * number:.0f}">'
        f"{escape(label)}</text>"
        for number, label in enumerate(labels)
    )
    return f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"/>', texts


def _box(box: Box) -> str:
    x, y = f"{box.x + _PAD:.0f}", box.y + _PAD + 11
    rows = [f'<text class="class" x="{x}" y="{y:.0f}">{escape(box.name)}</text>']
    for number, line in enumerate(box.lines, start=1):
        rows.append(f'<text x="{x}" y="{y + _LINE * number:.0f}">{escape(line)}</text>')
    return (
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{_WIDTH}" height="{box.height:.0f}"/>'
        + "".join(rows)
    )


def draw() -> str:
    """Give the picture as SVG."""
    boxes, arrows = read_model()
    width = max(box.x for box in boxes.values()) + _WIDTH + 20
    height = max(box.y + box.height for box in boxes.values()) + 20
    together: dict[tuple[str, str], tuple[Box, list[str], Box]] = {}
    for source, label, target in arrows:
        if source is not target:
            found = together.setdefault((source.name, target.name), (source, [], target))
            found[1].append(label)
    drawn = [
        _arrow(*arrow, along=_EARLY if (target, source) in together else _MIDDLE)
        for (source, target), arrow in together.items()
    ]
    content = [
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        *(line for line, _ in drawn),
        *(_box(box) for box in boxes.values()),
        *(labels for _, labels in drawn),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        'role="img" aria-labelledby="title"><title id="title">The RDF model: classes and the '
        f"properties between them</title>\n<style>{_STYLE}</style>\n"
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#0b5394"/></marker>'
        "</defs>\n" + "\n".join(content) + "\n</svg>\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the picture; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ontologies.diagram", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--output", type=Path, default=TARGET, help="where the picture goes")
    chosen = parser.parse_args(arguments)
    text = draw()
    if not chosen.check:
        chosen.output.parent.mkdir(exist_ok=True)
        chosen.output.write_text(text, encoding="utf-8")
        return 0
    if chosen.output.is_file() and chosen.output.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{chosen.output.name} is out of date: run python -m ontologies.diagram\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
