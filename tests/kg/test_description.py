"""The dataset described: counts are right, the shapes hold, every format is read back."""

from __future__ import annotations

from datetime import UTC, datetime

import pyoxigraph as ox
import pytest

from kg.description import (
    Counts,
    DumpFile,
    Publication,
    dataset_quads,
    measure,
    service_quads,
)
from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.validation import check_quads
from kg.vocab import DCTERMS, FABIO, SD, VOID
from tests.kg.invented import ENTITIES

IRIS = Iris()
COUNTS = Counts(
    graphs={"works": 10, "texts/unknown/ko": 5},
    classes={FABIO.ResearchPaper.value: 2},
    properties={DCTERMS.title.value: 2},
    subjects=4,
    links={"links/wikidata": 3},
)
PUBLICATION = Publication(
    title={"en": "A small graph", "ko": "작은 그래프"},
    counts=COUNTS,
    change_number=7,
    modified_at=datetime(2024, 5, 1, tzinfo=UTC),
    endpoint="https://site.example/sparql",
    landing_page="https://site.example/",
    dumps=(
        DumpFile(
            name="all.nq.gz",
            url="https://site.example/export/all.nq.gz",
            media_type="application/n-quads",
            compression="application/gzip",
            size_bytes=100,
            sha256="ab" * 32,
        ),
    ),
)


def values(found: list[ox.Quad], subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    return [
        one.object.value for one in found if (one.subject, one.predicate) == (subject, predicate)
    ]


def test_totals_and_parts() -> None:
    found = dataset_quads(PUBLICATION, IRIS)
    assert values(found, IRIS.dataset, VOID.triples) == ["15"]
    assert values(found, IRIS.graph("works"), VOID.triples) == ["10"]
    assert values(found, IRIS.graph("works"), DCTERMS.license)
    assert not values(found, IRIS.graph("texts/unknown/ko"), DCTERMS.license)
    assert values(found, IRIS.graph("texts/unknown/ko"), DCTERMS.rights)
    assert sorted(values(found, IRIS.dataset, VOID.vocabulary)) == [
        "http://purl.org/dc/terms/",
        "http://purl.org/spar/fabio/",
    ]


def test_descriptions_have_the_shape_of_what_we_publish() -> None:
    found = dataset_quads(PUBLICATION, IRIS) + service_quads(
        "https://site.example/sparql", COUNTS, IRIS
    )
    assert check_quads(found, IRIS).findings == ()
    assert len(found) == len(set(found))


@pytest.mark.parametrize("rdf_format", [ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML])
def test_descriptions_are_read_back_strictly(rdf_format: ox.RdfFormat) -> None:
    found = {one.triple for one in dataset_quads(PUBLICATION, IRIS)}
    written = ox.serialize(found, format=rdf_format)
    assert {one.triple for one in ox.parse(written, format=rdf_format)} == found


def test_the_endpoint_names_its_graphs() -> None:
    found = service_quads("https://site.example/sparql", COUNTS, IRIS)
    names = {one.object.value for one in found if one.predicate == SD.name}
    assert names == {
        IRIS.graph(name).value for name in ("works", "texts/unknown/ko", "links/wikidata")
    }


def test_measured_counts_are_those_of_the_quads() -> None:
    store = ox.Store()
    data = frame_quads(IRIS) + [one for entity in ENTITIES for one in quads(entity, IRIS)]
    store.extend(data)
    store.add(ox.Quad(IRIS.dataset, VOID.triples, ox.Literal("1"), IRIS.user_graph("mine")))
    counts = measure(store, IRIS)
    assert counts.triples == len(data)
    assert counts.subjects == len({one.subject for one in data})
    assert counts.classes[FABIO.ResearchPaper.value] == 2
    assert counts.properties[DCTERMS.creator.value] == 2
    assert sum(counts.properties.values()) == len(data)


def test_an_empty_store_counts_nothing() -> None:
    assert measure(ox.Store(), IRIS).triples == 0


@pytest.mark.parametrize(
    ("subject", "missing"),
    [
        (IRIS.graph("works"), VOID.triples),
        (IRIS.graph("works"), DCTERMS.license),
        (IRIS.graph("links/wikidata"), VOID.subjectsTarget),
        (IRIS.graph("links/wikidata"), VOID.triples),
        (ox.NamedNode(f"{IRIS.dataset.value}#service"), SD.defaultDataset),
        (ox.NamedNode(f"{IRIS.dataset.value}#service-dataset"), SD.defaultGraph),
        (ox.NamedNode(f"{IRIS.dataset.value}#default-graph"), VOID.triples),
    ],
)
def test_what_a_description_lacks_is_found(subject: ox.NamedNode, missing: ox.NamedNode) -> None:
    found = dataset_quads(PUBLICATION, IRIS) + service_quads(
        "https://site.example/sparql", COUNTS, IRIS
    )
    left = [one for one in found if (one.subject, one.predicate) != (subject, missing)]
    assert len(left) < len(found)
    (finding,) = check_quads(left, IRIS).findings
    assert finding.node == subject.value


def test_named_graphs_of_the_service_are_described() -> None:
    found = service_quads("https://site.example/sparql", COUNTS, IRIS)
    left = [one for one in found if one.predicate not in {SD.name, SD.graph}]
    nodes = {one.node for one in check_quads(left, IRIS).findings}
    assert len(nodes) == len(COUNTS.graphs) + len(COUNTS.links)
