"""Issues, venues, editions and source files."""

from __future__ import annotations

from kg.iris import Iris
from kg.mapping import RankedWork, Reason, quads, recommendation_quads
from tests.kg.invented import EVENT, FILE, ISSUE, JOURNAL, NC_ND, STUB, VENUE, WORK
from tests.kg.mapping.expected import trig

IRIS = Iris()


def test_an_issue_with_known_and_unknown_votes() -> None:
    issue = "<site:issue/daily-papers/2024-05-01"
    assert set(quads(ISSUE, IRIS)) == trig(f"""
<g:listings> {{
  {issue}> a schema:PublicationIssue ; schema:isPartOf <site:series/daily-papers> ;
    schema:datePublished "2024-05-01"^^xsd:date ; schema:numberOfItems 2 ;
    schema:itemListElement {issue}#item-1> , {issue}#item-2> .
  {issue}#item-1> a schema:ListItem ; schema:position 1 ; schema:item <w:arxiv/2405.00001> ;
    schema:thumbnailUrl <https://pictures.example/w.png> ;
    schema:interactionStatistic {issue}#item-1-votes> .
  {issue}#item-1-votes> a schema:InteractionCounter ;
    schema:interactionType schema:VoteAction ;
    schema:userInteractionCount 7 ; dcterms:date "2024-05-01"^^xsd:date .
  {issue}#item-2> a schema:ListItem ; schema:position 2 ; schema:item <w:acl/P18-1001> .
}}
<g:meta> {{ {issue}> prov:wasDerivedFrom
  <site:record/daily-papers/2024-05-01%232405.00001> . }}""")


def test_a_series_an_edition_and_a_journal() -> None:
    assert set(quads(VENUE, IRIS)) == trig("""
<g:venues> { <venue:treeconf> a soa:Source , schema:EventSeries ;
  foaf:name "Conference on Trees" ; soa:abbreviatedName "TreeConf" ;
  soa:sourceType "conference" . }
<g:compat> { <venue:treeconf> schema:name "Conference on Trees" . }""")
    assert set(quads(EVENT, IRIS)) == trig("""
<g:venues> { <event:treeconf/2024> a lpwcc:conference , fabio:ConferenceProceedings , schema:Event ;
  foaf:name "TreeConf 2024" ; dcterms:isPartOf <venue:treeconf> ;
  fabio:hasPublicationYear 2024 . }
<g:compat> { <event:treeconf/2024> schema:name "TreeConf 2024" . }""")
    assert set(quads(JOURNAL, IRIS)) == trig("""
<g:venues> { <venue:issn:1234-5679> a soa:Source , fabio:Journal ;
  foaf:name "Journal of Leaves" ; soa:sourceType "journal" ; prism:issn "1234-5679" . }
<g:compat> { <venue:issn:1234-5679> schema:name "Journal of Leaves" . }""")


def test_a_file_tells_which_graphs_it_fed_and_not_where_it_lay() -> None:
    digest = "cd" * 32
    file = f"<https://w3id.org/paperkin/file/{digest}>"
    assert set(quads(FILE, IRIS)) == trig(f"""
<g:meta> {{
  {file} a paperkin:SourceFile ; paperkin:sourceName "daily-papers" ;
    dcterms:source "2024-05-01.md" ; paperkin:sha256 "{digest}" ;
    dcterms:license <{NC_ND}> ; paperkin:recordCount 2 ;
    prov:generatedAtTime "2024-05-01T12:30:00Z"^^xsd:dateTime .
  <g:listings> prov:wasDerivedFrom {file} .
  <g:works> prov:wasDerivedFrom {file} .
}}""")


def test_a_ranked_list_with_its_reasons() -> None:
    ranked = RankedWork(
        work=STUB.key,
        rank=1,
        score=0.5,
        reasons=(Reason(kind="citation", text="cited by it", contribution=0.5),),
    )
    node = "<site:related/arxiv/2405.00001#1"
    assert set(recommendation_quads(WORK.key, [ranked], "walk 1", IRIS)) == trig(f"""
<g:recommendations> {{
  <w:arxiv/2405.00001> soa:hasRelatedWork <w:acl/P18-1001> ;
    paperkin:hasRecommendation {node}> .
  {node}> a paperkin:Recommendation ; paperkin:recommends <w:acl/P18-1001> ;
    paperkin:rank 1 ; paperkin:score 0.5 ; paperkin:algorithm "walk 1" ;
    paperkin:hasEvidence {node}-1> .
  {node}-1> a paperkin:EvidencePart ; paperkin:evidenceKind "citation" ;
    rdfs:label "cited by it"@en ; paperkin:contribution 0.5 .
}}""")
