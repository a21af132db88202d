from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.names import bare_name, find_names, is_namelike, shape_of


@given(st.text())
def test_a_name_stands_where_it_says(text: str) -> None:
    for name in find_names(text):
        assert text[name.start : name.end] == name.text
        assert name.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("QuietNet를 LoudGAN과 비교", ["QuietNet", "LoudGAN"]),
        ("GPT-4-based agents on CIFAR-10", ["GPT-4", "CIFAR-10"]),
        ("multi-GPU text-to-3D with nnU-Net", ["GPU", "nnU-Net"]),
        ("우리는 Slow Motion Extraction을 쓴다", ["Slow Motion Extraction"]),
        ("7B, 1T, 4D, 20 FPS, 1024x1024, 44.0%, 3rd", ["FPS"]),
        ("state-of-the-art results", []),
        ("Qwen2.5-VL-7B-Instruct를", ["Qwen2.5-VL-7B-Instruct"]),
        ("on τ-bench and TAU's", ["τ-bench", "TAU"]),
    ],
)
def test_names_are_told_from_words_and_sizes(text: str, names: list[str]) -> None:
    assert [n.text for n in find_names(text) if n.shape != "title"] == names


def test_shapes() -> None:
    assert [shape_of(x) for x in ("FlowTop", "MTEB", "GPT-4", "Vermeer", "Slow Motion", "net")] == [
        "camel",
        "caps",
        "alnum",
        "title",
        "phrase",
        None,
    ]
    assert is_namelike("FlowTop")
    assert not is_namelike("Vermeer")


def test_size_and_variant_are_no_part_of_a_bare_name() -> None:
    assert bare_name("FlowTop-7B-Chat") == "FlowTop"
    assert bare_name("X-7B") == "X-7B"


def test_what_describes_a_name_does_not_end_it() -> None:
    text = "Abstract Quiet Transformer-based models and Low Tide Nets"
    assert [n.text for n in find_names(text) if n.shape == "phrase"] == ["Low Tide Nets"]
