"""Nouns that say of what kind a named thing is, in English and Korean."""

from __future__ import annotations

import re

from kg.entities import ConceptKind

_ENGLISH: dict[ConceptKind, str] = {
    "dataset": """dataset datasets data-set corpus corpora benchmark benchmarks benchmarking testbed
        testbeds leaderboard collection collections testset suite repository treebank wordnet
        challenge competition questionnaire exam gym arena testsuite lexicon""",
    "model": """model models llm llms vlm vlms mllm mllms lmm lmms lm lms plm plms network networks
        net cnn transformer transformers autoencoder gan gans vae classifier detector generator
        encoder decoder backbone backbones chatbot chatbots assistant assistants agent agents family
        families series checkpoint checkpoints vla vlas lvlm lvlms foundation baseline baselines
        tokenizer retriever reranker translator parser recognizer segmenter predictor policy
        policies denoiser unet vocoder codec avatar generalist copilot
        hypernetwork hypernetworks""",
    "method": """method methods methodology framework frameworks approach approaches algorithm
        algorithms technique techniques strategy strategies pipeline pipelines paradigm paradigms
        mechanism mechanisms module modules architecture architectures system systems optimizer
        optimizers loss losses objective objectives attention layer layers scheme schemes procedure
        toolkit library tool tools platform recipe training tuning fine-tuning finetuning
        optimization optimisation distillation sampling sampler decoding pruning quantization
        prompting learning search adapter adapters adaptation embedding embeddings editing
        regularization normalization augmentation initialization solver variant variants solution
        estimation estimator extension interface protocol engine representation representations
        plugin planner controller workflow block blocks bank reasoning alignment guidance
        scheduling merging routing caching compression unlearning refinement extraction fusion
        distiller minimization maximization propagation aggregation matching inference surfels
        splatting rendering inversion rectification
        supervision generator-critic theory formulation procedure toolbox package software""",
    "metric": """metric metrics score scores measure measures index distance accuracy rate error
        divergence similarity ratio""",
    "hardware": """gpu gpus tpu tpus cpu cpus npu npus fpga fpgas accelerator accelerators
        chip chips         processor processors""",
    "task": """task tasks problem problems answering recognition classification retrieval
        summarization translation detection segmentation generation synthesis grading scoring
        captioning grounding""",
}
_KOREAN: dict[ConceptKind, str] = {
    "dataset": (
        "데이터셋 데이터세트 데이터 세트 말뭉치 코퍼스 벤치마크 리더보드 "
        "평가셋 테스트셋 챌린지 데이터"
    ),
    "model": """모델 모형 네트워크 신경망 에이전트 챗봇 패밀리 모델군 계열 시리즈 트랜스포머
        변환기 인코더 디코더 백본 분류기 생성기 검출기 탐지기 어시스턴트 LLM VLM MLLM LMM""",
    "method": """방법 방법론 기법 프레임워크 접근법 접근 방식 접근방식 알고리즘 기술 전략
        파이프라인 메커니즘 모듈 아키텍처 구조 시스템 손실 최적화 라이브러리 플랫폼 도구 학습법
        패러다임 방식 훈련법 옵티마이저 어댑터 메소드 계층 레이어 엔진 툴킷 체계 절차 과정 전처리
        정규화 증류 양자화 프롬프팅 튜닝 샘플링""",
    "metric": "지표 메트릭 점수 척도 거리 정확도",
    "hardware": "GPU TPU CPU NPU 가속기 칩 그래픽 카드",
    "task": "작업 과제 태스크 문제",
}
ENGLISH_HEADS: dict[str, ConceptKind] = {
    noun: kind for kind, nouns in _ENGLISH.items() for noun in nouns.split()
}
_SPACED = {"데이터 세트", "접근 방식", "그래픽 카드"}


def _korean_heads() -> dict[str, ConceptKind]:
    heads: dict[str, ConceptKind] = {}
    for kind, nouns in _KOREAN.items():
        text = " ".join(nouns.split())
        for spaced in _SPACED:
            text = text.replace(spaced, spaced.replace(" ", "_"))
        heads.update({noun.replace("_", " "): kind for noun in text.split()})
    return heads


KOREAN_HEADS: dict[str, ConceptKind] = _korean_heads()
KOREAN_HEAD_PATTERN = "|".join(
    re.escape(noun).replace(r"\ ", r"\s?") for noun in sorted(KOREAN_HEADS, key=len, reverse=True)
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Heads that say what a long form is, but not what a name beside them is: "k-means clustering".
DEFINED_HEADS: dict[str, ConceptKind] = dict.fromkeys(
    _words(
        "clustering tracking parsing tagging labeling labelling understanding prediction "
        "forecasting completion localization localisation verification identification "
        "disambiguation linking simplification anonymization diarization mining reconstruction "
        "registration"
    ),
    "task",
)
# Words that end a noun phrase: what follows no longer says what the thing is.
NP_STOPS = _words(
    "for that which to of with by based designed trained built in on from using where whose and "
    "capable consisting comprising leveraging tailored specifically we or as is are was were via "
    "when while it its enabling through without under between across into inspired specialized "
    "aimed aiming developed created derived generated has have can could will may shows achieves "
    "significantly consistently effectively allows enables provides uses utilizes introduces "
    "proposes outperforms improves supports but who because than containing featuring covering "
    "optimized called named dubbed termed adapted learned obtained this these our over"
)


def english_head(words: list[str]) -> ConceptKind | None:
    """The kind that a noun phrase names by its last word, or the last but one.

    >>> english_head("a novel video generation framework".split())
    'method'
    """
    for word in reversed(words[-2:]):
        kind = ENGLISH_HEADS.get(word) or ENGLISH_HEADS.get(word.rsplit("-", 1)[-1])
        if kind:
            return kind
    return None


def noun_phrase(words: list[str]) -> list[str]:
    """The words up to the first that ends a noun phrase.

    >>> noun_phrase("a large benchmark for code generation".split())
    ['a', 'large', 'benchmark']
    """
    for place, word in enumerate(words):
        if word in NP_STOPS and place:
            return words[:place]
    return words
