"""Labels of concepts found in a text by one pass of an automaton.

Ordinary labels are compared folded, with plurals; acronyms and short names by case; Korean labels
with or without their spaces, from the beginning of a word, with particles behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import ahocorasick

from kg.concepts.folding import common_words, fold, fold_case_kept, fold_label
from kg.concepts.names import VARIANT, shape_of
from kg.concepts.particles import ends_word, is_hangul
from kg.concepts.pausing import collector_paused
from kg.entities import Concept

_HANGUL = re.compile(r"[가-힣]")
_SPACES = re.compile(r" {2,}")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑–](?=\w)")
_PREFIX = re.compile(r"\b(multi|pre|super|hyper|semi|meta|auto|non|bi)(?=[a-z]{4})")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])")
_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z]) (?=\d)")
_MAX_KOREAN_GAPS = 4
_MAX_REMEMBERED = 1 << 16
_BARE_S = re.compile(r"(?:ss|us|is|as)$")
# What may follow a model's name and still be that model: its size, its tuning.
_SUFFIX = re.compile(
    r"(?:[-‐‑–_ ]?(?:\d+(?:\.\d+)?[BMbm](?![A-Za-z])))?"
    rf"(?:[-‐‑–_](?:\d+(?:\.\d+)?[BMKbmk]|{VARIANT}|(?:0[1-9]|1[0-2]|2[3-6])\d\d)(?![A-Za-z0-9]))*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[-‐‑–](?:[A-Z]|\d)|\.\d|\+")
_PART_BEFORE = re.compile(r"([A-Za-z0-9À-ÿ]+)[-‐‑–/]$")


@dataclass(frozen=True, slots=True)
class LabelUse:
    """A label of a concept, as the index knows it."""

    concept: str
    label: str
    folded: str
    is_ambiguous: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text where labels stand: all of one surface.

    Args:
        start, end: half-open range of code points in the text.
        uses: the labels that read so, at least one, sorted.
    """

    start: int
    end: int
    uses: tuple[LabelUse, ...]


class LabelIndex:
    """An automaton of all labels of some concepts.

    Args:
        concepts: their labels are found.

    Example:
        >>> from kg.entities import Label
        >>> lora = Concept(key="lora", kind="method", pref=(Label(text="LoRA", language="en"),))
        >>> [(m.start, m.end) for m in LabelIndex([lora]).find("LoRAs와 Trans-LoRA, lora")]
        [(0, 5)]
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        with collector_paused():
            folded, cased = _all_forms(concepts)
            self._folded = _automaton(folded)
            self._cased = _automaton(cased)
        self._whole: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> list[Match]:
        """Every place where a label stands as a word, overlapping ones too, by start."""
        found: dict[tuple[int, int], set[LabelUse]] = {}
        for automaton, folding in ((self._folded, fold), (self._cased, fold_case_kept)):
            if automaton is not None:
                self._run(automaton, text, folding(text), found)
        return [
            Match(start, end, tuple(sorted(uses, key=lambda u: (u.concept, u.label))))
            for (start, end), uses in sorted(found.items())
        ]

    def keys_of(self, words: str) -> tuple[str, ...]:
        """Keys of the concepts that the words as a whole name, sorted."""
        keys = self._whole.get(words)
        if keys is None:
            whole = [m for m in self.find(words) if (m.start, m.end) == (0, len(words))]
            keys = tuple(sorted({use.concept for m in whole for use in m.uses}))
            if len(self._whole) > _MAX_REMEMBERED:
                self._whole.clear()
            self._whole[words] = keys
        return keys

    def _run(
        self,
        automaton: ahocorasick.Automaton,
        text: str,
        folded: str,
        found: dict[tuple[int, int], set[LabelUse]],
    ) -> None:
        places = None
        if "  " in folded:
            folded, places = _collapse(folded)
        for last, (length, uses) in automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if _is_inside_word(folded, start, end):
                continue
            if places is not None:
                start, end = places[start], places[last] + 1
            end = _whole_name(text, start, end, uses)
            if end:
                found.setdefault((start, end), set()).update(uses)


_Forms = dict[str, dict[LabelUse, None]]


def _all_forms(concepts: Iterable[Concept]) -> tuple[_Forms, _Forms]:
    """Every form of every label with its uses: those compared folded, those compared by case."""
    folded: _Forms = {}
    cased: _Forms = {}
    for concept in concepts:
        for label in (*concept.pref, *concept.alt):
            use = _use(concept, label.text)
            by_case = _is_cased(use, concept)
            forms = _cased_forms(label.text) if by_case else _forms(use)
            for form in forms:
                (cased if by_case else folded).setdefault(form, {})[use] = None
    return folded, cased


def longest(matches: Sequence[Match]) -> list[Match]:
    """The leftmost longest matches, none overlapping another."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def is_latin(character: str) -> bool:
    """True for one letter or digit that is no Hangul."""
    return character.isalnum() and not is_hangul(character)


