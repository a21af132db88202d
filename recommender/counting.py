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
from recommender.pairs import PairCounts, pair_names
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


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one work; the share of each is that of a phrase's translations, else 0."""

    work: int
    words: list[int]
    share: float


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
        self._pending: dict[str, list[_Run]] = {"all": [], "title": []}
        self._n_pending = 0
        self._done = {"all": PairCounts(), "title": PairCounts()}

    def add(self, texts: Iterable[Text]) -> None:
        """Count one work's texts."""
        for text in texts:
            runs = [_Run(self._n_pending, *run) for run in self._numbered(text)]
            self._pending["all"] += runs
            if text.field == "title":
                self._pending["title"] += runs
        self._n_works += 1
        self._n_pending += 1
        if self._n_pending >= _CHUNK:
            self._flush()

    def _numbered(self, text: Text) -> Iterator[tuple[list[int], float]]:
        """The text's words and those of its translations, with their shares."""
        numbers = self._words
        run = [numbers[word] for word in self._analyzer.words(text.text, text.language)]
        yield [*run, _BREAK], 0.0
        for phrase, meanings in self._analyzer.translations(text.text):
            self._found.append((self._n_works, self._phrases[phrase]))
            share = self._analyzer.share(phrase)
            for meaning in meanings:
                run = [numbers[word] for word in self._analyzer.words(meaning)]
                yield [*run, _BREAK], share

    def _flush(self) -> None:
        """Count the pending works."""
        self._learn_words()
        ends = array("q", [_STOP, _BREAK])  # where indices -2 and -1 lead
        term_of_word = np.frombuffer(self._term_of_word + ends, np.int64)
        pairable = np.frombuffer(self._pairable or array("b", [0]), np.bool_)
        for name, pending in self._pending.items():
            lengths = np.array([len(run.words) for run in pending], np.int64)
            words = np.array([word for run in pending for word in run.words], np.int64)
            shares = np.repeat(np.array([run.share for run in pending]), lengths)
            if name == "all":
                seen = np.bincount(words[words >= 0], minlength=len(self._words))
                seen[: len(self._seen)] += self._seen
                self._seen = seen
            terms = term_of_word[words]
            works = np.repeat(np.array([run.work for run in pending], np.int64), lengths)
            kept = terms != _STOP
            columns = works[kept], terms[kept], shares[kept]
            self._done[name].add(*columns, pairable, self._n_pending)
            pending.clear()
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
        if self._n_works > self._pair_limit:
            self._done["all"].drop_rare_pairs()
            self._done["title"].keep_pairs_of(self._done["all"])
        singles = list(self._terms)
        keys = self._done["all"].pair_keys()
        names = singles + pair_names(keys, singles)
        order = sorted(range(len(names)), key=names.__getitem__)
        places = np.zeros(len(names), np.int64)
        places[order] = np.arange(len(names))
        surfaces, surface_counts = self._surfaces(names, places)
        matrices = [done.matrix(keys, places) for done in self._done.values()]
        found = np.array(self._found, np.int64).reshape(-1, 2)
        shape = (self._n_works, len(self._phrases))
        return Counts(
            StringTable.of(names[place] for place in order),
            StringTable.of(surfaces),
            surface_counts,
            matrices[0],
            matrices[1],
            counted(found[:, 0], found[:, 1], np.ones(len(found), np.int64), shape),
        )

    def _surfaces(
        self, names: list[str], places: NDArray[np.int64]
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
