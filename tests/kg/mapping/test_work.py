"""The graph of one invented work, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from kg.entities import Appearance, ConceptEdge, VoteReading
from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import DATACITE, FRBR, LPWC, PAPERKIN, SCHEMA
from tests.kg.invented import ABSTRACT, NC_ND, STUB, SUMMARY, WORK
from tests.kg.mapping.expected import in_graph, trig

IRIS = Iris()
NODE = IRIS.work(WORK.key)


def values(work_quads: list[ox.Quad], predicate: ox.NamedNode) -> list[str]:
    return [
        quad.object.value
        for quad in work_quads
        if quad.predicate == predicate and quad.subject == NODE
    ]


def test_bibliographic_facts() -> None:
    form = "<w:arxiv/2405.00001#in-e138cd9ac9a0>"
    assert in_graph(quads(WORK, IRIS), "works") == trig(f"""
<g:works> {{
  <w:arxiv/2405.00001> a fabio:ResearchPaper , schema:ScholarlyArticle ;
    dcterms:title "Willow: Pruning by Wind" ;
    paperkin:titleSource "$\\\\textit{{Willow}}$: Pruning by Wind" ;
    dcterms:issued "2024-04-30"^^xsd:date ;
    fabio:hasPublicationYear 2024 ;
    dcterms:identifier "arxiv:2405.00001" , "doi:10.5555/willow.1" ;
    fabio:hasArXivId "2405.00001" ;
    datacite:doi "https://doi.org/10.48550/arxiv.2405.00001" , "https://doi.org/10.5555/willow.1" ;
    paperkin:derivedIdentifier "https://doi.org/10.48550/arxiv.2405.00001" ;
    schema:url <https://arxiv.org/abs/2405.00001> ;
    foaf:page <https://arxiv.org/abs/2405.00001> , <https://doi.org/10.5555/willow.1> ;
    soa:hasAuthorship <w:arxiv/2405.00001#author-1> , <w:arxiv/2405.00001#author-2> ;
    dcterms:creator <agent:name/a1> , <agent:orcid/0000-0002-1825-0097> ;
    paperkin:authorListComplete false ;
    dcterms:subject <cat:cs.LG> , <cat:cs.CL> ;
    paperkin:primaryCategory <cat:cs.LG> ;
    schema:keywords "pruning" ;
    cito:cites <w:acl/P18-1001> ;
    frbr:realization <w:arxiv/2405.00001#v1> , {form} ;
    dcterms:hasVersion <w:arxiv/2405.00001#v1> ;
    paperkin:venueText "Accepted at TreeConf 2024" , "to appear somewhere" ;
    soa:hasSource <venue:treeconf> ;
    lpwc:hasConference <event:treeconf/2024> ;
    paperkin:hasLink <w:arxiv/2405.00001#link-7d8354888f4f> ;
    foaf:homepage <https://willow.example/> .
  <w:arxiv/2405.00001#author-1> a soa:Authorship ;
    soa:hasAuthor <agent:name/a1> ;
    paperkin:listedPosition 1 ; paperkin:nameAsListed "Ada Quill" .
  <w:arxiv/2405.00001#author-2> a soa:Authorship ;
    soa:hasAuthor <agent:orcid/0000-0002-1825-0097> ;
    paperkin:listedPosition 2 ; paperkin:nameAsListed "Jin-ho Bae" ; soa:position 0 .
  <w:arxiv/2405.00001#v1> a fabio:Preprint ; schema:version 1 ;
    dcterms:issued "2024-04-30"^^xsd:date ; rdfs:comment "first" .
  {form} a fabio:ConferencePaper ; dcterms:isPartOf <event:treeconf/2024> .
  <w:arxiv/2405.00001#title> a doco:Title ; dcterms:isPartOf <w:arxiv/2405.00001> .
  <w:arxiv/2405.00001#link-7d8354888f4f> a paperkin:Link ;
    schema:url <https://willow.example/> ;
    paperkin:linkKind "project" ; paperkin:linkStatus "promised" .
}}""")


def test_texts_stand_in_the_graph_of_their_licence_and_language() -> None:
    work_quads = quads(WORK, IRIS)
    assert in_graph(work_quads, "texts/cc0-1.0/en") == trig("""