def _use(concept: Concept, label: str) -> LabelUse:
    shape, folded = shape_of(label), fold_label(label)
    is_name = shape in ("camel", "caps", "alnum") or (
        shape == "title" and folded not in common_words()
    )
    return LabelUse(concept.key, label, folded, label in concept.ambiguous, is_name)


def _is_cased(use: LabelUse, concept: Concept) -> bool:
    """Names that would read as ordinary words, were case not kept."""
    if _HANGUL.search(use.label) or not use.is_name:
        return False
    letters = sum(c.isalpha() for c in use.label)
    match shape_of(use.label):
        case "caps":
            return True
        case "title":
            return concept.kind in ("method", "model", "dataset", "hardware")
        case "camel" | "alnum":
            return letters <= 4
    return False


def _cased_forms(label: str) -> Iterator[str]:
    base = _SPACES.sub(" ", fold_case_kept(label)).strip()
    yield base
    yield _BEFORE_DIGIT.sub("", base)
    if not base.endswith("s"):
        yield base + "s"
    if len(base) >= 4:
        yield base.upper()


def _forms(use: LabelUse) -> Iterator[str]:
    base, label = use.folded, use.label
    if _HANGUL.search(base):
        yield from _korean_forms(base)
        return
    for form in {base, _BEFORE_DIGIT.sub("", base), *_split_forms(label)}:
        yield form
        if not form[-1:].isalpha():
            continue
        if form.endswith("s"):
            if len(form) > 5 and not _BARE_S.search(form):
                yield form[:-1]
        elif form.endswith(("x", "ch", "sh")):
            yield form + "es"
        elif form.endswith("y") and form[-2:-1] not in "aeiou":
            yield form[:-1] + "ies"
        else:
            yield form + "s"


def _split_forms(label: str) -> Iterator[str]:
    """A label with hyphens closed, prefixes and joints opened: multi-modal, Qwen-2.5."""
    closed = fold_label(_HYPHEN.sub("", label))
    # MultiPL-E must not be found in "multiple", but fine-tuning may in "finetuning".
    if label[1:].islower() or closed not in common_words():
        yield closed
    if _PREFIX.search(closed):
        yield _PREFIX.sub(r"\1 ", closed)
    for joint in _JOINT.finditer(label):
        yield fold_label(f"{label[: joint.start()]} {label[joint.start() :]}")


def _korean_forms(label: str) -> Iterator[str]:
    """The label with every choice of its spaces left out."""
    words = label.split()
    gaps = range(len(words) - 1)
    if len(words) - 1 > _MAX_KOREAN_GAPS:
        yield label
        return
    for count in range(len(words)):
        for closed in combinations(gaps, count):
            ends = ["" if gap in closed else " " for gap in gaps]
            yield "".join(word + end for word, end in zip(words, [*ends, ""], strict=True))


def _automaton(forms: _Forms) -> ahocorasick.Automaton | None:
    automaton = ahocorasick.Automaton()
    for form in sorted(forms):
        if form:
            automaton.add_word(form, (len(form), tuple(forms[form])))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _collapse(folded: str) -> tuple[str, list[int]]:
    places = [i for i, c in enumerate(folded) if c != " " or i == 0 or folded[i - 1] != " "]
    return "".join(folded[i] for i in places), places


def _is_inside_word(folded: str, start: int, end: int) -> bool:
    first, last = folded[start], folded[end - 1]
    before = folded[start - 1] if start else " "
    if is_hangul(first):
        if is_hangul(before):
            return True
    elif is_latin(first) and is_latin(before):
        return True
    if is_hangul(last):
        return not ends_word(folded, end)
    after = folded[end] if end < len(folded) else " "
    return is_latin(last) and is_latin(after)


def _whole_name(text: str, start: int, end: int, uses: Sequence[LabelUse]) -> int:
    """The end of the name with its size and variant, or 0 when it is part of another name."""
    if not any(use.is_name for use in uses):
        return end
    part = _PART_BEFORE.search(text, max(0, start - 30), start)
    if part and part[1] != part[1].lower() and part[1].lower() not in common_words():
        return 0
    suffix = _SUFFIX.match(text, end)
    if suffix:
        end = suffix.end()
    return 0 if _GOES_ON.match(text, end) else end
