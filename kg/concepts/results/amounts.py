"""Amounts with a unit of their own: rates, times, resolutions, sizes of models, tokens."""

from __future__ import annotations

import re

from kg.concepts.results.metrics import find_amounts
from kg.concepts.results.quantities import Quantity
from kg.concepts.results.reading import Measure, Reading

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
_WORD_FOR = {
    "정확도": "accuracy", "성능": "performance", "품질": "quality", "시각적": "visual",
    "시각": "visual", "이미지": "image", "비디오": "video", "텍스트": "text",
    "출력": "output", "입력": "input", "추론": "reasoning", "언어": "language",
    "비전": "vision", "생성": "generated", "학습": "training",
    "훈련": "training", "음성": "speech", "오디오": "audio",
}  # fmt: skip


def rate(reading: Reading, at: int) -> Measure | None:
    q = reading.quantities[at]
    return None if q.unit == "Hz" else _as_is("throughput", q, q.unit)


def time(reading: Reading, at: int) -> Measure | None:
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


def resolution(reading: Reading, at: int) -> Measure | None:
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


def size(reading: Reading, at: int) -> Measure | None:
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


def _is_of_own(reading: Reading, q: Quantity) -> bool:
    """Whether "7B model" speaks of what the work introduces."""
    text = reading.text
    if reading.is_title or re.search(r"\b[Oo]ur\s(?:\w+\s)?$", text[: q.start]):
        return True
    between = [text[end : q.start] for end in reading.own_ends if 0 <= q.start - end <= 60]
    return any(not _OTHER_BETWEEN.search(words) for words in between)


def tokens(reading: Reading, at: int) -> Measure | None:
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


def _as_is(metric: str, q: Quantity, unit: str | None, confidence: float = 0.85) -> Measure:
    return Measure(metric, unit, q.start, q.end, confidence=confidence)
