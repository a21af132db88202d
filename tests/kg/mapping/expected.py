"""Reading expected quads from a compact TriG text without prefix lines."""

from __future__ import annotations

import pyoxigraph as ox

from kg.vocab import PREFIXES

_BASE = "https://w3id.org/paperkin/"
_LOCAL = {
    "g": f"{_BASE}graph/",
    "w": f"{_BASE}work/",
    "agent": f"{_BASE}agent/",
    "concept": f"{_BASE}concept/",
    "venue": f"{_BASE}venue/",
    "event": f"{_BASE}event/",
    "cat": f"{_BASE}category/arxiv/",
    "site": f"{_BASE}site/",
}


def trig(text: str) -> set[ox.Quad]:
    """Parse TriG in which ``<w:…>`` and the like stand for our own IRIs."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    for name, iri in _LOCAL.items():
        text = text.replace(f"<{name}:", f"<{iri}")
    return set(ox.parse(head + text, format=ox.RdfFormat.TRIG))


def in_graph(quads: list[ox.Quad], name: str) -> set[ox.Quad]:
    """The quads that stand in one named graph."""
    graph = ox.NamedNode(f"{_BASE}graph/{name}")
    return {quad for quad in quads if quad.graph_name == graph}
