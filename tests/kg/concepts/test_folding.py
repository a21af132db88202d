from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.concepts.folding import common_words, fold, fold_case_kept, fold_label, not_names, slug


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(fold_case_kept(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_label(fold_label(text)) == fold_label(text)


@given(st.text())
def test_a_slug_is_safe_in_an_iri_and_stable(text: str) -> None:
    made = slug(text)
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in made)
    assert slug(made) == made


def test_hyphens_case_and_spaces_are_folded() -> None:
    assert fold_label("Text–to-Image\u00a0 Model") == "text to image model"


def test_word_lists_hold_folded_words_only() -> None:
    assert all(word == fold_label(word) for word in not_names())
    assert "model" in common_words()
    assert "mamba" not in common_words()
