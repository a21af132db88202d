"""Where a text says something: the place for everybody, the words in the graph of their licence.

The place is a range of code points in the text that the target names: a sentence of a summary, a
whole title, or a whole abstract (its sentences joined by one space). Whoever holds the text can
find the words again. Where the words may not be given away, a hash of them stands with the place,
so that whoever finds them can check them.

References:
    Web Annotation Data Model, W3C Recommendation 2017, section 4 (specific resources, selectors).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg import graphs
from kg.entities import Place, WorkText
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import clean, integer, plain, tagged
from kg.vocab import OA, PAPERKIN, RDF


class Anchor(NamedTuple):
    """A place, told in a node that exists in the graph.

    Args:
        node: the text or sentence.
        start, end: half-open range of code points in its literal.
    """

    node: NamedNode
    start: int
    end: int


def anchor(work: str, text: WorkText, place: Place, iris: Iris) -> Anchor:
    """Give the node and the range that a place means."""
    if text.field == "summary":
        node = iris.sentence(work, text.key, place.sentence)
        return Anchor(node, place.start, place.end)
    before = sum(len(one.text) + 1 for one in text.sentences[: place.sentence - 1])
    return Anchor(iris.part(work, text.key), before + place.start, before + place.end)


def add_evidence(
    sheet: Sheet,
    claim: NamedNode,
    work: str,
    place: Place,
    words: str,
    texts: Mapping[str, WorkText],
    iris: Iris,
    number: int = 1,
) -> None:
    """Write where the evidence of a claim stands, and its words.

    Args:
        sheet: takes the quads.
        claim: the node that has the evidence.
        work: key of the work.
        place: where in its texts.
        words: what stands there.
        texts: of the work, by key.
        iris: mints the IRIs.
        number: of this evidence among those of the claim, from 1.
    """
    text = texts.get(place.text)
    if text is None:
        return
    graph = iris.graph(graphs.CLAIMS)
    suffix = "" if number == 1 else f"-{number}"
    target, position, quote = (
        NamedNode(f"{claim.value}-{name}{suffix}") for name in ("target", "position", "quote")
    )
    found = anchor(work, text, place, iris)
    is_given_away = text.field == "title" or graphs.is_open(text.licence)
    sheet.add(graph, claim, OA.hasTarget, target)
    sheet.describe(graph, target, (OA.hasSource, found.node), (OA.hasSelector, position))
    sheet.describe(
        graph,
        position,
        (RDF.type, OA.TextPositionSelector),
        (OA.start, integer(found.start)),
        (OA.end, integer(found.end)),
        (PAPERKIN.sha256, None if is_given_away else _hash(words)),
    )
    words_graph = graph if text.field == "title" else iris.texts_graph(text.licence, text.language)
    sheet.add(words_graph, target, OA.hasSelector, quote)
    sheet.describe(
        words_graph,
        quote,
        (RDF.type, OA.TextQuoteSelector),
        (OA.exact, tagged(words, text.language)),
    )


def _hash(words: str) -> Literal | None:
    return plain(hashlib.sha256(clean(words).encode()).hexdigest())
