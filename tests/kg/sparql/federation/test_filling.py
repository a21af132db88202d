"""What other endpoints say becomes part of an answer, or a clear error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.sparql import Limits, QueryService
from kg.sparql.errors import (
    EndpointFailed,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QuotaExceeded,
)
from kg.versions import Versions

from .conftest import JSON, Answer, Elsewhere, says

EX = "http://example.org/"
MakeService = Callable[..., QueryService]


@pytest.fixture(scope="module")
def service(published: Versions, endpoint: Elsewhere) -> Iterator[QueryService]:
    limits = Limits(
        workers=1,
        timeout_s=20.0,
        service_endpoints=f"{endpoint.url}, http://127.0.0.1:9/other",
        service_private_hosts="127.0.0.1",
        service_timeout_s=2.0,
        service_rows=50,
        service_bytes=20_000,
    )
    with QueryService(published, limits, {"ex": EX}) as made:
        yield made


def rows(service: QueryService, query: str) -> list[tuple[str, ...]]:
    """The rows, sorted; nothing is the empty word."""
    with service.evaluate(query) as answer:
        found = parse_query_results(answer.read(), format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return sorted(tuple("" if one is None else str(one) for one in row) for row in found)


def table(*bindings: dict[str, tuple[str, str]]) -> Answer:
    names = list(dict.fromkeys(name for row in bindings for name in row))
    written = [
        {name: {"type": kind, "value": value} for name, (kind, value) in row.items()}
        for row in bindings
    ]
    return says(json.dumps({"head": {"vars": names}, "results": {"bindings": written}}).encode())


def test_an_answer_is_joined(service: QueryService, elsewhere: Elsewhere) -> None:
    elsewhere.answer = table(
        {"work": ("uri", f"{EX}w1"), "note": ("literal", 'good "gull" }')},
        {"work": ("uri", f"{EX}w2"), "note": ("literal", "nice")},
        {"work": ("uri", f"{EX}unknown"), "note": ("literal", "bad")},
    )
    part = f"SERVICE <{elsewhere.url}> {{ ?work ex:note ?note }}"
    query = f"SELECT ?n ?note {{ ?work ex:number ?n . {part} }}"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert rows(service, query) == [
        (f'"1"{integer}', '"good \\"gull\\" }"'),
        (f'"2"{integer}', '"nice"'),
    ]
    assert elsewhere.asked == [f"PREFIX ex: <{EX}>\nSELECT * {{ ?work ex:note ?note }} LIMIT 51"]


def test_prologue_and_base_go_along(service: QueryService, elsewhere: Elsewhere) -> None:
    query = f"PREFIX e: <{elsewhere.url}>\nASK {{ SERVICE e: {{ <x> ?p ?o }} }}"
    service.evaluate(query, base_iri="http://base.example/").close()
    prologue = f"BASE <http://base.example/>\nPREFIX e: <{elsewhere.url}>\n"
    assert elsewhere.asked == [prologue + "SELECT * { <x> ?p ?o } LIMIT 51"]


def test_no_value_and_blank_nodes(service: QueryService, elsewhere: Elsewhere) -> None:
    elsewhere.answer = table({"a": ("bnode", "x"), "b": ("bnode", "x")}, {"a": ("bnode", "y")}, {})
    found = rows(service, f"SELECT ?a ?b {{ SERVICE <{elsewhere.url}> {{ ?a ?p ?b }} }}")
    assert found[0] == ("", "")
    assert sorted((a == b, bool(b)) for a, b in found[1:]) == [(False, False), (True, True)]
    assert len({a for a, _ in found}) == 3
    assert all(a.startswith("<urn:uuid:") for a, _ in found[1:])


def test_what_was_not_asked_for_is_not_bound(service: QueryService, elsewhere: Elsewhere) -> None:
    elsewhere.answer = table({"a": ("literal", "1"), "n": ("literal", "forged")})
    query = f"SELECT ?a ?n {{ SERVICE <{elsewhere.url}> {{ ?a ?p ?b }} OPTIONAL {{ ?a ?n ?m }} }}"
    assert rows(service, query) == [('"1"', "")]


def test_xml_is_read_too(service: QueryService, elsewhere: Elsewhere) -> None:
    body = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head>'
        b'<results><result><binding name="a"><literal xml:lang="ko">\xea\xb0\x88</literal>'
        b"</binding></result></results></sparql>"
    )
    elsewhere.answer = says(body, "application/sparql-results+xml; charset=utf-8")
    query = f"SELECT ?a {{ SERVICE <{elsewhere.url}> {{ ?a ?p ?b }} }}"
    assert rows(service, query) == [('"\uac08"@ko',)]


def drip(request: object) -> None:
    request.send_response(200)  # type: ignore[attr-defined]
    request.send_header("Content-Type", JSON)  # type: ignore[attr-defined]
    request.end_headers()  # type: ignore[attr-defined]
    while True:
        request.wfile.write(b" ")  # type: ignore[attr-defined]
        time.sleep(0.05)


def flood(request: object) -> None:
    request.send_response(200)  # type: ignore[attr-defined]
    request.send_header("Content-Type", JSON)  # type: ignore[attr-defined]
    request.end_headers()  # type: ignore[attr-defined]
    while True:
        request.wfile.write(b" " * 60_000)  # type: ignore[attr-defined]


def hang_up(request: object) -> None:
    request.connection.close()  # type: ignore[attr-defined]


TRIPLE = b"""{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "triple", "value": {
    "subject": {"type": "uri", "value": "http://e/"},
    "predicate": {"type": "uri", "value": "http://e/"},
    "object": {"type": "uri", "value": "http://e/"}}}}]}}"""
FAILURES: dict[str, tuple[Answer, str]] = {
    "an error in words": (says(b"no such\n prefix\x1b", "text/plain", 400), "400: no such prefix"),
    "a problem": (
        says(b'{"detail": "line 1"}', "application/problem+json", 400),
        "status 400: line 1",
    ),
    "a problem that is none": (says(b"[", "application/json", 500), "status 500$"),
    "a page": (says(b"<h1>Error</h1>", "text/html", 503), "status 503$"),
    "a page that looks well": (says(b"<h1>Hello</h1>", "text/html"), "of type 'text/html'"),
    "a redirect": (says(b"", status=307, Location="http://127.0.0.1:9/"), "not followed"),
    "broken results": (says(b'{"head": {"vars": ["a"]}, "results": {"bind'), "broken"),
    "a broken row": (
        says(b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": 1}]}}'),
        "broken",
    ),
    "an IRI that breaks out": (
        table({"a": ("uri", "http://e/> } DROP ALL #")}),
        "broken",
    ),
    "a truth value": (says(b'{"head": {}, "boolean": true}'), "truth value"),
    "triples as terms": (says(TRIPLE), "triples as terms"),
    "too many rows": (table(*[{"a": ("literal", "x")}] * 51), "more than 50 rows"),
    "too many bytes": (says(b" " * 30_000), "more than 20,000 bytes"),
    "no end": (flood, "more than 20,000 bytes"),
    "a byte now and then": (drip, r"within 2 s"),
    "nothing": (hang_up, "broke off"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_goes_wrong_is_told_with_its_place(
    name: str, service: QueryService, elsewhere: Elsewhere
) -> None:
    elsewhere.answer, reason = FAILURES[name]
    query = f"SELECT * {{\n  SERVICE <{elsewhere.url}> {{ ?a ?p ?o }} }}"
    with pytest.raises(EndpointFailed, match=reason) as failure:
        service.evaluate(query)
    assert (failure.value.line, failure.value.column) == (2, 3)
    assert failure.value.endpoint == elsewhere.url
    silent = query.replace("SERVICE", "SERVICE SILENT")
    if name != "a byte now and then":
        assert rows(service, f"{silent[:-1]} VALUES ?x {{ 7 }} }}") != []


def test_nobody_else_is_asked(service: QueryService, elsewhere: Elsewhere) -> None:
    by_name = elsewhere.url.replace("127.0.0.1", "localhost")
    for endpoint in ("http://127.0.0.1:9/", elsewhere.url + "/", by_name):
        for silent in ("", "SILENT "):
            query = f"ASK {{ SERVICE <{elsewhere.url}> {{}} SERVICE {silent}<{endpoint}> {{}} }}"
            with pytest.raises(QueryRefused, match="not asked from here") as refusal:
                service.evaluate(query)
            assert refusal.value.column is not None
    assert elsewhere.asked == []


def test_private_addresses_need_a_word_of_the_operator(
    make_service: MakeService, elsewhere: Elsewhere
) -> None:
    by_name = elsewhere.url.replace("127.0.0.1", "localhost")
    service = make_service(service_endpoints=f"{elsewhere.url},{by_name}")
    for endpoint in (elsewhere.url, by_name):
        with pytest.raises(EndpointFailed, match="private address"):
            service.evaluate(f"ASK {{ SERVICE <{endpoint}> {{}} }}")
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * { SERVICE <URL> { ?s ?p } }", "cannot be read|unexpected }"),
        ("SELECT * { SERVICE <URL> { ?s un:known ?o } }", "prefix un: is not declared"),
        ("SELECT * {\n SERVICE <URL> { ?s ?p ?o } FILTER( }", "line 2"),
    ],
)
def test_mistakes_are_found_before_anybody_is_asked(
    query: str, place: str, service: QueryService, elsewhere: Elsewhere
) -> None:
    with pytest.raises(QuerySyntaxError, match=place):
        service.evaluate(query.replace("URL", elsewhere.url))
    assert elsewhere.asked == []


def test_ten_times_at_most(service: QueryService, elsewhere: Elsewhere) -> None:
    clause = f"SERVICE <{elsewhere.url}> {{}} "
    service.evaluate(f"ASK {{ {clause * 10} }}").close()
    with pytest.raises(QueryRefused, match="10 times"):
        service.evaluate(f"ASK {{ {clause * 11} }}")


def test_the_time_of_a_query_counts(service: QueryService, elsewhere: Elsewhere) -> None:
    elsewhere.answer = drip
    query = f"ASK {{ SERVICE SILENT <{elsewhere.url}> {{}} }}"
    with pytest.raises(QueryTimeout):
        service.evaluate(query, timeout_s=0.5)


def test_waiting_is_charged(make_service: MakeService, elsewhere: Elsewhere) -> None:
    service = make_service(
        service_endpoints=elsewhere.url,
        service_private_hosts="127.0.0.1",
        service_timeout_s=1.0,
        client_query_s=0.5,
    )
    elsewhere.answer = drip
    query = f"ASK {{ SERVICE <{elsewhere.url}> {{}} }}"
    with pytest.raises(EndpointFailed):
        service.evaluate(query, client="ada")
    with pytest.raises(QuotaExceeded):
        service.evaluate("ASK {}", client="ada")
    service.evaluate("ASK {}", client="bob").close()


def test_answers_are_not_kept(service: QueryService, elsewhere: Elsewhere) -> None:
    checked = service.check(f"ASK {{ SERVICE <{elsewhere.url}> {{}} }}")
    assert not checked.repeatable
    for _ in range(2):
        service.evaluate(checked).close()
    assert len(elsewhere.asked) == 2


def test_off_by_default(make_service: MakeService, elsewhere: Elsewhere) -> None:
    service = make_service()
    assert not service.has_services
    with pytest.raises(QueryRefused, match="switched off"):
        service.evaluate(f"ASK {{ SERVICE <{elsewhere.url}> {{}} }}")
    with pytest.raises(QueryError):
        service.evaluate(f"ASK {{ GRAPH ?g {{ SERVICE SILENT <{elsewhere.url}> {{}} }} }}")
    assert elsewhere.asked == []
