from __future__ import annotations

import pytest

from kg.concepts.roles import role_of
from kg.entities import ConceptKind


@pytest.mark.parametrize(
    ("text", "name", "kind", "role"),
    [
        ("It outperforms OrloNet and FlowTop on chess.", "OrloNet", "model", "compares"),
        ("It outperforms OrloNet and FlowTop on chess.", "FlowTop", "model", "compares"),
        ("faster than FlowTop", "FlowTop", "model", "compares"),
        ("FlowTop, OrloNet 및 TokenMill보다 빠르다", "FlowTop", "model", "compares"),
        ("FlowTop에 비해 빠르다", "FlowTop", "model", "compares"),
        ("We train it on ImageNet.", "ImageNet", "dataset", "trains"),
        ("ImageNet으로 학습한 모델", "ImageNet", "dataset", "trains"),
        ("Results on ImageNet and COCO improve.", "COCO", "dataset", "evaluates"),
        ("ImageNet-64와 ImageNet-128에서 점수가 높다", "ImageNet-64", "dataset", "evaluates"),
        ("We extend FlowTop to video.", "FlowTop", "method", "extends"),
        ("FlowTop을 확장하여", "FlowTop", "method", "extends"),
        ("built by combining LoRA with attention", "LoRA", "method", "uses"),
        ("LoRA를 사용하여", "LoRA", "method", "uses"),
        ("FlowTop 및 OrloNet 모델 패밀리를 사용한 실험", "FlowTop", "model", "uses"),
        ("A100 GPU 하나에서", "A100 GPU", "hardware", "uses"),
        ("FlowTop is known.", "FlowTop", "model", "mentions"),
        ("점수는 FID로 잰다", "FID", "metric", "evaluates"),
    ],
)
def test_the_sentence_tells_the_role(text: str, name: str, kind: ConceptKind, role: str) -> None:
    start = text.index(name)
    assert role_of(text, start, start + len(name), kind).role == role


def test_a_section_label_speaks_for_a_data_set() -> None:
    assert role_of("ImageNet 96.", 0, 8, "dataset", "Performance Highlights").role == "evaluates"
