"""Stated results: a quantity with what it measures, on what, against what, in what scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.concepts.measures import Measure, Reading, measure
from kg.concepts.mentions import Passage
from kg.concepts.metrics import MetricWord, find_metrics
from kg.concepts.quantities import Quantity, find_quantities
from kg.concepts.segments import sentence_ranges
from kg.entities import Concept, Mention, Place, StatedResult

_RESPECTIVELY = re.compile(r"각각|respectively", re.I)
_FROM_TO = re.compile(r"\s?(?:에서|to|→|->)\s?(?:about |around |약 )?$")
_SEPARATOR = re.compile(
    r"(?:은|는|이|가|을|를|의)?\s?(?:,\s?(?:and|및)?|/|및|와|과|and|그리고|&)\s?"
)
_SCOPE = re.compile(
    r"\b(?:across|on|over|in|of|all)\s(?:all\s|the\s|over\s|a\s(?:total|"
    r"set)\sof\s)?(?P<scope>(?:\d+|two|three|four|five|six|seven|eight|"
    r"nine|ten|twelve)\s"
    r"(?:[a-z][\w-]*\s){0,3}?(?:tasks|datasets|benchmarks|languages|"
    r"domains|environments|games|settings|subjects|categories|scenarios|"
    r"corpora))"
)
_KO_THINGS = {
    "과제": "tasks", "작업": "tasks", "태스크": "tasks", "데이터셋": "datasets",
    "벤치마크": "benchmarks", "언어": "languages", "환경": "environments", "도메인": "domains",
    "게임": "games", "분야": "domains",
}  # fmt: skip
_KO_AREAS = {
    "검색": "retrieval", "분류": "classification", "추론": "reasoning", "번역": "translation",
    "요약": "summarization", "생성": "generation", "탐지": "detection", "검출": "detection",
    "분할": "segmentation", "질의응답": "question answering", "코딩": "coding", "수학": "math",
    "시각": "vision", "비디오": "video", "이미지": "image", "다운스트림": "downstream",
    "하류": "downstream", "조작": "manipulation", "로봇": "robot", "언어": "language",
    "의료": "medical", "이해": "understanding", "평가": "evaluation", "공개": "public",
}  # fmt: skip
_THING = "|".join(_KO_THINGS)
_KO_SCOPE = re.compile(
    rf"(?:(?P<area1>[가-힣]+)\s)?(?P<thing1>{_THING})\s?(?P<n1>\d+)개|"
    rf"(?P<n2>\d+)\s?개(?:의)?\s(?:(?P<area2>[가-힣]+)\s)?(?P<thing2>{_THING})"
)
_HEDGE = re.compile(
    r"(?:최대|최소|약|거의|대략|적어도|\b(?:up to|at least|about|around|"
    r"approximately|nearly|almost|over|more than|less than"
    r"|under))\s?$",
    re.I,
)
_THAN_AFTER = re.compile(
    r"[^.;]{0,40}?\b(?:than|over|compared (?:to|with)|relative to|versus|"
    r"vs\.?|against)\s(?P<words>[^.,;:()]{3,60})"
)
_OUTDONE = re.compile(
    r"\b(?:outperform|surpass|exceed|beat)\w*\s(?P<words>[^.,;:()]{3,60}?)"
    r"\s(?:by|with)\b[^.;]{0,40}$"
)
_KO_THAN = re.compile(
    r"(?P<words>(?:[가-힣A-Za-z0-9-]+\s){0,2}[가-힣A-Za-z0-9-]+?)(?:보다|"
    r"에 비해| 대비|와 비교|과 비교)[^.]{0,40}$"
)
_NP_END = re.compile(
    r"\s(?:by|with|on|in|at|for|while|and|when|using|across|without|under|"
    r"as|from|that|which|of)\b.*"
)
_LEADING = re.compile(r"^(?:the|a|an|its|our|their)\s", re.I)
_SCORED_METRIC = re.compile(r"(?:rate|score|error|accuracy|점수|률|율)$", re.I)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One sentence of a passage: where it begins, and the mentions in it, at its own places."""

    passage: Passage
    offset: int
    reading: Reading
    mentions: Sequence[Mention]

    def start_of(self, mention: Mention) -> int:
        return mention.place.start - self.offset

    def end_of(self, mention: Mention) -> int:
        return mention.place.end - self.offset


