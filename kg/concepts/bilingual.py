"""Korean names of concepts, learned from texts that say the same in both languages.

Two kinds of evidence: a gloss, "협업 비디오 확산(Collaborative Video Diffusion)", and words that
stand in the Korean texts of exactly those works whose English texts name a concept.

References:
    Smadja, McKeown and Hatzivassiloglou (1996), Translating collocations for bilingual lexicons
    (the Dice coefficient).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.concepts.matching import LabelIndex, longest
from kg.concepts.particles import strip_particle
from kg.entities import WorkText

_GLOSS = re.compile(
    r"((?:[가-힣A-Za-z0-9-]+ ){0,5}[가-힣]+)\s?"
    r"\(([A-Za-z][A-Za-z0-9 &/'-]{1,60})(?:,[^)]*)?\)"
)
_WORD = re.compile(r"[가-힣A-Za-z0-9-]*[가-힣][가-힣A-Za-z0-9-]*")
_HANGUL = re.compile(r"[가-힣]")
_ENDINGS = "을를은는다"  # of a word with which no name goes on
MAX_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A Korean name of a concept, and how sure it is.

    Args:
        korean: the words, without particle.
        concept: key.
        score: in [0, 1]; for glosses the share of the concept's glosses that say so.
        works: how many works speak for it.
        evidence: ``gloss`` or ``co-occurrence``.
    """

    korean: str
    concept: str
    score: float
    works: int
    evidence: Literal["gloss", "co-occurrence"]


def learn(
    works: Iterable[Sequence[WorkText]],
    index: LabelIndex,
    *,
    least_score: float = 0.5,
    least_works: int = 3,
) -> list[Translation]:
    """Korean names for the concepts of an index, best first within a concept.

    Args:
        works: the texts of each work, Korean and English among them.
        index: of the labels of the scheme.
        least_score: in [0, 1]; what scores less is left out.
        least_works: a pair seen in fewer works is left out (glosses need half as many).

    Returns:
        Translations that the index does not know, sorted by concept, then score.
    """
    glosses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    concepts: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for texts in works:
        korean, english = _sides(texts)
        for phrase, concept in _glosses(korean, index):
            glosses[concept][phrase] += 1
        keys = {u.concept for m in longest(index.find(english)) for u in m.uses[:1]}
        here = set(_phrases(korean)) if keys else set()
        concepts.update(keys)
        phrases.update(here)
        together.update((phrase, key) for key in keys for phrase in here)
    found = [
        *_of_glosses(glosses, least_works),
        *_of_counts(concepts, phrases, together, least_works),
    ]
    new = [t for t in found if t.score >= least_score and not index.keys_of(t.korean)]
    return sorted(new, key=lambda t: (t.concept, -t.score, t.korean))


def _sides(texts: Sequence[WorkText]) -> tuple[str, str]:
    """All Korean sentences and all English ones, a line each."""
    korean: list[str] = []
    english: list[str] = []
    for text in texts:
        for sentence in text.sentences:
            (korean if _HANGUL.search(sentence.text) else english).append(sentence.text)
    return "\n".join(korean), "\n".join(english)


def _glosses(korean: str, index: LabelIndex) -> Iterator[tuple[str, str]]:
    """Pairs of a Korean phrase and the concept that its parenthesis names."""
    for match in _GLOSS.finditer(korean):
        keys = index.keys_of(match[2].strip())
        words = match[1].split()[-len(match[2].split()) :]
        if len(keys) == 1 and words and all(_HANGUL.search(w) for w in words):
            yield " ".join(words), keys[0]


def _phrases(korean: str) -> Iterator[str]:
    """Runs of up to four Korean words, the last without its particle."""
    for line in korean.split("\n"):
        words = [m.group() for m in _WORD.finditer(line)]
        for start in range(len(words)):
            for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
                last = strip_particle(words[end - 1])
                inner = words[start : end - 1]
                if len(last) > 1 and last[-1] != "다" and not any(w[-1] in _ENDINGS for w in inner):
                    yield " ".join((*inner, last))


def _of_glosses(glosses: dict[str, Counter[str]], least_works: int) -> Iterator[Translation]:
    for concept, phrases in glosses.items():
        total = sum(phrases.values())
        for phrase, count in phrases.items():
            if 2 * count >= least_works:
                yield Translation(
                    korean=phrase,
                    concept=concept,
                    score=round(count / total, 2),
                    works=count,
                    evidence="gloss",
                )


def _of_counts(
    concepts: Counter[str],
    phrases: Counter[str],
    together: Counter[tuple[str, str]],
    least_works: int,
) -> Iterator[Translation]:
    """The phrase that stands most exactly where a concept does (Dice), longest among equals."""
    best: dict[str, tuple[float, int, str]] = {}
    for (phrase, concept), count in together.items():
        if count >= least_works:
            score = 2 * count / (phrases[phrase] + concepts[concept])
            best[concept] = max(best.get(concept, (0.0, 0, "")), (score, len(phrase), phrase))
    for concept, (score, _, phrase) in best.items():
        yield Translation(
            korean=phrase,
            concept=concept,
            score=round(score, 2),
            works=together[phrase, concept],
            evidence="co-occurrence",
        )
