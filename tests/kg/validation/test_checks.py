"""Findings tell what is wrong, and where."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.validation import Finding, check_file, check_quads, check_store
from kg.vocab import CITO, DCTERMS, FABIO, FOAF, RDF, RDFS
from tests.kg.invented import ENTITIES, WORK

IRIS = Iris()
NODE = IRIS.work(WORK.key)
WORKS, CLAIMS = IRIS.graph("works"), IRIS.graph("claims")


def whole() -> list[ox.Quad]:
    return frame_quads(IRIS) + [quad for entity in ENTITIES for quad in quads(entity, IRIS)]


def test_a_sound_dataset_conforms() -> None:
    report = check_quads(whole(), IRIS)
    assert report.conforms
    assert report.is_complete
    assert report.checked == len(whole())


def test_a_finding_names_node_path_value_and_graph() -> None:
    second = ox.Quad(NODE, DCTERMS.title, ox.Literal("Second"), WORKS)
    report = check_quads([*whole(), second], IRIS)
    assert not report.conforms
    finding = report.findings[0]
    assert (finding.node, finding.path) == (NODE.value, DCTERMS.title.value)
    assert finding.graph == "works"
    assert str(finding).startswith("A work has one plain title without language tag. https://")


def test_messages_in_korean() -> None:
    second = ox.Quad(NODE, DCTERMS.title, ox.Literal("Second"), WORKS)
    report = check_quads([*whole(), second], IRIS, language="ko")
    assert report.findings[0].message.startswith("논문에는")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (ox.Quad(ox.BlankNode("b"), RDFS.label, ox.Literal("x"), WORKS), "no IRI"),
        (ox.Quad(NODE, FOAF.page, ox.NamedNode("http://localhost:8000/"), WORKS), "this machine"),
        (ox.Quad(NODE, CITO.cites, IRIS.work("acl:P18-1001"), CLAIMS), "two published graphs"),
        (ox.Quad(NODE, ox.NamedNode("https://typo.example/titel"), NODE, WORKS), "no vocabulary"),
    ],
)
def test_what_no_shape_can_say(fault: ox.Quad, message: str) -> None:
    report = check_quads([*whole(), fault], IRIS)
    assert any(message in finding.message for finding in report.findings)


def test_users_graphs_and_link_sets_are_left_alone() -> None:
    blank = ox.BlankNode("b")
    foreign = [
        ox.Quad(blank, RDFS.label, ox.Literal("x"), IRIS.user_graph("mine")),
        ox.Quad(NODE, CITO.cites, IRIS.work("acl:P18-1001"), IRIS.graph("links/peers")),
    ]
    assert check_quads([*whole(), *foreign], IRIS).conforms


def test_a_limit_is_told() -> None:
    faults = [
        ox.Quad(IRIS.work(f"arxiv:2405.0100{one}"), RDF.type, FABIO.ResearchPaper, WORKS)
        for one in range(5)
    ]
    report = check_quads([*whole(), *faults], IRIS, limit=3)
    assert not report.is_complete


def test_an_empty_store_has_nothing_wrong() -> None:
    assert check_store(ox.Store(), IRIS).conforms


def test_a_file_is_read_strictly(tmp_path: Path) -> None:
    good, packed = tmp_path / "good.nq", tmp_path / "good.nq.gz"
    data = ox.serialize(whole(), format=ox.RdfFormat.N_QUADS)
    good.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    assert check_file(good, IRIS).checked == len(whole())
    assert check_file(packed, IRIS).conforms


def test_a_file_of_triples_is_one_graph(tmp_path: Path) -> None:
    file = tmp_path / "all.ttl"
    file.write_bytes(ox.serialize({one.triple for one in whole()}, format=ox.RdfFormat.TURTLE))
    assert check_file(file, IRIS).conforms


def test_a_broken_file_tells_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.nt"
    file.write_text('<http://a.example> <http://b.example> "x" .\n<http://a.example> oops .\n')
    finding = check_file(file, IRIS).findings[0]
    assert finding.line == 2
    assert finding.file == str(file)
    assert f"{file}:2" in str(finding)


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    file = tmp_path / "notes.xyz"
    file.write_text("hello")
    assert "format" in check_file(file, IRIS).findings[0].message


def test_a_warning_is_no_violation() -> None:
    assert Finding(message="m").severity == "violation"
