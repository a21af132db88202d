"""Scores and shares: the number of a metric, a preference, a part of a whole."""

from __future__ import annotations

import re

from kg.concepts.results.changes import is_change
from kg.concepts.results.metrics import find_amounts
from kg.concepts.results.quantities import Quantity
from kg.concepts.results.reading import Measure, Reading, list_end

_SHARE = re.compile(
    r"\s(?:of|the)\s(?:the\s|its\s|their\s|all\s|total\s|original\s|"
    r"full\s|model\s)*|의\s|\s|\s?수준의\s"
)
_SHARE_BEFORE = re.compile(r"의\s(?:단\s?|오직\s?|불과\s?|약\s?)?$")
_FRACTION_BEFORE = re.compile(r"(?:의|은|는|이|가|을|를)\s(?:단\s?|불과\s?|약\s?|기존의\s?)*$")
_WORDS_BETWEEN_AFTER = re.compile(
    r"(?:의)?\s?(?:(?:of|an?|in|the|top-\d|zero-shot|few-shot|average|overall|mean|test|"
    r"validation|relative|absolute|평균|기록적인|최고|높은|새로운|놀라운|인상적인|상대적|"
    r"절대적|뛰어난|최첨단|우수한|전체|최고의|비율로|인간|평가자에게|사람|평가자|비율의|비율)\s)*$"
)
_WORDS_BETWEEN_BEFORE = re.compile(
    r"(?:s)?\s?(?:score|scores|rate|점수|값)?(?:인|은|는|이|가|를|을|로|"
    r"으로|에서|도|의)?\s?(?:\(|:|=|,)?\s?"
    r"(?:(?:of|to|at|is|are|was|reaches|reached|above|over|up|an|average|by|as|high|low|best|"
    r"with|approximately|approx|around|about|nearly|(?:on|against|over)\s[A-Z][\w.-]*|from|"
    r"achiev(?:e|es|ed)|(?:fall|drop|decreas|ris|increas|improv|grow|climb)(?:e?s|ed)?|fell|rose|"
    r"[a-z]+ing)\s|(?:[≈~≥≤><=]|최대|최고|약|평균|각각|기존|무려|거의)\s?)*$"
)
_REACHED = re.compile(
    r"achiev|reach|attain|obtain|yield|score|get|show|record|report|달성|"
    r"기록|도달|얻|보여|보였|보이|나타",
    re.I,
)
_PREFERENCE = re.compile(r"prefer|선호|favou?r", re.I)
_IN_CASES = re.compile(r"\s?of (?:the )?(?:cases|time|comparisons|pairs|prompts)")
_AGAINST = re.compile(r"\b(?:compared (?:to|with)|versus|vs|against|than)\b|비해|대비")
_LONGEST_LIST = 8
_NEAR = 160  # code points between a number and the word for its metric
_SCORE_METRICS = frozenset({"performance"})
# Measures of shares: a whole number without a unit beside them is something else.
_FRACTIONS = frozenset(
    {"accuracy", "F1", "precision", "recall", "AUC", "AUROC", "IoU", "mIoU", "Dice", "SSIM",
     "LPIPS", "success rate", "win rate", "error rate", "correlation", "perplexity",
     "human preference"}
)  # fmt: skip


def preference(reading: Reading, at: int) -> Measure | None:
    """ "44.0% 대 21.4%": of two shares the first is the work's own."""
    q, text = reading.quantities[at], reading.text
    if not _PREFERENCE.search(text):
        return None
    if (word := _PREFERENCE.search(text, 0, q.start)) and _IN_CASES.match(text, q.end):
        return Measure("human preference", "%", word.start(), q.end, True, confidence=0.8)
    if at + 1 >= len(reading.quantities):
        return None
    other = reading.quantities[at + 1]
    between = text[q.end : other.start]
    if not re.fullmatch(r"\s?(?:대|vs\.?|versus|compared to|against|to|over)\s?", between):
        return None
    word = _PREFERENCE.search(text, other.end) or _PREFERENCE.search(text)
    assert word is not None
    start, end = min(q.start, word.start()), max(other.end, word.end())
    return Measure("human preference", "%", start, end, confidence=0.9)


def share(reading: Reading, at: int) -> Measure | None:
    """ "1/100 Parameters", "7.6% of the tokens", "파라미터의 1%만"."""
    q, text = reading.quantities[at], reading.text
    joint = _SHARE.match(text, q.end)
    if joint and (
        q.kind == "share" or joint.group().strip() in ("의",) or joint.group().startswith(" of")
    ):
        for amount in find_amounts(text[joint.end() : joint.end() + 40]):
            # "1%의 성능 향상" is a change, not a share.
            if amount.start == 0 and not is_change(text, joint.end() + amount.end + 1):
                return _relative(amount.name, q, q.start, joint.end() + amount.end)
    joint_before = _FRACTION_BEFORE if q.kind == "share" else _SHARE_BEFORE
    if joint_before.search(text, 0, q.start):
        before = text[max(0, q.start - 24) : q.start]
        for amount in find_amounts(before):
            if joint_before.fullmatch(before, amount.end):
                return _relative(amount.name, q, q.start - len(before) + amount.start, q.end)
    return None