<g:texts/cc0-1.0/en> {
  <w:arxiv/2405.00001> dcterms:abstract "We prune trees. Willow is fast."@en .
  <w:arxiv/2405.00001#abstract-arxiv> a doco:Abstract ;
    dcterms:isPartOf <w:arxiv/2405.00001> ; dcterms:language "en" ;
    paperkin:sourceName "arxiv" ;
    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> .
}""")
    summary = "<w:arxiv/2405.00001#summary-daily-papers-2024-05-01"
    link = "<w:arxiv/2405.00001#link-43013687137f"
    assert in_graph(work_quads, "texts/cc-by-nc-nd-4.0/ko") == trig(f"""
<g:texts/cc-by-nc-nd-4.0/ko> {{
  <w:arxiv/2405.00001> paperkin:hasSummary {summary}> .
  {summary}> a paperkin:MachineSummary ; dcterms:language "ko" ;
    paperkin:sourceName "daily-papers" ; dcterms:license <{NC_ND}> ;
    dcterms:hasPart {summary}-s1> , {summary}-s2> .
  {summary}-s1> a doco:Sentence ; schema:position 1 ;
    schema:text "Willow는 Oak보다 3.50배 빠릅니다."@ko ; paperkin:sentenceLabel "핵심"@ko .
  {summary}-s2> a doco:Sentence ; schema:position 2 ; paperkin:sentenceLevel 1 ;
    schema:text "코드는 https://github.com/quill/willow 에 있습니다."@ko .
  {link}-target> oa:hasSelector {link}-quote> .
  {link}-quote> a oa:TextQuoteSelector ; oa:exact "https://github.com/quill/willow"@ko .
}}""")


def test_what_was_extracted_stands_among_the_claims() -> None:
    link = "<w:arxiv/2405.00001#link-43013687137f"
    digest = "43013687137fdf2210427983cebbacc3d55f3bab8807f70501300862e912aa4d"
    assert in_graph(quads(WORK, IRIS), "claims") == trig(f"""
<g:claims> {{
  <w:arxiv/2405.00001> paperkin:comparesWith <concept:oak> ; lpwc:hasTask <concept:pruning> ;
    lpwc:usesDataset <concept:forest> ; lpwc:hasModel <concept:willow> ;
    paperkin:hasLink {link}> ;
    lpwc:hasRepository {link}> ; lpwc:hasOfficialRepository {link}> .
  {link}> a paperkin:Link , lpwcc:repository ;
    schema:url <https://github.com/quill/willow> ;
    schema:codeRepository <https://github.com/quill/willow> ;
    paperkin:linkKind "code" ; paperkin:linkStatus "available" ;
    oa:hasTarget {link}-target> .
  {link}-target> oa:hasSelector {link}-position> ;
    oa:hasSource <w:arxiv/2405.00001#summary-daily-papers-2024-05-01-s2> .
  {link}-position> a oa:TextPositionSelector ; oa:start 4 ; oa:end 35 ;
    paperkin:sha256 "{digest}" .
}}""")


def test_lists_records_and_peers_have_graphs_of_their_own() -> None:
    work_quads = quads(WORK, IRIS)
    assert in_graph(work_quads, "listings") == trig("""
<g:listings> {
  <w:arxiv/2405.00001> schema:interactionStatistic <w:arxiv/2405.00001#votes> ;
    schema:thumbnailUrl <https://pictures.example/willow%20one.png> .
  <w:arxiv/2405.00001#votes> a schema:InteractionCounter ;
    schema:interactionType schema:VoteAction ;
    schema:userInteractionCount 9 ; dcterms:date "2024-05-03"^^xsd:date .
}""")
    record = "<site:record/daily-papers/2024-05-01%232405.00001>"
    assert in_graph(work_quads, "meta") == trig(f"""
<g:meta> {{
  <w:arxiv/2405.00001> prov:wasDerivedFrom {record} .
  {record} a paperkin:Record ; paperkin:sourceName "daily-papers" ;
    dcterms:identifier "2024-05-01#2405.00001" ; dcterms:source "2024-05-01.md" ;
    paperkin:sha256 "{"ab" * 32}" .
}}""")
    assert in_graph(work_quads, "compat") == trig("""
