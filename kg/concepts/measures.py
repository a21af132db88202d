"""What a quantity measures: the metric's name by the words of its sentence, in two languages.

Each reader answers for one kind of quantity with a :class:`Measure`, or None when the sentence
does not say that the number is a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.concepts.metrics import MetricWord, find_amounts, find_metrics
from kg.concepts.quantities import Quantity, QuantityKind

_UP = (
    r"improv\w*|increas\w*|gains?\b|boost\w*|rais(?:e|es|ed|ing)\b|"
    r"ris(?:e|es|ing)\b|higher|better|enhanc\w*|"
    r"outperform\w*|surpass\w*|exceed\w*|more\b|larger|greater|향상|개선|"
    r"증가|상승|높|능가|뛰어넘|앞서|우수|넓|많|큰|크게"
)
_DOWN = (
    r"reduc\w*|decreas\w*|drop(?:s|ped|ping)?\b|fewer|less\b|lower\w*|"
    r"smaller|sav(?:e|es|ed|ing|ings)\b|cut(?:s|ting)?\b|"
    r"shr[iau]nk\w*|cheaper|degrad\w*|감소|절감|줄|단축|낮|적은|적게|작|절약|저렴"
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
_FILL = r"(?:\s?이상|\s?이하|\s?까지|\s?가량|\s?정도|\s?더|\s?만큼|\s?씩)*"
_TO_CHANGE = re.compile(
    rf"{_FILL}(?:의|로|으로|,|p)?\s?-?(?:(?!(?:and|or|on|with|while|to|"
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
_NOUN_AFTER = re.compile(
    r"[\w-]*\s(?:in|of|on)?\s?(?:the\s|its\s|average\s|overall\s)?(?P<np>(?:(?!(?:and|"
    r"or|on|with|while|to|from|than|over|for|"
    r"compared|when|by|across|against|at|as|without|relative)\b)[\w-]+\s?){1,4})"
)
_NOUN_BEFORE_KO = re.compile(
    r"(?P<np>(?:[가-힣A-Za-z-]+\s){0,2}[가-힣A-Za-z]+?)(?:을|를|이|가|은|"
    r"는|에서|도|의)?\s(?:약\s|최대\s|평균\s|각각\s|무려\s)*$"
)
_LIST = re.compile(r"\s?(?:,|및|와|과|and|그리고|/)\s?(?:and\s)?")
_SHARE = re.compile(
    r"\s(?:of|the)\s(?:the\s|its\s|their\s|all\s|total\s|original\s|"
    r"full\s|model\s)*|의\s|\s|\s?수준의\s"
)
_SHARE_BEFORE = re.compile(r"의\s(?:단\s?|오직\s?|불과\s?)?$")
_WORDS_BETWEEN_AFTER = re.compile(
    r"(?:의)?\s?(?:(?:of|an?|in|the|top-\d|zero-shot|few-shot|average|"
    r"overall|mean|test|validation|relative|absolute|평균|"
    r"기록적인|최고|높은|새로운|놀라운|인상적인|상대적|절대적|뛰어난|"
    r"최첨단|우수한|전체|최고의|비율로|인간|평가자에게|사람|평가자|비율의|"
    r"비율)\s?)*$"
)
_WORDS_BETWEEN_BEFORE = re.compile(
    r"(?:s)?\s?(?:score|scores|rate|점수|값)?(?:인|은|는|이|가|를|을|로|"
    r"으로|에서|도|의)?\s?(?:\(|:|=|,)?\s?"
    r"(?:(?:of|to|at|is|are|was|reaches|reaching|reached|exceeding|above|"
    r"over|up|to|an|average|by|as|high|low|best|"
    r"with|approximately|approx|around|about|nearly|[≈~≥≤><=]|최대|"
    r"최고|약|평균|각각|기존|무려|거의|"
    r"on\s[A-Z][\w-]*|from|achiev\w+|[a-z]+ing)\s?)*$"
)
_REACHED = re.compile(
    r"achiev|reach|attain|obtain|yield|score|get|show|record|report|달성|"
    r"기록|도달|얻|보여|보였|보이|나타",
    re.I,
)
_PREFERENCE = re.compile(r"prefer|선호|favou?r", re.I)
_TRAINED = re.compile(r"train|학습|훈련|tuned", re.I)
_NEEDED = re.compile(r"(?:만|만을|만으로)|\b(?:only|just|as few as)\b")
_CONTEXT = re.compile(r"context|window|length|sequence|문맥|컨텍스트|시퀀스|윈도우|길이", re.I)
_SIMILAR = re.compile(
    r"(?:유사한|비슷한|동등한|동일한|comparable|similar|same|equal)"
    r"\s?(?:수준의\s)?(?P<what>정확도|성능|품질|accuracy|performance|"
    r"quality)",
    re.I,
)
_MADE = re.compile(r"generat|synthes|produc|render|output|creat|생성|합성|출력|렌더", re.I)
_TAKEN_IN = re.compile(r"input|process|accept|support|handl|입력|처리|지원", re.I)
_PREDICTED = re.compile(r"predict|예측", re.I)
_NETWORK = re.compile(r"매개변[가-힣]|파라미터|신경망|모델|네트워크|param|network|model", re.I)
_MODEL_NOUN = re.compile(
    r"\s?(?:-?\s?(?:scale|sized?|parameter)|규모|급|크기)?(?:의|인)?\s?(?:[\w가-힣-]+\s){0,4}?"
    r"(?:models?|LLMs?|LMs?|VLMs?|MLLMs?|networks?|transformers?|base|"
    r"baselines?|모델|신경망|네트워크|트랜스포머)",
    re.I,
)
_WORD_FOR = {
    "정확도": "accuracy", "성능": "performance", "품질": "quality", "시각적": "visual",
    "시각": "visual", "이미지": "image", "비디오": "video", "텍스트": "text",
    "출력": "output", "입력": "input", "추론": "reasoning", "언어": "language",
    "비전": "vision", "생성": "generated", "학습": "training",
    "훈련": "training", "음성": "speech", "오디오": "audio",
}  # fmt: skip
_SCORE_METRICS = frozenset({"performance"})
# Measures of shares: a whole number without a unit beside them is something else.
_FRACTIONS = frozenset(
    {"accuracy", "F1", "precision", "recall", "AUC", "AUROC", "IoU", "mIoU", "Dice", "SSIM",
     "LPIPS", "success rate", "win rate", "error rate", "correlation", "perplexity",
     "human preference"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """What a quantity measures.

    Args:
        metric: its name.
        unit: of the value, or None.
        start, end: the stretch of the sentence that says so.
        compares: True when the number is relative to something.
        confidence: in [0, 1].
        baseline_text: the words for what it is compared with, where the reader knows them.
    """

    metric: str
    unit: str | None
    start: int
    end: int
    compares: bool = False
    confidence: float = 0.85
    baseline_text: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with what was found in it.

    Args:
        text: the sentence.
        quantities: in order.
        metrics: words for metrics, in order.
        is_title: True for a title.
        own_ends: where the names end of what the work introduces.
    """

    text: str
    quantities: Sequence[Quantity]
    metrics: Sequence[MetricWord]
    is_title: bool
    own_ends: Sequence[int] = ()


