"""Changes that a number states: improvements, reductions, speed-ups, in two languages."""

from __future__ import annotations

import re

from kg.concepts.results.metrics import find_amounts, find_metrics
from kg.concepts.results.quantities import Quantity
from kg.concepts.results.reading import Measure, Reading, list_end

_UP = (
    r"improv\w*|increas\w*|gains?\b|boost\w*|rais(?:e|es|ed|ing)\b|"
    r"ris(?:e|es|ing)\b|higher|better|enhanc\w*|"
    r"outperform\w*|surpass\w*|exceed\w*|more\b|larger|greater|향상|개선|"
    r"증가|상승|높|능가|뛰어넘|앞서|우수|넓|많|큰|크게"
)
_DOWN = (
    r"reduc\w*|decreas\w*|drop(?:s|ped|ping)?\b|fewer|less\b|lower\w*|"
    r"smaller|sav(?:e|es|ed|ing|ings)\b|cut(?:s|ting)?\b|"
    r"shr[iau]nk\w*|cheaper|degrad\w*|감소|절감|줄|단축|낮|적(?:은|게|습|다|으)|작|절약|저렴"
)
_FAST = (
    r"faster|speed-?\s?ups?\b|speeds? up|speeding|sped up|speed boost|"
    r"accelerat\w*|quicker|빠르|빠른|빠릅|빨라|빨리|가속"
)
_CHANGE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<fast>{_FAST})|(?<![A-Za-z])(?P<up>{_UP})|"
    rf"(?<![A-Za-z])(?P<down>{_DOWN})|(?P<packed>compress\w*|압축))",
    re.IGNORECASE,
)
# "surpasses the baseline of 25%" states no change, "surpasses it by 25%" does.
_OUTDOES = re.compile(r"outperform|surpass|exceed", re.IGNORECASE)
_BY_ITSELF = re.compile(r"\bby\s[^,.;]{0,40}$")
# "62.8%를 기록하여 X를 능가": the number is reached, not the distance.
_REACHED = re.compile(r"(?:을|를)\s(?:기록|달성|획득|얻|보여|보이)")
# Nouns, as in: the gain over X is 1.8 percent.
_GAIN_IS = re.compile(r"gains?|improvements?|reductions?|increases?|boosts?|speed-?ups?", re.I)
_HIGHEST = re.compile(r"가장|최고")  # a rank, no change
_HANGUL = re.compile(r"[가-힣]")
_FILL = r"(?:\s?이상|\s?이하|\s?까지|\s?가량|\s?정도|\s?더|\s?만큼|\s?씩)*"
_TO_CHANGE = re.compile(
    rf"{_FILL}(?:의|로|으로|p)?\s?-?(?:(?!(?:and|or|on|with|without|while|to|"
    r"from|than|over|for|of|the|및|고)\s)[\w가-힣%/.-]+\s+){0,4}"
)
_HEDGE = (
    r"(?:up to |at least |over |more than |nearly |around |approximately |"
    r"about |an average of |an additional |"
    r"a factor of |as much as |a margin of |on average |roughly |almost |"
    r"an? |[~≈])*(?:absolute |relative |average )?(?:sim)?"
)
_FROM_CHANGE = re.compile(
    rf"[^.;]{{0,110}}?(?:\bby|\bof|\bto be)\s{_HEDGE}\(?$|\s{_HEDGE}$", re.IGNORECASE
)
_BY = re.compile(rf"\b(?:by|of)\s{_HEDGE}$", re.IGNORECASE)
_IS = re.compile(
    rf"\s(?:over|in|of|on|from|against|relative to)\s[^.;,]{{1,60}}\s(?:is|was|are|were)\s{_HEDGE}$"
)
_NOUN_AFTER = re.compile(
    r"[\w-]*\s(?:in|of|on)?\s?(?:the\s|its\s|average\s|overall\s)?(?P<np>(?:(?!(?:and|"
    r"or|on|with|while|to|from|than|over|for|"
    r"compared|when|by|across|against|at|as|without|relative)\b)[\w-]+\s?){1,4})"
)
_NOUN_BEFORE_KO = re.compile(
    r"(?P<np>(?:[가-힣A-Za-z-]+\s){0,2}[가-힣A-Za-z]+?)(?:을|를|이|가|은|"
    r"는|에서|도|의)?\s(?:약\s|최대\s|평균\s|각각\s|무려\s)*$"
)


def is_change(text: str, place: int) -> bool:
    """True when a word of change begins at a place."""
    return _CHANGE.match(text, place) is not None


