"""Links by id from dumps, tables and endpoints; pairs by title wait for a decision."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kg.catalogue.folding import fold
from kg.fetching import Request
from kg.foreign import ForeignLimits, ForeignRefused, UnknownPeer
from kg.linking.asking import IDS_AT_ONCE, links_at_endpoint
from kg.linking.candidates import Decision, Proposal, usual_method, with_candidates
from kg.linking.known import Known
from kg.linking.matching import Candidate, derived_links, links_in_file
from kg.linking.peers import peer_named, peers
from kg.linking.sssom import read_sssom, write_sssom

LIMITS = ForeignLimits(timeout_s=20)
DAY = date(2031, 3, 4)
OURS = "https://w3id.org/paperkin/work/arxiv/2405.00001"
PERSON = "https://w3id.org/paperkin/agent/orcid/0000-0002-1825-0097"
KNOWN = Known(
    ids={
        "arxiv:2405.00001": OURS,
        "doi:10.5555/abc": "https://w3id.org/paperkin/work/doi/10.5555/abc",
        "openalex:W12": OURS,
        "orcid:0000-0002-1825-0097": PERSON,
    },
    titles={
        fold("Willow: pruning by Wind at night"): ("https://w3id.org/paperkin/work/acl/2099.x-1.1",)
    },
)
SEMOPENALEX = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://semopenalex.org/work/W1> <http://purl.org/spar/datacite/doi>
  "https://doi.org/10.48550/arxiv.2405.00001"^^xsd:string .
<https://semopenalex.org/work/W2> <http://purl.org/spar/datacite/doi>
  "https://doi.org/10.5555/ABC" .
<https://semopenalex.org/work/W3> <http://purl.org/spar/datacite/doi>
  "https://doi.org/10.5555/other" ;
  <http://purl.org/dc/terms/title> "Willow: Pruning by Wind at Night" .
<https://semopenalex.org/author/A1> <https://dbpedia.org/ontology/orcidId>
  "https://orcid.org/0000-0002-1825-0097" .
_:b <http://purl.org/spar/datacite/doi> "https://doi.org/10.5555/abc" .
"""


def test_links_in_a_dump(tmp_path: Path) -> None:
    path = tmp_path / "semopenalex.ttl.gz"
    path.write_bytes(gzip.compress(SEMOPENALEX.encode()))
    found = links_in_file(peer_named("semopenalex"), path, KNOWN, LIMITS)
    assert found.links == {
        (OURS, "https://semopenalex.org/work/W1"),
        (KNOWN.ids["doi:10.5555/abc"], "https://semopenalex.org/work/W2"),
        (PERSON, "https://semopenalex.org/author/A1"),
    }
    (candidate,) = found.candidates
    assert candidate.theirs == "https://semopenalex.org/work/W3"
    assert candidate.confidence == 0.8


def test_links_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(
        "id\tiri\narXiv:2405.00001v2\thttps://p.example/1\n"
        "https://orcid.org/0000-0002-1825-0097\thttps://p.example/2\n"
        "doi:10.9/unknown\thttps://p.example/3\n",
        "utf-8",
    )
    found = links_in_file(peer_named("lpwc"), path, KNOWN, LIMITS)
    assert found.links == {(OURS, "https://p.example/1"), (PERSON, "https://p.example/2")}
    path.write_text("2405.00001\thttps://p.example/1\n2405.00001\tno iri\n", "utf-8")
    with pytest.raises(ForeignRefused, match="line 2"):
        links_in_file(peer_named("lpwc"), path, KNOWN, LIMITS)


def test_links_that_follow_from_an_id() -> None:
    assert derived_links(peer_named("openalex"), KNOWN).links == {
        (OURS, "https://openalex.org/W12")
    }
    assert derived_links(peer_named("lpwc"), KNOWN).links == set()


def test_an_endpoint_is_asked_some_ids_at_a_time() -> None:
    store = ox.Store()
    store.load(SEMOPENALEX.encode(), ox.RdfFormat.TURTLE)
    many = {f"doi:10.5555/{number}": f"https://w3id.org/x/{number}" for number in range(100)}
    known = Known({**KNOWN.ids, **many}, {})
    asked: list[str] = []

    def ask(request: Request) -> bytes:
        query = parse_qs(urlsplit(request.url).query)["query"][0]
        asked.append(query)
        answer = store.query(query)
        assert isinstance(answer, ox.QuerySolutions)
        content = answer.serialize(format=ox.QueryResultsFormat.JSON)
        assert content is not None
        return content

    seen: list[tuple[int, int]] = []
    found = links_at_endpoint(
        peer_named("semopenalex"),
        "https://e.example/sparql",
        known,
        ask,
        lambda done, total: seen.append((done, total)),
    )
    assert (OURS, "https://semopenalex.org/work/W1") in found.links
    assert (PERSON, "https://semopenalex.org/author/A1") in found.links
    assert len(asked) == -(-102 // IDS_AT_ONCE) + 1
    assert seen[-1][0] == seen[-1][1] == 103
    with pytest.raises(ForeignRefused):
        links_at_endpoint(peer_named("lpwc"), "https://e/", known, lambda _: b"<html>")


def test_every_peer_has_words_and_keys() -> None:
    for name, peer in peers().items():
        assert peer.keys, name
        for key in peer.keys:
            assert bool(key.predicate) != bool(key.address), name
    wikidata = peer_named("wikidata").keys[1]
    assert wikidata.written("10.5555/abc") == "10.5555/ABC"
    assert wikidata.read("10.5555/ABC") == "doi:10.5555/abc"
    with pytest.raises(UnknownPeer):
        peer_named("elsewhere")


def proposals() -> dict[str, Proposal]:
    pairs = [Candidate(OURS, f"https://p.example/{n}", n / 10, f'A "title"\t{n}') for n in range(3)]
    found = with_candidates({}, pairs, DAY)
    decisions = (Decision.OPEN, Decision.ACCEPTED, Decision.REJECTED)
    return {
        number: Proposal(one.pair, DAY, decision, usual_method(decision))
        for (number, one), decision in zip(found.items(), decisions, strict=True)
    }


def test_sssom_there_and_back() -> None:
    held = proposals()
    text = write_sssom(held, "https://x.example/set", "https://x.example/l")
    assert {one.number: one for one in read_sssom(text, "x.tsv", date(2032, 1, 1))} == held
    assert json.dumps(text).count("semapv:ManualMappingCuration") == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("skos:closeMatch", "skos:broadMatch", "line 7: 'skos:broadMatch'"),
        ("0.00", "2.5", "confidence"),
        ("2031-03-04", "4 March", "no date"),
        ("semapv:LexicalMatching", "by ear", "no method"),
        ("https://p.example/0", "p:0", "object_id"),
        ("predicate_id", "property", "no column"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(old: str, new: str, words: str) -> None:
    text = write_sssom(proposals(), "https://x.example/set", "l")
    with pytest.raises(ForeignRefused, match=words):
        list(read_sssom(text.replace(old, new, 1), "x.tsv", DAY))


def test_a_decision_is_not_taken_back_by_a_new_run() -> None:
    held = proposals()
    again = with_candidates(held, [one.pair for one in held.values()], date(2032, 1, 1))
    assert again == held
