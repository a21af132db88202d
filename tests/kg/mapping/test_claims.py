"""Claims of one invented work, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from kg.entities import Claims, Place
from kg.iris import Iris
from kg.mapping import quads
from kg.vocab import OA, PAPERKIN, SCHEMA
from tests.kg.invented import ABSTRACT, CLAIMS, SUMMARY, TITLE
from tests.kg.mapping.expected import in_graph, trig

IRIS = Iris()


def test_mentions_and_results_with_their_places() -> None:
    part = "<site:claims/arxiv/2405.00001#"
    hashes = {
        "Oak": "cfed998f07b32c43aedad0dfb8126bb531d940875e6634c94cc7b3941747d755",
        "Oak보다 3.50배 빠": "3a06189b869f627856247e03a8ad2037fae18ef7734ab6ead739e776297aa066",
    }
    oak, willow, result = (
        f"{part}{name}" for name in
        ("mention-oak-compares", "mention-willow-introduces", "result-cc676c53c020")
    )  # fmt: skip
    assert in_graph(quads(CLAIMS, IRIS), "claims") == trig(f"""
<g:claims> {{
  {oak}> a paperkin:ConceptMention ; rdf:subject <w:arxiv/2405.00001> ;
    rdf:predicate paperkin:comparesWith ; rdf:object <concept:oak> ;
    paperkin:role "compares" ; paperkin:confidence 0.9 ; paperkin:rule "than-particle" ;
    paperkin:toolVersion "rules 1" ; oa:hasTarget {oak}-target> .
  {oak}-target> oa:hasSelector {oak}-position> ;
    oa:hasSource <w:arxiv/2405.00001#summary-daily-papers-2024-05-01-s1> .
  {oak}-position> a oa:TextPositionSelector ; oa:start 8 ; oa:end 11 ;
    paperkin:sha256 "{hashes["Oak"]}" .
  {willow}> a paperkin:ConceptMention ; rdf:subject <w:arxiv/2405.00001> ;
    rdf:predicate lpwc:hasMethod ; rdf:object <concept:willow> ;
    paperkin:role "introduces" ; paperkin:confidence 0.75 ; paperkin:rule "title-name" ;
    paperkin:toolVersion "rules 1" ; oa:hasTarget {willow}-target> .
  {willow}-target> oa:hasSelector {willow}-position> ;
    oa:hasSource <w:arxiv/2405.00001#abstract-arxiv> .
  {willow}-position> a oa:TextPositionSelector ; oa:start 16 ; oa:end 22 .
  <w:arxiv/2405.00001> lpwc:hasEvaluation {part}evaluation-forest> .
  {part}evaluation-forest> a lpwcc:evaluation ; lpwc:hasDataset <concept:forest> ;
    lpwc:hasEvaluationResult {result}> .
  {result}> a paperkin:StatedResult , lpwcc:evaluationresult ;
    rdf:subject <w:arxiv/2405.00001> ;
    lpwc:metricName "speed-up" ; lpwc:metricValue "3.50" ; schema:value 3.5 ;
    schema:unitText "x" ; paperkin:baseline <concept:oak> ; paperkin:scope "all trees" ;
    paperkin:comparator "up to" ; paperkin:confidence 0.8 ;
    paperkin:claim "speed-up: up to 3.50 x, on forest, compared with oak, for all trees"@en ;
    paperkin:toolVersion "rules 1" ; oa:hasTarget {result}-target> .
  {result}-target> oa:hasSelector {result}-position> ;
    oa:hasSource <w:arxiv/2405.00001#summary-daily-papers-2024-05-01-s1> .
  {result}-position> a oa:TextPositionSelector ; oa:start 8 ; oa:end 21 ;
    paperkin:sha256 "{hashes["Oak보다 3.50배 빠"]}" .
}}""")


def test_a_claim_is_made_once_with_every_sentence_that_says_it() -> None:
    oak = CLAIMS.mentions[0]
    again = replace(oak, place=replace(oak.place, sentence=2), confidence=0.95, rule="versus")
    same_sentence = replace(oak, place=replace(oak.place, start=9), confidence=0.5)
    named = replace(oak, role="mentions", place=replace(oak.place, sentence=2))
    claims = replace(CLAIMS, mentions=(oak, again, same_sentence, named), results=())
    found = quads(claims, IRIS)
    (node,) = {quad.subject for quad in found if quad.predicate == PAPERKIN.role}
    said = {quad.predicate: quad.object.value for quad in found if quad.subject == node}
    assert (said[PAPERKIN.confidence], said[PAPERKIN.rule]) == ("0.95", "versus")
    sources = [quad.object for quad in found if quad.predicate == OA.hasSource]
    assert sources == [IRIS.sentence(CLAIMS.key, SUMMARY.key, number) for number in (2, 1)]
    assert len([quad for quad in found if quad.predicate == OA.hasTarget]) == 2


def test_quoted_words_stay_in_the_graph_of_their_licence() -> None:
    for quad in quads(CLAIMS, IRIS):
        if quad.predicate == OA.exact:
            expected = "texts/cc0-1.0/en" if quad.object.value == "Willow" else (
                "texts/cc-by-nc-nd-4.0/ko"
            )  # fmt: skip
            assert IRIS.graph_name(quad.graph_name) == expected


def test_the_place_finds_the_words_in_the_literal_it_names() -> None:
    whole = " ".join(sentence.text for sentence in ABSTRACT.sentences)
    literals = {
        IRIS.part(CLAIMS.key, ABSTRACT.key): whole,
        IRIS.sentence(CLAIMS.key, SUMMARY.key, 1): SUMMARY.sentences[0].text,
    }
    facts = {(quad.subject, quad.predicate): quad.object for quad in quads(CLAIMS, IRIS)}
    for (target, predicate), source in facts.items():
        if predicate != OA.hasSource:
            continue
        name = target.value.removesuffix("-target")
        start, end, words = (
            facts[type(target)(f"{name}-{part}"), what].value
            for part, what in (("position", OA.start), ("position", OA.end), ("quote", OA.exact))
        )
        assert literals[source][int(start) : int(end)] == words


def test_a_place_in_a_title_is_quoted_among_the_claims() -> None:
    mention = replace(
        CLAIMS.mentions[0], place=Place(text="title", sentence=1, start=0, end=6), surface="Willow"
    )
    claims = replace(CLAIMS, mentions=(mention,), results=(), texts=(TITLE,))
    graphs = {IRIS.graph_name(quad.graph_name) for quad in quads(claims, IRIS)}
    assert graphs == {"claims"}


def test_a_value_that_is_no_number_stays_words() -> None:
    result = replace(CLAIMS.results[0], value="1/100", number=None)
    found = {quad.predicate for quad in quads(replace(CLAIMS, results=(result,)), IRIS)}
    assert SCHEMA.value not in found


def test_results_without_dataset_share_one_evaluation() -> None:
    results = tuple(replace(CLAIMS.results[0], dataset=None, value=value) for value in ("1", "2"))
    claims = replace(CLAIMS, mentions=(), results=results)
    evaluations = {
        quad.subject for quad in quads(claims, IRIS) if quad.subject.value.endswith("#evaluation")
    }
    assert len(evaluations) == 1


def test_nothing_extracted_gives_nothing() -> None:
    assert (
        quads(Claims(key=CLAIMS.key, mentions=(), results=(), extractor="x", texts=()), IRIS) == []
    )
