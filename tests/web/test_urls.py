"""Paths of entities: written and read back."""

from __future__ import annotations

import pytest

from kg.errors import InvalidIdentifier
from kg.iris import Iris
from web.urls import (
    agent_key_of,
    entity_iri,
    entity_path,
    issue_key_of,
    kind_of_node,
    with_query,
    work_key_of,
)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("work", "arxiv:2405.17258"),
        ("work", "doi:10.1002/(sici)1<2>3.0"),
        ("agent", "name:4b6f0cbc5a311164"),
        ("concept", "lora"),
        ("venue", "issn:1234-5679"),
        ("venue", "neurips/2024"),
    ],
)
def test_path_is_that_of_the_global_iri(kind: str, key: str) -> None:
    base = "https://w3id.org/paperkin/"
    iri = entity_iri(base, kind, key)
    assert iri is not None
    assert Iris(base).parse(iri).key == key
    assert iri == base.rstrip("/") + entity_path(kind, key)


def test_keys_are_read_back() -> None:
    assert work_key_of("arxiv/2405.17258") == "arxiv:2405.17258"
    assert work_key_of("2405.17258v2") == "arxiv:2405.17258"
    assert agent_key_of("orcid/0000-0002-1825-0097") == "orcid:0000-0002-1825-0097"
    with pytest.raises(InvalidIdentifier):
        work_key_of("nonsense")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("2031-03-04", "daily-papers/2031-03-04"),
        ("other/2031-03-04", "other/2031-03-04"),
        ("2031-02-30", None),
        ("20310304", None),
        ("2031-W10-2", None),
        ("", None),
    ],
)
def test_issue_key(path: str, key: str | None) -> None:
    assert issue_key_of(path) == key


def test_nodes_of_the_recommender_are_told_apart() -> None:
    assert kind_of_node("acl:P18-1001") == "work"
    assert kind_of_node("keyword:low rank") == "keyword"
    assert kind_of_node("orcid:0000-0002-1825-0097") == "agent"


def test_empty_parameters_are_left_out() -> None:
    assert with_query("/x", a=None, b="", c=0) == "/x?c=0"
