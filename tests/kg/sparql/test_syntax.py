"""Mistakes are told where they are, in words that help."""

from __future__ import annotations

import pyoxigraph
import pytest

from kg.sparql.syntax import syntax_error

KNOWN = {"dcterms": "http://purl.org/dc/terms/", "ex": "http://example.org/"}


def told(query: str) -> str:
    try:
        pyoxigraph.Store().query(query, prefixes=KNOWN)
    except SyntaxError as error:
        return str(syntax_error(str(error), query))
    raise AssertionError("the engine takes it")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "SELECT * {\n  ?w foo:bar ?o\n}",
            "line 2, column 6: the prefix foo: is not declared; PREFIX foo: <…> does",
        ),
        (
            "SELECT * {\n  ?w a ex:Paper\n  ?w dcterms:title ?t\n}",
            "line 3, column 3: cannot be read from here: ?w dcterms:title ?t }; a dot",
        ),
        (
            "SELECT * {\n  { ?s ?p }\n}",
            "line 2, column 5: cannot be read from here: ?s ?p } }",
        ),
        ("SELECT * {\n  FILTER(?t = \n}", "line 2, column 9: cannot be read from here: ( ?t = }"),
        ("ASK { FILTER ?a > 3 }", "line 1, column 14: cannot be read from here: ?a > 3 }"),
        ("SELECT COUNT(*) {}", "line 1, column 8: cannot be read from here: COUNT ( * )"),
        ("ASK {} LIMIT", "line 1, column 13: unexpected end"),
        ("ASK {} LIMIT x", "line 1, column 14: unexpected x"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20: unexpected end; expected one of"),
        (
            'SELECT * { ?w ex:p "abc }',
            "line 1, column 20: this string is not closed on its line",
        ),
        (
            "SELECT * { ?s ?p 'a\nb' }",
            "line 1, column 18: this string is not closed on its line",
        ),
        ("SELECT * WHERE ?s ?p ?o", 'line 1, column 16: unexpected ?s; expected one of "{", DIS'),
        ("SELECT ?x WHERE { ?x ?y ?z } ORDER ?x", "line 1, column 36: unexpected ?x; expected BY"),
        ("", "unexpected end"),
    ],
)  # fmt: skip
def test_what_people_write(query: str, words: str) -> None:
    assert words in told(query)


def test_a_string_with_quotes_inside_is_closed() -> None:
    query = "SELECT * { ?s ?p \"it's\", 'a \\' b', '''c\nd''', \"\" . ?s unknown:property 1 }"
    assert "unknown: is not declared" in told(query)
