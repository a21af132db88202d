"""Text becomes terms.

English words are stemmed and freed of stop words; two that then stand side by side are a term of
their own ("diffus model"). Runs of Hangul, Han or Kana become character
2-grams, which need no dictionary and survive spacing and particles; Latin words inside such
texts are English technical words and are treated so, which is how a Korean summary meets an
English abstract. Words of other languages stay as they are, in lower case.

Rejected after measurement: a morphological analyser for Korean (no gain that pays for a 475 MB
model).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import snowballstemmer

from recommender.stopwords import ENGLISH, KOREAN
from recommender.translation import PhraseDictionary
from recommender.worth import MOST_SHARING, posting_bytes

_HANGUL = "ᄀ-ᇿ㄰-㆏가-힣"
_EAST = "぀-ヿ㐀-䶿一-鿿豈-﫿ㇰ-ㇿ々"
_RUN = re.compile(rf"[{_HANGUL}]+|[{_EAST}]+|[^\W_{_HANGUL}{_EAST}]+")
_PLAIN = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
)
_ADDRESS = re.compile(r"\w+://\S+")
_HANGUL_START = re.compile(rf"[{_HANGUL}]")
_EAST_START = re.compile(rf"[{_EAST}]")
_ENGLISH_LIKE = frozenset({"", "en", "ko", "ja", "zh", "und", "mul"})
PAIR = " "  # between the two terms of a pair
_FOREIGN = "\x1f"  # marks words that are not to be stemmed as English


class Analyzer:
    """Turns text into terms; callable, so scikit-learn's vectorizers take it as `analyzer`.

    Args:
        dictionary: Korean phrase -> English words; their terms are added to a Korean text.

    >>> Analyzer()("Distilling the diffusion models")
    ['distil', 'diffus', 'model', 'distil diffus', 'diffus model']
    >>> Analyzer().terms("LoRA 어댑터", "ko")
    ['lora', '어댑', '댑터']
    """

    def __init__(self, dictionary: Mapping[str, Sequence[str]] | None = None) -> None:
        self.phrases = PhraseDictionary(dictionary or {})
        self._stem = snowballstemmer.stemmer("english").stemWord
        self._terms: dict[str, str | None] = {}
        self._brought: dict[str, int] = {}

    def __call__(self, text: str) -> list[str]:
        return self.terms(text)

    def terms(self, text: str, language: str = "en") -> list[str]:
        """The terms of a text: single ones in order, then those from the dictionary, then pairs."""
        runs = [run for run, _ in self._runs(text, language)]
        return [term for run in runs for term in run] + [p for run in runs for p in _pairs(run)]

    def _runs(self, text: str, language: str) -> Iterator[tuple[list[str], int]]:
        """Terms side by side, and among how many a phrase is shared; 0 for the text's own."""
        yield self._known(self.words(text, language)), 0
        for phrase, meanings in self.translations(text):
            for meaning in meanings:
                yield self._known(self.words(meaning)), self.brought(phrase)

    def brought(self, phrase: str) -> int:
        """How many terms a phrase of the dictionary brings, 1 at least."""
        if phrase not in self._brought:
            runs = [self._known(self.words(one)) for one in self.phrases.entries[phrase]]
            terms = {term for run in runs for term in (*run, *_pairs(run))}
            self._brought[phrase] = max(len(terms), 1)
        return self._brought[phrase]

    def counted(self, text: str, language: str) -> dict[str, int]:
        """The terms of a text with their bytes, as an index counts them."""
        stated: Counter[str] = Counter()
        translated: Counter[str] = Counter()
        sharing: dict[str, int] = {}
        for run, brought in self._runs(text, language):
            terms = [*run, *_pairs(run)]
            (translated if brought else stated).update(terms)
            least = brought or MOST_SHARING
            sharing |= {term: min(least, sharing.get(term, MOST_SHARING)) for term in terms}
        names = list(sharing)
        codes = posting_bytes(
            np.array([stated[name] for name in names], np.int64),
            np.array([translated[name] for name in names], np.int64),
            np.array([sharing[name] for name in names], np.int64),
        )
        return dict(zip(names, codes.tolist(), strict=True))

    def _known(self, words: list[str]) -> list[str]:
        return [term for term in map(self.term, words) if term is not None]

    def words(self, text: str, language: str = "en") -> list[str]:
        """The words of a text before stemming: what `term` takes."""
        if "://" in text:
            text = _ADDRESS.sub(" ", text)
        if text.isascii():
            words = text.translate(_PLAIN).split()
            return words if _is_english_like(language) else [_FOREIGN + word for word in words]
        return self._mixed_words(unicodedata.normalize("NFKC", text).lower(), language)

    def term(self, word: str) -> str | None:
        """The term of a word, None for a stop word; remembered, since stemming is slow."""
        try:
            return self._terms[word]
        except KeyError:
            term = self._terms[word] = self._analyse(word)
            return term

    def translations(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """The dictionary's phrases found in a text, with their English words."""
        if not self.phrases or text.isascii():
            return []
        return self.phrases.find(unicodedata.normalize("NFKC", text))

    def _mixed_words(self, text: str, language: str) -> list[str]:
        words: list[str] = []
        mark = "" if _is_english_like(language) else _FOREIGN
        for run in _RUN.findall(text):
            if _HANGUL_START.match(run) or _EAST_START.match(run):
                words.extend(run[i : i + 2] for i in range(max(len(run) - 1, 1)))
            else:
                words.append(mark + (_without_accents(run) if not run.isascii() else run))
        return words

    def _analyse(self, word: str) -> str | None:
        if word.startswith(_FOREIGN):
            return word[1:] if len(word) > 2 else None
        if not word.isascii():
            return None if word in KOREAN else word
        if len(word) < 2 or word in ENGLISH:
            return None
        return str(self._stem(word))


def _pairs(run: list[str]) -> list[str]:
    return [
        f"{one}{PAIR}{other}"
        for one, other in pairwise(run)
        if is_pairable(one) and is_pairable(other)
    ]


def is_pairable(term: str) -> bool:
    """Whether a term is a whole word, which may stand in a pair; character 2-grams may not."""
    return term.isascii() or not (_HANGUL_START.match(term) or _EAST_START.match(term))


def surface(word: str) -> str:
    """A word as people write it."""
    return word.removeprefix(_FOREIGN)


def _is_english_like(language: str) -> bool:
    return language.replace("_", "-").partition("-")[0].lower() in _ENGLISH_LIKE


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )
