"""Clients of others against ``paperkin endpoint``: what they send is answered as they expect."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.served import command, free_port
from web.sparql.snippets import snippets

EX = "http://example.org/"
TOKEN = "gulls"
COMUNICA = Path(os.environ.get("PAPERKIN_COMUNICA", ".comunica/node_modules/.bin/comunica-sparql"))
COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{EX}title> ?t }}"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file, port = tmp_path_factory.mktemp("data") / "data.ttl", free_port()
    lines = [
        f'<{EX}w{i}> <{EX}title> "Gull {i}"@en ; <{EX}cites> <{EX}w{i // 2}> .' for i in range(50)
    ]
    file.write_text("\n".join(lines))
    with command(["endpoint", str(file), "--token", TOKEN], port):
        yield f"http://127.0.0.1:{port}/sparql"


def test_rdflib_reads(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint))
    titles = set(graph.objects(URIRef(EX + "w7"), URIRef(EX + "title")))
    assert titles == {Literal("Gull 7", lang="en")}
    assert len(graph) == 100
    rows = list(graph.query("SELECT ?w { ?w <http://example.org/cites> <http://example.org/w3> }"))
    assert {str(row[0]) for row in rows} == {EX + "w6", EX + "w7"}
    assert bool(graph.query(f"ASK {{ <{EX}w1> ?p ?o }}"))
    built = graph.query(f"CONSTRUCT {{ ?s <{EX}x> ?o }} WHERE {{ ?s <{EX}title> ?o }}").graph
    assert built is not None
    assert len(built) == 50


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_by_every_method(endpoint: str, method: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert [int(row[0]) for row in graph.query(COUNT)] == [50]


@pytest.mark.parametrize("returns", ["xml", "json", "csv", "tsv"])
def test_rdflib_in_every_format(endpoint: str, returns: str) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat=returns))
    assert len(list(graph.query(f"SELECT ?t {{ ?s <{EX}title> ?t }}"))) == 50


def test_rdflib_writes(endpoint: str) -> None:
    store = SPARQLUpdateStore(endpoint, endpoint, auth=("me", TOKEN), autocommit=True)
    graph = Graph(store, identifier=URIRef(EX + "mine"))
    triple = (URIRef(EX + "s"), URIRef(EX + "p"), Literal("o"))
    graph.add(triple)
    assert triple in graph
    store.update(f"INSERT DATA {{ GRAPH <{EX}mine> {{ <{EX}s> <{EX}p> 2 }} }}")
    assert len(graph) == 2
    graph.remove((None, None, None))
    assert len(graph) == 0


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_sparqlwrapper(endpoint: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint)
    client.setQuery(COUNT)
    client.setReturnFormat(wrapper.JSON)
    assert client.query().convert()["results"]["bindings"][0]["n"]["value"] == "50"
    client.setQuery(f"CONSTRUCT WHERE {{ <{EX}w7> ?p ?o }}")
    client.setReturnFormat(wrapper.TURTLE)
    assert b"Gull 7" in client.query().convert()
    client.setQuery(f"DESCRIBE <{EX}w7>")
    client.setReturnFormat(wrapper.XML)
    assert len(client.query().convert()) == 2
    client.setReturnFormat(wrapper.JSON)
    client.setCredentials("me", TOKEN)
    client.setMethod(wrapper.POST)
    client.setQuery(f"INSERT DATA {{ GRAPH <{EX}wrapped> {{ <{EX}s> <{EX}p> 1 }} }}")
    client.query()
    client.setQuery(f"ASK {{ GRAPH <{EX}wrapped> {{ <{EX}s> <{EX}p> 1 }} }}")
    assert client.query().convert()["boolean"] is True
    client.setQuery(f"DROP GRAPH <{EX}wrapped>")
    client.query()


def test_comunica(endpoint: str) -> None:
    if not COMUNICA.exists():
        pytest.skip(f"Comunica is not installed: no {COMUNICA}")
    run = subprocess.run(
        [
            str(COMUNICA.resolve()),
            f"sparql@{endpoint}",
            COUNT,
            "-t",
            "application/sparql-results+json",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(run.stdout)["results"]["bindings"][0]["n"]["value"] == "50"
    joined = f"SELECT ?t {{ <{EX}w7> <{EX}cites>/<{EX}title> ?t }}"
    run = subprocess.run(
        [str(COMUNICA.resolve()), endpoint, joined, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(run.stdout)["results"]["bindings"][0]["t"]["value"] == "Gull 3"


def test_federation_from_outside(endpoint: str, tmp_path: Path) -> None:
    oxigraph = shutil.which("oxigraph") or shutil.which("oxigraph", path=program_folders())
    if oxigraph is None:
        pytest.skip("the command oxigraph is not installed")
    mine = tmp_path / "mine.ttl"
    mine.write_text(f"<{EX}me> <{EX}reads> <{EX}w7>, <{EX}w8> .")
    location = str(tmp_path / "store")
    subprocess.run([oxigraph, "load", "--location", location, "--file", str(mine)], check=True)
    query = (
        f"""SELECT ?t {{ <{EX}me> <{EX}reads> ?w SERVICE <{endpoint}> {{ ?w <{EX}title> ?t }} }}"""
    )
    found = subprocess.run(
        [oxigraph, "query", "--location", location, "--query", query, "--results-format", "csv"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (
        sorted(found.stdout.split("\n")[1:])[-2:] == ["Gull 7", "Gull 8"]
        or "Gull 7" in found.stdout
    )


def program_folders() -> str:
    inside = [
        str(Path(one).parents[2] / "bin") for one in sys.path if one.endswith("site-packages")
    ]
    return os.pathsep.join([str(Path(sys.executable).parent), *inside])


_INTERPRETERS = {"Python": sys.executable, "curl": "sh", "R": "Rscript"}
_NEEDED = {"Python": sys.executable, "curl": "curl", "R": "Rscript"}


@pytest.mark.parametrize("kind", _INTERPRETERS)
@pytest.mark.parametrize(
    "query", [COUNT, 'SELECT * { ?s ?p "it\'s \\"quoted\\" $HOME `x` \\\\n"@en }']
)
def test_snippets_run(endpoint: str, kind: str, query: str, tmp_path: Path) -> None:
    program = next(one for one in snippets(endpoint, query) if one.name == kind)
    if shutil.which(_NEEDED[kind]) is None:
        pytest.skip(f"{_NEEDED[kind]} is not installed")
    file = tmp_path / "snippet"
    file.write_text(program.text)
    told = subprocess.check_output([_INTERPRETERS[kind], str(file)], text=True, timeout=60)
    assert ("50" in told) == (query == COUNT)
