"""Updates taken apart: what they write, and what is refused."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.sparql.errors import PublishedGraph, QueryRefused, QuerySyntaxError
from kg.sparql.updating import Update
from kg.sparql.updating.operations import operations
from kg.sparql.updating.targets import with_dataset, written_graphs

MINE = "http://example.org/users/"
PREFIXES = {"my": MINE, "ex": "http://example.org/"}


def written(text: str) -> list[str]:
    found = written_graphs(Update(text, base_iri=MINE), PREFIXES, lambda iri: iri.startswith(MINE))
    return [iri.removeprefix(MINE) for iri in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { GRAPH my:a { ex:s ex:p 1 } GRAPH <b> {} }", ["a", "b"]),
        ("delete data { graph my:a { ex:s ex:p 1 } }", ["a"]),
        ("DELETE WHERE { GRAPH my:a { ?s ?p ?o } }", ["a"]),
        (
            "WITH my:a DELETE { ?s ?p ?o } INSERT { ?s ?p 1 . GRAPH my:b { ?s ?p 2 } } WHERE { }",
            ["a", "b"],
        ),
        ("INSERT { GRAPH my:a { ?s ?p 1 } } USING ex:g USING NAMED ex:h WHERE { }", ["a"]),
        ("DELETE { GRAPH my:a { ?s ?p ?o } } WHERE { { { GRAPH ?g { ?s ?p ?o } } } }", ["a"]),
        ("CLEAR GRAPH my:a; DROP SILENT GRAPH my:b; CREATE GRAPH my:c;", ["a", "b", "c"]),
        ("COPY ex:g TO my:a ; ADD SILENT DEFAULT TO GRAPH my:b", ["a", "b"]),
        ("MOVE my:a TO my:b", ["b", "a"]),
        ("PREFIX my: <http://example.org/users/x/> INSERT DATA { GRAPH my:a { } }", ["x/a"]),
        (
            "CREATE GRAPH my:a ; PREFIX my: <http://example.org/users/y/> CLEAR GRAPH my:a",
            ["a", "y/a"],
        ),
        ("BASE <http://example.org/users/z/> CLEAR GRAPH <a>", ["z/a"]),
        (
            "INSERT DATA { GRAPH my:a { <<( ex:s ex:p 1 )>> ex:q 'GRAPH ex:g { }' } } # DROP ALL",
            ["a"],
        ),
        ("INSERT DATA { GRAPH my:a { ex:s ex:p 1 {| ex:since 2 |} } }", ["a"]),
        ("INSERT {} WHERE { ?s ?p ?o }", []),
    ],
)
def test_what_is_written(text: str, expected: list[str]) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("INSERT DATA { ex:s ex:p 1 }", (1, 15)),
        ("INSERT DATA { GRAPH my:a {} ex:s ex:p 1 }", (1, 29)),
        ("DELETE WHERE { ?s ?p ?o }", (1, 16)),
        ("INSERT DATA { GRAPH ex:works { } }", (1, 21)),
        ("WITH ex:works\nDELETE { ?s ?p ?o } WHERE { }", (1, 6)),
        ("CLEAR DEFAULT", (1, 7)),
        ("DROP SILENT NAMED", (1, 13)),
        ("CLEAR ALL", (1, 7)),
        ("MOVE ex:works TO my:a", (1, 6)),
        ("COPY my:a TO DEFAULT", (1, 14)),
        ("CREATE GRAPH ex:mine", (1, 14)),
        ("INSERT DATA { [] ex:p 1 }", (1, 15)),
    ],
)
def test_published_graphs_are_named_with_their_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(PublishedGraph) as caught:
        written(text)
    assert (caught.value.line, caught.value.column) == place


def test_a_variable_is_no_name_of_a_graph_to_write() -> None:
    with pytest.raises(QueryRefused, match="variable"):
        written("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "text",
    [
        "INSERTDATA { }",
        "INSERT DATA { GRAPH my:a { }",
        "INSERT { } WHERE",
        "CLEAR my:a",
        "COPY my:a my:b",
        "INSERT DATA { } INSERT DATA { }",
        "SELECT * { }",
        "PREFIX my <http://a/> CLEAR GRAPH my:a",
        "INSERT DATA { GRAPH undeclared:a { } }",
    ],
)
def test_what_cannot_be_followed(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        written(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", "INSERT { ?s ?p 1 } U WHERE { ?s ?p 2 }"),
        ("DELETE WHERE { ?s ?p 2 }", "DELETE { ?s ?p 2 } U WHERE { ?s ?p 2 }"),
        (
            "DELETE WHERE { ?s ?p 2 } ; CLEAR ALL; INSERT { } WHERE { }",
            "DELETE { ?s ?p 2 } U WHERE { ?s ?p 2 } ; CLEAR ALL; INSERT { } U WHERE { }",
        ),
        ("INSERT DATA { ex:s ex:p 1 }", "INSERT DATA { ex:s ex:p 1 }"),
    ],
)
def test_the_dataset_of_the_protocol(text: str, expected: str) -> None:
    update = Update(text, using_graphs=("http://a/1",), using_named_graphs=("http://a/2",))
    clauses = "USING <http://a/1> USING NAMED <http://a/2>"
    assert with_dataset(update) == expected.replace("U WHERE", f"{clauses} WHERE")
    pyoxigraph.Store().update(with_dataset(update), prefixes=PREFIXES)


@pytest.mark.parametrize(
    "text", ["WITH ex:g DELETE { } WHERE { }", "INSERT { } USING ex:g WHERE { }"]
)
def test_two_datasets_exclude_each_other(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="exclude"):
        with_dataset(Update(text, using_graphs=("http://a/1",)))
    assert with_dataset(Update(text)) == text


def test_a_dataset_is_no_place_to_hide_text() -> None:
    with pytest.raises(QuerySyntaxError, match="IRI"):
        with_dataset(Update("INSERT { } WHERE { }", using_graphs=("http://a> { } ; DROP ALL #",)))


def test_every_operation_is_found() -> None:
    assert len(operations("CLEAR ALL; DROP ALL;")) == 2
    assert operations(" # nothing") == []
