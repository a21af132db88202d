"""What a work does with a concept, as far as the sentence tells: rules in both languages.

English says it before the name ("outperforms X", "trained on X"), Korean behind it ("X보다",
"X로 학습"). The English cues of a sentence are found in one pass; the nearest one that governs a
name decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.concepts.folding import has_hangul, lowered
from kg.concepts.role_model import LEARNED, RoleModel, words_of
from kg.entities import ConceptKind, Role

_NAME = (
    r"(?:(?<![A-Za-z])[A-Z0-9][A-Za-z0-9.+-]*(?:\s[A-Z0-9][A-Za-z0-9.+-]*)*"
    r"(?:\s?\([^()]{1,60}\))?)"
)
_AND = r"(?:\s*(?:,|/|·)\s*(?:and\s+|or\s+|및\s+|그리고\s+)?|\s*(?:와|과|및|and|or|&)\s+)"
_MORE_RIGHT = re.compile(rf"(?:{_AND}{_NAME})*")
_MORE_LEFT = re.compile(rf"(?:{_NAME}{_AND})+$")
_AND_BEFORE = re.compile(rf"{_AND}$")
_GAP = re.compile(r"[\s(]*(?:[\w'’-]+\s+){0,3}[\"'‘“(]*")
_HEAD = (
    r"(?:\s(?:언어\s)?(?:모델|패밀리|방법|기법|프레임워크|알고리즘|모듈|"
    r"데이터셋|벤치마크|네트워크|어댑터|계열|아키텍처))"
)
_PAREN = rf"['\"’”»]*(?:\)|\s?\([^()]{{1,80}}\))?['\"’”»]*{_HEAD}{{0,2}}"
_WINDOW = 160

_KINDS: dict[str, tuple[Role, frozenset[ConceptKind]]] = {
    "compared": ("compares", frozenset({"method", "model"})),
    "trained": ("trains", frozenset({"dataset"})),
    "evaluated": ("evaluates", frozenset({"dataset", "task"})),
    "extended": ("extends", frozenset({"method", "model", "dataset"})),
    "used": ("uses", frozenset({"method", "task", "dataset", "model", "hardware", "concept"})),
}
# Of a sentence in lower case, which is much quicker than a pattern that ignores case. The first
# alternative that fits wins, so that "based on" is not read as "on".
_ENGLISH = re.compile(
    r"\b(?:"
    r"(?P<trained>(?:pre-?)?(?:train|fine-?tun|learn)(?:ed|ing|s)?\s+(?:[\w-]+\s+){0,3}?"
    r"(?:on|with|using|from))"
    r"|(?P<extended>extend(?:s|ed|ing)?|build(?:s|ing)? (?:up)?on|built (?:up)?on|"
    r"improv\w+ (?:up)?on|generali[sz]\w+|fine-?tun(?:e|es|ed|ing)|initiali[sz]ed (?:from|with)|"
    r"variants? of|extensions? of|modif(?:y|ies|ied|ication of)|derived from|"
    r"enhanc(?:e|es|ed|ing)|adapt(?:s|ed|ing)?|revisit\w*)"
    r"|(?P<compared>outperform\w*|surpass\w*|beat(?:s|ing)?|exceed\w*|"
    r"compar(?:ed|able|ing) (?:to|with)|than|versus|vs\.?|against|competitive with|on par with|"
    r"rival\w*|superior to|baselines?,? (?:such as|like|including)|baselines?)"
    r"|(?P<used>us(?:e|es|ed|ing)|with|via|by|through|leverag\w+|employ\w*|utili[sz]\w+|adopt\w*|"
    r"appl(?:y|ies|ied|ying)|combin\w+|integrat\w+|incorporat\w+|exploit\w*|harness\w*|"
    r"based (?:up)?on|powered by|train\w*|conditioned on|equipped with|driven by|inspired by|"
    r"borrow\w* from|built with|distill\w*(?: from)?|introduc\w+)"
    r"|(?P<none>(?:rely|relies|relying|depends?|focus(?:es|ed|ing)?|work|research|stud(?:y|ies)) "
    r"on)"
    r"|(?P<evaluated>on|across|over)"
    r")(?=\s)"
)


def _behind(rule: str, *pattern: str) -> tuple[str, re.Pattern[str]]:
    return rule, re.compile(_PAREN + "".join(pattern))


_BEHIND = (
    _behind(
        "compared",
        r"\s?(?:보다|에 비해|에 비하여|와 비교|과 비교|대비|(?:을|를)\s?(?:능가|뛰어넘|앞서|상회|",
        r"초월|제치)|\sbaselines?\b)",
    ),
    _behind(
        "trained",
        r"\s?(?:으로|로|에서|에 대해|을 사용해|를 사용해|을 사용하여|를 사용하여|을 이용해|",
        r"을 활용해)\s?(?:[가-힣]+\s)?(?:사전\s?)?(?:학습|훈련|미세)",
    ),
    _behind(
        "evaluated",
        r"(?:\s?(?:등|과 같은|와 같은)[^.]{0,25})?(?:\s?(?:데이터|작업|과제|태스크|문제|",
        r"스타일 벤치마크))?\s?(?:에서|에 대해 평가|에 대한 (?:실험|평가)|상에서|으로 평가|",
        r"로 평가)",
    ),
    _behind(
        "extended",
        r"(?:(?:을|를)\s?(?:확장|개선|변형|수정|발전|일반화|미세|재구성|강화)|",
        r"의 (?:변형|확장|변종)|(?:을|를)?\s?(?:바탕으로|기반으로 (?:확장|구축)))",
    ),
    _behind(
        "used",
        r"(?:(?:을|를)\s?(?:[가-힣]+\s)?(?:사용|활용|적용|결합|도입|통합|이용|채택|포함|훈련|",
        r"학습|채용|기반|증류|구현|최적화)|\s?기반|(?:을|를) 통해|(?:와|과) 결합|(?:으로|로)\s|",
        r"-based\b|-guided\b|-driven\b|-powered\b|\sbased\b)",
    ),
)
_EVALUATION = re.compile(
    r"accura|perform|outperform|achiev|evaluat|experiment|result|state-of-the-art|sota|benchmark|"
    r"score|surpass|improve|validat|성능|평가|실험|정확도|점수|능가|달성|우수|결과|향상|검증|"
    r"입증|%"
)
_EVALUATION_LABEL = re.compile(r"performance|result|evaluation|성능|결과|평가", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The first letters of all English cues, and what stands behind a name in English.
_CUE_STARTS = _words(
    "pre tra fin lea ext bui imp gen ini var mod der enh ada rev out sur bea exc com tha ver vs "
    "aga on riv sup bas use usi us wit via by thr lev emp uti ado app int inc exp har pow con equ "
    "dri ins bor dis rel dep foc wor res stu acr ove"
)
_ENGLISH_BEHIND = ("baseline", "based", "-guided", "-driven", "-powered")
SURE = 0.5  # the least probability at which the model's role is taken


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """A role, how sure it is (in [0, 1]) and the name of the rule."""

    role: Role
    confidence: float
    rule: str


def role_of(
    sentence: str,
    start: int,
    end: int,
    kind: ConceptKind,
    label: str | None = None,
    model: RoleModel | None = None,
) -> RoleDecision:
    """The role of a concept named at a place of a sentence.

    Args:
        sentence: one sentence.
        start, end: half-open range of the name.
        kind: of the concept.
        label: the bold words before the sentence, or None.
        model: asked in English where no rule fits, or None.

    >>> role_of("It beats FlowVid on UCF.", 9, 16, "model").role
    'compares'
    >>> role_of("LoRA를 사용하여 미세 조정한다.", 0, 4, "method").role
    'uses'
    """
    rule = _rule_behind(sentence, end, kind) or _rule_before(sentence, start, kind)
    if rule:
        return RoleDecision(_KINDS[rule][0], 0.8, rule)
    if kind == "dataset" and label and _EVALUATION_LABEL.search(label):
        return RoleDecision("evaluates", 0.6, "section-label")
    if kind in ("metric", "hardware"):
        return RoleDecision("evaluates" if kind == "metric" else "uses", 0.7, "kind")
    if model is not None and not has_hangul(sentence):
        role, probability = model.best(sentence, start, end, kind)
        if role in LEARNED and probability >= SURE:
            return RoleDecision(role, round(0.75 * probability, 2), "model")
    return RoleDecision("mentions", 0.6, "named")


def _rule_behind(sentence: str, end: int, kind: ConceptKind) -> str | None:
    """The rule of the words behind the enumeration that a name belongs to."""
    is_korean = has_hangul(sentence)
    if not is_korean and not any(sign in sentence for sign in _ENGLISH_BEHIND):
        return None
    more = _MORE_RIGHT.match(sentence, end)
    end = more.end() if more else end
    for rule, pattern in _BEHIND:
        if _applies(rule, kind, sentence) and pattern.match(sentence, end):
            return rule
    return None


def _rule_before(sentence: str, start: int, kind: ConceptKind) -> str | None:
    """The rule of the nearest cue before the enumeration that a name belongs to."""
    begin = max(0, start - _WINDOW)
    if _AND_BEFORE.search(sentence, max(begin, start - 8), start):
        more = _MORE_LEFT.search(sentence, begin, start)
        start = more.start() if more else start
    for end, rule in reversed(_english_cues(sentence)):
        if end > start:
            continue
        if rule == "none" or not _GAP.fullmatch(sentence, end, start):
            return None  # what is too far from one cue is farther from those before it
        if _applies(rule, kind, sentence):
            return rule
    return None


@lru_cache(maxsize=1 << 12)
def _english_cues(sentence: str) -> tuple[tuple[int, str], ...]:
    """Where each English cue ends, and its rule, in order."""
    cues = []
    done = 0
    low = lowered(sentence)
    for start in [start for start, word in words_of(sentence) if word[:3] in _CUE_STARTS]:
        if start >= done:
            cue = _ENGLISH.match(low, start)
            if cue:
                done = cue.end()
                cues.append((done, cue.lastgroup or ""))
    return tuple(cues)


def _applies(rule: str, kind: ConceptKind, sentence: str) -> bool:
    if kind not in _KINDS[rule][1]:
        return False
    return rule != "evaluated" or _speaks_of_results(sentence)


@lru_cache(maxsize=1 << 12)
def _speaks_of_results(sentence: str) -> bool:
    return _EVALUATION.search(lowered(sentence)) is not None
