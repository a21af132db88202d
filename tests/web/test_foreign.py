"""Foreign RDF and links on the command line: kept, told, published, and there after a rebuild."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.kg.fetching.playing import Asked, playing
from web.cli import paperkin
from web.services import open_services

GRAPH = "https://w3id.org/paperkin/graph"
LINES = [
    json.dumps({"id": f"acl:2030.acl-long.{n}", "title": title, "authors": ["Ada Muster"]})
    for n, title in ((7, "Sorrel and adapters under the lens"), (8, "Thistle or how to wait"))
]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def run(data: Path, *arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(paperkin, [*arguments, "--data", str(data), "--json"])
    assert result.exit_code == code, (result.output, result.exception)
    return json.loads(result.stdout) if code == 0 else None


def rows(data: Path, query: str) -> list[tuple[str, ...]]:
    with open_services(data) as services:
        return [tuple(term.value for term in row.values()) for row in services.reads.rows(query)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foreign") / "data"
    works = folder.parent / "works.jsonl"
    works.write_text("\n".join(LINES), "utf-8")
    run(folder, "ingest", "jsonl", str(works))
    return folder


def test_foreign_rdf_is_kept_and_described(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "peers.trig"
    file.write_text(
        '<https://y.example/s> <https://y.example/p> "one" .\n'
        "<https://y.example/g> { <https://y.example/s> <https://y.example/p> [] }",
        "utf-8",
    )
    (told,) = run(data, "ingest", "rdf", str(file), "--licence", LICENCE)
    assert told["graphs"] == {f"{GRAPH}/foreign/peers": 1, "https://y.example/g": 1}
    run(data, "rebuild")
    asked = f"SELECT ?o {{ GRAPH <{GRAPH}/foreign/peers> {{ ?s ?p ?o }} }}"
    assert rows(data, asked) == [("one",)]
    described = (
        f"SELECT ?l ?n {{ GRAPH <{GRAPH}/descriptions> {{ <https://y.example/g> "
        "dcterms:license ?l ; dcterms:source ?n } }"
    )
    assert rows(data, described) == [(LICENCE, "peers.trig")]
    assert rows(data, "SELECT ?o { <https://y.example/s> ?p ?o }") == []
    file.write_text("<https://y.example/s> <https://y.example/p> 'two' .", "utf-8")
    run(data, "ingest", "rdf", str(file))
    assert rows(data, asked) == [("two",)]


def test_an_address_is_read_like_a_file(data: Path, tmp_path: Path) -> None:
    # the folder's own settings are left as they are for the other tests
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    turtle = "@prefix : <https://z.example/> . :s :p 'far', <rel> ."

    def play(asked: Asked) -> None:
        if asked.path == "/far.ttl.gz":
            asked.answer(gzip.compress(turtle.encode()), content_type="application/gzip")
        elif asked.path == "/torn.ttl":
            asked.answer(turtle[:-1], content_type="text/turtle")
        elif asked.path == "/page.ttl":
            asked.answer("<html>", content_type="text/html")
        else:
            asked.answer(status=404)

    with playing(play) as player:
        run(copy, "ingest", "rdf", f"{player.base}far.ttl.gz", code=1)  # a private address
        assert player.asked == []
        host = player.base.removeprefix("http://").strip("/")
        (copy / "settings.toml").write_text(f'[fetching]\nallowed_hosts = "{host}"\n', "utf-8")
        for faulty in ("torn.ttl", "page.ttl", "gone.ttl"):
            run(copy, "ingest", "rdf", f"{player.base}{faulty}", code=1)
        (told,) = run(copy, "ingest", "rdf", f"{player.base}far.ttl.gz", "--licence", LICENCE)
    assert told["graphs"] == {f"{GRAPH}/foreign/far": 2}
    asked = f"SELECT ?o {{ GRAPH <{GRAPH}/foreign/far> {{ ?s ?p ?o }} }} ORDER BY ?o"
    assert sorted(rows(copy, asked)) == sorted([("far",), (f"{player.base}rel",)])
    source = f"SELECT ?n {{ GRAPH ?d {{ <{GRAPH}/foreign/far> dcterms:source ?n }} }}"
    assert rows(copy, source) == [(f"{player.base}far.ttl.gz",)]


def test_a_store_of_its_own_takes_no_data_of_others_from_us(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERKIN_GRAPH", "sparql+http://127.0.0.1:9/query")
    (tmp_path / "one.nt").write_text("", "utf-8")
    run(data, "ingest", "rdf", str(tmp_path / "one.nt"), code=1)
    run(data, "link", "doi", code=1)


def test_published_graphs_are_not_written_from_outside(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.nq"
    file.write_text(f'<https://y.example/s> <https://y.example/p> "1" <{GRAPH}/works> .', "utf-8")
    run(data, "ingest", "rdf", str(file), code=1)
    run(data, "ingest", "rdf", str(tmp_path / "nothing.ttl"), code=2)
    run(data, "ingest", "jsonl", str(file), "--graph", "https://y.example/", code=2)


def test_links_and_candidates(data: Path, tmp_path: Path) -> None:
    with open_services(data) as services:
        ids = [json.loads(line)["id"] for line in LINES[:2]]
        one, other = services.reader.works([services.reader.find(each) or "" for each in ids])
        theirs = services.iris.work(one.key).value
    dump = tmp_path / "dblp.nt"
    title = "https://dblp.org/rdf/schema#title"
    dump.write_text(f'<https://dblp.org/rec/x> <{title}> "{other.title}" .\n', "utf-8")
    table = tmp_path / "links.csv"
    table.write_text(f"{one.key},https://dblp.org/rec/y\n", "utf-8")
    report = run(data, "link", "dblp", str(dump), str(table))
    assert (report["links"], report["candidates"]) == (1, 1)
    asked = f"SELECT ?s ?o {{ GRAPH <{GRAPH}/links/dblp> {{ ?s skos:exactMatch ?o }} }}"
    assert rows(data, asked) == [(theirs, "https://dblp.org/rec/y")]
    (found,) = run(data, "candidates", "dblp", "--write", str(tmp_path / "x.sssom.tsv"))
    assert found["decision"] == "open"
    run(data, "candidates", "dblp", "--accept", found["number"])
    reviewed = f"SELECT ?o {{ GRAPH <{GRAPH}/links/dblp-reviewed> {{ ?s skos:exactMatch ?o }} }}"
    assert rows(data, reviewed) == [("https://dblp.org/rec/x",)]
    run(data, "link", "dblp", str(dump), str(table))
    assert rows(data, reviewed) == [("https://dblp.org/rec/x",)]
    (back,) = run(data, "candidates", "dblp", "--read", str(tmp_path / "x.sssom.tsv"))
    assert back["decision"] == "open"
    run(data, "candidates", "dblp", "--reject", "nothing", code=1)
    sets = "SELECT ?t { GRAPH ?g { ?set a void:Linkset ; void:objectsTarget ?t } }"
    assert ("https://dblp.org/",) in rows(data, sets)