def _relative(noun: str, q: Quantity, start: int, end: int) -> Measure:
    return Measure(f"relative {noun}", q.unit, start, end, confidence=0.85)


def scored(reading: Reading, at: int) -> Measure | None:
    """A score: the metric stands beside the number, or governs the list that it is in."""
    q = reading.quantities[at]
    if (q.kind == "bare" and _is_year(q)) or _is_set_against(reading, at):
        return None
    return _beside(reading, at) or _inherited(reading, at) or _governed(reading, q)


def _beside(reading: Reading, at: int) -> Measure | None:
    """ "91% accuracy" or "accuracy of 91%"; a list shares the metric behind it."""
    q, text = reading.quantities[at], reading.text
    near = (w for w in reading.metrics if abs(w.start - q.start) < _NEAR)
    words = [word for word in near if word.name not in _SCORE_METRICS]
    end = list_end(reading, at)
    for word in words:
        between = text[end : word.start]
        beside = _WORDS_BETWEEN_AFTER.fullmatch(between) or (
            q.kind == "percent" and re.fullmatch(r"\s(?:[a-z-]+\s){0,2}", between)
        )
        if word.start >= end and beside and (q.kind != "bare" or _is_score(q, text)):
            return Measure(word.name, q.unit, q.start, word.end, confidence=0.9)
    for word in words:
        if word.end <= q.start and _WORDS_BETWEEN_BEFORE.fullmatch(text, word.end, q.start):
            if q.kind == "bare" and "." not in q.value and word.name in _FRACTIONS:
                continue
            return Measure(word.name, q.unit, word.start, q.end, confidence=0.9)
    return None


def _is_set_against(reading: Reading, at: int) -> bool:
    """Whether a number is what another one is compared with: "43% compared to 95% of people"."""
    if at == 0:
        return False
    between = reading.text[reading.quantities[at - 1].end : reading.quantities[at].start]
    return len(between) <= 70 and _AGAINST.search(between) is not None


def _is_year(q: Quantity) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", q.value) is not None


def _is_score(q: Quantity, text: str) -> bool:
    """A number before its metric counts when it has a decimal point or stands in a genitive."""
    return "." in q.value or q.unit is not None or text[q.end : q.end + 1] == "의"


def _inherited(reading: Reading, at: int) -> Measure | None:
    """ "85% accuracy on A and 90% on B": the second number is of the first one's metric."""
    for back in range(at - 1, max(at - 1 - _LONGEST_LIST, -1), -1):
        if not _goes_on(reading, back):
            return None
        q = reading.quantities[back]
        first = _beside(reading, back) or _governed(reading, q)
        if first is not None:
            end = reading.quantities[at].end
            sure = first.confidence * 0.9 ** (at - back)
            return Measure(first.metric, first.unit, first.start, end, confidence=sure)
    return None


def _goes_on(reading: Reading, at: int) -> bool:
    """Whether the quantity behind one at an index continues what it says."""
    before, q = reading.quantities[at], reading.quantities[at + 1]
    between = reading.text[before.end : q.start]
    return (
        before.kind == q.kind
        and len(between) <= 70
        and re.search(r"[.;]\s", between) is None
        and re.search(r",|\band\b|및|와|과|고|며", between) is not None
    )


def _governed(reading: Reading, q: Quantity) -> Measure | None:
    """A metric earlier in the clause with a verb of reaching between it and the number."""
    if q.kind == "bare":
        return None
    text = reading.text
    for word in reversed(reading.metrics):
        between = text[word.end : q.start]
        if word.name in _SCORE_METRICS or word.end > q.start or len(between) > 80:
            continue
        if not re.search(r"[.;]\s", between) and (
            _REACHED.search(text) or re.search(r"from|에서", between)
        ):
            return Measure(word.name, q.unit, word.start, q.end, confidence=0.7)
    for word in reading.metrics:
        between = text[q.end : word.start]
        if (
            word.start >= q.end
            and len(between) < 40
            and word.name not in _SCORE_METRICS
            and re.fullmatch(r"(?:의|가|이|는|은)?\s(?:[\w가-힣%.-]+\s){0,3}", between)
        ):
            return Measure(word.name, q.unit, q.start, word.end, confidence=0.65)
    on_dataset = re.match(
        r"\s?(?:on|in)\s(?:the\s)?[A-Z]|를 달성|을 달성|를 기록|을 기록", text[q.end :]
    )
    if on_dataset and _REACHED.search(text):
        return Measure("score", q.unit, q.start, q.end, confidence=0.6)
    return None
