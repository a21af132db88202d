"""What was extracted from the texts of a work, each with its evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pyoxigraph import NamedNode, Quad

from kg import graphs
from kg.entities import Claims, Mention, Role, StatedResult, WorkText
from kg.iris import Iris, short_hash
from kg.mapping.edges import predicates
from kg.mapping.evidence import add_evidence
from kg.mapping.sheet import Sheet
from kg.mapping.terms import decimal, fraction, integer, plain, tagged
from kg.vocab import LPWC, LPWCC, PAPERKIN, RDF, SCHEMA

_NAMED: Role = "mentions"
_MODEL_SIZE = "model size"
_PARAMETERS = re.compile(
    r"(?P<multiplier>[kmbt]|thousand|million|billion|trillion|) ?parameters", re.IGNORECASE
)
_MULTIPLIERS = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
    "t": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}


def claims_quads(claims: Claims, iris: Iris) -> list[Quad]:
    """Map the mentions of concepts and the stated results of a work."""
    sheet = Sheet()
    texts = {text.key: text for text in claims.texts}
    for mentions in _by_claim(claims.mentions):
        _add_claim(sheet, claims, mentions, texts, iris)
    for result in claims.results:
        _add_result(sheet, claims, result, texts, iris)
    return sheet.quads()


def _by_claim(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions that claim the same: one a sentence, the most certain first.

    That a work names a concept is no claim of its own where the work does more with it.
    """
    has_role = {one.concept for one in mentions if one.role != _NAMED}
    grouped: defaultdict[tuple[str, str], dict[tuple[str, int], Mention]] = defaultdict(dict)
    for one in sorted(mentions, key=lambda mention: -mention.confidence):
        if one.role != _NAMED or one.concept not in has_role:
            sentence = (one.place.text, one.place.sentence)
            grouped[one.concept, one.role].setdefault(sentence, one)
    return (list(by_sentence.values()) for by_sentence in grouped.values())


def _add_claim(
    sheet: Sheet,
    claims: Claims,
    mentions: Sequence[Mention],
    texts: Mapping[str, WorkText],
    iris: Iris,
) -> None:
    """Write once what a work does with a concept, and every sentence that says it."""
    best = mentions[0]
    node = iris.claims(claims.key, f"mention-{best.concept}-{best.role}")
    sheet.describe(
        iris.graph(graphs.CLAIMS),
        node,
        (RDF.type, PAPERKIN.ConceptMention),
        (RDF.subject, iris.work(claims.key)),
        (RDF.predicate, predicates(best.kind, best.role)[0]),
        (RDF.object, iris.concept(best.concept)),
        (PAPERKIN.role, plain(best.role)),
        (PAPERKIN.confidence, fraction(best.confidence)),
        (PAPERKIN.rule, plain(best.rule)),
        (PAPERKIN.toolVersion, plain(claims.extractor)),
    )
    for number, one in enumerate(mentions, start=1):
        add_evidence(sheet, node, claims.key, one.place, one.surface, texts, iris, number)


def _add_result(
    sheet: Sheet, claims: Claims, result: StatedResult, texts: Mapping[str, WorkText], iris: Iris
) -> None:
    graph = iris.graph(graphs.CLAIMS)
    node = iris.claims(claims.key, f"result-{_result_name(result)}")
    baseline = None if result.baseline is None else iris.concept(result.baseline)
    _add_evaluation(sheet, graph, claims.key, result, node, iris)
    count = integer(parameter_count(result))
    sheet.add(graph, iris.work(claims.key), PAPERKIN.parameterCount, count)
    sheet.describe(
        graph,
        node,
        (RDF.type, PAPERKIN.StatedResult),
        (RDF.type, LPWCC.evaluationresult),
        (RDF.subject, iris.work(claims.key)),
        (LPWC.metricName, plain(result.metric)),
        (LPWC.metricValue, plain(result.value)),
        (SCHEMA.value, decimal(result.number)),
        (SCHEMA.unitText, plain(result.unit)),
        (PAPERKIN.baseline, baseline),
        (PAPERKIN.baselineText, plain(result.baseline_text)),
        (PAPERKIN.scope, plain(result.scope)),
        (PAPERKIN.comparator, plain(result.comparator)),
        (PAPERKIN.claim, tagged(in_words(result), "en")),
        (PAPERKIN.confidence, fraction(result.confidence)),
        (PAPERKIN.toolVersion, plain(claims.extractor)),
    )
    add_evidence(sheet, node, claims.key, result.place, result.evidence, texts, iris)


def _add_evaluation(
    sheet: Sheet,
    graph: NamedNode,
    work: str,
    result: StatedResult,
    node: NamedNode,
    iris: Iris,
) -> None:
    """Group the results on one dataset, as Linked Papers With Code does."""
    suffix = "" if result.dataset is None else f"-{result.dataset}"
    evaluation = iris.claims(work, f"evaluation{suffix}")
    dataset = None if result.dataset is None else iris.concept(result.dataset)
    sheet.add(graph, iris.work(work), LPWC.hasEvaluation, evaluation)
    sheet.describe(
        graph,
        evaluation,
        (RDF.type, LPWCC.evaluation),
        (LPWC.hasDataset, dataset),
        (LPWC.hasEvaluationResult, node),
    )


def parameter_count(result: StatedResult) -> int | None:
    """Give the size of a model in parameters where the result states one, else None.

    >>> from kg.entities import Place
    >>> parameter_count(StatedResult(metric="model size", value="1.5", number="1.5",
    ...     unit="B parameters", place=Place(text="t", sentence=1, start=0, end=4),
    ...     evidence="1.5B", confidence=1.0))
    1500000000
    """
    match = _PARAMETERS.fullmatch(result.unit or "")
    if match is None or result.number is None or result.metric != _MODEL_SIZE:
        return None
    return int(Decimal(result.number) * _MULTIPLIERS[match["multiplier"].lower()])


def in_words(result: StatedResult) -> str:
    """Say a result in a few words of our own.

    >>> from kg.entities import Place
    >>> in_words(StatedResult(metric="accuracy", value="99", number="99", unit="%",
    ...     comparator="up to", place=Place(text="t", sentence=1, start=0, end=2),
    ...     evidence="99 %", confidence=1.0))
    'accuracy: up to 99 %'
    """
    amount = " ".join(filter(None, (result.comparator, result.value, result.unit)))
    baseline = result.baseline_text or (result.baseline or "").replace("-", " ")
    details = (
        ("on", (result.dataset or "").replace("-", " ")),
        ("compared with", baseline),
        ("for", result.scope or ""),
    )
    said = [f"{result.metric}: {amount}", *(f"{word} {what}" for word, what in details if what)]
    return ", ".join(said)


def _result_name(result: StatedResult) -> str:
    place = result.place
    return short_hash(
        place.text,
        str(place.sentence),
        str(place.start),
        str(place.end),
        result.metric,
        result.value,
        result.unit or "",
        result.dataset or "",
        result.baseline or result.baseline_text or "",
        result.scope or "",
    )