def measure(reading: Reading, at: int) -> Measure | None:
    """What the quantity at an index measures, or None when it is no result."""
    kind = reading.quantities[at].kind
    return next((found for reader in _READERS[kind] if (found := reader(reading, at))), None)


def _as_is(metric: str, q: Quantity, unit: str | None, confidence: float = 0.85) -> Measure:
    return Measure(metric, unit, q.start, q.end, confidence=confidence)


def _preference(reading: Reading, at: int) -> Measure | None:
    """ "44.0% 대 21.4%": of two shares the first is the work's own."""
    q, text = reading.quantities[at], reading.text
    if not _PREFERENCE.search(text) or at + 1 >= len(reading.quantities):
        return None
    other = reading.quantities[at + 1]
    between = text[q.end : other.start]
    if not re.fullmatch(r"\s?(?:대|vs\.?|versus|compared to|against|to|over)\s?", between):
        return None
    word = _PREFERENCE.search(text, other.end) or _PREFERENCE.search(text)
    assert word is not None
    start, end = min(q.start, word.start()), max(other.end, word.end())
    return Measure("human preference", "%", start, end, confidence=0.9)


def _share(reading: Reading, at: int) -> Measure | None:
    """ "1/100 Parameters", "7.6% of the tokens", "파라미터의 1%만"."""
    q, text = reading.quantities[at], reading.text
    joint = _SHARE.match(text, q.end)
    if joint and (
        q.kind == "share" or joint.group().strip() in ("의",) or joint.group().startswith(" of")
    ):
        for amount in find_amounts(text[joint.end() : joint.end() + 40]):
            # "1%의 성능 향상" is a change, not a share.
            if amount.start == 0 and not _CHANGE.match(text, joint.end() + amount.end + 1):
                return _relative(amount.name, q, q.start, joint.end() + amount.end)
    if _SHARE_BEFORE.search(text, 0, q.start):
        before = text[max(0, q.start - 24) : q.start]
        for amount in find_amounts(before):
            if _SHARE_BEFORE.fullmatch(before, amount.end):
                return _relative(amount.name, q, q.start - len(before) + amount.start, q.end)
    return None