def change(reading: Reading, at: int) -> Measure | None:
    """An improvement, a reduction or a speed-up by so much."""
    q, text = reading.quantities[at], reading.text
    end_of_list = list_end(reading, at)
    word = _change_behind(text, q, end_of_list) or _change_before(text, q)
    if word is None:
        return _change_carried_on(reading, at)
    start, end = min(q.start, word.start()), max(end_of_list, word.end())
    noun = _changed_noun(reading, q, word, end_of_list)
    return _change_measure(q, word, noun, start, end)


def _change_measure(
    q: Quantity, word: re.Match[str], noun: str | None, start: int, end: int
) -> Measure | None:
    if word["packed"]:
        return Measure("compression ratio", q.unit, start, end) if q.kind == "times" else None
    if word["fast"] or (noun in ("speed", "throughput") and word["up"]):
        return Measure("speed-up", q.unit, start, end, True)
    way = "improvement" if word["up"] else "reduction"
    if noun in ("memory", "cost", "latency", "parameter count", "FLOPs") and word["up"]:
        # "improves memory by 40 %" saves it; "40 % more memory" is no result of a work.
        return None if word["up"].lower() in ("more", "larger", "많") else Measure(
            f"{noun} reduction", q.unit, start, end, True, 0.7)  # fmt: skip
    if noun is None and q.kind == "times" and word["up"]:
        return None if word["up"].lower() in ("more", "larger", "많", "큰") else Measure(
            "improvement", q.unit, start, end, True, 0.6)  # fmt: skip
    metric = f"{noun} {way}" if noun else way
    return Measure(metric, q.unit, start, end, True, 0.85 if noun else 0.7)


def _change_behind(text: str, q: Quantity, end_of_list: int) -> re.Match[str] | None:
    """ "82% reduction", "15배 빠릅니다": unless the number already belongs to a verb before it."""
    if _BY.search(text, 0, q.start) and _change_before(text, q):
        return None
    joint = _TO_CHANGE.match(text, end_of_list)
    if joint is None:
        return None
    for word in _CHANGE.finditer(text, end_of_list, joint.end() + 16):
        if word.start() <= joint.end():
            is_none = any(p.search(text, end_of_list, word.start()) for p in (_HIGHEST, _REACHED))
            return None if is_none else word
    return None


def _change_before(text: str, q: Quantity) -> re.Match[str] | None:
    """ "reduces memory by 40%", "a gain of 3%": the nearest word of change that leads here."""
    window = max(0, q.start - 170)
    for word in reversed(list(_CHANGE.finditer(text, window, q.start))):
        if _OUTDOES.match(word.group()) and not _BY_ITSELF.search(text, word.end(), q.start):
            continue
        if _FROM_CHANGE.fullmatch(text, word.end(), q.start):
            return word
        if _GAIN_IS.fullmatch(word.group()) and _IS.fullmatch(text, word.end(), q.start):
            return word
    return None


def _change_carried_on(reading: Reading, at: int) -> Measure | None:
    """ "saves 86% of space and 98% of time": the second number changes in the same way."""
    if at == 0:
        return None
    q, before, text = reading.quantities[at], reading.quantities[at - 1], reading.text
    between = text[before.end : q.start]
    if before.kind != q.kind or not re.fullmatch(
        r"[^.;]{0,40}?(?:,|\band\b|및|와|과)\s?(?:and\s)?(?:up to |over )?", between
    ):
        return None
    word = _change_behind(text, before, before.end) or _change_before(text, before)
    noun = _noun_in(_NOUN_AFTER.match(text, q.end)) or _noun_in(
        _NOUN_BEFORE_KO.search(text, before.end, q.start)
    )
    if word is None or noun is None:
        return None
    return _change_measure(q, word, noun, min(word.start(), q.start), q.end)


def _changed_noun(
    reading: Reading, q: Quantity, word: re.Match[str], end_of_list: int
) -> str | None:
    """What changed: named between number and word, behind them, or before the number."""
    text = reading.text
    if word.start() >= q.end:
        between = _last_noun(text[end_of_list : word.start()])
        before = _noun_in(_NOUN_BEFORE_KO.search(text, max(0, q.start - 40), q.start))
        if _HANGUL.match(word.group()):
            return between or before
        return between or _noun_in(_NOUN_AFTER.match(text, word.end())) or before
    return (
        _noun_in(_NOUN_AFTER.match(text, q.end))
        or _last_noun(text[word.end() : q.start])
        or _last_noun(text[max(0, word.start() - 25) : word.start()])
    )


def _noun_in(match: re.Match[str] | None) -> str | None:
    return _last_noun(match["np"]) if match else None


def _last_noun(words: str) -> str | None:
    found = [*find_metrics(words), *find_amounts(words)]
    return max(found, key=lambda word: (word.end, word.end - word.start)).name if found else None
