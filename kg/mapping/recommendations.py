"""The ranked list of works related to a work; outside the change feed, with a dump of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from kg import graphs
from kg.iris import Iris
from kg.mapping.sheet import Sheet
from kg.mapping.terms import fraction, integer, plain, tagged
from kg.vocab import PAPERKIN, RDF, RDFS, SOA


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of the evidence of a recommendation.

    Args:
        kind: signal (``term``, ``concept``, ``author``, ``citation``, ``path``).
        text: the reason in English words.
        contribution: its part of the score; the parts sum to the score.
    """

    kind: str
    text: str
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedWork:
    """One place in the list of works related to a work.

    Args:
        work: key of the related work.
        rank: from 1.
        score: the fused value that orders the list.
        reasons: why, the strongest first.
    """

    work: str
    rank: int
    score: float
    reasons: tuple[Reason, ...] = ()


def recommendation_quads(
    work: str, ranked: Sequence[RankedWork], algorithm: str, iris: Iris
) -> list[Quad]:
    """Map the ranked list of one work.

    Args:
        work: key of the work to which the others are related.
        ranked: the list.
        algorithm: name and version of the ranking.
        iris: mints the IRIs.
    """
    sheet, graph = Sheet(), iris.graph(graphs.RECOMMENDATIONS)
    for one in ranked:
        node = iris.related(work, str(one.rank))
        sheet.add(graph, iris.work(work), SOA.hasRelatedWork, iris.work(one.work))
        sheet.add(graph, iris.work(work), PAPERKIN.hasRecommendation, node)
        sheet.describe(
            graph,
            node,
            (RDF.type, PAPERKIN.Recommendation),
            (PAPERKIN.recommends, iris.work(one.work)),
            (PAPERKIN.rank, integer(one.rank)),
            (PAPERKIN.score, fraction(one.score)),
            (PAPERKIN.algorithm, plain(algorithm)),
        )
        for number, reason in enumerate(one.reasons, start=1):
            part = iris.related(work, f"{one.rank}-{number}")
            sheet.add(graph, node, PAPERKIN.hasEvidence, part)
            sheet.describe(
                graph,
                part,
                (RDF.type, PAPERKIN.EvidencePart),
                (PAPERKIN.evidenceKind, plain(reason.kind)),
                (RDFS.label, tagged(reason.text, "en")),
                (PAPERKIN.contribution, fraction(reason.contribution)),
            )
    return sheet.quads()
