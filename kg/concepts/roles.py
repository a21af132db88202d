"""What a work does with a concept, as far as the sentence tells: rules in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.entities import ConceptKind, Role

_NAME = (
    r"(?:(?<![A-Za-z])[A-Z0-9][A-Za-z0-9.+/-]*(?:\s[A-Z0-9][A-Za-z0-9.+-]*)*"
    r"(?:\s?\([^()]{1,60}\))?)"
)
_AND = r"(?:\s*(?:,|/|·)\s*(?:and\s+|or\s+|및\s+|그리고\s+)?|\s*(?:와|과|및|and|or|&)\s+)"
_MORE_RIGHT = re.compile(rf"(?:{_AND}{_NAME})*")
_MORE_LEFT = re.compile(rf"(?:{_NAME}{_AND})+$")
_HEAD = (
    r"(?:\s(?:언어\s)?(?:모델|패밀리|방법|기법|프레임워크|알고리즘|모듈|"
    r"데이터셋|벤치마크|네트워크|어댑터|계열|아키텍처))"
)
_PAREN = rf"['\"’”»]*(?:\)|\s?\([^()]{{1,80}}\))?['\"’”»]*{_HEAD}{{0,2}}"
_ADJ = r"(?:[\w-]+\s+){0,2}"

_RULES: tuple[tuple[str, Role, frozenset[ConceptKind], re.Pattern[str], re.Pattern[str]], ...]


def _compile(
    name: str, role: Role, kinds: str, left: str, right: str
) -> tuple[str, Role, frozenset[ConceptKind], re.Pattern[str], re.Pattern[str]]:
    allowed: list[ConceptKind] = [k for k in _ALL if k in kinds.split()]
    return name, role, frozenset(allowed), re.compile(left, re.I), re.compile(right)


_ALL: tuple[ConceptKind, ...] = (
    "method", "task", "dataset", "model", "metric", "hardware", "concept",
)  # fmt: skip
_RULES = (
    _compile(
        "compared",
        "compares",
        "method model",
        r"\b(?:outperform\w*|surpass\w*|beat(?:s|ing)?|exceed\w*|compar(?:ed|"
        r"able|ing) (?:to|with)|than|versus|vs\.?|"
        r"against|competitive with|on par with|rival\w*|superior to|"
        r"baselines?,? (?:such as|like|including)|"
        rf"baselines?)\s+(?:the\s+|both\s+|existing\s+|prior\s+|{_ADJ}baselines?,?\s+)?{_ADJ}$",
        rf"{_PAREN}(?:\s(?:모델|방법|기법|기반 방법))?\s?(?:보다|에 비해|에 "
        r"비하여|와 비교|과 비교|대비|(?:을|를)\s?(?:능가|뛰어넘|앞서|상회|"
        r"초월|제치)|\sbaselines?\b)",
    ),
    _compile(
        "trained-on",
        "trains",
        "dataset",
        r"\b(?:train|fine-?tun|pre-?train|learn)(?:ed|ing|s)?\s+(?:[\w-]+\s+){0,3}(?:on|"
        r"with|using|from)\s+(?:the\s+)?"
        rf"{_ADJ}$",
        rf"{_PAREN}(?:\s(?:데이터셋|데이터|말뭉치|코퍼스))?\s?(?:으로|로|에서|"
        r"에 대해|을 사용해|를 사용해|을 사용하여|를 사용하여|을 이용해|을 "
        r"활용해)\s?(?:[가-힣]+\s)?(?:사전\s?)?(?:학습|훈련|미세)",
    ),
    _compile(
        "evaluated-on",
        "evaluates",
        "dataset task",
        r"(?<!based )(?<!rely )(?<!relies )(?<!focus )(?<!focuses )(?<!focused )(?<!focusing )"
        rf"\b(?:on|across|over)\s+(?:the\s+|both\s+|all\s+|several\s+|various\s+)?{_ADJ}$",
        rf"{_PAREN}(?:\s?(?:등|과 같은|와 같은)[^.]{{0,25}})?(?:\s?(?:벤치마크|"
        r"데이터셋|데이터|작업|과제|태스크|문제|스타일 벤치마크))?\s?(?:에서|"
        r"에 대해 평가|에 대한 (?:실험|평가)|상에서|으로 평가|로 평가)",
    ),
    _compile(
        "extended",
        "extends",
        "method model dataset",
        r"\b(?:extend(?:s|ed|ing)?|build(?:s|ing)? (?:up)?on|built (?:up)?on|"
        r"improv\w+ (?:up)?on|generali[sz]\w+|"
        r"fine-?tun(?:e|es|ed|ing)|initiali[sz]ed (?:from|with)|variants? of|"
        r"extensions? of|modif(?:y|ies|ied|ication of)|"
        r"derived from|enhanc(?:e|es|ed|ing)|adapt(?:s|ed|ing)?|revisit\w*)"
        rf"\s+(?:the\s+|pre-?trained\s+|existing\s+)*{_ADJ}$",
        rf"{_PAREN}(?:(?:을|를)\s?(?:확장|개선|변형|수정|발전|일반화|미세|"
        r"재구성|강화)|의 (?:변형|확장|변종)|(?:을|를)?\s?(?:바탕으로|"
        r"기반으로 (?:확장|구축)))",
    ),
    _compile(
        "used",
        "uses",
        "method task dataset model hardware concept",
        r"\b(?:us(?:e|es|ed|ing)|with|via|by|through|leverag\w+|employ\w*|"
        r"utili[sz]\w+|adopt\w*|appl(?:y|ies|ied|ying)|"
        r"combin\w+|integrat\w+|incorporat\w+|exploit\w*|harness\w*|based "
        r"(?:up)?on|powered by|train\w*|conditioned on|"
        r"equipped with|driven by|inspired by|borrow\w* from|built with|"
        r"distill\w*(?: from)?|introduc\w+)\s+"
        r"(?:the\s+|an?\s+|both\s+)?(?:[\w-]+\s+){0,3}$",
        rf"{_PAREN}(?:(?:을|를)\s?(?:[가-힣]+\s)?(?:사용|활용|적용|결합|도입|"
        r"통합|이용|채택|포함|훈련|학습|채용|기반|증류|구현|최적화)|"
        r"\s?기반|(?:을|를) 통해|(?:와|과) 결합|(?:으로|로)\s|-based\b|"
        r"-guided\b|-driven\b|-powered\b|\sbased\b)",
    ),
)
_EVALUATION = re.compile(
    r"accura|perform|outperform|achiev|evaluat|experiment|result|"
    r"state-of-the-art|sota|benchmark|score|surpass|"
    r"improve|validat|성능|평가|실험|정확도|점수|능가|달성|우수|결과|향상|검증|입증|%",
    re.I,
)
_EVALUATION_LABEL = re.compile(r"performance|result|evaluation|성능|결과|평가", re.I)


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """A role, how sure it is (in [0, 1]) and the name of the rule."""

    role: Role
    confidence: float
    rule: str


def role_of(
    sentence: str, start: int, end: int, kind: ConceptKind, label: str | None = None
) -> RoleDecision:
    """The role of a concept named at a place of a sentence.

    Args:
        sentence: one sentence.
        start, end: half-open range of the name.
        kind: of the concept.
        label: the bold words before the sentence, or None.

    >>> role_of("It beats FlowVid on UCF.", 9, 16, "model").role
    'compares'
    >>> role_of("LoRA를 사용하여 미세 조정한다.", 0, 4, "method").role
    'uses'
    """
    left, right = _context(sentence, start, end)
    for rule, role, kinds, before, after in _RULES:
        if kind not in kinds:
            continue
        if rule == "evaluated-on" and not _EVALUATION.search(sentence):
            continue
        if before.search(left) or after.match(right):
            return RoleDecision(role, 0.8, rule)
    if kind == "dataset" and label and _EVALUATION_LABEL.search(label):
        return RoleDecision("evaluates", 0.6, "section-label")
    if kind in ("metric", "hardware"):
        return RoleDecision("evaluates" if kind == "metric" else "uses", 0.7, "kind")
    return RoleDecision("mentions", 0.6, "named")


def _context(sentence: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after the enumeration that a name belongs to."""
    more_right = _MORE_RIGHT.match(sentence, end)
    right = sentence[more_right.end() if more_right else end :][:120]
    left = sentence[max(0, start - 160) : start]
    if _AND_BEFORE.search(left) and (more_left := _MORE_LEFT.search(left)):
        left = left[: more_left.start()]
    return left, right


_AND_BEFORE = re.compile(rf"{_AND}$")
