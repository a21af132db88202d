"""Counting the terms of many works quickly.

Texts are cut into words once; words become numbers, and from then on everything (stemming by a
table, dropping stop words, pairing neighbours, counting) is done on arrays, a few thousand works
at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import Analyzer, is_pairable, surface
from recommender.model import Text
from recommender.pairs import PairCounts, PairTable
from recommender.sparse import Rows, counted
from recommender.strings import StringTable

_BREAK = -1  # ends a text, so that no pair reaches over its end
_STOP = -2
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Counts:
    """The counted works; see `recommender.corpus.Corpus` for the shapes."""

    terms: StringTable
    surfaces: StringTable
    surface_counts: NDArray[np.int64]
    counts: Rows
    title_counts: Rows
    translations: Rows


class _Numbering(dict[str, int]):
    """Numbers strings in the order they are first seen."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class TermCounter:
    """Counts the terms of works, one work after another.

    Args:
        analyzer: what cuts texts and stems words.
        pair_limit: in more works than this, pairs that only one work has are left out.
    """

    def __init__(self, analyzer: Analyzer, pair_limit: int) -> None:
        self._analyzer = analyzer
        self._pair_limit = pair_limit
        self._words = _Numbering()
        self._terms = _Numbering()
        self._term_of_word = array("q")
        self._pairable = array("b")
        self._seen = np.zeros(0, np.int64)
        self._phrases = {phrase: i for i, phrase in enumerate(analyzer.phrases.entries)}
        self._found: list[tuple[int, int]] = []
        self._n_works = 0
        self._pending = _Tokens()
        self._n_pending = 0
        self._pairs = PairTable()
        self._whole, self._titles = PairCounts(self._pairs), PairCounts(self._pairs)

    def add(self, texts: Iterable[Text]) -> None:
        """Count one work's texts."""
        for text in texts:
            is_title = text.field == "title"
            for words, brought in self._runs(text):
                numbers = map(self._words.__getitem__, words)
                self._pending.add(numbers, self._n_pending, brought, is_title=is_title)
        self._n_works += 1
        self._n_pending += 1
        if self._n_pending >= _CHUNK:
            self._flush()

    def _runs(self, text: Text) -> Iterator[tuple[list[str], int]]:
        """The text's words, 0, and those of its translations, among how many they are shared."""
        yield self._analyzer.words(text.text, text.language), 0
        for phrase, meanings in self._analyzer.translations(text.text):
            self._found.append((self._n_works, self._phrases[phrase]))
            for meaning in meanings:
                yield self._analyzer.words(meaning), self._analyzer.brought(phrase)

    def _flush(self) -> None:
        """Count the pending works."""
        self._learn_words()
        ends = array("q", [_STOP, _BREAK])  # where indices -2 and -1 lead
        term_of_word = np.frombuffer(self._term_of_word + ends, np.int64)
        pairable = np.frombuffer(self._pairable or array("b", [0]), np.bool_)
        words, works, sharing, is_title = self._pending.columns()
        seen = np.bincount(words[words >= 0], minlength=len(self._words))
        seen[: len(self._seen)] += self._seen
        self._seen = seen
        terms = term_of_word[words]
        kept = terms != _STOP
        for counts, chosen in ((self._whole, kept), (self._titles, kept & is_title)):
            columns = works[chosen], terms[chosen], sharing[chosen]
            numbers = counts.add(*columns, pairable, self._n_pending)
            if counts is self._whole:
                self._pairs.seen(numbers)
        self._pending = _Tokens()
        self._n_pending = 0

    def _learn_words(self) -> None:
        for word in islice(self._words, len(self._term_of_word), None):
            term = self._analyzer.term(word)
            number = _STOP if term is None else self._terms[term]
            self._term_of_word.append(number)
            if number == len(self._pairable):
                self._pairable.append(is_pairable(str(term)))

    def finish(self) -> Counts:
        """All counts, with terms sorted by name."""
        self._flush()
        singles = list(self._terms)
        rare = self._n_works > self._pair_limit
        kept = self._pairs.works >= (2 if rare else 1)
        names = singles + self._pairs.names(kept, singles)
        order = sorted(range(len(names)), key=names.__getitem__)
        places = np.empty(len(names), np.int32)
        places[order] = np.arange(len(names), dtype=np.int32)
        surfaces, surface_counts = self._surfaces(names, places)
        terms = StringTable.of(names[place] for place in order)
        pairs = np.full(len(kept), -1, np.int32)
        pairs[kept] = places[len(singles) :]
        columns = np.concatenate([places[: len(singles)], pairs[::-1]])
        del names, order
        found = np.array(self._found, np.int64).reshape(-1, 2)
        shape = (self._n_works, len(self._phrases))
        return Counts(
            terms,
            StringTable.of(surfaces),
            surface_counts,
            self._whole.matrix(columns, len(terms)),
            self._titles.matrix(columns, len(terms)),
            counted(found[:, 0], found[:, 1], np.ones(len(found), np.int64), shape),
        )

    def _surfaces(
        self, names: list[str], places: NDArray[np.int32]
    ) -> tuple[list[str], NDArray[np.int64]]:
        """How each term is mostly written (first in the alphabet on a tie); "" for pairs."""
        forms = [""] * len(names)
        best = np.zeros(len(names), np.int64)
        entries = zip(self._words, self._term_of_word, self._seen.tolist(), strict=True)
        for word, number, count in entries:
            if number == _STOP:
                continue
            term, form = int(places[number]), surface(word)
            if count > best[term] or (count == best[term] and form < forms[term]):
                forms[term], best[term] = form, count
        return forms, best


class _Tokens:
    """The words of some works, run by run."""

    def __init__(self) -> None:
        self._words = array("i")
        self._runs = array("i"), array("i"), array("i"), array("i")

    def add(self, words: Iterable[int], work: int, brought: int, *, is_title: bool) -> None:
        """Put one run of words after the others, and a break."""
        begin = len(self._words)
        self._words.extend(words)
        self._words.append(_BREAK)
        row = len(self._words) - begin, work, brought, is_title
        for column, value in zip(self._runs, row, strict=True):
            column.append(value)

    def columns(
        self,
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Of each word its number, its work, among how many it is shared, whether of a title."""
        lengths, works, sharing, is_title = (np.frombuffer(one, np.int32) for one in self._runs)
        words = np.frombuffer(self._words, np.int32)
        return (
            words,
            np.repeat(works, lengths).astype(np.int64),
            np.repeat(sharing, lengths).astype(np.int64),
            np.repeat(is_title, lengths).astype(np.bool_),
        )
