"""Pairs that need a decision: ``skos:closeMatch`` with confidence, until somebody has decided.

They stand in the graph ``links/<peer>-candidates``; what was accepted is a ``skos:exactMatch`` in
``links/<peer>-reviewed``, and what was rejected is remembered, so that it is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import cast

import pyoxigraph as ox

from kg import graphs
from kg.catalogue.opening import Catalogue
from kg.catalogue.user_graphs import user_graph_content
from kg.foreign.keeping import canonical
from kg.iris import Iris, short_hash
from kg.linking.matching import Candidate
from kg.mapping.terms import day, decimal, plain
from kg.vocab import DCTERMS, PAPERKIN, PREFIXES, RDF, SEMAPV, SKOS, SSSOM


class Decision(Enum):
    """What was decided on a pair."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


BY_TITLE, BY_HAND = (
    one.value.removeprefix(PREFIXES["semapv"])
    for one in (SEMAPV.LexicalMatching, SEMAPV.ManualMappingCuration)
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair and what was decided on it.

    Args:
        pair: the two things.
        on: the day on which it was proposed or, if it is decided, decided.
        decision: what was decided.
        method: how it was found or decided: a name in SSSOM's vocabulary of methods.
    """

    pair: Candidate
    on: date
    decision: Decision = Decision.OPEN
    method: str = BY_TITLE

    @property
    def number(self) -> str:
        """What the pair is called when somebody decides."""
        return short_hash(self.pair.ours, self.pair.theirs)


Proposals = dict[str, Proposal]
"""Pairs by number."""


def read_proposals(catalogue: Catalogue, iris: Iris, peer: str, today: date) -> Proposals:
    """The pairs of a peer, decided or not; those kept before days were written get today's."""
    content = user_graph_content(catalogue, candidates_graph(iris, peer).value)
    nodes: dict[str, dict[str, str]] = {}
    for quad in ox.parse(content, ox.RdfFormat.N_QUADS):
        value = cast(ox.NamedNode | ox.Literal, quad.object).value
        nodes.setdefault(str(quad.subject), {})[quad.predicate.value] = value
    found: Proposals = {}
    for said in nodes.values():
        if RDF.subject.value in said:
            one = _read(said, today)
            found[one.number] = one
    return dict(sorted(found.items(), key=lambda item: (-item[1].pair.confidence, item[0])))


def _read(said: Mapping[str, str], today: date) -> Proposal:
    pair = Candidate(
        said[RDF.subject.value],
        said[RDF.object.value],
        float(said[PAPERKIN.confidence.value]),
        said.get(DCTERMS.title.value, ""),
    )
    decision = Decision(said[PAPERKIN.decision.value])
    method = said.get(SSSOM.mapping_justification.value, "").removeprefix(PREFIXES["semapv"])
    on = said.get(DCTERMS.created.value)
    return Proposal(
        pair, date.fromisoformat(on) if on else today, decision, method or usual_method(decision)
    )


def usual_method(decision: Decision) -> str:
    """How a pair is found or decided where nothing else is said."""
    return BY_TITLE if decision is Decision.OPEN else BY_HAND


def with_candidates(
    held: Mapping[str, Proposal], found: Iterable[Candidate], today: date
) -> Proposals:
    """Add pairs; a decision that was taken stays."""
    proposed = (Proposal(one, today) for one in found)
    return {**{one.number: one for one in proposed}, **held}


def decided(
    held: Mapping[str, Proposal], decisions: Mapping[str, Decision], today: date
) -> Proposals:
    """Take decisions by number.

    Raises:
        KeyError: there is no pair of that number.
    """
    changed = {
        number: Proposal(held[number].pair, today, decision, usual_method(decision))
        for number, decision in decisions.items()
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
        (RDF.type, PAPERKIN.LinkCandidate),
        (RDF.subject, ours),
        (RDF.predicate, SKOS.closeMatch),
        (RDF.object, theirs),
        (PAPERKIN.confidence, decimal(f"{one.pair.confidence:.2f}")),
        (PAPERKIN.decision, plain(one.decision.value)),
        (SSSOM.mapping_justification, ox.NamedNode(PREFIXES["semapv"] + one.method)),
        (DCTERMS.created, day(one.on)),
        (DCTERMS.title, plain(one.pair.title)),
    )
    for predicate, value in told:
        if value is not None:
            yield ox.Quad(node, predicate, value, graph)
