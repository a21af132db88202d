from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recommender.strings import StringTable


@given(st.sets(st.text()), st.text())
def test_finds_what_it_holds_and_nothing_else(strings: set[str], other: str) -> None:
    ordered = sorted(strings)
    table = StringTable.of(ordered)
    assert list(table) == ordered
    assert [table[i] for i in range(len(table))] == ordered
    assert [table.find(string) for string in ordered] == list(range(len(ordered)))
    assert (table.find(other) >= 0) == (other in strings)
