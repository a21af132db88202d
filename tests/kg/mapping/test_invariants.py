"""What holds for the quads of every entity, whatever its texts contain."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import graphs
from kg.entities import Agent, Authorship, Concept, Entity, Label, SourceFile, Work, WorkText
from kg.iris import Iris
from kg.mapping import diff, quads
from kg.mapping.terms import clean, decimal, plain, tagged
from kg.records import Sentence
from kg.vocab import LPWC, PROV
from tests.kg.invented import CLAIMS, ENTITIES, NC_ND, WORK

IRIS = Iris()
AWKWARD = [
    "$\\textit{Trans-LoRA}$ & <EOS> \"quoted\" 'single' `tick`",
    "한국어 문장과 이모지 🦊👩‍🔬, 오른쪽에서 왼쪽 שלום مرحبا",
    "line\nbreak\ttab\r\nwindows\rmac \\n backslash",
    "e\u0301 combining, \u00a0 no-break, \u2028 separator, ]]> end",
    "\x00\x01\x08\x0b\x0c\x1f\x7f\ufffe\uffff\ufeff controls",
]
FORMATS = [
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_QUADS,
    ox.RdfFormat.JSON_LD,
]
TRIPLE_FORMATS = [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML]

any_text = st.one_of(st.text(max_size=40), st.sampled_from(AWKWARD))
word = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8)
language = st.sampled_from(["en", "ko", "zh-Hant", "en-US", "not a tag", ""])


@st.composite
def works(draw: st.DrawFn) -> Work:
    text = WorkText(
        key="summary-x",
        field=draw(st.sampled_from(["abstract", "summary"])),
        language=draw(language),
        sentences=tuple(Sentence(text=one) for one in draw(st.lists(any_text, max_size=3))),
        source="x",
        licence=draw(st.sampled_from([None, NC_ND, "odd licence", ""])),
        generated=draw(st.booleans()),
    )
    names = draw(st.lists(any_text, max_size=3))
    return replace(
        WORK,
        title=draw(any_text),
        title_source=draw(any_text),
        title_language=draw(language),
        authorships=tuple(
            Authorship(listed_position=place, name=name, agent=f"name:{place}")
            for place, name in enumerate(names, start=1)
        ),
        texts=(text,),
        links=(),
        keywords=tuple(draw(st.lists(any_text, max_size=2))),
        categories=tuple(draw(st.lists(any_text.filter(bool), max_size=2))),
        picture_url=draw(
            st.one_of(st.none(), any_text, any_text.map("https://x.example/".__add__))
        ),
        published_on=draw(st.one_of(st.none(), st.dates(min_value=date(1000, 1, 1)))),
        comment=draw(st.one_of(st.none(), any_text)),
    )


agents = st.builds(
    Agent,
    key=any_text.filter(bool).map("name:".__add__),
    name=any_text,
    kind=st.sampled_from(["name-cluster", "person", "organisation"]),
    names=st.lists(any_text, max_size=3).map(tuple),
)
concepts = st.builds(
    Concept,
    key=word,
    kind=st.sampled_from(["method", "task", "dataset", "model", "metric", "hardware", "concept"]),
    pref=st.builds(Label, text=any_text, language=language).map(lambda one: (one,)),
    alt=st.lists(st.builds(Label, text=any_text, language=language), max_size=2).map(tuple),
    exact_match=st.lists(any_text, max_size=2).map(tuple),
)
entities = st.one_of(works(), agents, concepts, st.sampled_from(ENTITIES))


def owner(iri: ox.NamedNode) -> tuple[str, str]:
    resource = IRIS.parse(iri)
    return resource.kind, resource.key


@given(entities)
def test_every_node_is_an_iri_and_every_graph_is_published(entity: Entity) -> None:
    for quad in quads(entity, IRIS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert graphs.is_published(IRIS.graph_name(quad.graph_name))


@given(entities)
def test_the_same_entity_gives_the_same_quads_without_duplicates(entity: Entity) -> None:
    first = quads(entity, IRIS)
    assert first == quads(entity, IRIS)
    assert len(first) == len(set(first))


@given(entities)
def test_no_triple_stands_in_two_graphs(entity: Entity) -> None:
    triples = [quad.triple for quad in quads(entity, IRIS)]
    assert len(triples) == len(set(triples))


@given(entities)
def test_a_store_gives_back_exactly_what_the_mapping_wrote(entity: Entity) -> None:
    store = ox.Store()
    store.bulk_extend(quads(entity, IRIS))
    assert set(store) == set(quads(entity, IRIS))


@given(entities, st.sampled_from(FORMATS))
def test_every_dataset_format_is_read_back_strictly(
    entity: Entity, rdf_format: ox.RdfFormat
) -> None:
    written = ox.serialize(quads(entity, IRIS), format=rdf_format)
    assert set(ox.parse(written, format=rdf_format)) == set(quads(entity, IRIS))


@given(entities, st.sampled_from(TRIPLE_FORMATS))
def test_every_graph_format_is_read_back_strictly(entity: Entity, rdf_format: ox.RdfFormat) -> None:
    triples = {quad.triple for quad in quads(entity, IRIS)}
    written = ox.serialize(triples, format=rdf_format)
    assert {quad.triple for quad in ox.parse(written, format=rdf_format)} == triples


@given(any_text)
def test_cleaned_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_numbers_are_written_as_the_store_keeps_them(number: object) -> None:
    term = decimal(str(number))
    if term is None:
        return
    store = ox.Store()
    node = ox.NamedNode("https://example.org/")
    store.add(ox.Quad(node, node, term))
    assert next(iter(store)).object == term


def test_nothing_is_no_literal() -> None:
    assert [plain(None), plain(" \n"), tagged("", "en"), decimal("many")] == [None] * 4


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda one: f"{type(one).__name__}-{one.key}")
def test_every_quad_belongs_to_the_entity_of_its_subject(entity: Entity | SourceFile) -> None:
    kinds = {"claims": "claims", "sourcefile": "file"}
    kind = kinds.get(type(entity).__name__.lower(), type(entity).__name__.lower())
    for quad in quads(entity, IRIS):
        found = owner(quad.subject)
        if quad.predicate == LPWC.hasEvaluation:
            assert (found, kind) == (("work", entity.key), "claims")
        elif found[0] == "graph":
            assert (quad.predicate, kind) == (PROV.wasDerivedFrom, "file")
        elif found[0] == "record":
            assert kind == "work"
        else:
            assert found == (kind, entity.key)


def test_entities_share_no_triple() -> None:
    triples = [quad.triple for entity in ENTITIES for quad in quads(entity, IRIS)]
    assert len(triples) == len(set(triples))


def test_the_difference_leads_from_the_old_state_to_the_new() -> None:
    old, new = quads(WORK, IRIS), quads(replace(WORK, title="Other", votes=()), IRIS)
    deletions, insertions = diff(old, new)
    assert (set(old) - set(deletions)) | set(insertions) == set(new)
    assert not set(deletions) & set(insertions)
    assert diff(old, old) == ([], [])


def test_a_removed_entity_is_deleted_whole() -> None:
    assert diff(quads(CLAIMS, IRIS), []) == (quads(CLAIMS, IRIS), [])
