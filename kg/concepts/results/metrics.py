"""Words for what is measured, in English and Korean, and their one English name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.concepts.folding import lowered


@dataclass(frozen=True, slots=True)
class MetricWord:
    """A word for a metric at a place."""

    start: int
    end: int
    name: str


# Names are lower case unless they are acronyms; the more special stand first.
_METRICS: tuple[tuple[str, str], ...] = (
    ("attack success rate", r"attack success rates?|\bASR\b|공격 성공률"),
    ("task success rate", r"task success rates?"),
    ("success rate", r"success rates?|성공률"),
    ("win rate", r"win[- ]rates?|승률"),
    ("error rate", r"error rates?|오류율|오차율"),
    ("word error rate", r"word error rates?|\bWER\b|단어 오류율"),
    ("character error rate", r"\bCER\b"),
    ("human preference", r"human (?:preference|evaluators?)|preferred by|선호"),
    ("hallucination rate", r"hallucination rates?|환각률"),
    ("compression ratio", r"compression (?:ratios?|rates?)|압축률"),
    ("accuracy", r"accura(?:cy|cies|te)\b|정확도|정답률|정확률|\bACC\b|\bAcc\b"),
    ("F1", r"\b(?:macro|micro|weighted)?[- ]?F1(?:[- ]scores?)?\b|\bF-?score|F1 점수"),
    ("precision", r"\bprecision\b|정밀도"),
    ("recall", r"\brecall(?:@\d+)?\b|재현율"),
    ("AUROC", r"\bAU-?ROC\b|\bROC-AUC\b"),
    ("AUC", r"\bAUC\b"),
    ("mAP", r"\bmAP(?:@[\d.:]+)?\b|mean average precision"),
    ("AP", r"\bAP(?:50|75)?\b"),
    ("mIoU", r"\bmIoU\b"),
    ("IoU", r"\bIoU\b"),
    ("Dice", r"\bDice(?: (?:score|coefficient|similarity coefficient))?\b|\bDSC\b"),
    ("BLEU", r"\b(?:Sacre)?BLEU(?:-\d)?\b"),
    ("ROUGE", r"\bROUGE(?:-[L\d])?\b"),
    ("METEOR", r"\bMETEOR\b"),
    ("CIDEr", r"\bCIDEr(?:-D)?\b"),
    ("COMET", r"\bCOMET\b"),
    ("chrF", r"\bchrF(?:\+\+)?"),
    ("perplexity", r"perplexity|\bPPL\b|퍼플렉시티|혼란도|당혹도"),
    ("FID", r"\bFID(?:-\d+k)?(?: scores?| 점수)?"),
    ("FVD", r"\bFVD\b"),
    ("KID", r"\bKID\b"),
    ("CLIP score", r"\bCLIP[- ]?[Ss]cores?\b"),
    ("PSNR", r"\bPSNR\b"),
    ("SSIM", r"\bSSIM\b"),
    ("LPIPS", r"\bLPIPS\b"),
    ("GenEval", r"\bGenEval(?: score)?\b"),
    ("VBench", r"\bVBench(?: score)?\b"),
    ("MAE", r"\bMAE\b|mean absolute error"),
    ("RMSE", r"\bRMSE\b"),
    ("MSE", r"\bMSE\b"),
    ("EER", r"\bEER\b"),
    ("MRR", r"\bMRR\b"),
    ("nDCG", r"\bn?DCG(?:@\d+)?\b|\bNDCG(?:@\d+)?\b"),
    ("Elo", r"\bElo\b(?: (?:score|rating))?|\bELO\b"),
    ("pass@k", r"\b[Pp]ass@(?:\d+|k)\b"),
    ("MOS", r"\bMOS\b"),
    ("correlation", r"correlations?|상관\s?(?:관계|계수)"),
    ("exact match", r"exact match|\bEM score"),
    ("average score", r"average scores?|평균 점수"),
    ("score", r"\bscores?\b|\bscor(?:es|ed|ing)\b(?= (?:of )?\d)|점수|스코어"),
    ("performance", r"\bperformance\b|성능"),
)
_AMOUNTS: tuple[tuple[str, str], ...] = (
    ("training time", r"(?:pre-?)?training (?:time|duration)|(?:학습|훈련) 시간"),
    (
        "inference time",
        (
            r"(?:inference|generation|decoding|sampling|running|run|processing) "
            r"time|runtime|추론 시간|생성 시간"
        ),
    ),
    ("latency", r"latenc(?:y|ies)|지연 시간|지연시간|대기 시간"),
    (
        "memory",
        (
            r"(?:GPU |peak |KV )?memory(?: (?:usage|consumption|footprint|"
            r"overhead|requirements?|cost))?|VRAM|메모리(?:\s?(?:사용량|소비|"
            r"요구량|비용))?"
        ),
    ),
    ("KV cache", r"KV[- ]cache(?: size)?|KV 캐시"),
    ("FLOPs", r"\bFLOPs?\b|\bGFLOPs?\b|\bMACs\b"),
    ("training cost", r"training costs?|(?:학습|훈련) 비용"),
    ("inference cost", r"inference costs?|추론 비용"),
    (
        "computational cost",
        (
            r"comput(?:e|ation|ational|ing)(?: (?:costs?|budget|overhead|load|"
            r"requirements?|complexity|resources?))?|계산(?:량| 비용| 복잡도| "
            r"자원)|연산(?:량| 비용)"
        ),
    ),
    ("cost", r"\bcosts?\b|비용"),
    (
        "parameter count",
        (
            r"(?:trainable |model |learnable )?param(?:eter)?s?(?: counts?)?\b|"
            r"(?:학습 가능한 )?(?:파라미터|매개변수)(?:\s?수)?"
        ),
    ),
    ("model size", r"model sizes?|모델 크기"),
    ("token count", r"(?:visual |vision |image |output |reasoning )?tokens?\b|토큰(?:\s?수)?"),
    (
        "training data",
        r"(?:training |labeled |annotated )?data\b|training samples|(?:학습|훈련) 데이터|데이터",
    ),
    ("storage", r"storage(?: space)?|extra space|저장 공간"),
    ("energy", r"energy(?: consumption)?|에너지"),
    ("throughput", r"throughput|처리량"),
    ("speed", r"(?:inference |training |generation |decoding |sampling )?speeds?\b|속도"),
    ("time", r"\btime\b|시간"),
    ("efficiency", r"efficiency|효율"),
    ("error", r"\berrors?\b|오차|오류"),
)


_ALTERNATIVE = re.compile(r"(?:\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|\\.|[^|])+")


def _any_case(pattern: str) -> str:
    """Plain words are read in any case, acronyms as written."""
    return "|".join(
        one if re.search(r"(?<!\\)[A-Z]", one) else f"(?i:{one})"
        for one in _ALTERNATIVE.findall(pattern)
    )


# In ASCII a word ends before a Korean particle: "FID가".
_METRIC = re.compile(
    "|".join(f"(?P<m{i}>{_any_case(p)})" for i, (_, p) in enumerate(_METRICS)), re.ASCII
)
_AMOUNT = re.compile(
    "|".join(f"(?P<a{i}>{p})" for i, (_, p) in enumerate(_AMOUNTS)), re.IGNORECASE | re.ASCII
)


# The first letters of all words of the tables, which are much quicker to look for.
_METRIC_BEGINS = re.compile(
    "att|asr|공격|tas|suc|성공|win|승률|err|오류|오차|wor|wer|단어|cer|hum|pre|선호|hal|환각|com|압축|acc|"
    "정확|정답|f1|f-s|fsc|mac|mic|wei|정밀|rec|재현|auc|aur|au-|roc|map|mea|ap(?![a-z])|mio|iou|dic|"
    "dsc|sac|ble|rou|met|cid|chr|per|ppl|퍼플|혼란|당혹|fid|fvd|kid|cli|psn|ssi|lpi|gen|vbe|mae|rms|"
    "mse|eer|mrr|ndc|dcg|elo|pas|mos|cor|상관|exa|em |ave|평균|sco|점수|스코|성능"
)
_AMOUNT_BEGINS = re.compile(
    "tra|pre|inf|gen|dec|sam|run|pro|lat|지연|대기|gpu|pea|kv|mem|vra|메모|flo|gfl|mac|학습|훈련|추론|생성|"
    "계산|연산|com|cos|비용|lea|mod|par|파라|매개|모델|tok|vis|ima|out|rea|토큰|dat|lab|ann|데이|sto|ext|"
    "저장|ene|에너|thr|처리|spe|속도|tim|시간|eff|효율|err|오차|오류"
)


def find_metrics(text: str) -> list[MetricWord]:
    """Words for scores and rates, in order.

    >>> [m.name for m in find_metrics("최대 99%의 정확도와 FID 점수")]
    ['accuracy', 'FID']
    """
    found = list(_found(_METRIC, _METRICS, text, _METRIC_BEGINS))
    return [
        word
        for before, word in zip([None, *found], found, strict=False)
        if not (before and word.name == "score" and word.start - before.end <= 1)
    ]


def find_amounts(text: str) -> list[MetricWord]:
    """Words for what can be saved or spent: memory, time, cost, parameters, in order.

    >>> [m.name for m in find_amounts("reduces GPU memory usage")]
    ['memory']
    """
    return list(_found(_AMOUNT, _AMOUNTS, text, _AMOUNT_BEGINS))


def _found(
    pattern: re.Pattern[str],
    table: tuple[tuple[str, str], ...],
    text: str,
    begins: re.Pattern[str],
) -> Iterator[MetricWord]:
    done = 0
    for begin in begins.finditer(lowered(text)):
        place = begin.start()
        if place < done or (match := pattern.match(text, place)) is None:
            continue
        done = match.end()
        assert match.lastgroup is not None  # every alternative is a named group
        name = table[int(match.lastgroup[1:])][0]
        if "@k" in name:
            name = match.group().lower()
        yield MetricWord(match.start(), match.end(), name)