<g:compat> {
  <w:arxiv/2405.00001> a lpwcc:paper , soa:Work ;
    rdfs:label "Willow: Pruning by Wind"@en ; schema:name "Willow: Pruning by Wind"@en ;
    dcterms:date "2024-04-30"^^xsd:date ;
    prism:doi "10.48550/arxiv.2405.00001" , "10.5555/willow.1" ;
    fabio:hasURL "https://arxiv.org/pdf/2405.00001"^^xsd:anyURI ;
    lpwc:hasURLAbstract "https://arxiv.org/abs/2405.00001"^^xsd:anyURI ;
    lpwc:creatorName "Ada Quill" , "Jin-ho Bae" ;
    soa:hasPrimaryLocation <w:arxiv/2405.00001#location> .
  <w:arxiv/2405.00001#location> a soa:Location ; soa:hasSource <venue:treeconf> .
  <w:arxiv/2405.00001#link-43013687137f> fabio:hasURL
    "https://github.com/quill/willow"^^xsd:anyURI .
}""")


def test_a_stub_has_ids_and_no_title() -> None:
    assert in_graph(quads(STUB, IRIS), "works") == trig("""
<g:works> {
  <w:acl/P18-1001> a fabio:ResearchPaper , schema:ScholarlyArticle ;
    paperkin:isStub true ; dcterms:identifier "acl:P18-1001" ;
    schema:url <https://aclanthology.org/P18-1001/> ;
    foaf:page <https://aclanthology.org/P18-1001/> .
}""")


def test_unknown_votes_have_no_node() -> None:
    assert not values(quads(replace(WORK, votes=()), IRIS), SCHEMA.interactionStatistic)


@pytest.mark.parametrize(
    ("readings", "current"),
    [
        ([("a", 3, 9), ("b", 4, 2)], "2"),
        ([("a", 4, 2), ("b", 4, 5)], "5"),
    ],
)
def test_the_newest_reading_is_current(readings: list[tuple[str, int, int]], current: str) -> None:
    votes = tuple(
        VoteReading(series=series, read_on=date(2024, 5, on), votes=count)
        for series, on, count in readings
    )
    counter = IRIS.part(WORK.key, "votes")
    counts = [
        quad.object.value
        for quad in quads(replace(WORK, votes=votes), IRIS)
        if quad.subject == counter and quad.predicate == SCHEMA.userInteractionCount
    ]
    assert counts == [current]


def test_a_doubtful_concept_has_no_plain_edge() -> None:
    assert not values(quads(WORK, IRIS), LPWC.hasMethod)


def test_data_trained_on_is_also_data_used() -> None:
    edge = ConceptEdge(concept="forest", kind="dataset", role="trains", confidence=1.0)
    work_quads = quads(replace(WORK, concepts=(edge,)), IRIS)
    forest = [IRIS.concept("forest").value]
    assert values(work_quads, PAPERKIN.trainedOn) == forest
    assert values(work_quads, LPWC.usesDataset) == forest


def test_an_abstract_from_two_sources_is_open_when_one_is() -> None:
    other = replace(ABSTRACT, key="abstract-other", source="other", licence=None)
    work_quads = quads(replace(WORK, texts=(other, ABSTRACT)), IRIS)
    found = [quad for quad in work_quads if quad.object.value.startswith("We prune")]
    assert [IRIS.graph_name(quad.graph_name) for quad in found] == ["texts/cc0-1.0/en"]


def test_a_summary_by_a_person_is_no_machine_summary() -> None:
    human = replace(SUMMARY, generated=False)
    types = {quad.object for quad in quads(replace(WORK, texts=(human,)), IRIS)}
    assert PAPERKIN.Summary in types
    assert PAPERKIN.MachineSummary not in types


def test_a_journal_gives_a_journal_article() -> None:
    appearance = Appearance(venue="issn:1234-5679", event=None, text="J. Leaves 3")
    forms = values(quads(replace(WORK, appearances=(appearance,)), IRIS), FRBR.realization)
    assert len(forms) == 2  # version 1 and the article


def test_a_doi_of_an_old_arxiv_id_keeps_its_archive() -> None:
    work = replace(STUB, key="arxiv:hep-th/9901001", ids=("arxiv:hep-th/9901001",))
    dois = [quad.object.value for quad in quads(work, IRIS) if quad.predicate == DATACITE.doi]
    assert dois == ["https://doi.org/10.48550/arxiv.hep-th/9901001"]


def test_a_picture_without_host_is_left_out() -> None:
    work = replace(WORK, picture_url="/avatars/willow.svg")
    assert not values(quads(work, IRIS), SCHEMA.thumbnailUrl)
