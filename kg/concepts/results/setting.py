"""The setting of a result: measured on what, compared with what, in what scope."""

from __future__ import annotations

import re

from kg.concepts.folding import has_hangul
from kg.concepts.results.clause import Clause, number_lists
from kg.concepts.results.quantities import Quantity
from kg.concepts.results.reading import Measure
from kg.entities import Mention

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


def dataset_of(clause: Clause, at: int, found: Measure) -> str | None:
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
    in_list = any(at in numbers for numbers in number_lists(clause.reading))
    before = [m for m in datasets if clause.end_of(m) <= q.start]
    # Several data sets and several numbers in a row: nothing says which goes with which.
    return before[-1].concept if before and not in_list else None


def baseline_of(clause: Clause, q: Quantity) -> str | None:
    """The nearest thing compared with that has a name of its own."""
    compared = [m for m in clause.mentions if m.role == "compares" and _is_named(m)]
    if not compared:
        return None
    return min(compared, key=lambda m: abs(clause.start_of(m) - q.start)).concept


def _is_named(mention: Mention) -> bool:
    return any(c.isupper() or c.isdigit() for c in mention.surface)


def baseline_words(text: str, q: Quantity) -> str | None:
    after = _THAN_AFTER.match(text, q.end)
    before = _OUTDONE.search(text, 0, q.start)
    if before is None and has_hangul(text):
        before = _KO_THAN.search(text, 0, q.start)
    match = after or before
    if match is None:
        return None
    words = _LEADING.sub("", _NP_END.sub("", match["words"]).strip())
    return words or None


def scope_of(text: str, q: Quantity) -> str | None:
    """ "across 15 retrieval tasks", "검색 과제 15개": the nearest."""
    found = [(abs(m.start() - q.start), m["scope"]) for m in _SCOPE.finditer(text)]
    for m in _KO_SCOPE.finditer(text):
        count, thing = m["n1"] or m["n2"], m["thing1"] or m["thing2"]
        area = _KO_AREAS.get(m["area1"] or m["area2"] or "", "")
        words = " ".join(x for x in (count, area, _KO_THINGS[thing]) if x)
        found.append((abs(m.start() - q.start), words))
    return min(found)[1] if found else None
