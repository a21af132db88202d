"""Pairs that need a decision: ``skos:closeMatch`` with confidence, until somebody has decided.

They stand in the graph ``links/<peer>-candidates``; what was accepted is a ``skos:exactMatch`` in
``links/<peer>-reviewed``, and what was rejected is remembered, so that it is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import cast

import pyoxigraph as ox

from kg import graphs
from kg.catalogue.opening import Catalogue
from kg.catalogue.user_graphs import user_graph_content
from kg.foreign.keeping import canonical
from kg.iris import Iris, short_hash
from kg.linking.matching import Candidate
from kg.mapping.terms import decimal, plain
from kg.vocab import DCTERMS, PAPERKIN, RDF, SKOS


class Decision(Enum):
    """What was decided on a pair."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair and what was decided on it."""

    pair: Candidate
    decision: Decision = Decision.OPEN

    @property
    def number(self) -> str:
        """What the pair is called when somebody decides."""
        return short_hash(self.pair.ours, self.pair.theirs)


Proposals = dict[str, Proposal]
"""Pairs by number."""


def read_proposals(catalogue: Catalogue, iris: Iris, peer: str) -> Proposals:
    """The pairs of a peer, decided or not."""
    content = user_graph_content(catalogue, candidates_graph(iris, peer).value)
    nodes: dict[str, dict[str, str]] = {}
    for quad in ox.parse(content, ox.RdfFormat.N_QUADS):
        value = cast(ox.NamedNode | ox.Literal, quad.object).value
        nodes.setdefault(str(quad.subject), {})[quad.predicate.value] = value
    found: Proposals = {}
    for said in nodes.values():
        if RDF.subject.value in said:
            pair = Candidate(
                said[RDF.subject.value],
                said[RDF.object.value],
                float(said[PAPERKIN.confidence.value]),
                said.get(DCTERMS.title.value, ""),
            )
            one = Proposal(pair, Decision(said[PAPERKIN.decision.value]))
            found[one.number] = one
    return dict(sorted(found.items(), key=lambda item: (-item[1].pair.confidence, item[0])))


def with_candidates(held: Mapping[str, Proposal], found: Iterable[Candidate]) -> Proposals:
    """Add pairs; a decision that was taken stays."""
    proposed = (Proposal(one) for one in found)
    return {**{one.number: one for one in proposed}, **held}


def decided(held: Mapping[str, Proposal], decisions: Mapping[str, Decision]) -> Proposals:
    """Take decisions by number.

    Raises:
        KeyError: there is no pair of that number.
    """
    changed = {
        number: replace(held[number], decision=decision) for number, decision in decisions.items()
    }
    return {**held, **changed}


def candidates_graph(iris: Iris, peer: str) -> ox.NamedNode:
    """The graph of the pairs of a peer."""
    return iris.graph(graphs.links(f"{peer}-candidates"))


def reviewed_graph(iris: Iris, peer: str) -> ox.NamedNode:
    """The graph of the pairs that were accepted."""
    return iris.graph(graphs.links(f"{peer}-reviewed"))


def contents(proposals: Mapping[str, Proposal], iris: Iris, peer: str) -> dict[str, bytes]:
    """The content of both graphs, by IRI."""
    home, reviewed = candidates_graph(iris, peer), reviewed_graph(iris, peer)
    accepted = [one.pair for one in proposals.values() if one.decision is Decision.ACCEPTED]
    return {
        home.value: canonical(quad for one in proposals.values() for quad in _quads(one, home)),
        reviewed.value: canonical(link_quads(((p.ours, p.theirs) for p in accepted), reviewed)),
    }


def link_quads(pairs: Iterable[tuple[str, str]], graph: ox.NamedNode) -> list[ox.Quad]:
    """Links by id, as they stand in a graph."""
    return [
        ox.Quad(ox.NamedNode(ours), SKOS.exactMatch, ox.NamedNode(theirs), graph)
        for ours, theirs in pairs
    ]


def _quads(one: Proposal, graph: ox.NamedNode) -> Iterable[ox.Quad]:
    node = ox.NamedNode(f"{graph.value}#{one.number}")
    ours, theirs = ox.NamedNode(one.pair.ours), ox.NamedNode(one.pair.theirs)
    if one.decision is Decision.OPEN:
        yield ox.Quad(ours, SKOS.closeMatch, theirs, graph)
    told = (
        (RDF.subject, ours),
        (RDF.predicate, SKOS.closeMatch),
        (RDF.object, theirs),
        (PAPERKIN.confidence, decimal(f"{one.pair.confidence:.2f}")),
        (PAPERKIN.decision, plain(one.decision.value)),
        (DCTERMS.title, plain(one.pair.title)),
    )
    for predicate, value in told:
        if value is not None:
            yield ox.Quad(node, predicate, value, graph)
