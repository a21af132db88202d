"""Ways of saying results and introductions in two languages, written without sight of the rules."""

from __future__ import annotations

import pytest

from kg.concepts.extraction import Extractor
from kg.concepts.scheme import load_scheme
from kg.entities import Extraction, WorkText
from kg.records import Sentence


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_scheme())


def _read(extractor: Extractor, words: str) -> Extraction:
    language = "ko" if any("가" <= c <= "힣" for c in words) else "en"
    sentences = (Sentence(text=words),)
    text = WorkText(
        key="abstract", field="abstract", language=language, sentences=sentences, source="test"
    )
    return extractor.extract("work", [text])


# sentence; metric, value, unit, comparator; data set; baseline or words for it
_RESULTS = [
    ("Our model reaches 84.3% accuracy on ImageNet.", "accuracy 84.3 %", "imagenet", None),
    ("OrloNet improves the F1 score from 71.2 to 78.9 on SQuAD.", "F1 78.9", "squad", "71.2"),
    ("It runs up to 3.5x faster than FlashAttention.", "speed-up 3.5 x up to", None,
     "flash-attention"),
    ("It is quick while using 40% less memory than LoRA.", "memory reduction 40 %", None, "lora"),
    ("OrloLM attains a pass@1 of 62.8% on HumanEval.", "pass@1 62.8 %", "humaneval", None),
    ("We cut inference latency by 55% compared with LoRA.", "latency reduction 55 %", None, "lora"),
    ("The method yields an FID of 1.79 on ImageNet 256x256.", "FID 1.79", "imagenet-256", None),
    ("Throughput rises by a factor of 4.2 over the baseline.", "speed-up 4.2 x", None, "baseline"),
    ("OrloNet obtains 41.5 BLEU on WMT14.", "BLEU 41.5", "wmt", None),
    ("It achieves a 12.5% relative reduction in word error rate on LibriSpeech.",
     "word error rate reduction 12.5 %", "librispeech", None),
    ("Training takes less than 3 hours on a single A100 GPU.", "time 3 h less than", None, None),
    ("The win rate against GPT-4o is 58.2% on AlpacaEval.", "win rate 58.2 %", "alpacaeval", None),
    ("Trained on 2T tokens, the model is open.", "training tokens 2 T tokens", None, None),
    ("Accuracy drops by 8.3 percentage points on GSM8K.", "accuracy reduction 8.3 pp", "gsm8k",
     None),
    ("It doubles the success rate on WebArena, from 14.1% to 28.7%.", "success rate 28.7 %",
     "webarena", "14.1%"),
    ("We observe at least 20% higher mAP on COCO than YOLOv8.", "mAP improvement 20 % at least",
     "coco", "yolo"),
    ("The average gain over LoRA is 1.8% across eight tasks.", "improvement 1.8 %", None, "lora"),
    ("It reduces the number of trainable parameters by 10,000 times.",
     "parameter count reduction 10,000 x", None, None),
    ("OrloSplat renders at 120 FPS.", "throughput 120 FPS", None, None),
    ("Perplexity falls to 8.2 in the end.", "perplexity 8.2", None, None),
    ("Human raters preferred our videos in 73% of cases.", "human preference 73 %", None, None),
    ("제안한 모델은 ImageNet에서 84.3%의 정확도를 달성했다.", "accuracy 84.3 %", "imagenet", None),
    ("LoRA 대비 메모리를 최대 40% 절감한다.", "memory reduction 40 % up to", None, "lora"),
    ("GSM8K에서 정확도가 65.2%에서 78.1%로 향상되었다.", "accuracy 78.1 %", "gsm8k", "65.2%"),
    ("HumanEval에서 pass@1 62.8%를 기록하여 GPT-4를 능가한다.", "pass@1 62.8 %", "humaneval", None),
    ("FID를 12.3에서 7.9로 낮추었다.", "FID 7.9", None, "12.3"),
    ("파라미터 수를 90% 줄이면서도 성능을 유지한다.", "parameter count reduction 90 %", None, None),
    ("지연 시간을 55% 단축했다.", "latency reduction 55 %", None, None),
    ("A100 GPU 한 대에서 120 FPS로 동작한다.", "throughput 120 FPS", None, None),
    ("학습 속도를 2배 높인다.", "speed-up 2 x", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "result", "dataset", "baseline"), _RESULTS)
def test_a_result_is_read(
    extractor: Extractor, sentence: str, result: str, dataset: str | None, baseline: str | None
) -> None:
    (found,) = _read(extractor, sentence).results
    said = (found.metric, found.value, found.unit, found.comparator)
    assert " ".join(word for word in said if word) == result
    assert (found.dataset, found.baseline or found.baseline_text) == (dataset, baseline)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("In this paper, we put forward OrloTune, a tuning method.", "OrloTune:method"),
        ("This work presents OrloBench: a benchmark of 5,000 questions.", "OrloBench:dataset"),
        ("To this end, OrloFlow is proposed, which extends LoRA.", "OrloFlow:method"),
        ("We call the resulting model OrloGPT.", "OrloGPT:model"),
        ("Here we describe Quiet Attention Pooling (QAP), a new pooling layer.",
         "QAP:method Quiet Attention Pooling:method"),
        ("We release two datasets, OrloQA and OrloCode.", "OrloCode:dataset OrloQA:dataset"),
        ("본 논문에서는 오를로넷(OrloNet)을 제안한다.", "OrloNet:model"),
        ("이를 위해 새로운 벤치마크인 OrloBench를 구축하였다.", "OrloBench:dataset"),
        ("우리는 LoRA를 확장한 OrloLoRA를 소개합니다.", "OrloLoRA:method"),
        ("대규모 언어 모델(LLM)을 위한 미세 조정 기법 OrloTune을 제시한다.", "OrloTune:method"),
    ],
)  # fmt: skip
def test_an_introduction_is_read(extractor: Extractor, sentence: str, names: str) -> None:
    found = _read(extractor, sentence).mentions
    brought = {f"{m.surface}:{m.kind}" for m in found if m.role == "introduces"}
    assert " ".join(sorted(brought)) == names
