"""Teams, people and cut lists."""

from __future__ import annotations

import pytest

from kg.names import is_team, is_truncation


@pytest.mark.parametrize(
    "name",
    [
        "Gemini Team", "Team GLM", "WanTeam", "DeepSeek-AI", "01. AI", "Sand. ai", "LG AI Research",
        "EverestAI", "Essential AI", "OpenAI", "NVIDIA", "MiniMax", "o3 contributors", "LLM-jp",
        "Euclid Collaboration", "RHSCIR Network Imaging Group", "The Institute of Cancer Research",
        "University Hospital Basel", "the TCV team", "The NaijaVoices Community",
        "Imagen-Team-Google",        "보기 연구팀",
    ],
)  # fmt: skip
def test_teams(name: str) -> None:
    assert is_team(name)


@pytest.mark.parametrize(
    "name",
    [
        "Hao Ai",
        "Ai Ka Lee",
        "Wei-Ai Example",
        "Supryadi",
        "KediLI",
        "Teamon Doe",
        "Ada Labelle",
        "Grace Church",
        "+",
    ],
)
def test_people(name: str) -> None:
    assert not is_team(name)


@pytest.mark.parametrize(
    "token",
    [
        "+",
        "+3",
        "+ 12 more",
        "…",
        "...",
        "et al.",
        "et al",
        "and others",
        "others",
        "and 7 more authors",
        "외 3명",
        "등",
    ],
)
def test_truncations(token: str) -> None:
    assert is_truncation(token)


@pytest.mark.parametrize("token", ["", "Et Alvarez", "Ada +", "3", "Otherson"])
def test_names_are_no_truncations(token: str) -> None:
    assert not is_truncation(token)
