from __future__ import annotations

import pytest

from kg.concepts.kinds import kind_of_phrase, votes_of_form, votes_of_place


def _kind(text: str, name: str) -> str | None:
    start = text.index(name)
    votes = votes_of_place(text, start, start + len(name))
    return votes.most_common(1)[0][0] if votes else None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We propose Orlo, a novel training framework for robots.", "Orlo", "method"),
        ("a large benchmark for chess, called Orlo, is", "Orlo", "dataset"),
        ("Results on Orlo show better accuracy.", "Orlo", "dataset"),
        ("the Orlo language model is", "Orlo", "model"),
        ("It outperforms Orlo by far.", "Orlo", "model"),
        ("on eight Orlo GPUs", "Orlo", "hardware"),
        ("Orlo라는 새로운 비디오 확산 모델을 소개한다", "Orlo", "model"),
        ("Orlo라는 방법을 제안한다", "Orlo", "method"),
        ("데이터셋인 Orlo를 공개한다", "Orlo", "dataset"),
        ("Orlo에서 최고 성능을 달성했다", "Orlo", "dataset"),
        ("Orlo는 빠른 모델입니다.", "Orlo", "model"),
    ],
)
def test_the_words_around_a_name_tell_its_kind(text: str, name: str, kind: str) -> None:
    assert _kind(text, name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("OrloBench", "dataset"),
        ("Orlo-7B", "model"),
        ("H100", "hardware"),
        ("OrloFormer", "model"),
        ("OrloPO", "method"),
        ("Orlo-100K", "dataset"),
    ],
)
def test_the_form_of_a_name_tells_its_kind(name: str, kind: str) -> None:
    assert votes_of_form(name).most_common(1)[0][0] == kind


def test_a_long_form_is_of_the_kind_of_its_head() -> None:
    assert kind_of_phrase("Quiet Question Benchmark") == "dataset"
    assert kind_of_phrase("Quiet Questions Unheard") is None