def _relative(noun: str, q: Quantity, start: int, end: int) -> Measure:
    return Measure(f"relative {noun}", q.unit, start, end, confidence=0.85)


def _change(reading: Reading, at: int) -> Measure | None:
    """An improvement, a reduction or a speed-up by so much."""
    q, text = reading.quantities[at], reading.text
    end_of_list = _list_end(reading, at)
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
            return word
    return None


def _change_before(text: str, q: Quantity) -> re.Match[str] | None:
    """ "reduces memory by 40%", "a gain of 3%": the nearest word of change that leads here."""
    window = max(0, q.start - 170)
    for word in reversed(list(_CHANGE.finditer(text, window, q.start))):
        if _FROM_CHANGE.fullmatch(text, word.end(), q.start):
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


def _list_end(reading: Reading, at: int) -> int:
    """The end of the list of quantities of one kind to which a quantity belongs."""
    end = reading.quantities[at].end
    for q in reading.quantities[at + 1 :]:
        same = q.kind == reading.quantities[at].kind
        if not same or not _LIST.fullmatch(reading.text, end, q.start):
            break
        end = q.end
    return end


def _changed_noun(
    reading: Reading, q: Quantity, word: re.Match[str], end_of_list: int
) -> str | None:
    """What changed: named between number and word, behind them, or before the number."""
    text = reading.text
    if word.start() >= q.end:
        between = _last_noun(text[end_of_list : word.start()])
        return (
            between
            or _noun_in(_NOUN_AFTER.match(text, word.end()))
            or _noun_in(_NOUN_BEFORE_KO.search(text, max(0, q.start - 40), q.start))
        )
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


def _scored(reading: Reading, at: int) -> Measure | None:
    """A score: the metric stands beside the number, or governs the list that it is in."""
    q, text = reading.quantities[at], reading.text
    if q.kind == "bare" and _is_year(q):
        return None
    words = [word for word in reading.metrics if word.name not in _SCORE_METRICS]
    for word in words:
        between = text[q.end : word.start]
        beside = _WORDS_BETWEEN_AFTER.fullmatch(between) or (
            q.kind == "percent" and re.fullmatch(r"\s(?:[a-z-]+\s){0,2}", between)
        )
        if word.start >= q.end and beside and (q.kind != "bare" or _is_score(q, text)):
            return Measure(word.name, q.unit, q.start, word.end, confidence=0.9)
    for word in words:
        if word.end <= q.start and _WORDS_BETWEEN_BEFORE.fullmatch(text, word.end, q.start):
            if q.kind == "bare" and "." not in q.value and word.name in _FRACTIONS:
                continue
            return Measure(word.name, q.unit, word.start, q.end, confidence=0.9)
    return _inherited(reading, at) or _governed(reading, q)


