"""Rows are counted exactly, however the bytes are cut."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat

from kg.sparql.counting import RowCounter

_FORMATS = [
    QueryResultsFormat.JSON,
    QueryResultsFormat.XML,
    QueryResultsFormat.CSV,
    QueryResultsFormat.TSV,
]
_NASTY = st.text(alphabet=st.sampled_from('},{"ab:\\\r\n<result>&\t'), max_size=8)
_ROW = st.tuples(_NASTY, st.one_of(st.none(), _NASTY))


@pytest.mark.parametrize("fmt", _FORMATS, ids=str)
@given(rows=st.lists(_ROW, max_size=6), size=st.integers(1, 40))
def test_counts_are_exact(
    fmt: QueryResultsFormat, rows: list[tuple[str, str | None]], size: int
) -> None:
    cells = "".join(f"({Literal(a)} {'UNDEF' if b is None else Literal(b)})" for a, b in rows)
    result = pyoxigraph.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {cells} }} }}")
    content = result.serialize(format=fmt)
    assert isinstance(content, bytes)
    counter, counted = RowCounter(fmt), 0
    for at in range(0, len(content), size):
        counted = counter.feed(content[at : at + size])
    assert counted == len(rows)


def test_graphs_are_not_counted() -> None:
    assert RowCounter(None).feed(b"a\nb\n") == 0
