"""The sentences of a work as they are read: what several readers need of them is found once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from kg.concepts.definitions import Definition, find_definitions
from kg.concepts.folding import has_hangul
from kg.concepts.matching import LabelIndex, Match
from kg.concepts.names import Name, find_names
from kg.concepts.segments import blank_no_prose, sentence_ranges
from kg.entities import WorkText


class Line:
    """One sentence of running text.

    Args:
        start, end: its half-open range in the passage.
        text: the sentence, what is no prose blanked.

    Attributes:
        names: candidates for names, at places in the sentence.
        definitions: acronyms that it defines.
        is_korean: True when any Hangul stands in it.
    """

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return find_names(self.text)

    @cached_property
    def definitions(self) -> list[Definition]:
        return find_definitions(self.text)

    @cached_property
    def is_korean(self) -> bool:
        return has_hangul(self.text)


class Passage:
    """One entry of a work's text, a sentence or a whole abstract, with its labels and sentences.

    Args:
        text: to which it belongs.
        number: its place there, from 1.
        words: as they stand.
        label: the bold words before it, or None.
        index: of the labels to be found.

    Attributes:
        prose: the words with what is no prose blanked.
        hits: every place where a label of the index stands.
        lines: its sentences, in order.
    """

    def __init__(
        self, text: WorkText, number: int, words: str, label: str | None, index: LabelIndex
    ) -> None:
        self.text = text
        self.number = number
        self.words = words
        self.label = label
        self.is_title = text.field == "title"
        self.prose = blank_no_prose(words)
        self.hits: list[Match] = index.find(self.prose)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        ranges = sentence_ranges(self.prose)
        return tuple(Line(start, end, self.prose[start:end]) for start, end in ranges)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, place: int) -> Line:
        """The sentence in which a place stands."""
        return self.lines[max(0, bisect_right(self._starts, place) - 1)]


def passages(texts: Sequence[WorkText], index: LabelIndex) -> list[Passage]:
    """The passages of texts, in order; those without any words are left out."""
    return [
        Passage(text, number, s.text, s.label, index)
        for text in texts
        for number, s in enumerate(text.sentences, start=1)
        if s.text.strip()
    ]
