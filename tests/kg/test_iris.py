"""Instance IRIs: minted and parsed back, and never of this machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidIdentifier
from kg.iris import InvalidBase, Iris, Resource

IRIS = Iris(base="https://kin.example/", site="https://site.example/p/")
WORK = "doi:10.1002/(sici)1<2>3.0"
segments = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: text not in {".", ".."}
)


def test_entities_below_the_base_and_statements_below_the_site() -> None:
    assert IRIS.work("arxiv:2405.17258").value == "https://kin.example/work/arxiv/2405.17258"
    assert IRIS.agent("name:0a").value == "https://kin.example/agent/name/0a"
    assert IRIS.venue("neurips").value == "https://kin.example/venue/neurips"
    assert IRIS.venue("neurips/2024").value == "https://kin.example/event/neurips/2024"
    assert IRIS.concept("lora").value == "https://kin.example/concept/lora"
    assert IRIS.issue("digest/2024-05-28").value == "https://site.example/p/issue/digest/2024-05-28"
    assert IRIS.claims("arxiv:2405.17258", "mention-1").value == (
        "https://site.example/p/claims/arxiv/2405.17258#mention-1"
    )
    assert IRIS.texts_graph(None, "KO").value == "https://kin.example/graph/texts/unknown/ko"


@pytest.mark.parametrize(
    ("iri", "resource"),
    [
        (IRIS.work(WORK), Resource("work", WORK)),
        (IRIS.authorship(WORK, 3), Resource("work", WORK, "author-3")),
        (IRIS.sentence(WORK, "summary-x", 2), Resource("work", WORK, "summary-x-s2")),
        (IRIS.venue("issn:1234-5679"), Resource("venue", "issn:1234-5679")),
        (IRIS.venue("acl/2020"), Resource("venue", "acl/2020")),
        (IRIS.scheme(), Resource("scheme", "")),
        (IRIS.category("arxiv", "cs.CL"), Resource("category", "arxiv/cs.CL")),
        (IRIS.item("digest/2024-05-28", 1), Resource("issue", "digest/2024-05-28", "item-1")),
        (IRIS.claims(WORK), Resource("claims", WORK)),
        (IRIS.related(WORK, "1"), Resource("related", WORK, "1")),
        (IRIS.dataset, Resource("dataset", "")),
        (IRIS.graph("works"), Resource("graph", "works")),
        (IRIS.user_graph("mine"), Resource("graph", "mine")),
    ],
)
def test_minted_iris_are_parsed_back(iri: object, resource: Resource) -> None:
    assert IRIS.parse(iri) == resource  # type: ignore[arg-type]


@given(segments, segments)
def test_any_name_survives(first: str, second: str) -> None:
    assert IRIS.parse(IRIS.agent(f"name:{first}")) == Resource("agent", f"name:{first}")
    assert IRIS.parse(IRIS.concept(first)).key == first
    assert IRIS.parse(IRIS.record(first, second)).key == f"{first}/{second}"
    assert IRIS.parse(IRIS.part("arxiv:2405.17258", first)).part == first


@pytest.mark.parametrize(
    "foreign",
    [
        "https://elsewhere.example/work/arxiv/2405.17258",
        "https://kin.example/unknown/1",
        "https://kin.example/work/arxiv/nonsense",
        "https://kin.example/agent/lonely",
    ],
)
def test_other_iris_are_refused(foreign: str) -> None:
    with pytest.raises(InvalidIdentifier):
        IRIS.parse(foreign)


def test_names_of_graphs_and_local_paths() -> None:
    assert IRIS.graph_name(IRIS.graph("works")) == "works"
    assert IRIS.graph_name("https://elsewhere.example/graph/works") is None
    assert IRIS.local_path(IRIS.work("arxiv:2405.17258")) == "/work/arxiv/2405.17258"
    assert IRIS.local_path(IRIS.issue("digest/2024-05-28")) == "/issue/digest/2024-05-28"
    assert IRIS.local_path("https://elsewhere.example/") is None


@pytest.mark.parametrize(
    "base",
    [
        "http://localhost:8000/",
        "http://site.localhost/",
        "http://127.0.0.1/",
        "http://[::1]:8000/",
        "http://0.0.0.0/",
        "https://no.slash",
        "ftp://files.example/",
        "relative/",
        "https://query.example/?a=/",
    ],
)
def test_a_base_must_be_public(base: str) -> None:
    with pytest.raises(InvalidBase) as caught:
        Iris(site=base)
    assert caught.value.base == base


def test_base_and_site_must_differ() -> None:
    with pytest.raises(InvalidBase):
        Iris(base="https://kin.example/", site="https://kin.example/")
