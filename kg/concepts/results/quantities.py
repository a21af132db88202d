"""Quantities in text: a number with its unit, in English and Korean.

A small grammar, longest alternative first. What a quantity measures is decided in
:mod:`kg.concepts.results`; a number that is part of a name, a year, a rank, or a count of things
is no quantity here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

QuantityKind = Literal[
    "percent", "points", "times", "resolution", "rate", "time", "size", "tokens", "share", "bare"
]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_END = r"(?![A-Za-z0-9])"  # a unit may be followed by a Korean particle
_RANGE = rf"{_NUMBER}(?:\s?[–~-]\s?{_NUMBER})?"
_BEFORE = r"(?<![\w.,/^_@-])(?<!\d [x×*] )"
_DIGIT = re.compile(r"\d")
_NOT_BEFORE = frozenset(".,/^_@-")
_LETTER = r"[KMBT](?![A-Za-z0-9])"
_WORD_MULTIPLIER = (
    r"(?:[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|천만|백만|십억|천억|천|만|억|조)"
)
_MULTIPLIERS = {
    "천": "thousand", "만": "ten thousand", "백만": "million", "천만": "ten million",
    "억": "hundred million", "십억": "billion", "천억": "hundred billion", "조": "trillion",
}  # fmt: skip
_PARAMETERS = r"(?:[Pp]aram(?:eter)?s?(?![A-Za-z0-9])|파라미터|파라메터|매개\s?변[가-힣])"
_ADJECTIVES = r"(?:[A-Za-z-]+\s){0,2}"


def _rule(kind: QuantityKind, *pattern: str) -> tuple[QuantityKind, re.Pattern[str]]:
    return kind, re.compile(_BEFORE + "".join(pattern))


_GRAMMAR = (
    _rule(
        "resolution",
        r"(?P<value>\d{2,5}\s?[x×*]\s?\d{2,5})(?:\s?(?:pixels?|px|픽셀))?(?![\w×])",
    ),
    _rule(
        "resolution",
        rf"(?P<value>(?:360|480|512|540|576|720|768|1024|1080|1440|2160)p){_END}",
    ),
    _rule(
        "rate",
        rf"(?P<value>{_RANGE})\s?(?P<unit>FPS|fps|Hz|frames?[ /](?:per )?s(?:ec(?:ond)?)?{_END}|",
        rf"tokens?/s(?:ec(?:ond)?)?{_END}|tokens? per second|it/s{_END}|images?/s(?:ec)?{_END}|",
        r"images per second|프레임/초|(?:개의 )?토큰/초)",
    ),
    _rule(
        "points",
        rf"(?P<value>[+]?{_RANGE})\s?(?P<unit>\\?%p{_END}|\\?%\s?포인트|퍼센트\s?포인트|",
        rf"percentage[ -]points?|percent points?|pp{_END})",
    ),
    _rule("percent", rf"(?P<value>[+]?{_RANGE})\s?(?P<unit>\\?%|퍼센트|percent{_END})"),
    _rule(
        "size",
        rf"(?P<value>{_NUMBER})[\s-]?(?P<mult>{_LETTER}|{_WORD_MULTIPLIER})\s?-?\s?(?:개의?)?\s?",
        rf"(?:이상의\s)?\s?-?(?P<noun>{_ADJECTIVES}?{_PARAMETERS})",
    ),
    _rule(
        "tokens",
        rf"(?P<value>{_NUMBER})[\s-]?(?P<mult>{_LETTER}|[km]{_END}|{_WORD_MULTIPLIER})?",
        r"\s?-?(?:개의?)?\s?(?P<mod>(?:[A-Za-z-]+\s){0,2}|(?:[가-힣]+\s){0,1})?",
        rf"(?P<noun>tokens?{_END}|토큰)",
    ),
    _rule("size", rf"(?P<value>{_NUMBER})\s?(?P<mult>백만|십억|억|조)\s?개의"),
    _rule("size", rf"(?P<value>{_NUMBER})(?P<mult>[MB])(?![A-Za-z0-9/])"),
    _rule(
        "times",
        rf"(?P<value>{_RANGE})\s?-?\s?(?P<unit>배|[x×](?![\w])|\$\\times\$|-?fold{_END}|times{_END})",
    ),
    _rule("times", rf"(?<=factor of )(?P<value>{_NUMBER})(?![\w%]|\.\d)"),
    _rule(
        "time",
        rf"(?P<value>{_RANGE})\s?(?P<unit>ms{_END}|milliseconds?{_END}|밀리초|seconds?{_END}|secs?{_END}|",
        rf"초(?!당|기|과|점|고|대)|minutes?{_END}|분(?= 만에| 안에| 이내|\s이하)|hours?{_END})",
    ),
    _rule("share", r"(?P<value>1/\d+)(?:th)?(?!\d)"),
    _rule("share", r"(?P<value>\d+분의\s?1)(?!\d)"),
    _rule(
        "points",
        rf"(?P<value>[+]?{_NUMBER})\s?(?P<unit>points?{_END}|포인트|점(?!에|의 |은|이{_END}|진))",
    ),
    _rule(
        "bare",
        rf"(?P<value>[+]?{_NUMBER})(?P<unit>\s?dB)?(?![\w%/]|\.\d|,\d|-[A-Za-z]|-\d)",
    ),
    _rule(
        "bare", rf"(?P<value>{_NUMBER})(?=의|를|을|로|에|이|가|은|는|라는|점|과|와|으|까|인|보다)"
    ),
)
_UNITS = {
    "fps": "FPS", "frames per second": "FPS", "frame/s": "FPS", "frames/s": "FPS",
    "프레임/초": "FPS", "tokens per second": "tokens/s", "tokens/sec": "tokens/s",
    "tokens/second": "tokens/s", "token/s": "tokens/s", "토큰/초": "tokens/s",
    "images per second": "images/s", "hz": "Hz", "milliseconds": "ms", "millisecond": "ms",
    "밀리초": "ms", "seconds": "s", "second": "s", "sec": "s", "secs": "s", "초": "s",
    "분": "min", "minute": "min", "minutes": "min", "hours": "h", "hour": "h", "db": "dB",
}  # fmt: skip


def _hedge(name: str, before: str, after: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    return name, re.compile(rf"(?:{before})\s?$"), re.compile(rf"\s?(?:{after})")


_COMPARATORS = (
    _hedge(
        "up to",
        r"최대(?:\s약)?|최고|\b[Uu]p to(?: an?)?|\bas (?:much|high|many|large) as|"
        r"\bmaximum(?: of)?|\bat most",
        r"까지\b",
    ),
    _hedge(
        "at least",
        r"최소|적어도|\b[Aa]t least|\b[Mm]ore than|\b[Oo]ver|\babove|\bexceed(?:s|ing)|"
        r"\bgreater than|[>≥]",
        r"이상|넘|초과|\+",
    ),
    _hedge(
        "less than",
        r"\b[Ll]ess than|\b[Uu]nder|\bbelow|\bas (?:little|low|few) as(?: only)?|"
        r"\bfewer than|[<≤]",
        r"이하|미만|이내",
    ),
    _hedge(
        "about",
        r"약|거의|대략|\b[Aa]bout|\b[Aa]round|\b[Aa]pprox(?:imately|\.)?|\b[Nn]early|\balmost|"
        r"\broughly|sim|[~≈∼]",
        r"가량|정도|쯤",
    ),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at a place.

    Args:
        start, end: half-open range, the comparator's words not in it.
        kind: what sort of unit.
        value: as written, without unit.
        unit: normalised (``%``, ``x``, ``FPS`` …), or None.
        multiplier: ``million``, ``B`` …, or None.
        noun: what is counted (``tokens``), or None.
        modifier: the words before the noun, or None.
        comparator: ``up to``, ``at least``, ``less than``, ``about`` or None.
    """

    start: int
    end: int
    kind: QuantityKind
    value: str
    unit: str | None = None
    multiplier: str | None = None
    noun: str | None = None
    modifier: str | None = None
    comparator: str | None = None

    @property
    def number(self) -> str | None:
        """The value as decimal text, or None when it is not one number."""
        bare = self.value.replace(",", "").lstrip("+")
        return bare if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, none overlapping another.

    >>> [(q.kind, q.value, q.unit) for q in find_quantities("GPT-4보다 15배, 20 FPS, 44.0%")]
    [('times', '15', 'x'), ('rate', '20', 'FPS'), ('percent', '44.0', '%')]
    """
    places = _number_starts(text)
    taken: list[Quantity] = []
    for kind, pattern in _GRAMMAR if places else ():
        end = 0
        for place in places:
            if place >= end and (match := pattern.match(text, place)):
                _take(taken, kind, match, text)
                end = match.end()
    return sorted(taken, key=lambda q: q.start)


def has_digit(text: str) -> bool:
    """Whether any quantity can stand in a text."""
    return _DIGIT.search(text) is not None


def _number_starts(text: str) -> list[int]:
    """Where a number may begin that is no part of a word or of another number."""
    starts = []
    for match in _DIGIT.finditer(text):
        place = match.start()
        if place and text[place - 1] == "+":
            starts.append(place - 1)
        before = text[place - 1] if place else " "
        if not (before in _NOT_BEFORE or before.isalnum()):
            starts.append(place)
    return starts


def _take(taken: list[Quantity], kind: QuantityKind, match: re.Match[str], text: str) -> None:
    if any(q.start < match.end() and match.start() < q.end for q in taken):
        return
    groups = match.groupdict()
    mult = groups.get("mult")
    taken.append(
        Quantity(
            start=match.start(),
            end=match.end(),
            kind=kind,
            value=_value(groups["value"]),
            unit=_unit(kind, groups.get("unit")),
            multiplier=_MULTIPLIERS.get(mult, mult.lower() if len(mult) > 1 else mult.upper())
            if mult
            else None,
            noun=groups.get("noun"),
            modifier=(groups.get("mod") or "").strip() or None,
            comparator=_comparator(text, match.start(), match.end()),
        )
    )


def _value(written: str) -> str:
    """A number without spaces, its sign of multiplication an x, "10분의 1" a fraction."""
    bare = re.sub(r"\s", "", written).replace("×", "x").replace("*", "x")
    return f"1/{bare.removesuffix('분의1')}" if bare.endswith("분의1") else bare


def _unit(kind: QuantityKind, written: str | None) -> str | None:
    if kind == "percent":
        return "%"
    if kind == "times":
        return "x"
    if kind == "points":
        return "pp" if written and re.search(r"%|퍼센트|percent|pp", written) else "points"
    if kind == "resolution":
        return "pixels"
    if written is None:
        return None
    words = re.sub(r"^개의 ", "", " ".join(written.split()))
    return _UNITS.get(words.lower(), words)


def _comparator(text: str, start: int, end: int) -> str | None:
    for name, before, after in _COMPARATORS:
        if before.search(text, max(0, start - 24), start) or after.match(text, end):
            return name
    return None
