"""Tokens cover every text and follow the grammar's terminals."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sparql.tokens import Kind, line_and_column, tokens


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.value, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?s<http://a/b>?o", [("variable", "?s"), ("iri", "<http://a/b>"), ("variable", "?o")]),
        ("?a<?b", [("variable", "?a"), ("other", "<"), ("variable", "?b")]),
        (r"<http://a/\u0067#x>", [("iri", r"<http://a/\u0067#x>")]),
        ("ex:a.b. ex:c", [("name", "ex:a.b"), ("other", "."), ("name", "ex:c")]),
        (r"ex:a\~b%20c :d _:e", [("name", r"ex:a\~b%20c"), ("name", ":d"), ("blank", "_:e")]),
        ('"a # b" # c', [("string", '"a # b"')]),
        ('"""a "" \\""" b""" c', [("string", '"""a "" \\""" b"""'), ("word", "c")]),
        ("'it''s'", [("string", "'it'"), ("string", "'s'")]),
        ("\"\" ''", [("string", '""'), ("string", "''")]),
        ('"x"@en-GB', [("string", '"x"'), ("language", "@en-GB")]),
        ("1.5e3.", [("number", "1.5e3"), ("other", ".")]),
        (
            "<<( ?s ?p ?o )>>",
            [
                ("open", "<<"),
                ("open", "("),
                *[("variable", f"?{v}") for v in "spo"],
                ("close", ")"),
                ("close", ">>"),
            ],
        ),
        ('"never closed', [("string", '"never closed')]),
        ("논문:제목 ?제목", [("name", "논문:제목"), ("variable", "?제목")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text(alphabet=st.sampled_from("ab:._<>\"'\\{}()#?@%1 \n-^")))
def test_every_text_is_covered_in_order(text: str) -> None:
    found = list(tokens(text))
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    left = "".join(
        text[a:b]
        for a, b in zip(
            [0, *[t.end for t in found]], [*[t.start for t in found], len(text)], strict=True
        )
    )
    assert all(not line.strip() or "#" in line for line in left.splitlines())


def test_a_text_of_dots_takes_linear_time_and_is_whole() -> None:
    found = list(tokens("a." * 30_000))
    assert [t.kind for t in found[:2]] == [Kind.WORD, Kind.OTHER]
    assert len(found) == 60_000


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3))])
def test_places(offset: int, place: tuple[int, int]) -> None:
    assert line_and_column("한b\ncd", offset) == place
