"""The recipe of ``docs/merge.md``, run as it stands on samples in the peers' shapes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.export import ExportOptions, export_dataset
from kg.export.formats import FORMATS
from kg.iris import Iris
from kg.mapping import RankedWork, Reason, frame_quads, quads, recommendation_quads
from tests.kg.invented import ENTITIES, STUB, WORK

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "merge.md").read_text("utf-8")
PEER_QUERIES = sorted((ROOT / "tests" / "peers").glob("*.rq"))
IRIS = Iris()

# As SemOpenAlex and Linked Papers With Code write: typed strings, addresses as xsd:anyURI.
SEMOPENALEX = """
@prefix soa: <https://semopenalex.org/ontology/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://semopenalex.org/work/W1> a soa:Work ;
  <http://purl.org/spar/datacite/doi> "https://doi.org/10.48550/arxiv.2405.00001"^^xsd:string ;
  <http://purl.org/dc/terms/title> "Willow: pruning by wind"^^xsd:string ;
  soa:citedByCount 12 .
<https://semopenalex.org/work/W2> a soa:Work ;
  <http://purl.org/spar/datacite/doi> "https://doi.org/10.5555/elsewhere"^^xsd:string ;
  soa:citedByCount 99 .
"""
LPWC = """
@prefix lpwc: <https://linkedpaperswithcode.com/property/> .
@prefix class: <https://linkedpaperswithcode.com/class/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://linkedpaperswithcode.com/paper/willow-pruning> a class:paper ;
  <http://purl.org/spar/fabio/hasArXivId> "2405.00001"^^xsd:string ;
  lpwc:hasOfficialRepository <https://linkedpaperswithcode.com/repository/github.com/quill/willow> .
<https://linkedpaperswithcode.com/repository/github.com/quill/willow> a class:repository ;
  <http://purl.org/spar/fabio/hasURL> "https://github.com/quill/willow"^^xsd:anyURI ;
  lpwc:hasFramework "pytorch"^^xsd:string .
"""


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_page_names_formats_that_the_command_knows() -> None:
    named = re.findall(r"--format (\S+)", PAGE)
    assert named
    assert set(named) <= FORMATS.keys()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    store = ox.Store(tmp_path_factory.mktemp("merge") / "store")
    reason = Reason(kind="citation", text="cited by it", contribution=0.5)
    ranked = [RankedWork(work=STUB.key, rank=1, score=0.5, reasons=(reason,))]
    store.extend(frame_quads(IRIS, ["daily-papers"]))
    store.extend(recommendation_quads(WORK.key, ranked, "walk 1", IRIS))
    for entity in ENTITIES:
        store.extend(quads(entity, IRIS))
    return store


def test_the_recipe_answers_what_none_answers_alone(
    ours: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export_dataset(
        ours,
        IRIS,
        tmp_path,
        ExportOptions(),
        change_number=1,
        modified_at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    for name, text in (("semopenalex", SEMOPENALEX), ("lpwc", LPWC)):
        triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
        ox.serialize(triples, tmp_path / f"{name}.nt", format=ox.RdfFormat.N_TRIPLES)
    names: dict[str, ox.Store] = {}
    exec(block("python"), names)  # type: ignore[arg-type]
    merged = names["store"]
    merged.update(block("sparql-update"))
    answer = merged.query(block("sparql"))
    assert isinstance(answer, ox.QuerySolutions)
    assert [[term.value for term in row if term] for row in answer] == [
        ["Willow: Pruning by Wind", "9", "12", "pytorch"]
    ]


@pytest.mark.parametrize("path", PEER_QUERIES, ids=lambda path: path.stem)
def test_a_peers_query_finds_something_in_our_graph(path: Path, ours: ox.Store) -> None:
    answer = ours.query(path.read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    assert list(answer), path.stem


def test_the_page_lists_the_peers_queries_that_are_tested() -> None:
    assert len(PEER_QUERIES) >= 10
    for path in PEER_QUERIES:
        title = path.read_text("utf-8").splitlines()[0].removeprefix("# ")
        assert f"| [{path.stem}](../tests/peers/{path.name}) | {title} |" in PAGE
