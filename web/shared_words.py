"""Whole words for the letter pairs by which Korean texts are compared.

The recommender cuts Hangul into pairs of syllables, which needs no dictionary but says little to a
reader. For a sentence the pair is grown to the longest stretch of syllables that both texts have.

>>> shared_word("이터", "데이터를 모은다", "합성 데이터의 품질")
'데이터'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.entities import Work

_HANGUL_RUN: Final = re.compile(r"[가-힣]+")
_PARTICLE: Final = re.compile(
    r"(?<=..)(?:에서는|에서|에게|으로|까지|부터|처럼|보다|이라는|라는|을|를|은|는|이|가|과|와|의|에|로|도)$"
)
_MOST_RUNS: Final = 20


def is_letter_pair(term: str) -> bool:
    """Tell whether a term is two syllables of Hangul, a word or a piece of one."""
    return len(term) == 2 and _HANGUL_RUN.fullmatch(term) is not None


def has_hangul(text: str) -> bool:
    """Tell whether a text has Korean letters in it."""
    return _HANGUL_RUN.search(text) is not None


def shared_word(pair: str, one: str, other: str) -> str | None:
    """Give the longest stretch of syllables around a pair that stands in both texts, else None.

    A particle at its end is taken off where a word remains.
    """
    best = ""
    others = _runs_with(pair, other)
    for run in _runs_with(pair, one):
        for candidate in others:
            found = _common_stretch(pair, run, candidate)
            if len(found) > len(best):
                best = found
    bare = _PARTICLE.sub("", best)
    return (bare if pair in bare else best) or None


def text_of(works: Iterable[Work]) -> str:
    """Give all words of some works' texts."""
    return " ".join(
        sentence.text for work in works for text in work.texts for sentence in text.sentences
    )


def _runs_with(pair: str, text: str) -> list[str]:
    found = dict.fromkeys(run for run in _HANGUL_RUN.findall(text) if pair in run)
    return list(found)[:_MOST_RUNS]


def _common_stretch(pair: str, one: str, other: str) -> str:
    """Grow the pair to the left and to the right while both words agree."""
    a, b = one.index(pair), other.index(pair)
    left = 0
    while left < min(a, b) and one[a - left - 1] == other[b - left - 1]:
        left += 1
    right = 2
    for x, y in zip(one[a + 2 :], other[b + 2 :], strict=False):
        if x != y:
            break
        right += 1
    return one[a - left : a + right]
