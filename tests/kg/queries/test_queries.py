"""Query files: header, rules, and that every packaged one keeps them."""

from __future__ import annotations

import pytest

from kg.queries import QueryFileInvalid, parse_query, queries, query_text
from kg.sparql.check import check_query
from kg.sparql.limits import Limits

CONTENT = """\
# title: Works of an author
# title@ko: 저자의 논문
# purpose: Shows that names are bound: never pasted.
# param agent: IRI of the author
SELECT ?work { ?work ex:author ?agent }  # all of them
"""


def test_a_query_file() -> None:
    query = parse_query("works", CONTENT)
    assert (query.title(), query.title("ko"), query.title("fr")) == (
        "Works of an author",
        "저자의 논문",
        "Works of an author",
    )
    assert query.purpose("ko") == "Shows that names are bound: never pasted."
    assert query.parameters == {"agent": "IRI of the author"}
    assert query.text == "SELECT ?work { ?work ex:author ?agent }  # all of them\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("SELECT * {}", "title"),
        ("# title@ko: 제목\nSELECT * {}", "title"),
        ("# title: T\nPREFIX ex: <http://a/>\nSELECT * {}", "prefix"),
        ("# title: T\nBASE <http://a/> SELECT * {}", "prefix"),
    ],
)
def test_rules(content: str, reason: str) -> None:
    with pytest.raises(QueryFileInvalid, match=reason):
        parse_query("broken", content)


def test_words_of_sparql_in_comments_are_no_prefixes() -> None:
    parse_query("fine", "# title: T\n# PREFIX is not used\nSELECT * { ?s ?p 'PREFIX' }")


def test_every_packaged_query_keeps_the_rules() -> None:
    for name, query in queries().items():
        assert check_query(query_text(name), Limits()).text == query.text
        assert query.titles["en"]
        for parameter in query.parameters:
            assert f"?{parameter}" in query.text


def test_an_unknown_query() -> None:
    with pytest.raises(KeyError):
        query_text("there is none")