def find_results(
    found_in: Sequence[Passage], mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> tuple[StatedResult, ...]:
    """The results that the sentences of a work state, in order of place.

    Args:
        found_in: the sentences.
        mentions: of the same work.
        concepts: by key, for the names of metrics.
    """
    results: list[StatedResult] = []
    for passage in found_in:
        if any(c.isdigit() for c in passage.words):
            for clause in _clauses(passage, mentions, concepts):
                results += _read(clause)
    return tuple(results)


def _clauses(
    passage: Passage, mentions: Sequence[Mention], concepts: Mapping[str, Concept]
) -> Iterator[_Clause]:
    here = [
        m
        for m in mentions
        if m.place.text == passage.text.key and m.place.sentence == passage.number
    ]
    for start, end in sentence_ranges(passage.prose):
        text = passage.prose[start:end]
        inside = [m for m in here if start <= m.place.start and m.place.end <= end]
        names = [(m.place.start - start, m.place.end - start) for m in inside]
        quantities = [q for q in find_quantities(text) if not _is_in_name(q, names)]
        if quantities:
            metrics = _metrics(text, inside, start, concepts)
            own = [m.place.end - start for m in inside if m.role == "introduces"]
            reading = Reading(text, quantities, metrics, passage.is_title, own)
            yield _Clause(passage, start, reading, inside)


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


def _read(clause: _Clause) -> Iterator[StatedResult]:
    reading = clause.reading
    paired = _pairs(clause)
    at = 0
    while at < len(reading.quantities):
        base = None
        if _leads_to(reading, at):
            before = reading.quantities[at]
            base = f"{before.value}{before.unit or ''}"
            at += 1
        found = measure(reading, at)
        if found is not None:
            yield _result(clause, at, found, paired.get(at), base)
            at += found.metric == "human preference"  # the other share says nothing new
        at += 1


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
    clause: _Clause, at: int, found: Measure, pair: Mention | None, base: str | None
) -> StatedResult:
    q = clause.reading.quantities[at]
    baseline = baseline_text = None
    dataset = pair.concept if pair and pair.kind == "dataset" else _dataset(clause, at, found)
    if found.compares:
        baseline = pair.concept if pair and pair.kind != "dataset" else _baseline(clause, q)
        baseline_text = found.baseline_text
        if baseline is None and baseline_text is None:
            baseline_text = _baseline_words(clause.reading.text, q)
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
        scope=_scope(clause.reading.text, q) if scored else None,
        comparator=q.comparator,
        place=place,
        evidence=clause.passage.words[place.start : place.end],
        confidence=round(found.confidence, 2),
    )


_UNSCOPED = frozenset(
    {"model size", "parameters predicted", "training tokens", "output resolution",
     "input resolution", "resolution", "context length", "throughput", "relative parameter count"}
)  # fmt: skip


def _evidence(clause: _Clause, found: Measure, pair: Mention | None) -> tuple[int, int]:
    start, end = found.start, found.end
    if pair is not None:
        group = _group_of(clause, pair)
        start = min(start, *(clause.start_of(m) for m in group))
        end = max(end, *(clause.end_of(m) for m in group))
    text = clause.reading.text
    if hedge := _HEDGE.search(text, 0, start):
        start = hedge.start()
    while found.compares and end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _dataset(clause: _Clause, at: int, found: Measure) -> str | None:
    """The data set measured on: named behind the number with "on", else before it, else alone."""
    text, q = clause.reading.text, clause.reading.quantities[at]
    datasets = [m for m in clause.mentions if m.kind == "dataset" and m.role != "trains"]
    following = min((x.start for x in clause.reading.quantities[at + 1 :]), default=len(text))
    for m in datasets:
        start = clause.start_of(m)
        words = text[q.end : start]
        if q.end <= start < following and re.search(r"\b(?:on|for|in|of|at)\s[^,;]{0,30}$", words):
            return m.concept
    if found.metric.endswith("reduction") or found.metric == "speed-up":
        return None
    if len({m.concept for m in datasets}) == 1:
        return datasets[0].concept
    in_list = any(at in numbers for numbers in _number_lists(clause.reading))
    before = [m for m in datasets if clause.end_of(m) <= q.start]
    # Several data sets and several numbers in a row: nothing says which goes with which.
    return before[-1].concept if before and not in_list else None


