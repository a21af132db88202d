from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.concepts.errors import SchemeUnreadable
from kg.concepts.scheme import Scheme, load_scheme
from kg.entities import Concept, Label

_TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://w3id.org/paperkin/concept/> .
@prefix own: <https://w3id.org/paperkin/ns#> .
@prefix lpwcc: <https://linkedpaperswithcode.com/class/> .
c:tree a skos:Concept , lpwcc:method ; skos:prefLabel "Tree"@en , "나무"@ko ;
  skos:definition "A plant."@en ; own:ambiguousLabel "Tree" .
c:oak a skos:Concept , own:Metric ; skos:prefLabel "Oak"@en ; skos:altLabel "Oaks"@en ;
  skos:broader c:tree , <http://elsewhere.example/x> ; skos:notation "oak-tree" ;
  skos:exactMatch <http://www.wikidata.org/entity/Q1> .
<https://w3id.org/paperkin/scheme> a skos:ConceptScheme .
"""


@pytest.fixture
def loaded(tmp_path: Path) -> Scheme:
    path = tmp_path / "scheme.ttl"
    path.write_text(_TURTLE, encoding="utf-8")
    return load_scheme(path)


def test_concepts_are_read_with_kind_labels_and_links(loaded: Scheme) -> None:
    assert list(loaded.concepts) == ["oak-tree", "tree"]
    oak, tree = loaded["oak-tree"], loaded["tree"]
    assert (oak.kind, tree.kind) == ("metric", "method")
    assert tree.pref == (Label(text="Tree", language="en"), Label(text="나무", language="ko"))
    assert tree.ambiguous == ("Tree",)
    assert tree.definition == "A plant."
    assert oak.broader == ("tree",)
    assert oak.exact_match == ("http://www.wikidata.org/entity/Q1",)


def test_labels_find_their_concepts_case_and_hyphens_aside(scheme: Scheme) -> None:
    assert scheme.find("low rank ADAPTATION") == ("lora",)
    assert scheme.find("sam") == ("sam", "sharpness")
    assert scheme.find("GPT4") == ("gpt-4",)
    assert scheme.find("no such label") == ()


def test_broader_concepts_come_with_their_distance(scheme: Scheme) -> None:
    assert scheme.broader_closure("lora") == (
        ("adapter", 1),
        ("fine-tuning", 2),
        ("machine-learning", 3),
    )
    assert scheme.broader_closure("unknown") == ()


def test_a_cycle_of_broader_concepts_ends() -> None:
    a = Concept(key="a", kind="method", pref=(), broader=("b",))
    b = Concept(key="b", kind="method", pref=(), broader=("a",))
    assert Scheme([a, b]).broader_closure("a") == (("b", 1),)


def test_version_follows_content_and_not_order(scheme: Scheme) -> None:
    assert Scheme(reversed(list(scheme))).version == scheme.version
    assert Scheme(list(scheme)[1:]).version != scheme.version


def test_neighbours_are_mutual(scheme: Scheme) -> None:
    for concept in scheme:
        for near in scheme.neighbours(concept.key):
            assert concept.key in scheme.neighbours(near)


def test_what_is_no_turtle_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("this is no turtle", encoding="utf-8")
    with pytest.raises(SchemeUnreadable, match=r"broken\.ttl"):
        load_scheme(path)
    with pytest.raises(SchemeUnreadable):
        load_scheme(tmp_path / "absent.ttl")


def test_the_shipped_scheme_holds_together() -> None:
    shipped = load_scheme()
    assert len(shipped) >= 400
    for concept in shipped:
        assert concept.pref
        assert concept.key not in dict(shipped.broader_closure(concept.key))


def test_well_known_concepts_say_where_they_come_from() -> None:
    shipped = load_scheme()
    assert shipped["lora"].introduced_by == "arxiv:2106.09685"
    assert shipped["mamba"].introduced_by == "arxiv:2312.00752"
    stated = [one.introduced_by for one in shipped if one.introduced_by]
    assert len(stated) >= 500
    assert all(re.fullmatch(r"arxiv:\d{4}\.\d{4,5}", work) for work in stated)


def test_adjectives_are_no_labels_of_methods() -> None:
    shipped = load_scheme()
    assert not shipped.find("pre-trained")
    assert not shipped.find("fine-tuned")
    assert shipped.find("pre-training") == ("pretraining",)
