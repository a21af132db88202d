"""Our own queries on the published version, and values for their parameters."""

from __future__ import annotations

import threading
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.sparql.binding import UnknownParameter, bind, iri
from kg.sparql.prefixes import with_prefixes
from kg.sparql.reads import PublishedReads
from kg.versions import NothingPublished, Publisher, Versions

from .conftest import EX, N_WORKS, PREFIXES, node, publish, quads

TITLES = "SELECT ?title ?number { ?work ex:title ?title OPTIONAL { ?work ex:none ?number } }"


def test_rows_with_a_value(published: Versions) -> None:
    with PublishedReads(published, PREFIXES) as reads:
        rows = reads.rows(TITLES, {"work": iri(EX + "w7")})
        assert rows == [{"title": Literal("On the 7th gull", language="en")}]
        assert len(reads.rows(TITLES)) == N_WORKS
        assert reads.holds("ASK { ?work ex:number ?n }", {"n": 7})
        assert not reads.holds("ASK { ?work ex:number ?n }", {"n": N_WORKS})
        text = "CONSTRUCT { ?work ex:is ?n } WHERE { ?work ex:number ?n }"
        assert [t.subject for t in reads.triples(text, {"n": 3})] == [node("w3")]


def test_a_new_version_is_seen_and_the_old_one_let_go(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        PublishedReads(Versions(tmp_path)).rows("SELECT * {}")
    publish(tmp_path, quads(3), 1)
    with PublishedReads(Versions(tmp_path), PREFIXES) as reads:
        assert len(reads.rows(TITLES)) == 3
        publish(tmp_path, quads(5), 2)
        assert Publisher(tmp_path).remove_older() == [1]
        assert (len(reads.rows(TITLES)), reads.version().change_number) == (5, 2)
        assert Publisher(tmp_path).remove_older() == []
    publish(tmp_path, quads(6), 3)
    assert Publisher(tmp_path).remove_older() == []


def test_reads_of_many_threads_while_versions_change(tmp_path: Path) -> None:
    publish(tmp_path, quads(2), 2)
    wrong: list[int] = []
    with PublishedReads(Versions(tmp_path), PREFIXES) as reads:
        stop = threading.Event()

        def run() -> None:
            while not stop.is_set():
                found = len(reads.rows("SELECT ?w ?n { ?w ex:number ?n }"))
                if not 2 <= found <= 12:
                    wrong.append(found)

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for change in range(3, 13):
            publish(tmp_path, quads(change), change)
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert len(reads.rows("SELECT ?w { ?w ex:number ?n }")) == 12


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_value_is_only_that_value(value: str) -> None:
    text = bind("SELECT ?x { BIND(?value AS ?x) } # ?value", {"value": value})
    solutions = pyoxigraph.Store().query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert [row["x"] for row in solutions] == [Literal(value)]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (NamedNode("http://a/b"), "<http://a/b>"),
        (Literal("x", language="ko"), '"x"@ko'),
    ],
)
def test_values(value: int | NamedNode, written: str) -> None:
    assert bind("ASK { ?s ?p ?x, $x , ?xy }", {"x": value}) == (
        f"ASK {{ ?s ?p {written}, {written} , ?xy }}"
    )


def test_only_variables_inside_braces_are_parameters() -> None:
    assert bind("SELECT ?x { ?x ?p '?x' } ORDER BY ?x", {"x": iri("http://a/")}) == (
        "SELECT ?x { <http://a/> ?p '?x' } ORDER BY ?x"
    )
    with pytest.raises(UnknownParameter, match="no parameter y"):
        bind("SELECT ?y { ?x ?p '?y' }", {"y": 1})
    with pytest.raises(ValueError, match="IRI"):
        iri("not an iri")


def test_prefix_lines_are_added_where_they_are_missing() -> None:
    text = "PREFIX a: <http://a/>\nASK { a:x b:y c:z }"
    assert with_prefixes(text, {"a": "http://other/", "b": "http://b/", "d": "http://d/"}) == (
        f"PREFIX b: <http://b/>\n{text}"
    )