def _baseline(clause: _Clause, q: Quantity) -> str | None:
    """The nearest thing compared with that has a name of its own."""
    compared = [m for m in clause.mentions if m.role == "compares" and _is_named(m)]
    if not compared:
        return None
    return min(compared, key=lambda m: abs(clause.start_of(m) - q.start)).concept


def _is_named(mention: Mention) -> bool:
    return any(c.isupper() or c.isdigit() for c in mention.surface)


def _baseline_words(text: str, q: Quantity) -> str | None:
    after = _THAN_AFTER.match(text, q.end)
    before = _OUTDONE.search(text, 0, q.start) or _KO_THAN.search(text, 0, q.start)
    match = after or before
    if match is None:
        return None
    words = _LEADING.sub("", _NP_END.sub("", match["words"]).strip())
    return words or None


def _scope(text: str, q: Quantity) -> str | None:
    """ "across 15 retrieval tasks", "검색 과제 15개": the nearest."""
    found = [(abs(m.start() - q.start), m["scope"]) for m in _SCOPE.finditer(text)]
    for m in _KO_SCOPE.finditer(text):
        count, thing = m["n1"] or m["n2"], m["thing1"] or m["thing2"]
        area = _KO_AREAS.get(m["area1"] or m["area2"] or "", "")
        words = " ".join(x for x in (count, area, _KO_THINGS[thing]) if x)
        found.append((abs(m.start() - q.start), words))
    return min(found)[1] if found else None


def _pairs(clause: _Clause) -> dict[int, Mention]:
    """Index of quantity -> mention, where two lists of one length are said to go in order."""
    text = clause.reading.text
    if not _RESPECTIVELY.search(text):
        return {}
    pairs: dict[int, Mention] = {}
    groups = _groups(clause)
    for numbers in _number_lists(clause.reading):
        same = [g for g in (*groups, *_by_kind(clause)) if len(g) == len(numbers)]
        if not same:
            continue
        first = clause.reading.quantities[numbers[0]]
        nearest = min(same, key=lambda g: abs(clause.start_of(g[0]) - first.start))
        pairs.update(zip(numbers, nearest, strict=True))
    return pairs


def _number_lists(reading: Reading) -> list[list[int]]:
    lists: list[list[int]] = []
    for at, q in enumerate(reading.quantities):
        before = reading.quantities[at - 1] if at else None
        if (
            before
            and before.kind == q.kind
            and _SEPARATOR.fullmatch(reading.text, before.end, q.start)
        ):
            lists[-1].append(at)
        else:
            lists.append([at])
    return [numbers for numbers in lists if len(numbers) > 1]


def _groups(clause: _Clause) -> list[list[Mention]]:
    """Enumerations of mentions, each of at least two."""
    groups: list[list[Mention]] = []
    ordered = sorted(clause.mentions, key=lambda m: m.place.start)
    for m in ordered:
        last = groups[-1][-1] if groups else None
        if last and _SEPARATOR.fullmatch(
            clause.reading.text, clause.end_of(last), clause.start_of(m)
        ):
            groups[-1].append(m)
        else:
            groups.append([m])
    return [group for group in groups if len(group) > 1]


def _by_kind(clause: _Clause) -> list[list[Mention]]:
    """All data sets of a sentence in order, though words stand between them."""
    seen: dict[str, Mention] = {}
    for m in sorted(clause.mentions, key=lambda m: m.place.start):
        if m.kind == "dataset":
            seen.setdefault(m.concept, m)
    return [list(seen.values())]


def _group_of(clause: _Clause, mention: Mention) -> list[Mention]:
    return next((g for g in _groups(clause) if mention in g), [mention])
