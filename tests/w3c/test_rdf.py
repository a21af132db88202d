"""RDF 1.1 and 1.2: every format is read, and what was read is written and read again."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Triple

from kg.rdf_io import RdfSyntaxError, read, write
from kg.sparql import GRAPH_FORMATS, ResultFormat

from .collecting import SUITE, expect, parameters
from .comparing import same_graphs
from .manifests import Case

_MANIFESTS = ("rdf/rdf11/manifest.ttl", "rdf/rdf12/manifest.ttl")
_FORMATS = {"Turtle": "ttl", "Trig": "trig", "XML": "rdf", "NQuads": "nq", "NTriples": "nt"}
_OF_GRAPHS = {"trig", "nq", "jsonld"}

# Faults of the engine, each with its cause.
_XML_LITERAL = "the engine writes unused namespaces into XML literals: not exclusive canonical XML"
KNOWN = {
    "rdf11/rdf-xml/manifest.ttl#xml-canon-test001": _XML_LITERAL,
    "rdf11/rdf-xml/manifest.ttl#xml-canon-test002": _XML_LITERAL,
    "rdf-xml/eval#rdf12-xml-an-13": _XML_LITERAL,
    "rdf-xml/eval#rdf12-xml-an-14": _XML_LITERAL,
}


def format_of(case: Case) -> ResultFormat:
    name = next(name for part, name in _FORMATS.items() if case.kind.startswith(f"Test{part}"))
    return next(fmt for fmt in GRAPH_FORMATS if fmt.name == name)


def quads(case: Case) -> list[Quad]:
    return list(read(case.action.read_bytes(), format_of(case), SUITE.iri(case.action)))


@pytest.mark.parametrize(
    "case", parameters(*_MANIFESTS, wanted=lambda c: c.kind.endswith("NegativeSyntax"))
)
def test_what_is_not_rdf_is_refused(case: Case) -> None:
    def check() -> None:
        with pytest.raises(RdfSyntaxError):
            quads(case)

    expect(case, KNOWN, check)


@pytest.mark.parametrize(
    "case", parameters(*_MANIFESTS, wanted=lambda c: "PositiveSyntax" in c.kind)
)
def test_what_is_rdf_is_read(case: Case) -> None:
    expect(case, KNOWN, lambda: check_round_trips(quads(case)))


@pytest.mark.parametrize("case", parameters(*_MANIFESTS, wanted=lambda c: c.kind.endswith("Eval")))
def test_what_is_read_is_what_was_meant(case: Case) -> None:
    def check() -> None:
        found = quads(case)
        assert case.result is not None
        fmt = RdfFormat.from_extension(case.result.suffix[1:])
        assert fmt is not None
        assert same_graphs(found, pyoxigraph.parse(case.result.read_bytes(), fmt))
        check_round_trips(found)

    expect(case, KNOWN, check)


@pytest.mark.parametrize("case", parameters(*_MANIFESTS, wanted=lambda c: c.kind.endswith("C14N")))
def test_canonical_forms(case: Case) -> None:
    def check() -> None:
        assert case.result is not None
        assert write(quads(case), format_of(case)) == case.result.read_bytes()

    expect(case, KNOWN, check)


def check_round_trips(found: list[Quad]) -> None:
    """Every writer says the same: those of graphs all of it, the others the default graph."""
    formats = [fmt for fmt in GRAPH_FORMATS if fmt.name != "jsonld" or not needs_rdf12(found)]
    default = [quad for quad in found if quad.graph_name == pyoxigraph.DefaultGraph()]
    for fmt in formats:
        content = found if fmt.name in _OF_GRAPHS else default
        assert same_graphs(read(write(content, fmt), fmt), content), fmt.name


def needs_rdf12(found: list[Quad]) -> bool:
    """JSON-LD has neither triple terms nor directions of text."""
    objects = [quad.object for quad in found]
    return any(isinstance(o, Triple) or (isinstance(o, Literal) and o.direction) for o in objects)
