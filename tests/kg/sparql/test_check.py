"""What is admitted, with which form, and what is refused, with its place."""

from __future__ import annotations

import contextlib

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sparql.check import check_query, check_update
from kg.sparql.errors import QueryError, QueryRefused, QuerySyntaxError, QueryTooDeep, QueryTooLarge
from kg.sparql.formats import Form
from kg.sparql.limits import Limits

LIMITS = Limits()
_PIECES = [
    *("PREFIX ex: <http://e/>\n", "prefix a:<http://a#>", "PREFIX : <x>", "PREFIX a: <http://e(>"),
    *(
        "PREFIXb: <http://b>",
        "BASE <http://b/>",
        "PREFIX ",
        "ASK",
        "CONSTRUCT",
        "INSERT",
        " ",
        "\n",
    ),
    *("{", "}", "(", ")", "<", ">", '"', "?x", "ex:y", "#c\n", "\ufeff", "\u00a0"),
]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", Form.SELECT),
        ("select?s{?s?p?o}", Form.SELECT),
        ("# SELECT\nASK {}", Form.ASK),
        ("ASKFROM<http://a/>{}", Form.ASK),
        ("BASE <http://a/> PREFIX select: <b> CONSTRUCT WHERE {}", Form.CONSTRUCT),
        ("PREFIXex: <http://a/> DESCRIBEex:b", Form.DESCRIBE),
        ('VERSION "1.2" PREFIX : <http://a/> DESCRIBE :b', Form.DESCRIBE),
    ],
)
def test_forms(text: str, form: Form) -> None:
    assert check_query(text, LIMITS).form is form


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "PREFIX ex: <http://a/> WITH ex:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "MOVE <http://a/> TO <http://b/>",
        "",
        " # nothing\n",
        "PREFIX ex: <http://a/>",
        "PREFIX load: <http://a/> INSERT DATA { load:a load:b load:c }",
    ],
)
def test_updates(text: str) -> None:
    assert check_update(text, LIMITS).form is Form.UPDATE


def test_queries_and_updates_have_their_own_operations() -> None:
    with pytest.raises(QueryRefused, match="update operation"):
        check_query("DROP ALL", LIMITS)
    with pytest.raises(QueryRefused, match="query operation"):
        check_update("ASK {}", LIMITS)


@pytest.mark.parametrize("text", ["", "PREFIX ex: <http://a/>", "hello", "{ ?s ?p ?o }", "\x00"])
def test_what_does_not_begin_as_sparql(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="SELECT"):
        check_query(text, LIMITS)


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICEex:s { ?s ?p ?o } }",
    "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICESILENT ex:s { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p false.SERVICE:s { ?a ?b ?c } }",
    "SELECT * { FILTER(?a<'>') SERVICE ?x { ?s ?p ' } ' } }",
    "SELECT * { ?s ?p ?o #\r SERVICE <http://127.0.0.1:9/> {}\n }",
    "SELECT * { FILTER EXISTS { SELECT * { SERVICE <http://127.0.0.1:9/> {} } } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_disguise(text: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(text, LIMITS)


