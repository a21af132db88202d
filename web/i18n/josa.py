"""Korean particles, whose form depends on the sound before them.

Hangul tells its final consonant exactly. For Latin words and digits the usual Korean reading
decides: an acronym without a vowel is spelled out, so its last letter counts; in a word a final
``n``, ``m``, ``l`` or ``ng`` closes the syllable, and so does ``t``, ``p`` or ``k`` after a short
vowel (``ImageNet``, ``CLIP``); all else gets a vowel in Korean mouths (``benchmark`` → 벤치마크).
"""

from __future__ import annotations

import re
from typing import Final

_HANGUL_FIRST, _HANGUL_LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
_CLOSED_LETTERS: Final = {"L": True, "M": True, "N": True, "R": True}
_CLOSED_DIGITS: Final = frozenset("013678")
_RIEUL_SOUNDS: Final = frozenset("178LRlr")
_LAST_SOUND = re.compile(r"([0-9A-Za-z가-힣])[^0-9A-Za-z가-힣]*\Z")
_ACRONYM = re.compile(r"(?:\A|[^A-Za-z])[B-DF-HJ-NP-TV-Z0-9]+\Z")
_CLOSED_WORD = re.compile(r"(?:[nml]|ng|(?:\A|[^aeiou])[aeiou][tpkc]|ck)\Z", re.IGNORECASE)


def josa(word: str, forms: str) -> str:
    """Give a word with the right one of two forms of a particle.

    Args:
        word: any text; its last letter or digit decides.
        forms: after a consonant / after a vowel: ``을/를``, ``과/와``, ``이/가``, ``으로/로``.

    >>> josa("모형", "을/를"), josa("LoRA", "을/를"), josa("ImageNet", "이/가")
    ('모형을', 'LoRA를', 'ImageNet이')
    >>> josa("모델", "으로/로"), josa("GPT", "을/를"), josa("SSM", "을/를")
    ('모델로', 'GPT를', 'SSM을')
    """
    after_consonant, _, after_vowel = forms.partition("/")
    closed, is_rieul = _final(word)
    if closed and is_rieul and after_consonant == "으로":
        return word + after_vowel
    return word + (after_consonant if closed else after_vowel)


def _final(word: str) -> tuple[bool, bool]:
    match = _LAST_SOUND.search(word)
    if match is None:
        return False, False
    last, spoken = match.group(1), word[: match.end(1)]
    if _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        final = (ord(last) - _HANGUL_FIRST) % _FINALS
        return final != 0, final == _RIEUL
    if last.isdigit():
        return last in _CLOSED_DIGITS, last in _RIEUL_SOUNDS
    if _ACRONYM.search(spoken):
        return last in _CLOSED_LETTERS, last in _RIEUL_SOUNDS
    return _CLOSED_WORD.search(spoken) is not None, last in "lL"
