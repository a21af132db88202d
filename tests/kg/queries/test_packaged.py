"""The packaged queries and the competency questions use declared terms only, and run."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.iris import Iris
from kg.mapping import frame_quads, quads
from kg.queries import Query, parse_query, queries
from kg.validation.checks import declared_terms
from kg.vocab import PREFIXES
from tests.kg.invented import ENTITIES

COMPETENCY = Path(__file__).parents[2] / "competency"
QUERIES = [
    *queries().values(),
    *(parse_query(path.stem, path.read_text("utf-8")) for path in sorted(COMPETENCY.glob("*.rq"))),
]
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|#.*')
_PREFIXED_NAME = re.compile(r"(?<![\w?$:<])([a-z]+):([A-Za-z][\w-]*)")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    filled = ox.Store()
    iris = Iris()
    filled.extend(frame_quads(iris, ["daily-papers"]))
    for entity in ENTITIES:
        filled.extend(quads(entity, iris))
    return filled


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_term_is_declared(query: Query) -> None:
    bare = _STRING_OR_COMMENT.sub("", query.text)
    used = {PREFIXES.get(prefix, "?") + name for prefix, name in _PREFIXED_NAME.findall(bare)}
    assert used <= {term.value for term in declared_terms()}
    assert "<http" not in bare


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_runs_and_has_titles_in_both_languages(query: Query, store: ox.Store) -> None:
    store.query(query.text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert query.title("ko") != query.title("en")


def test_the_queries_for_newcomers_find_something(store: ox.Store) -> None:
    for name in ("contents", "newest-issue", "stated-numbers"):
        text = queries()[name].text
        rows = store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        assert list(rows)