def _is_year(q: Quantity) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", q.value) is not None


def _is_score(q: Quantity, text: str) -> bool:
    """A number before its metric counts when it has a decimal point or stands in a genitive."""
    return "." in q.value or q.unit is not None or text[q.end : q.end + 1] == "의"


def _inherited(reading: Reading, at: int) -> Measure | None:
    """ "85% accuracy on A and 90% on B": the second number is of the first one's metric."""
    if at == 0:
        return None
    q, before = reading.quantities[at], reading.quantities[at - 1]
    between = reading.text[before.end : q.start]
    if before.kind != q.kind or len(between) > 70 or re.search(r"[.;]\s", between):
        return None
    if not re.search(r"(?:,|\band\b|및|와|과|고|며|to|versus|vs|compared)", between):
        return None
    first = _scored(reading, at - 1)
    if first is None:
        return None
    return Measure(first.metric, first.unit, first.start, q.end, confidence=first.confidence * 0.9)


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
            and re.fullmatch(r"(?:의)?\s(?:[\w가-힣%.-]+\s){0,3}", between)
        ):
            return Measure(word.name, q.unit, q.start, word.end, confidence=0.65)
    on_dataset = re.match(
        r"\s?(?:on|in)\s(?:the\s)?[A-Z]|를 달성|을 달성|를 기록|을 기록", text[q.end :]
    )
    if on_dataset and _REACHED.search(text):
        return Measure("score", q.unit, q.start, q.end, confidence=0.6)
    return None


def _rate(reading: Reading, at: int) -> Measure | None:
    q = reading.quantities[at]
    return None if q.unit == "Hz" else _as_is("throughput", q, q.unit)


def _time(reading: Reading, at: int) -> Measure | None:
    q, text = reading.quantities[at], reading.text
    if re.match(
        r"\s(?:of|long|audio|videos?|speech|clips?|music|songs?)|\s?(?:길이|"
        r"분량|짜리|동안의|비디오|영상|음성)",
        text[q.end :],
    ):
        return None
    near = text[max(0, q.start - 60) : q.end + 30]
    named = [
        a.name
        for a in find_amounts(near)
        if a.name in ("latency", "training time", "inference time")
    ]
    if named:
        return _as_is(named[0], q, q.unit)
    if q.unit == "ms":
        return _as_is("latency", q, q.unit, 0.75)
    if re.search(
        r"\b(?:in|within|under|takes?|taking|requires?|only|just|every|per)"
        r"\s(?:just |only |less than |under |about |around |approximately |as "
        r"little as )?$",
        text[: q.start],
    ) or re.match(r"\s?(?:만에|이내|안에|내에|미만)", text[q.end :]):
        return _as_is("time", q, q.unit, 0.7)
    return None


def _resolution(reading: Reading, at: int) -> Measure | None:
    q, text = reading.quantities[at], reading.text
    near = text[max(0, q.start - 60) : q.end + 40]
    after = text[q.end : q.end + 40]
    if not re.search(
        r"image|video|resolution|pixel|frame|texture|이미지|비디오|영상|"
        r"해상도|픽셀|동영상|화면|사진",
        near,
        re.I,
    ):
        return None
    unit = None if q.value.endswith("p") else "pixels"
    if unit and min(int(side) for side in q.value.split("x")) < 64:
        return None
    cue = _MADE.search(text, q.end) or _MADE.search(text)
    end = cue.end() if cue and cue.start() >= q.end and cue.end() - q.end < 40 else q.end
    if _MADE.search(near) or _MADE.search(after):
        return Measure("output resolution", unit, q.start, end)
    if _TAKEN_IN.search(near):
        return Measure("input resolution", unit, q.start, q.end, confidence=0.7)
    if re.search(r"resolution|해상도", near, re.I):
        return Measure("resolution", unit, q.start, q.end, confidence=0.7)
    return None


