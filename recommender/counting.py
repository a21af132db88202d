"""Counting the terms of many works quickly.

Words are counted before they are stemmed; stemming then happens once for each distinct word,
and the grouping of words into terms is one array operation.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import Analyzer, surface
from recommender.model import Text
from recommender.sparse import Rows
from recommender.strings import StringTable


class _CountRows:
    """Rows of counts that grow one work at a time."""

    def __init__(self) -> None:
        self._lengths = array("q")
        self._columns = array("i")
        self._counts = array("i")

    def append(self, columns: Iterable[int], counts: Iterable[int]) -> None:
        before = len(self._columns)
        self._columns.extend(columns)
        self._counts.extend(counts)
        self._lengths.append(len(self._columns) - before)

    def rows(self, width: int) -> Rows:
        indptr = np.zeros(len(self._lengths) + 1, np.int64)
        np.cumsum(np.frombuffer(self._lengths, np.int64), out=indptr[1:])
        columns = np.frombuffer(self._columns, np.int32)
        return Rows(indptr, columns, np.frombuffer(self._counts, np.int32), width)


class _Numbering(dict[str, int]):
    """Numbers strings in the order they are first seen."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Counts:
    """The counted works; see `recommender.corpus.Corpus` for the shapes."""

    terms: StringTable
    surfaces: StringTable
    surface_counts: NDArray[np.int64]
    counts: Rows
    title_counts: Rows
    translations: Rows


class TermCounter:
    """Counts the terms of works, one work after another."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._words = _Numbering()
        self._phrases = {phrase: i for i, phrase in enumerate(analyzer.phrases.entries)}
        self._all = _CountRows()
        self._title = _CountRows()
        self._translated = _CountRows()

    def add(self, texts: Iterable[Text]) -> None:
        """Count one work's texts."""
        words: list[str] = []
        title: list[str] = []
        found: list[str] = []
        for text in texts:
            new = self._analyzer.words(text.text, text.language)
            for phrase, meanings in self._analyzer.translations(text.text):
                found.append(phrase)
                for meaning in meanings:
                    new.extend(self._analyzer.words(meaning))
            words.extend(new)
            if text.field == "title":
                title.extend(new)
        self._append(self._all, words, self._words)
        self._append(self._title, title, self._words)
        self._append(self._translated, found, self._phrases)

    @staticmethod
    def _append(rows: _CountRows, items: list[str], numbers: dict[str, int]) -> None:
        counted = Counter(items)
        rows.append([numbers[item] for item in counted], counted.values())

    def finish(self) -> Counts:
        """All counts, with words grouped into terms and terms sorted."""
        words = list(self._words)
        term_of_word = [self._analyzer.term(word) for word in words]
        terms = sorted({term for term in term_of_word if term is not None})
        numbers = {term: number for number, term in enumerate(terms)}
        grouping = np.array([-1 if t is None else numbers[t] for t in term_of_word], np.int64)
        by_word = self._all.rows(len(words))
        seen = np.bincount(by_word.indices, weights=by_word.values, minlength=len(words))
        surfaces, surface_counts = _most_frequent(words, grouping, seen.astype(np.int64), terms)
        return Counts(
            StringTable.of(terms),
            StringTable.of(surfaces),
            surface_counts,
            _grouped(by_word, grouping, len(terms)),
            _grouped(self._title.rows(len(words)), grouping, len(terms)),
            _grouped(
                self._translated.rows(len(self._phrases)),
                np.arange(len(self._phrases)),
                len(self._phrases),
            ),
        )


def _grouped(by_word: Rows, grouping: NDArray[np.int64], width: int) -> Rows:
    """Counts by term from counts by word; words of group -1 are dropped."""
    columns = grouping[by_word.indices] if len(by_word.indices) else np.zeros(0, np.int64)
    kept = columns >= 0
    keys = by_word.row_numbers()[kept] * max(width, 1) + columns[kept]
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], by_word.values[kept][order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else keys
    totals = np.add.reduceat(counts, first) if len(keys) else counts
    rows, columns = np.divmod(keys[first], max(width, 1))
    indptr = np.zeros(len(by_word) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(by_word)), out=indptr[1:])
    return Rows(indptr, columns.astype(np.int32), totals.astype(np.int32), width)


def _most_frequent(
    words: list[str], grouping: NDArray[np.int64], seen: NDArray[np.int64], terms: list[str]
) -> tuple[list[str], NDArray[np.int64]]:
    """The form in which each term is mostly written; ties go to the first in the alphabet."""
    surfaces = list(terms)
    best = np.zeros(len(terms), np.int64)
    for word, group, count in zip(words, grouping.tolist(), seen.tolist(), strict=True):
        if group < 0:
            continue
        form = surface(word)
        if count > best[group] or (count == best[group] and form < surfaces[group]):
            surfaces[group], best[group] = form, count
    return surfaces, best
