"""Sentences in pieces, so that the concepts named in them can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.entities import Concept, Mention, WorkText
from web.urls import entity_path


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence; a mention when ``path`` is given."""

    text: str
    path: str | None = None
    role: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of a text: its number (from 1), label, depth and pieces."""

    number: int
    label: str | None
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text of a work with the concepts in it pointed at."""

    key: str
    field: str
    language: str
    source: str
    licence: str | None
    generated: bool
    sentences: tuple[ShownSentence, ...]


def shown_text(
    text: WorkText, mentions: Iterable[Mention], concepts: Mapping[str, Concept]
) -> ShownText:
    """Cut the sentences of a text at the mentions in it; only held concepts become pieces."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.place.text == text.key and mention.concept in concepts:
            by_sentence.setdefault(mention.place.sentence, []).append(mention)
    return ShownText(
        key=text.key,
        field=text.field,
        language=text.language,
        source=text.source,
        licence=text.licence,
        generated=text.generated,
        sentences=tuple(
            ShownSentence(
                number,
                sentence.label,
                sentence.level,
                pieces(sentence.text, by_sentence.get(number, ())),
            )
            for number, sentence in enumerate(text.sentences, start=1)
        ),
    )


def pieces(sentence: str, mentions: Sequence[Mention]) -> tuple[Piece, ...]:
    """Cut one sentence at its mentions; of overlapping ones the earlier, then the longer stands.

    The pieces, put together again, are the sentence.
    """
    cut: list[Piece] = []
    done = 0
    for mention in sorted(mentions, key=lambda m: (m.place.start, -m.place.end, m.concept)):
        start, end = mention.place.start, min(mention.place.end, len(sentence))
        if start < done or start >= end:
            continue
        if start > done:
            cut.append(Piece(sentence[done:start]))
        path = entity_path("concept", mention.concept)
        cut.append(Piece(sentence[start:end], path, mention.role, mention.kind))
        done = end
    if done < len(sentence) or not cut:
        cut.append(Piece(sentence[done:]))
    return tuple(cut)


def clipped(cut: Sequence[Piece], around: int) -> tuple[Piece, ...]:
    """Keep the first mention with at most ``around`` characters on either side, cut at words.

    >>> said = (Piece("a long way before the "), Piece("LoRA", "/lora"), Piece(" and after"))
    >>> [piece.text for piece in clipped(said, 12)]
    ['… before the ', 'LoRA', ' and after']
    """
    at = next((place for place, piece in enumerate(cut) if piece.path), 0)
    before = "".join(piece.text for piece in cut[:at])
    if len(before) > around:
        kept = before[-around:]
        before = "… " + (kept.partition(" ")[2] or kept)
    after: list[Piece] = []
    left = around
    for piece in cut[at + 1 :]:
        if len(piece.text) > left:
            kept = piece.text[:left]
            after.append(Piece((kept.rpartition(" ")[0] or kept) + " …"))
            break
        after.append(piece)
        left -= len(piece.text)
    return tuple(piece for piece in (Piece(before), cut[at], *after) if piece.text) if cut else ()
