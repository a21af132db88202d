"""Sentences cut at mentions: nothing is lost, nothing overlaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.entities import Mention, Place
from web.pages.highlight import pieces

_SENTENCE = "Fernwood는 LoRA 어댑터를 씁니다."


def _mention(start: int, end: int, concept: str = "lora") -> Mention:
    return Mention(
        concept=concept,
        kind="method",
        role="uses",
        place=Place(text="t", sentence=1, start=start, end=end),
        surface="",
        confidence=1.0,
        rule="r",
    )


def test_pieces_around_a_mention() -> None:
    cut = pieces(_SENTENCE, [_mention(10, 14)])
    assert [(p.text, p.path) for p in cut] == [
        ("Fernwood는 ", None),
        ("LoRA", "/concept/lora"),
        (" 어댑터를 씁니다.", None),
    ]


def test_of_overlapping_mentions_the_longer_stands() -> None:
    cut = pieces(_SENTENCE, [_mention(10, 14), _mention(10, 18, "adapter")])
    assert [p.path for p in cut if p.path] == ["/concept/adapter"]


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8)
)
def test_pieces_give_the_sentence_back(sentence: str, places: list[tuple[int, int]]) -> None:
    cut = pieces(sentence, [_mention(start, end) for start, end in places])
    assert "".join(piece.text for piece in cut) == sentence
