"""The language of a short text, by its script and its small words.

Deterministic and without models: enough to tell a Korean summary from an English one, which is
what the house needs to know. Scripts decide first; among Latin languages the most frequent
function words do.

References:
    G. Grefenstette, "Comparing two language identification schemes", JADT 1995 (small words).
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import Final

_SCRIPTS: Final = (
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff\uff66-\uff9f]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_OTHER_SCRIPT = re.compile("|".join(pattern.pattern for _, pattern in _SCRIPTS))
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"(?<![\w-])[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?![\w-])")

# A sign of these scripts says about as much as this many Latin letters.
_WEIGHT: Final = MappingProxyType({"ko": 2.5, "ja": 2.0, "zh": 3.0})
# A text in another script may hold this share of Latin names and terms, and the other way round.
_ENOUGH = 0.25
_ENOUGH_CHARACTERS = 600

_SMALL_WORDS: Final = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": "the of and to in is that for with as on by we are this an from which be can our "
            "it at or using via towards how what not do does without between through a beyond",
            "de": "der die das und ist nicht mit von für auf ein eine einer im den dem des wir zu "
            "werden durch über aus bei als auch zur zum",
            "fr": "le la les des et est une un du dans pour que qui nous sur par avec au aux ce "
            "cette sont pas de en à",
            "es": "el la los las de y en un una que para con por del se es al como más su "
            "entre sobre",
            "pt": "o a os as de e em um uma que para com por do da dos das no na não se ao mais",
            "it": "il lo la gli le di e in un una che per con del della dei delle si è non al dal "
            "nel sono",
            "nl": "de het een en van is dat op te in met voor niet zijn aan door ook wij deze",
        }.items()
    }
)
_LANGUAGES_OF: Final = MappingProxyType(
    {
        word: tuple(language for language, words in _SMALL_WORDS.items() if word in words)
        for word in frozenset().union(*_SMALL_WORDS.values())
    }
)


def detect_language(text: str, default: str = "und") -> str:
    """Give the language of a text as a BCP 47 tag.

    Args:
        text: a sentence or more; a title is often too short for the Latin languages.
        default: what to answer when nothing decides.

    >>> detect_language("이 논문은 StreamV2V라는 모델을 소개합니다.")
    'ko'
    >>> detect_language("We show that the method works on a GPU.")
    'en'
    >>> detect_language("GPT-4o", default="en")
    'en'
    """
    by_script = _language_by_script(text)
    if by_script is not None:
        return by_script
    return _language_by_small_words(text) or default


def title_language(title: str) -> str:
    """Give the language of a title: its script's, and English for Latin letters.

    A Latin title is too short for small words to decide; where a source tells, that counts.
    """
    return _language_by_script(title) or "en"


def _language_by_script(text: str) -> str | None:
    if _OTHER_SCRIPT.search(text) is None:
        return None
    weights = {
        language: len(pattern.findall(text)) * _WEIGHT.get(language, 1.0)
        for language, pattern in _SCRIPTS
    }
    # Japanese is written with Han characters too: some kana among them make it Japanese.
    if weights["ja"] >= 0.1 * weights["zh"] and weights["ja"] > 0:
        weights["ja"] += weights.pop("zh")
    language, weight = max(weights.items(), key=lambda item: item[1])
    total = sum(weights.values()) + len(_LATIN.findall(text))
    return language if weight and weight >= _ENOUGH * total else None


def _language_by_small_words(text: str) -> str | None:
    scores: Counter[str] = Counter()
    for word in _WORD.findall(text[:_ENOUGH_CHARACTERS].lower()):
        scores.update(_LANGUAGES_OF.get(word, ()))
    best = max(scores.values(), default=0)
    # Among equals the order of the list decides.
    return next((each for each in _SMALL_WORDS if best and scores[each] == best), None)