def _size(reading: Reading, at: int) -> Measure | None:
    q, text = reading.quantities[at], reading.text
    if _OTHERS_MODEL.search(text, max(0, q.start - 90), q.start):
        return None
    after = text[q.end : q.end + 60]
    unit = q.multiplier
    if q.noun:
        unit = f"{q.multiplier} parameters"
        end = q.end
    elif len(q.multiplier or "") > 1:
        noun = _NETWORK.search(after[:40])
        if not noun:
            return None
        end = q.end + noun.end()
    else:
        noun = _MODEL_NOUN.match(after)
        if not noun or not _is_of_own(reading, q):
            return None
        unit, end = f"{q.multiplier} parameters", q.end + noun.end()
    if _PREDICTED.search(text[max(0, q.start - 30) : q.start]) or _PREDICTED.search(after):
        return Measure("parameters predicted", q.multiplier, q.start, end)
    return Measure("model size", unit, q.start, end)


_OTHER_BETWEEN = re.compile(
    r"\b(?:on|to|with|using|from|for|than|like|outperform\w*|surpass\w*|"
    r"beat\w*|rival\w*|larger)\b|보다|비해"
)
_OTHERS_MODEL = re.compile(
    r"(?:outperform|surpass|beat|exceed|compar|rival|than|larger|bigger|"
    r"existing|previous|prior|baseline|보다|비해|기존)"
    r"[^,.;]{0,60}$",
    re.I,
)


def _is_of_own(reading: Reading, q: Quantity) -> bool:
    """Whether "7B model" speaks of what the work introduces."""
    text = reading.text
    if reading.is_title or re.search(r"\b[Oo]ur\s(?:\w+\s)?$", text[: q.start]):
        return True
    between = [text[end : q.start] for end in reading.own_ends if 0 <= q.start - end <= 60]
    return any(not _OTHER_BETWEEN.search(words) for words in between)


def _tokens(reading: Reading, at: int) -> Measure | None:
    q, text = reading.quantities[at], reading.text
    near = text[max(0, q.start - 60) : q.end + 40]
    after = text[q.end : q.end + 25]
    counted = " ".join(x for x in (q.multiplier, "tokens") if x)
    if _NEEDED.match(after) or _NEEDED.search(text[max(0, q.start - 20) : q.start]):
        modifier = _WORD_FOR.get(q.modifier or "", (q.modifier or "").lower())
        if not modifier.isascii():
            modifier = ""
        what = " ".join(x for x in (modifier, "tokens") if x)
        similar = _SIMILAR.search(text)
        metric = f"{what} needed"
        if similar:
            metric += f" for similar {_WORD_FOR.get(similar['what'], similar['what'].lower())}"
        start = min(q.start, similar.start()) if similar else q.start
        unit = " ".join(x for x in (q.multiplier, what) if x)
        return Measure(metric, unit, start, q.end, True, 0.85, _all_tokens(text))
    if _OTHERS_MODEL.search(text, max(0, q.start - 90), q.start):
        return None
    if _TRAINED.search(near) and q.multiplier in ("B", "T", "M", "billion", "trillion", "million"):
        return Measure("training tokens", counted, q.start, q.end)
    if _CONTEXT.search(near) and (q.multiplier or len(q.value) > 3):
        return Measure("context length", counted, q.start, q.end, confidence=0.7)
    return None


def _all_tokens(text: str) -> str | None:
    """ "모든 576개의 토큰": compared with all of them."""
    return (
        "all tokens"
        if re.search(r"모든\s[^.,]{0,16}토큰|\ball\s(?:the\s)?[^.,]{0,16}tokens", text)
        else None
    )


_READERS: Mapping[QuantityKind, Sequence[Callable[[Reading, int], Measure | None]]] = {
    "percent": (_preference, _share, _change, _scored),
    "points": (_change, _scored),
    "times": (_change,),
    "bare": (_scored,),
    "share": (_share,),
    "rate": (_rate,),
    "time": (_time,),
    "resolution": (_resolution,),
    "size": (_size,),
    "tokens": (_tokens,),
}
