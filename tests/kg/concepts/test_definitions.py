from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.definitions import find_definitions


@given(st.text(alphabet="ABab12 ()-,:가나"))
def test_any_text_is_read_and_places_are_right(text: str) -> None:
    for d in find_definitions(text):
        assert text[slice(*d.short_at)] == d.short
        assert text[slice(*d.long_at)] == d.long


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("We use Quiet Signal Adaptation (QSA).", [("QSA", "Quiet Signal Adaptation")]),
        ("QuSA (Quiet Signal Adaptation) is", [("QuSA", "Quiet Signal Adaptation")]),
        ("조용한 신호 적응(Quiet Signal Adaptation, QSA)은", [("QSA", "Quiet Signal Adaptation")]),
        ("multi-armed bandits (MABs)", [("MABs", "multi-armed bandits")]),
        ("이는 Q2: Quiet Question Models를", [("Q2", "Quiet Question Models")]),
        ("a network (see Figure)", []),
        ("it rises (up to 5%) again", []),
        ("Brown Dogs (XYZ) bark", []),
    ],
)
def test_acronyms_are_paired_with_their_long_forms(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(d.short, d.long) for d in find_definitions(text)] == pairs


def test_the_korean_name_before_the_parenthesis_is_kept_when_its_words_fit() -> None:
    (fits,) = find_definitions("기술인 조용한 신호 적응(Quiet Signal Adaptation, QSA)은")
    assert fits.korean == "조용한 신호 적응" or fits.korean is None
    (plain,) = find_definitions("협력 비디오 확산(Joint Video Diffusion, JVD)을")
    assert plain.korean == "협력 비디오 확산"


def test_initials_that_fit_exactly_take_the_whole_term() -> None:
    found = find_definitions(
        "We compare self-supervised learning (SSL) and Tree of Thoughts (ToT)."
    )
    assert [d.long for d in found] == ["self-supervised learning", "Tree of Thoughts"]
