"""What kind of thing a name stands for, by votes of the words around it and of its form.

Each rule gives votes to kinds; the votes of all places of a name in a work are summed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kg.concepts.cues import verbs_of
from kg.concepts.folding import has_hangul
from kg.concepts.heads import (
    DEFINED_HEADS,
    ENGLISH_HEADS,
    KOREAN_HEAD_PATTERN,
    KOREAN_HEADS,
    english_head,
    noun_phrase,
)
from kg.entities import ConceptKind

Votes = Counter[ConceptKind]
"""Kinds with their weights, whole numbers."""

_REACH = 220  # code points around a name that may speak of it
_NEAR = 80  # of which those that stand directly before it
_WORDS = re.compile(r"[\w'’-]+")
_PARENTHESIS = r"(?:\s?\([^()]{1,80}\))?['\"’”»*]*"
_MODIFIERS = (
    r"(?:(?:large|small|language|vision|visual|video|image|text|speech|audio|code|reward|base|"
    r"foundation|diffusion|multimodal|multi-modal|open-source|pre-trained|pretrained|instruct|"
    r"evaluation|test|training|validation|reasoning|benchmark|sampling|learning|generation|"
    r"embedding|generative|optimization|classification|segmentation|retrieval|attention|network|"
    r"agent|style|challenge|public|medical|tuning|decoding|robotics?|policy|world|simulation|"
    r"question[- ]answering|QA|vision-language|language-vision|dialogue|translation|detection)\s+)"
)
_DESCRIPTION = r"(?:[^,.;:()]|\.(?=\d)){3,120}"  # "a 2.5 billion parameter language model"
_RIGHT_HEAD = re.compile(rf"{_PARENTHESIS}[\s-]{_MODIFIERS}{{0,3}}([A-Za-z-]+)")
_APPOSITIVE = re.compile(
    rf"{_PARENTHESIS}\s*(?:,|–|—|:|\s-)\s+(?:which\s+is\s+)?(?:an?|the|"
    rf"our)\s+({_DESCRIPTION})"
)
_COPULA = re.compile(
    rf"{_PARENTHESIS}\s+(?:is|are|was|represents|serves as|constitutes)\s+(?:an?|the|our)\s+"
    rf"({_DESCRIPTION})"
)
_LEFT_HEAD = re.compile(
    r"\b([A-Za-z-]+)\s*(?:,?\s*(?:called|named|dubbed|termed|namely|such as|including|like|"
    r"e\.g\.,?|i\.e\.,?|known as|coined)\s+(?:the\s+)?|[:—–]\s*|\(\s*|(?P<comma>,)?\s)['\"‘“*]*$"
)
_FAR_CALLED = re.compile(
    r"\b(?:an?|the|our|new|novel)\s+((?:[\w-]+\s+){0,7}[\w-]+)[^.;]{0,120}?,?\s*"
    r"(?:called|named|dubbed|termed|coined|referred to as|which we (?:call|term|name|dub))\s+"
    r"(?:as\s+)?['\"‘“*]*$"
)
_INTRODUCING_NP = re.compile(
    r"\b(?:propose|introduce|present|develop|release|design|build|create|construct|curate|describe)"
    r"[sd]?\s+(?:an?|the|our)\s+((?:[\w-]+\s+){0,9}[\w-]+)[^.;]{0,60}?[,:—–(-]\s*['\"‘“*]*$"
)
_COMPARED_LEFT = re.compile(
    r"\b(?:outperform(?:s|ing|ed)?|surpass(?:es|ing|ed)?|beat(?:s|ing)?|exceed(?:s|ing|ed)?|"
    r"compar(?:ed|able|ing) (?:to|with)|than|versus|vs\.?|against|over|competitive with|"
    r"on par with|rival(?:s|ing)?|(?:baselines?|methods|models|approaches|systems|LLMs|VLMs) "
    r"(?:such as|like|including))\s+(?:the\s+)?(?:(?:previous|prior|"
    r"existing|recent)\s)?(?:work\s|method\s)?$"
)
_EVALUATED_LEFT = re.compile(
    r"(?<!based )(?<!builds )(?<!built )(?<!focus )(?<!rely )(?<!relies )(?<!depends )"
    r"\b(?:on|across)\s+(?:the\s+|both\s+|all\s+|popular\s+|challenging\s+|standard\s+)?$"
)
_EVALUATION = re.compile(
    r"accura|perform|outperform|achiev|evaluat|experiment|result|state-of-the-art|sota|benchmark"
    r"|score|surpass|improve|성능|평가|실험|정확도|점수|능가|달성|우수|결과|향상|%",
    re.IGNORECASE,
)
_TRAINED_LEFT = re.compile(
    r"\b(?:pre-?)?(?:train|fine-?tun)(?:ed|ing)\s+(?:\w+\s+)?on\s+(?:the\s+)?$"
)
_KO_CALLED = re.compile(
    rf"{_PARENTHESIS}\s?(?:이?라는|이?라고\s?(?:하는|불리는|부르는|명명된|명명한|이름\s?붙인)|"
    rf"이?란|이?라\s?(?:불리는|명명된|하는)|,?\s?즉)\s([^.,]*?)({KOREAN_HEAD_PATTERN})"
    r"(?=을|를|은|는|이|가|에|로|으로|과|와|인|입|이며|[,.]|$)"
)
_KO_RIGHT_HEAD = re.compile(
    rf"{_PARENTHESIS}\s?(?:(?:언어|비전|확산|스타일|평가|생성|임베딩|"
    r"멀티모달|오픈소스|사전|훈련|학습|기반이 되는|"
    rf"대형|대규모|추론|비디오|이미지|텍스트|음성|보상|기초|파운데이션|검색|코드|시각|강화)\s?)*"
    rf"({KOREAN_HEAD_PATTERN})"
)
_KO_LEFT_HEAD = re.compile(
    rf"({KOREAN_HEAD_PATTERN})(?:인|,|:|으로는|로는|에는|으로|로서)?\s*['\"‘“(*]*$"
)
_KO_COPULA = re.compile(
    rf"{_PARENTHESIS}(?:은|는|이|가)\s[^.]*?({KOREAN_HEAD_PATTERN})"
    r"(?:입니다|이다|이며|인데|로서|으로서)"
)
_KO_COMPARED = re.compile(
    rf"{_PARENTHESIS}\s?(?:보다|에 비해|와 비교|과 비교|대비|(?:을|를)"
    r"\s?(?:능가|뛰어넘|앞서|상회|초월)|"
    r"(?:와|과) 같은[^.,]{0,20}(?:모델|방법))"
)
_KO_ON = re.compile(
    rf"{_PARENTHESIS}(?:\s?(?:등|과 같은|와 같은)[^.]{{0,25}})?(?:에서|에 "
    r"대해|에 대한|상에서|으로 평가|로 평가)"
)


_MEASURED = re.compile(r"\s?(?:\(|=\s?|of\s)\d+\.\d+(?![\dA-Za-z])")  # "MAE (0.106)", "FID of 2.1"
_COMPARISONS = re.compile(
    "outperform|surpass|beat|exceed|compar|than|versus|vs|against|over|competitive|on par|rival|"
    "such as|like|including"
)


def _form(
    kind: ConceptKind, weight: int, *pattern: str
) -> tuple[ConceptKind, int, re.Pattern[str]]:
    return kind, weight, re.compile("".join(pattern))


_FORMS = (
    _form(
        "hardware", 5,
        r"^(?:[AHBVL]\d{2,3}[A-Z]?|RTX[- ]?\d+.*|GTX[- ]?\d+.*|TPU[- ]?v?\d.*|",
        r"[GD]B?[HG]?[BX][- ]?[12]00|GH200|GB200|MI[23]\d{2}X?|Jetson.*|.*(?:GPU|TPU|FPGA|NPU)s?)$",
    ),
    _form(
        "dataset", 3,
        r"(?:[Bb]ench(?:mark)?|BENCH|Eval|EVAL|Arena|QA|Gym|Suite|Corpus|Dataset|Bank|Pile)",
        r"(?:[-_ ]?(?:v?\d[\d.]*|Hard|Pro|Lite|Verified|Plus|[XL]|Live))*\+*$",
    ),
    _form("dataset", 3, r"[-_]?\d+(?:\.\d+)?[Kk]$"),
    _form("dataset", 1, r"[-_]\d+(?:\.\d+)?M$|^(?:[A-Z]{2,}|[A-Z][A-Za-z]*)-\d{2,4}$"),
    _form("model", 3, r"[-_]\d+(?:\.\d+)?[Bb](?:$|-)"),
    _form(
        "model", 2,
        r"(?:GPT|LM|LLM|VLM|MLLM|[Ll]l?a[Mm][Aa]|LLAMA|BERT|[Ff]ormer|Net|NET|GAN|VAE|ViT|CLIP|",
        r"Coder|Chat|Instruct|-VL|-R1|T5|Mamba|UNet|U-Net|VLA|Diffusion|Gemini|Qwen|Phi|MoE)",
        r"(?:[-_ ]?v?\d(?:\.\d)?[a-z]?)?\+*$",
    ),
    _form(
        "method", 2,
        r"(?:PO|RL|SFT|LoRA|Prompt|Tuning|[tT]une|Attn|Attention|Loss|Opt|Adam|Grad|RAG|CoT|KD|",
        r"Distill|Prune|Quant|Merge|Search|Edit|Sampler|Solver|Cache|KV|Splatting|GS|NeRF)\+*$",
    ),
    _form("metric", 2, r"(?:Score|Index|IoU|Acc|Rate|@\d+|F1)$"),
)  # fmt: skip


def votes_of_form(name: str) -> Votes:
    """Votes by how a name is written.

    >>> votes_of_form("SWE-bench").most_common(1)
    [('dataset', 3)]
    """
    votes: Votes = Counter()
    for kind, weight, pattern in _FORMS:
        if pattern.search(name):
            votes[kind] += weight
    return votes


def votes_of_place(text: str, start: int, end: int) -> Votes:
    """Votes by the words before and after a name.

    Args:
        text: one sentence.
        start, end: the name, or an enumeration of names that share what is said of them.
    """
    votes: Votes = Counter()
    _english_right(text, end, votes)
    _english_left(text, start, votes)
    if has_hangul(text):
        left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        _korean(left, right, text, votes)
    return votes


def genera_of_place(text: str, start: int, end: int) -> Iterator[str]:
    """Noun phrases that say what a name is: "Orlo, a video diffusion model".

    Args:
        text: one sentence.
        start, end: the name.

    >>> list(genera_of_place("We propose Orlo, a fast diffusion model for video.", 11, 15))
    ['fast diffusion model']
    """
    found = [pattern.match(text, end, end + _REACH) for pattern in (_APPOSITIVE, _COPULA)]
    found += [_called(text, start), _introducing(text, start)]
    for match in found:
        if match:
            yield " ".join(noun_phrase(_WORDS.findall(match[1])))
    if has_hangul(text) and (match := _KO_CALLED.match(text, end, end + _REACH)):
        yield (match[1] + match[2]).strip()


def kind_of_phrase(phrase: str) -> ConceptKind | None:
    """The kind that a long form names by its head noun.

    >>> kind_of_phrase("Massive Text Embedding Benchmark"), kind_of_phrase("Segment Anything Model")
    ('dataset', 'model')
    """
    words = _WORDS.findall(phrase.lower())
    if not words:
        return None
    head = words[-1].rsplit("-", 1)[-1]
    return ENGLISH_HEADS.get(words[-1]) or ENGLISH_HEADS.get(head) or DEFINED_HEADS.get(head)


def _english_right(text: str, end: int, votes: Votes) -> None:
    stop = end + _REACH
    if match := _RIGHT_HEAD.match(text, end, stop):
        kind = ENGLISH_HEADS.get(match[1].lower())
        if kind:
            # "on X and Y tasks": what bears a name there is as often a collection of tasks.
            votes[kind] += 1 if match[1] == "tasks" else 3
    if _MEASURED.match(text, end, stop):
        votes["metric"] += 2
    for pattern, weight in ((_APPOSITIVE, 4), (_COPULA, 4)):
        if match := pattern.match(text, end, stop):
            kind = english_head(noun_phrase(_WORDS.findall(match[1].lower())))
            if kind:
                votes[kind] += weight


def _english_left(text: str, start: int, votes: Votes) -> None:
    near = max(0, start - _NEAR)
    if match := _LEFT_HEAD.search(text, near, start):
        kind = ENGLISH_HEADS.get(match[1].lower())
        # "on most tasks, X": the clause ends there and says nothing of X.
        if kind and not (match["comma"] and kind == "task"):
            votes[kind] += 3
    for match, weight in ((_called(text, start), 4), (_introducing(text, start), 3)):
        if match:
            kind = english_head(noun_phrase(_WORDS.findall(match[1].lower())))
            if kind:
                votes[kind] += weight
    if compares(text) and _COMPARED_LEFT.search(text, near, start):
        votes["model"] += 1
    if not any(word in text[near:start].lower() for word in ("on", "across")):
        return
    evaluated = _EVALUATED_LEFT.search(text, near, start) and _EVALUATION.search(text)
    if evaluated or _TRAINED_LEFT.search(text, near, start):
        votes["dataset"] += 2


def _called(text: str, start: int) -> re.Match[str] | None:
    """ "a benchmark for silence, called X"."""
    return _FAR_CALLED.search(text, max(0, start - _REACH), start) if verbs_of(text)[1] else None


def _introducing(text: str, start: int) -> re.Match[str] | None:
    """ "we propose a fast model, X"."""
    for place in verbs_of(text)[0]:
        if start - _REACH <= place < start and (match := _INTRODUCING_NP.match(text, place, start)):
            return match
    return None


@lru_cache(maxsize=1 << 12)
def compares(text: str) -> bool:
    """Whether a word of comparing stands in a sentence at all."""
    return _COMPARISONS.search(text.lower()) is not None


def _korean(left: str, right: str, text: str, votes: Votes) -> None:
    if match := _KO_CALLED.match(right):
        votes[KOREAN_HEADS[_known(match[2])]] += 4
    elif match := _KO_RIGHT_HEAD.match(right):
        votes[KOREAN_HEADS[_known(match[1])]] += 3
    if match := _KO_COPULA.match(right):
        votes[KOREAN_HEADS[_known(match[1])]] += 2
    if match := _KO_LEFT_HEAD.search(left):
        votes[KOREAN_HEADS[_known(match[1])]] += 3
    if _KO_COMPARED.match(right):
        votes["model"] += 1
    elif _KO_ON.match(right) and _EVALUATION.search(text):
        votes["dataset"] += 1


def _known(noun: str) -> str:
    if noun in KOREAN_HEADS:
        return noun
    bare = "".join(noun.split())
    return next(head for head in KOREAN_HEADS if head.replace(" ", "") == bare)