@pytest.mark.parametrize("text", SERVICES)
def test_the_disguises_are_real(text: str) -> None:
    """The engine reads a clause in each: it fails at the port it never connects to, or runs."""
    with contextlib.suppress(OSError, RuntimeError):
        pyoxigraph.Store().query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://a/> {}' } # SERVICE <http://a/> {}",
        "SELECT * { ?SERVICE <http://SERVICE/> _:SERVICE }",
        "SELECT * { ?s ?p 'x'@service }",
        "PREFIX service: <http://a/> SELECT * { service:a service:b service:c }",
        "PREFIX service: <http://a/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX ex: <http://a/> SELECT * { ex:SERVICE ex:a.SERVICE ex:LOAD }",
        "SELECT * { ?s ?p <http://a/Moore's_LOAD> }",
        "SELECT * { <http://a/'tis> ?p ?o }",
    ],
)
def test_words_that_are_no_clauses(text: str) -> None:
    check_query(text, LIMITS)
    pyoxigraph.Store().query(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://a/>",
        "load silent <file:///etc/passwd> INTO GRAPH <http://g/>",
        "INSERT DATA {} ; LOAD <http://a/>",
        "PREFIX ex: <http://a/> LOADex:b",
        "DELETE WHERE { ?s ?p ?o };PREFIX ex: <http://a/> LOADex:b",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://a/> { ?s ?p ?o } }",
    ],
)
def test_load_and_service_in_updates(text: str) -> None:
    with pytest.raises(QueryRefused):
        check_update(text, LIMITS)


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED", "from", "FROM # c\n"])
def test_from_a_file_is_refused(clause: str) -> None:
    with pytest.raises(QueryRefused, match="file"):
        check_query(f"SELECT * {clause} <FILE:///etc/passwd> {{ ?s ?p ?o }}", LIMITS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM <http://a/> { ?s ?p ?o }", True),
        ("SELECT * FROM NAMED <http://a/> { ?s ?p ?o }", True),
        ("PREFIX ex: <http://a/> SELECT * FROMex:g { ?s ?p ?o }", True),
        ("ASKFROM<http://a/>{}", True),
        ("SELECT ?from { ?from ?p 'FROM <a>' } # FROM <http://a/>", False),
        ("PREFIX from: <http://a/> SELECT * { from:a ?p ?o }", False),
    ],
)
def test_dataset_clauses_are_found(text: str, expected: bool) -> None:
    assert check_query(text, LIMITS).has_dataset is expected


def test_places_are_line_and_column() -> None:
    with pytest.raises(QueryRefused) as caught:
        check_query("SELECT *\n{ # 한국어\n  SERVICE <http://a/> {} }", LIMITS)
    assert (caught.value.line, caught.value.column) == (3, 3)


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]", ("<<", ">>")])
def test_depth(opening: str, closing: str) -> None:
    def query(depth: int) -> str:
        return f"ASK {{ {opening * depth} {closing * depth} }}"

    assert check_query(query(199), LIMITS).form is Form.ASK
    with pytest.raises(QueryTooDeep) as caught:
        check_query(query(200), LIMITS)
    assert caught.value.line == 1


def test_depth_hidden_in_what_looks_like_an_iri() -> None:
    hidden = "?a<" + "(" * 300 + "1>0" + ")" * 300
    with pytest.raises(QueryTooDeep):
        check_query(f"ASK {{ FILTER({hidden}) }}", LIMITS)
    many = " ".join("<http://a/b_(c)>" for _ in range(500))
    check_query(f"SELECT * {{ VALUES ?x {{ {many} }} }}", Limits(depth=2))


def test_brackets_in_strings_and_comments_are_none() -> None:
    text = 'ASK { ?s ?p "' + "{" * 1000 + '" } # ' + "(" * 1000
    check_query(text, Limits(depth=1))


def test_size_is_counted_in_bytes() -> None:
    limits = Limits(query_bytes=20)
    check_query("ASK {} # 45678901234", limits)
    with pytest.raises(QueryTooLarge) as caught:
        check_query("ASK {} # 한국어한국어", limits)
    assert caught.value.size_bytes == 27


def test_half_a_character_is_no_query() -> None:
    with pytest.raises(QuerySyntaxError):
        check_query("ASK { ?s ?p '\ud800' }", LIMITS)


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_passing_over_declared_prefixes_changes_nothing(text: str) -> None:
    def verdict(asked: str) -> object:
        try:
            checked = check_query(asked, Limits(depth=3))
        except QueryError as error:
            return type(error)
        return checked.form, checked.has_dataset, checked.repeatable

    # A comment with one of these words makes every token count.
    assert verdict(text) == verdict(text + "\n# load")
