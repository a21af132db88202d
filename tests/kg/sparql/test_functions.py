"""Statements that are answered from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.sparql import Limits, QueryService
from kg.sparql.errors import QuerySyntaxError
from kg.sparql.formats import CSV
from kg.sparql.functions import Functions, Match
from kg.versions import Versions

from .conftest import EX, PREFIXES

LIKE, NEAR = EX + "textMatch", EX + "relatedTo"


def like(words: str) -> list[Match]:
    return [Match(EX + f"w{i}", 1 / (i + 1), f"{words} {i}") for i in range(3)]


def near(iri: str) -> list[Match]:
    return [Match(EX + "w9", 0.25)] if iri == EX + "w7" else []


FUNCTIONS = Functions({LIKE: like, NEAR: near}, PREFIXES)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("?w ex:relatedTo ex:w7 .", "VALUES (?w) { (<http://example.org/w9>) } ."),
        ("?w ex:relatedTo <http://example.org/w7>", "VALUES (?w) { (<http://example.org/w9>) }"),
        ("?w <http://example.org/relatedTo> <w7>", "VALUES (?w) { (<http://example.org/w9>) }"),
        ("ex:w7 ex:relatedTo ?w .", "VALUES (?w) { (<http://example.org/w9>) } ."),
        ("?w ex:relatedTo ex:none", "VALUES (?w) {  }"),
        (
            "(?w ?score ?why) ex:relatedTo ex:w7",
            "VALUES (?w ?score ?why) { (<http://example.org/w9> 0.25e0 UNDEF) }",
        ),
        ("?s ?p 'ex:textMatch' # ex:textMatch", "?s ?p 'ex:textMatch' # ex:textMatch"),
        ("?s other:textMatch 'x'", "?s other:textMatch 'x'"),
    ],
)
def test_statements_become_values(statement: str, expected: str) -> None:
    text = f"SELECT * {{ {statement}\n }}"
    assert FUNCTIONS.expand(text, EX) == f"SELECT * {{ {expected}\n }}"


def test_several_in_one_query_each_with_its_escapes() -> None:
    text = (
        "PREFIX p: <http://example.org/> SELECT * { ?a ?b ?c . "
        r'(?w ?s) p:textMatch "a \"gull\"\u0021" OPTIONAL { ?w ex:relatedTo p:w7 } }'
    )
    found = FUNCTIONS.expand(text)
    assert found.count("VALUES") == 2
    assert "(<http://example.org/w0> 1.0e0)" in found
    three = FUNCTIONS.expand(text.replace("(?w ?s)", "(?w ?s ?e)"))
    assert r'"a \"gull\"! 0"' in three


@pytest.mark.parametrize(
    "statement",
    [
        "?w ex:textMatch ?words",
        "ex:w1 ex:textMatch 'x'",
        "?w ex:textMatch 'x' ; ex:number ?n",
        "?w ex:textMatch 'x', 'y'",
        "?w ex:number ?n ; ex:textMatch 'x'",
        "?w ex:cites/ex:relatedTo ex:w7",
        "?w ^ex:relatedTo ex:w7",
        "?w ex:relatedTo* ex:w7",
        "[ ex:relatedTo ex:w7 ]",
        "?w ex:textMatch 'x'^^ex:type",
        "(?a ?b ?c ?d) ex:textMatch 'x'",
        "() ex:textMatch 'x'",
        "?w ?p ex:textMatch",
        "FILTER(?w = ex:textMatch)",
    ],
)
def test_anywhere_else_is_an_error_that_says_how(statement: str) -> None:
    with pytest.raises(QuerySyntaxError, match="statement of its own") as caught:
        FUNCTIONS.expand(f"SELECT *\n{{ {statement} }}")
    assert caught.value.line == 2


@pytest.fixture
def service(published: Versions) -> Iterator[QueryService]:
    functions = {LIKE: like, NEAR: near}
    with QueryService(published, Limits(workers=1), PREFIXES, functions=functions) as service:
        yield service


def test_matches_join_with_the_graph(service: QueryService) -> None:
    text = """SELECT ?n ?score ?why {
        (?w ?score ?why) ex:textMatch "gull" .
        ?w ex:number ?n
    } ORDER BY DESC(?score) LIMIT 2"""
    with service.evaluate(text, CSV) as answer:
        assert answer.read() == b"n,score,why\r\n0,1,gull 0\r\n1,0.5,gull 1\r\n"


def test_errors_keep_their_place(service: QueryService) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        service.evaluate('SELECT * { ?w ex:textMatch "a" . ?w nope:x ?y }')
    assert (caught.value.line, caught.value.column) == (1, 37)
