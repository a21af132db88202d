from __future__ import annotations

from typing import Any

import pytest

from kg.concepts.extraction import Extractor
from kg.concepts.scheme import Scheme
from kg.entities import StatedResult


def _results(scheme: Scheme, texts: Any, sentence: str, title: str = "Quiet") -> list[StatedResult]:
    return list(Extractor(scheme).extract("test:1", texts(title, sentence)).results)


@pytest.mark.parametrize(
    ("sentence", "metric", "value", "unit"),
    [
        ("It reaches 91.5% accuracy.", "accuracy", "91.5", "%"),
        ("최대 99%의 정확도를 보인다.", "accuracy", "99", "%"),
        ("정확도가 87.5%로 올랐다.", "accuracy", "87.5", "%"),
        ("an FID of 2.31 is reached", "FID", "2.31", None),
        ("평균 점수인 71.2를 기록했다.", "average score", "71.2", None),
        ("It runs at 24 FPS.", "throughput", "24", "FPS"),
        ("reduces GPU memory by 40%", "memory reduction", "40", "%"),
        ("메모리 사용량을 40% 줄인다", "memory reduction", "40", "%"),
        ("a 3.5x speedup", "speed-up", "3.5", "x"),
        ("추론이 3배 빠르다", "speed-up", "3", "x"),
        ("latency drops by 12%", "latency reduction", "12", "%"),
        ("using only 7.6% of the tokens", "relative token count", "7.6", "%"),
        ("with 1/50 of the parameters", "relative parameter count", "1/50", None),
        ("a network of 1.3 billion parameters", "model size", "1.3", "billion parameters"),
        ("80억 매개변수의 모델", "model size", "80", "hundred million parameters"),
        ("It was trained on 2T tokens.", "training tokens", "2", "T tokens"),
        ("2048x2048 이미지를 생성한다", "output resolution", "2048x2048", "pixels"),
        ("60% 대 40%로 사람들이 선호했다", "human preference", "60", "%"),
        ("출력은 12개의 텍스트 토큰만 쓴다", "text tokens needed", "12", "text tokens"),
        ("latency of 39.5 ms", "latency", "39.5", "ms"),
        ("improves BLEU by 1.5 points", "BLEU improvement", "1.5", "points"),
        ("KV 캐시를 93.3% 줄이고 처리량도 높인다", "KV cache reduction", "93.3", "%"),
        ("FLOPs는 2.8배 적습니다", "FLOPs reduction", "2.8", "x"),
        ("파라미터 수는 10분의 1이다", "relative parameter count", "1/10", None),
        ("참가자의 78%가 이 방법을 선호했다", "human preference", "78", "%"),
        ("지연 시간은 39ms이다", "latency", "39", "ms"),
        ("FID가 2.5로 낮다", "FID", "2.5", None),
    ],
)
def test_results_are_read_with_metric_and_unit(
    scheme: Scheme, texts: Any, sentence: str, metric: str, value: str, unit: str | None
) -> None:
    found = [(r.metric, r.value, r.unit) for r in _results(scheme, texts, sentence)]
    assert found == [(metric, value, unit)]


@pytest.mark.parametrize(
    "sentence",
    [
        "100자리 덧셈과 20자리 숫자를 두 단계로 푼다.",
        "We use 56 tasks and 576 tokens in 2024.",
        "4D 장면을 3D로 바꾼다.",
        "It was published in 2023 with 12 authors and 500K images.",
        "GPT-4 and ImageNet-64 are top-1.",
        "학습은 두 단계이며 8개의 GPU를 쓴다.",
        "a detector trained on a 7B model",
        "It surpasses the baseline of 25% by far.",
    ],
)
def test_numbers_that_are_no_results_stay_out(scheme: Scheme, texts: Any, sentence: str) -> None:
    assert _results(scheme, texts, sentence) == []


def test_paired_lists_go_in_order(scheme: Scheme, texts: Any) -> None:
    korean = "FlowTop, CoTeR 및 TokenMill보다 각각 15배, 46배, 108배 빠르다."
    found = _results(scheme, texts, korean)
    assert [(r.value, r.baseline) for r in found] == [
        ("15", "flowtop"),
        ("46", "coter"),
        ("108", "tokenmill"),
    ]
    english = "We reach 81% and 92% accuracy on ImageNet and QuietBench, respectively."
    assert [(r.value, r.dataset) for r in _results(scheme, texts, english)] == [
        ("81", "imagenet"),
        ("92", "quietbench"),
    ]


def test_a_list_shares_the_metric_behind_it(scheme: Scheme, texts: Any) -> None:
    korean = "ImageNet 및 QuietBench에서 각각 12.3%와 15.4%의 성공률을 달성했다."
    assert [(r.metric, r.value, r.dataset) for r in _results(scheme, texts, korean)] == [
        ("success rate", "12.3", "imagenet"),
        ("success rate", "15.4", "quietbench"),
    ]


def test_numbers_of_others_are_not_the_works_own(scheme: Scheme, texts: Any) -> None:
    behind = _results(scheme, texts, "72.6%의 정확도로 GPT-4(72.5%)와 비슷하다.")
    assert [r.value for r in behind] == ["72.6"]
    against = _results(scheme, texts, "It has a 43.1% success rate compared to 95.7% of people.")
    assert [r.value for r in against] == ["43.1"]


def test_a_rank_is_no_change(scheme: Scheme, texts: Any) -> None:
    assert not _results(scheme, texts, "그중 GPT-4가 58.1점으로 가장 높았다.")


def test_data_set_scope_and_comparator(scheme: Scheme, texts: Any) -> None:
    (result,) = _results(
        scheme, texts, "QuietBench의 검색 과제 15개에서 최대 59.36의 점수를 얻는다."
    )
    assert (result.dataset, result.scope, result.comparator) == (
        "quietbench",
        "15 retrieval tasks",
        "up to",
    )


def test_each_number_goes_with_the_data_set_behind_it(scheme: Scheme, texts: Any) -> None:
    english = "It gets 81% accuracy on ImageNet and 92% on QuietBench."
    assert [(r.value, r.dataset) for r in _results(scheme, texts, english)] == [
        ("81", "imagenet"),
        ("92", "quietbench"),
    ]


def test_from_one_value_to_another(scheme: Scheme, texts: Any) -> None:
    for sentence in (
        "It raises accuracy from 65.2% to 78.9% on ImageNet.",
        "ImageNet에서 정확도가 65.2%에서 78.9%로 향상되었다.",
    ):
        (result,) = _results(scheme, texts, sentence)
        assert (result.metric, result.value) == ("accuracy", "78.9")
        assert (result.baseline_text, result.dataset) == ("65.2%", "imagenet")


def test_a_baseline_without_a_name_is_kept_in_words(scheme: Scheme, texts: Any) -> None:
    (result,) = _results(scheme, texts, "It is 2.5x faster than full fine-tuning.")
    assert result.baseline is None
    assert result.baseline_text == "full fine-tuning"


def test_sizes_count_in_the_title_and_of_the_works_own(scheme: Scheme, texts: Any) -> None:
    found = _results(
        scheme, texts, "본 논문은 Orlo라는 새로운 7B 규모의 모델을 소개한다.", "Orlo: A 7B Model"
    )
    assert [(r.metric, r.value, r.unit) for r in found] == [("model size", "7", "B parameters")] * 2
