"""How a text says that it introduces something, in English and Korean."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.concepts.folding import has_hangul, lowered
from kg.concepts.role_model import words_of

_VERB = (
    r"(?:propos|introduc|present|develop|releas|design|build|built|creat|construct|contribut|"
    r"unveil|describ|announc|open-sourc|launch|establish|curat|collect|devis|formulat|implement|"
    r"provid|offer|synthesi[sz]|train|publish|nam|call|dub|term|pretrain|pre-train|puts? forward)"
    r"(?:e|es|ed|s|ing|t)?"
)
_OBJECT_WORDS = (
    r"(?:(?:the|a|an|our|new|novel|first|simple|large-scale|comprehensive|efficient|effective|"
    r"unified|also|further|and|both|two|three|framework|method|model|models|dataset|benchmark|"
    r"approach|system|algorithm|family|series|here|publicly|called|named|dubbed|termed|of|"
    r"[a-z]+-[a-z]+)\s+){0,5}"
)
_OTHERS = re.compile(
    r"\b(?:prior|previous|recent|existing|earlier|others?|they|it has been)\b", re.I
)
_STEMS = re.compile(_VERB.removeprefix("(?:").split(")", 1)[0])
_STEM_STARTS = frozenset(
    ("pro", "int", "pre", "dev", "rel", "des", "bui", "cre", "con", "unv", "ann", "ope", "lau",
     "est", "cur", "col", "for", "imp", "off", "syn", "tra", "pub", "nam", "cal", "dub", "ter",
     "put")
)  # fmt: skip
_DIRECT = re.compile(rf"\b{_VERB}\s+{_OBJECT_WORDS}['\"‘“*]*$", re.I)
_CALLED = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|entitled|titled|referred to as|"
    r"which we (?:call|term|name|dub)|we (?:call|term|name|dub)(?: it| "
    r"(?:this|the)[\w\s-]{0,30})?|namely)\s*"
    r"(?:as\s+|the\s+|,\s*)?['\"‘“*(]*$",
    re.I,
)
_BEHIND_PHRASE = re.compile(
    rf"\b{_VERB}\s+[^.;]{{3,140}}(?:\(|:\s|—\s?|–\s?|,\s(?:i\.e\.,?\s)?)['\"‘“*]*$", re.I
)
_OURS = re.compile(
    r"\b(?:our|the proposed|proposed|this new|our proposed|our new)"
    r"\s+(?:model\s|method\s)?['\"‘“*]*$",
    re.I,
)
_EXAMPLES = re.compile(r"(?:such as|including|like|e\.g\.,?)\s*$")
_PASSIVE = re.compile(
    r"['\"’”*]*(?:\s?\([^()]{1,80}\))?,?[^.;]{0,60}?\b(?:is|are|was|were|has been)\s+"
    r"(?:\w+\s)?(?:proposed|introduced|presented|developed|designed)\b"
)
_KO_VERB = (
    r"(?:제안|소개|제시|도입|개발|공개|발표|구축|설계|선보|출시|구현|고안|"
    r"명명|개척|내놓|구성|만들|만듭|생성한|개설)"
)
_KO_PAREN = r"['\"’”»*]*(?:\)|\s?\([^()]{1,80}\))?['\"’”»*]*"
_KO_CALLED = re.compile(
    rf"{_KO_PAREN}(?:\s?\([^()]{{1,80}}\))?\s?(?:이?라는|이?라고|이?라 "
    r"(?:명명|부르|불리|이름)|이?란)\s?(?!의미)"
)
_KO_OBJECT = re.compile(
    rf"{_KO_PAREN}(?:\s?[가-힣A-Za-z0-9-]+){{0,4}}?(?:을|를)\s(?:[가-힣]+\s){{0,3}}?{_KO_VERB}"
)
_KO_ENUMERATED = re.compile(
    rf"{_KO_PAREN}\s?(?:와|과|,|및)\s[^.]{{1,60}}?(?:을|를)\s(?:[가-힣]+\s)?{_KO_VERB}"
)
_KO_IN_APPOSITION = re.compile(rf"{_KO_PAREN}\s?,\s?즉\s.*{_KO_VERB}")
_KO_LEFT = re.compile(
    r"(?:제안된|제안한|제안하는|제시된|제시하는|개발한|개발된|저희의|"
    r"우리의|우리가 제안\w*|핵심 기술인|핵심 구성 요소인|"
    r"소개된|공개한|새로운 (?:모델|방법|프레임워크|벤치마크|데이터셋|기법|"
    r"접근법|알고리즘|시스템)(?:인|로서)?)\s?['\"‘“*]*$"
)
_KO_MADE = re.compile(
    r"(?:훈련된|학습된|개발된|구축된|설계된|제안된|새로운)"
    r"\s[^,.]{0,25}(?:모델|프레임워크|방법|시스템|데이터셋|벤치마크)"
    r"인?\s?['\"‘“(*]*$"
)
_KO_SENTENCE = re.compile(
    r"핵심 (?:프로세스|구성|기술|요소|모듈|단계|아이디어|전략)|주요 (?:구성|모듈|요소|단계)"
)
_KO_OTHERS = re.compile(r"(?:기존|이전|선행|최근)\s?(?:의)?\s?(?:[가-힣]+\s)?$")


_REACH_LEFT, _REACH_RIGHT = 200, 160
_REACH_CALLED = 90
_CALLS = re.compile("call|nam|dub|term|coin|titled|referred")
_OWN = re.compile("our|propos|this new")


@lru_cache(maxsize=1 << 12)
def verbs_of(text: str) -> tuple[tuple[int, ...], bool, bool]:
    """Where verbs of introducing may begin, whether one says a name, and whether "our" is said."""
    low = lowered(text)
    begins = []
    done = 0
    for place in [place for place, word in words_of(text) if word[:3] in _STEM_STARTS]:
        if place >= done and (stem := _STEMS.match(low, place)):
            done = stem.end()
            if not place or not (low[place - 1].isalnum() or low[place - 1] == "_"):
                begins.append(place)
    return tuple(begins), _CALLS.search(low) is not None, _OWN.search(low) is not None


def is_introduced(text: str, start: int, end: int) -> bool:
    """True when a sentence says that the work brings the thing named at a place.

    >>> sentence = "We propose FlowTop, which beats OldNet."
    >>> is_introduced(sentence, 11, 18), is_introduced(sentence, 32, 38)
    (True, False)
    >>> is_introduced("본 논문은 FlowTop을 제안한다.", 6, 13)
    True
    """
    if _english(text, start, end):
        return True
    if not has_hangul(text):
        return False
    return _korean(text[max(0, start - _REACH_LEFT) : start], text[end : end + _REACH_RIGHT])


def is_component(text: str) -> bool:
    """True when a Korean sentence lists the parts of what the work introduces."""
    return bool(_KO_SENTENCE.search(text))


def _english(text: str, start: int, end: int) -> bool:
    verbs, calls, owns = verbs_of(text)
    if not (verbs or calls or owns):
        return False
    first = max(0, start - _REACH_LEFT)
    near = max(0, start - _REACH_CALLED)
    if (calls and _CALLED.search(text, near, start)) or (owns and _OURS.search(text, near, start)):
        return not _OTHERS.search(text, max(first, start - 80), start)
    if not verbs:
        return False
    for place in verbs:
        if first <= place < start and (
            _DIRECT.match(text, place, start) or _BEHIND_PHRASE.match(text, place, start)
        ):
            return not _OTHERS.search(text, first, start) and not _EXAMPLES.search(
                text, near, start
            )
    return verbs[-1] >= end and bool(_PASSIVE.match(text, end, end + _REACH_RIGHT))


def _korean(left: str, right: str) -> bool:
    if _KO_OTHERS.search(left):
        return False
    called = _KO_CALLED.match(right)
    return bool(
        called
        or _KO_OBJECT.match(right)
        or _KO_IN_APPOSITION.match(right)
        or _KO_LEFT.search(left)
        or _KO_MADE.search(left)
    )
