"""Stated results: a quantity with what it measures, on what, against what, in what scope."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.concepts.passages import Passage
from kg.concepts.results.clause import Clause, group_of, pairs
from kg.concepts.results.measures import measure
from kg.concepts.results.metrics import MetricWord, find_metrics
from kg.concepts.results.quantities import Quantity, find_quantities, has_digit
from kg.concepts.results.reading import Measure, Reading
from kg.concepts.results.scores import scored
from kg.concepts.results.setting import baseline_of, baseline_words, dataset_of, scope_of
from kg.entities import Concept, Mention, Place, StatedResult

_FROM_TO = re.compile(r"\s?(?:에서|to|→|->)\s?(?:about |around |약 )?$")
_HEDGE = re.compile(
    r"(?:최대|최소|약|거의|대략|적어도|\b(?:up to|at least|about|around|"
    r"approximately|nearly|almost|over|more than|less than"
    r"|under))\s?$",
    re.I,
)
_SCORED_METRIC = re.compile(r"(?:rate|score|error|accuracy|점수|률|율)$", re.I)
_UNSCOPED = frozenset(
    {"model size", "parameters predicted", "training tokens", "output resolution",
     "input resolution", "resolution", "context length", "throughput", "relative parameter count"}
)  # fmt: skip


def find_results(
    found_in: Sequence[Passage], mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> tuple[StatedResult, ...]:
    """The results that the sentences of a work state, in order of place.

    Args:
        found_in: the sentences.
        mentions: of the same work.
        concepts: by key, for the names of metrics.
    """
    by_passage: defaultdict[tuple[str, int], list[Mention]] = defaultdict(list)
    for m in mentions:
        by_passage[m.place.text, m.place.sentence].append(m)
    results: list[StatedResult] = []
    for passage in found_in:
        if has_digit(passage.words):
            here = by_passage[passage.text.key, passage.number]
            for clause in _clauses(passage, here, concepts):
                results += _read(clause)
    return tuple(results)


def _clauses(
    passage: Passage, here: Sequence[Mention], concepts: Mapping[str, Concept]
) -> Iterator[Clause]:
    starts = [m.place.start for m in here]
    for line in passage.lines:
        start, end, text = line.start, line.end, line.text
        quantities = find_quantities(text)
        if not quantities:
            continue
        inside = here[bisect_left(starts, start) : bisect_left(starts, end)]
        inside = [m for m in inside if m.place.end <= end]
        names = [(m.place.start - start, m.place.end - start) for m in inside]
        quantities = [q for q in quantities if not _is_in_name(q, names)]
        if quantities:
            metrics = _metrics(text, inside, start, concepts)
            own = [m.place.end - start for m in inside if m.role == "introduces"]
            others = [
                m.place.end - start for m in inside if m.kind == "model" and m.role != "introduces"
            ]
            reading = Reading(text, quantities, metrics, passage.is_title, own, others)
            yield Clause(passage, start, reading, inside)


def _is_in_name(q: Quantity, names: Sequence[tuple[int, int]]) -> bool:
    """Whether the number itself stands inside a name (not only its unit: "FPS" is a metric)."""
    return any(a <= q.start and q.start + len(q.value) < b and a < q.start for a, b in names)


def _metrics(
    text: str, mentions: Sequence[Mention], offset: int, concepts: Mapping[str, Concept]
) -> list[MetricWord]:
    """Words for metrics: the common ones, and the scheme's where they are rates or scores."""
    words = find_metrics(text)
    for m in mentions:
        start, end = m.place.start - offset, m.place.end - offset
        free = all(w.end <= start or end <= w.start for w in words)
        scored = m.surface[-1:].isupper() or _SCORED_METRIC.search(m.surface)
        if m.kind == "metric" and free and scored:
            words.append(MetricWord(start, end, _metric_name(concepts[m.concept])))
    return sorted(words, key=lambda w: w.start)


def _metric_name(concept: Concept) -> str:
    label = concept.pref[0].text
    return label if any(c.isupper() for c in label[1:]) else label.lower()


def _read(clause: Clause) -> Iterator[StatedResult]:
    reading = clause.reading
    paired = pairs(clause)
    at = 0
    while at < len(reading.quantities):
        base = None
        if _leads_to(reading, at):
            before = reading.quantities[at]
            base = f"{before.value}{before.unit or ''}"
            at += 1
        pair = paired.get(at)
        if pair is not None and pair.kind == "metric":
            q = reading.quantities[at]
            found: Measure | None = Measure(pair.surface, q.unit, q.start, q.end)
        else:
            found = (_reached(reading, at) if base else None) or measure(reading, at)
        if found is not None:
            yield _result(clause, at, found, pair, base)
            at += found.metric == "human preference"  # the other share says nothing new
        at += 1


def _reached(reading: Reading, at: int) -> Measure | None:
    """The second of two scores: its metric stands beside it, or beside the first."""
    found = scored(reading, at)
    if found is None and (first := scored(reading, at - 1)) is not None:
        q = reading.quantities[at]
        found = replace(first, unit=q.unit, end=max(first.end, q.end))
    return found


def _leads_to(reading: Reading, at: int) -> bool:
    """ "from 65% to 78%", "65%에서 78%로": the first is where it came from."""
    if at + 1 == len(reading.quantities):
        return False
    q, after = reading.quantities[at], reading.quantities[at + 1]
    between = reading.text[q.end : after.start]
    return (
        q.kind == after.kind
        and _FROM_TO.fullmatch(between) is not None
        and (
            re.search(r"\bfrom\s(?:about |around )?$", reading.text[: q.start]) is not None
            or re.match(r"\s?(?:로|으로|까지)", reading.text[after.end :]) is not None
        )
    )


def _result(
    clause: Clause, at: int, found: Measure, pair: Mention | None, base: str | None
) -> StatedResult:
    q = clause.reading.quantities[at]
    baseline = baseline_text = None
    dataset = pair.concept if pair and pair.kind == "dataset" else dataset_of(clause, at, found)
    if found.compares:
        baseline = pair.concept if pair and pair.kind != "dataset" else baseline_of(clause, q)
        baseline_text = found.baseline_text
        if baseline is None and baseline_text is None:
            baseline_text = baseline_words(clause.reading.text, q)
    start, end = _evidence(clause, found, pair)
    scored = found.metric not in _UNSCOPED
    place = Place(
        text=clause.passage.text.key,
        sentence=clause.passage.number,
        start=start + clause.offset,
        end=end + clause.offset,
    )
    return StatedResult(
        metric=found.metric,
        value=q.value.lstrip("+"),
        number=q.number,
        unit=found.unit,
        dataset=dataset if scored else None,
        baseline=baseline,
        baseline_text=baseline_text or (base if scored else None),
        scope=scope_of(clause.reading.text, q) if scored else None,
        comparator=q.comparator,
        place=place,
        evidence=clause.passage.words[place.start : place.end],
        confidence=round(found.confidence, 2),
    )


def _evidence(clause: Clause, found: Measure, pair: Mention | None) -> tuple[int, int]:
    start, end = found.start, found.end
    if pair is not None:
        group = group_of(clause, pair)
        start = min(start, *(clause.start_of(m) for m in group))
        end = max(end, *(clause.end_of(m) for m in group))
    text = clause.reading.text
    if hedge := _HEDGE.search(text, 0, start):
        start = hedge.start()
    while found.compares and end < len(text) and text[end].isalnum():
        end += 1
    return start, end
