"""Our JSON-LD: short names where they are true, and nothing lost."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox

from kg.export import context, write_jsonld
from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import DCTERMS, FABIO
from tests.kg.invented import CONCEPT, WORK

IRIS = Iris()
NODE, GRAPH = IRIS.work(WORK.key), IRIS.graph("works")


def written(data: list[ox.Quad]) -> dict[str, object]:
    output = io.BytesIO()
    write_jsonld(data, output)
    return json.loads(output.getvalue())  # type: ignore[no-any-return]


def test_short_names() -> None:
    document = written([quad for quad in quads(WORK, IRIS) if quad.subject == NODE])
    [node] = document["@graph"][0]["@graph"]  # type: ignore[index]
    assert document["@graph"][0]["id"] == GRAPH.value  # type: ignore[index]
    assert node["type"] == ["fabio:ResearchPaper", "schema:ScholarlyArticle"]
    assert node["title"] == "Willow: Pruning by Wind"
    assert node["year"] == "2024"
    assert node["creator"] == [IRIS.agent(one.agent).value for one in WORK.authorships]


def test_a_value_that_breaks_the_promise_of_a_short_name_is_written_in_full() -> None:
    odd = [
        ox.Quad(NODE, DCTERMS.creator, ox.Literal("a string"), GRAPH),
        ox.Quad(NODE, FABIO.hasPublicationYear, ox.Literal("about 2024"), GRAPH),
    ]
    [node] = written(odd)["@graph"][0]["@graph"]  # type: ignore[index]
    assert node["dcterms:creator"] == "a string"
    assert node["fabio:hasPublicationYear"] == "about 2024"
    assert set(ox.parse(json.dumps(written(odd)), format=ox.RdfFormat.JSON_LD)) == set(odd)


def test_triples_need_no_graph() -> None:
    triples = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads(CONCEPT, IRIS)]
    document = written(triples)
    assert document["@graph"][0]["prefLabel"][1] == {  # type: ignore[index]
        "@value": "가지치기",
        "@language": "ko",
    }
    assert set(ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)) == set(triples)


def test_the_context_names_every_prefix_of_its_terms() -> None:
    names = context()
    for name, value in names.items():
        if isinstance(value, dict):
            assert value["@id"].split(":")[0] in names, name
