"""Our one pass and a SHACL engine find the same faults."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from kg.iris import Iris
from kg.linking.candidates import Decision, contents, decided, with_candidates
from kg.linking.matching import Candidate
from kg.mapping import frame_quads, quads
from kg.validation import check_quads
from kg.validation.shapes import read_constraints, shipped_constraints
from kg.vocab import (
    DATACITE,
    DCTERMS,
    FABIO,
    FOAF,
    LPWC,
    PAPERKIN,
    RDF,
    SCHEMA,
    SH,
    SKOS,
    SOA,
    SSSOM,
    XSD,
)
from tests.kg.invented import CLAIMS, CLUSTER, CONCEPT, ENTITIES, ISSUE, STUB, WORK

IRIS = Iris()
WORKS = IRIS.graph("works")
NODE = IRIS.work(WORK.key)


def whole() -> list[ox.Quad]:
    found = frame_quads(IRIS, ["daily-papers"])
    return found + [quad for entity in ENTITIES for quad in quads(entity, IRIS)]


def integer(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=XSD.integer)


def quad(subject: ox.NamedNode, predicate: ox.NamedNode, value: object) -> ox.Quad:
    return ox.Quad(subject, predicate, value, WORKS)


@pytest.fixture(scope="module")
def engine() -> rdflib.Graph:
    shapes = [str(one) for one in ox.parse(path="ontologies/shapes.ttl")]
    return rdflib.Graph().parse(data=" .\n".join(shapes) + " .", format="nt")


def by_engine(engine: rdflib.Graph, data: list[ox.Quad]) -> set[tuple[str, str]]:
    triples = ox.serialize({one.triple for one in data}, format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=triples, format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=engine)
    found = set()
    for result in report.subjects(rdflib.RDF.type, rdflib.URIRef(SH.ValidationResult.value)):
        node = report.value(result, rdflib.URIRef(SH.focusNode.value))
        path = report.value(result, rdflib.URIRef(SH.resultPath.value))
        found.add((str(node), "" if path is None else str(path)))
    return found


def by_us(data: list[ox.Quad]) -> set[tuple[str, str]]:
    report = check_quads(data, IRIS)
    return {(one.node or "", one.path or "") for one in report.findings}


def test_what_we_map_conforms(engine: rdflib.Graph) -> None:
    assert by_us(whole()) == set()
    assert by_engine(engine, whole()) == set()


FAULTS = [
    pytest.param([], [(NODE, DCTERMS.title)], id="no title"),
    pytest.param([quad(NODE, DCTERMS.title, ox.Literal("Second"))], [], id="two titles"),
    pytest.param(
        [quad(NODE, DCTERMS.title, ox.Literal("Willow", language="en"))],
        [(NODE, DCTERMS.title)],
        id="title with tag",
    ),
    pytest.param(
        [quad(NODE, FABIO.hasArXivId, ox.Literal("2405.00001v2"))], [], id="version in id"
    ),
    pytest.param(
        [quad(NODE, DATACITE.doi, ox.Literal("https://doi.org/10.1/ABC"))], [], id="capital DOI"
    ),
    pytest.param(
        [quad(NODE, LPWC.hasMethod, IRIS.concept("nowhere"))], [], id="undescribed method"
    ),
    pytest.param([quad(NODE, SCHEMA.url, ox.Literal("https://a.example"))], [], id="page as text"),
    pytest.param(
        [quad(NODE, SCHEMA.creativeWorkStatus, ox.Literal("lost"))], [], id="unknown status"
    ),
    pytest.param(
        [quad(IRIS.authorship(WORK.key, 1), PAPERKIN.listedPosition, integer("0"))],
        [(IRIS.authorship(WORK.key, 1), PAPERKIN.listedPosition)],
        id="position 0",
    ),
    pytest.param([], [(IRIS.authorship(WORK.key, 2), SOA.hasAuthor)], id="no author"),
    pytest.param(
        [quad(IRIS.agent(CLUSTER.key), DATACITE.orcid, ox.Literal("0000-0002-1825-0097"))],
        [],
        id="cluster with ORCID",
    ),
    pytest.param(
        [quad(IRIS.concept(CONCEPT.key), SKOS.prefLabel, ox.Literal("Other", language="en"))],
        [],
        id="two labels",
    ),
    pytest.param([], [(IRIS.item(ISSUE.key, 1), SCHEMA.item)], id="empty place"),
    pytest.param(
        [quad(IRIS.part(WORK.key, "votes"), SCHEMA.userInteractionCount, integer("-1"))],
        [(IRIS.part(WORK.key, "votes"), SCHEMA.userInteractionCount)],
        id="negative votes",
    ),
    pytest.param([], [(IRIS.work(STUB.key), PAPERKIN.isStub)], id="stub no longer marked"),
    pytest.param([], [(IRIS.agent(CLUSTER.key), FOAF.name)], id="no name"),
]


@pytest.mark.parametrize(("added", "removed"), FAULTS)
def test_a_planted_fault_is_found_by_both(
    engine: rdflib.Graph, added: list[ox.Quad], removed: list[tuple[ox.NamedNode, ox.NamedNode]]
) -> None:
    gone = set(removed)
    data = [one for one in whole() if (one.subject, one.predicate) not in gone] + added
    ours = by_us(data)
    assert ours
    assert ours == by_engine(engine, data)


def proposed_links() -> list[ox.Quad]:
    pairs = [Candidate(NODE.value, f"https://p.example/{n}", 0.4, f"Title {n}") for n in range(3)]
    found = with_candidates({}, pairs, date(2031, 3, 4))
    decisions = dict(zip(found, (Decision.OPEN, Decision.ACCEPTED, Decision.REJECTED), strict=True))
    texts = contents(decided(found, decisions, date(2031, 3, 5)), IRIS, "peer").values()
    return [one for text in texts for one in ox.parse(text, ox.RdfFormat.N_QUADS)]


@pytest.mark.parametrize(
    "path",
    [
        RDF.subject,
        RDF.predicate,
        RDF.object,
        PAPERKIN.confidence,
        PAPERKIN.decision,
        SSSOM.mapping_justification,
        DCTERMS.created,
    ],
)
def test_proposed_links_say_what_how_when_and_how_sure(
    engine: rdflib.Graph, path: ox.NamedNode
) -> None:
    links = proposed_links()
    assert by_us(links) == by_engine(engine, links) == set()
    node = next(one.subject for one in links if one.predicate == RDF.subject)
    data = [one for one in links if (one.subject, one.predicate) != (node, path)]
    assert by_us(data) == by_engine(engine, data) == {(node.value, path.value)}


def test_a_link_that_two_sets_know_is_no_fault() -> None:
    sets = [IRIS.graph("links/peer"), IRIS.graph("links/peer-reviewed")]
    link = (NODE, SKOS.exactMatch, ox.NamedNode("https://p.example/1"))
    report = check_quads([ox.Quad(*link, one) for one in sets], IRIS)
    assert (report.findings, report.checked) == ((), 2)


def test_a_confidence_beyond_one_is_found() -> None:
    mention = next(
        one.subject
        for one in quads(CLAIMS, IRIS)
        if one.predicate == RDF.type and one.object == PAPERKIN.ConceptMention
    )
    fault = quad(mention, PAPERKIN.confidence, ox.Literal("1.5", datatype=XSD.decimal))
    messages = [one.message for one in check_quads([*whole(), fault], IRIS).findings]
    assert "A confidence lies between 0 and 1." in messages


def test_every_message_exists_in_both_languages() -> None:
    for check in shipped_constraints():
        assert set(check.messages) == {"en", "ko"}
        assert check.message("fr") == check.messages["en"]


def test_a_constraint_we_cannot_run_is_refused() -> None:
    text = (
        f"[] a {SH.NodeShape} ; {SH.targetClass} {FOAF.Agent} ; {SH.property} "
        f"[ {SH.path} {FOAF.name} ; <{SH.NodeShape.value[:-9]}lessThan> {FOAF.page} ] ."
    )
    with pytest.raises(ValueError, match="not supported"):
        list(read_constraints(text.encode()))
