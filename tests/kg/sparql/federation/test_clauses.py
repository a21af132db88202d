"""SERVICE clauses are found where the engine would find them, and nothing else is."""

from __future__ import annotations

import pytest

from kg.sparql.errors import QueryRefused
from kg.sparql.federation.clauses import clauses, without_services
from kg.sparql.limits import Limits


def found(text: str) -> list[tuple[str, str, bool]]:
    return [(c.endpoint.text, text[c.group : c.end], c.is_silent) for c in clauses(text)]


def test_clauses_in_order() -> None:
    text = """PREFIX ex: <http://e/>
    SELECT * { ?s ?p ?o . SERVICE SILENT ex:a { ?s ?x "}" OPTIONAL { ?x ?y ?z } }
      OPTIONAL { service<http://e/b>{} } }"""
    assert found(text) == [
        ("ex:a", '{ ?s ?x "}" OPTIONAL { ?x ?y ?z } }', True),
        ("<http://e/b>", "{}", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://a/> {}' } # SERVICE <http://a/> {}",
        "PREFIX service: <http://a/> SELECT * { service:a service:b service:c }",
        "SELECT * { ?SERVICE <http://SERVICE/> _:SERVICE }",
    ],
)
def test_words_that_are_no_clauses(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { ?e a ?t SERVICE ?e { ?s ?p ?o } }", "variable"),
        ("SELECT * { SERVICE SILENT ?e { ?s ?p ?o } }", "variable"),
        ("SELECT * { SERVICE <http://a/> { SERVICE <http://b/> {} } }", "outside of other"),
        ("PREFIX ex: <http://a/> SELECT * { SERVICEex:s { ?s ?p ?o } }", "spaces"),
        ("SELECT * { SERVICESILENT <http://a/> { ?s ?p ?o } }", "spaces"),
        ("SELECT * { SERVICE <http://a/> ?s ?p ?o }", "spaces"),
        ("SELECT * { SERVICE <http://a/> { ?s ?p ?o ", "spaces"),
        ("SELECT * { SERVICE", "spaces"),
        ("SELECT * { SERVICE SILENT", "spaces"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match=reason) as refusal:
        found(text)
    assert refusal.value.line == 1


def test_every_other_token_keeps_its_place() -> None:
    text = "ASK {\n SERVICE\n <http://e/> { ?s ?p ?o } FILTER(?s = 1) }"
    plain = without_services(text, clauses(text))
    assert plain == "ASK {\n        \n             { ?s ?p ?o } FILTER(?s = 1) }"
    assert len(plain) == len(text)


def test_endpoints_of_the_setting() -> None:
    limits = Limits(service_endpoints=" https://a.example/sparql, http://b.example:8080/q?x=1 ,")
    assert limits.services == ("https://a.example/sparql", "http://b.example:8080/q?x=1")
    assert Limits().services == ()


@pytest.mark.parametrize("text", ["ftp://a/", "a.example", "http://user:key@a.example/", "http://"])
def test_what_is_no_endpoint(text: str) -> None:
    with pytest.raises(ValueError, match="service_endpoints"):
        Limits(service_endpoints=text)
    with pytest.raises(ValueError, match="service_rows"):
        Limits(service_rows=0)
