"""Labels of concepts found in a text by one pass of an automaton.

Ordinary labels are compared folded, with plurals; acronyms and short names by case; Korean labels
with or without their spaces, from the beginning of a word, with particles behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import ahocorasick

from kg.concepts.folding import common_words, fold, fold_case_kept, fold_label, lowered
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
_NUMBERED = re.compile(r"[A-Za-z]{3,}[ .]?\d[\w. ]*")  # no ordinary word in any case: gpt-4
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
_BEFORE_PART = "-‐‑–/"
_BEHIND_WHOLE_NAME = frozenset(" ,.)")  # and no digit after it
_MAY_HAVE_SUFFIX = re.compile(r"[-‐‑–_ ]|\d[BMbm]$|  ")
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class LabelUse(NamedTuple):
    """A label of a concept, as the index knows it."""

    concept: str
    label: str
    folded: str
    is_ambiguous: bool
    is_name: bool


class Match(NamedTuple):
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
            self._automaton = _automaton(_all_forms(concepts))
        self._whole: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> list[Match]:
        """Every place where a label stands as a word, overlapping ones too, by start."""
        return [] if self._automaton is None else _collect(self._automaton.iter, text)

    def keys_of(self, words: str) -> tuple[str, ...]:
        """Keys of the concepts that the words as a whole name, sorted."""
        keys = self._whole.get(words)
        if keys is None:
            found = self.find(words) if _MAY_HAVE_SUFFIX.search(words) else self._exact(words)
            whole = [m for m in found if (m.start, m.end) == (0, len(words))]
            keys = tuple(sorted({use.concept for m in whole for use in m.uses}))
            if len(self._whole) > _MAX_REMEMBERED:
                self._whole.clear()
            self._whole[words] = keys
        return keys

    def _exact(self, words: str) -> list[Match]:
        """The labels that are the words as they stand."""
        payload = self._automaton and self._automaton.get(fold(words), None)
        return _collect(lambda folded: [(len(folded) - 1, payload)], words) if payload else []


class FewLabels:
    """The labels of a handful of concepts, found one by one: as :class:`LabelIndex` finds them.

    Building an automaton costs more than reading an abstract for a few words.

    Args:
        concepts: their labels are found.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._forms = [(form, _payload(form, *uses)) for form, uses in _all_forms(concepts).items()]

    def find(self, text: str) -> list[Match]:
        """Every place where a label stands as a word, by start."""
        return _collect(self._each, text)

    def _each(self, words: str) -> Iterator[tuple[int, _Payload]]:
        for form, payload in self._forms:
            at = words.find(form)
            while at >= 0:
                yield at + len(form) - 1, payload
                at = words.find(form, at + 1)


_Uses = tuple[LabelUse, ...]
_Payload = tuple[_Uses, bool, int, Mapping[str, _Uses]]
"""Of a form: the labels that read so in any case, whether one of them is a name, its length, and
the labels that read so only as they are written."""
_Forms = dict[str, tuple[dict[LabelUse, None], dict[str, dict[LabelUse, None]]]]


def _collect(hits: Callable[[str], Iterable[tuple[int, _Payload]]], text: str) -> list[Match]:
    """The places where hits of a folded text are whole words and whole names."""
    found: dict[tuple[int, int], _Uses] = {}
    folded, cased, places = fold(text), "", None
    if "  " in folded:
        folded, places = _collapse(folded)
    padded, letters, is_ascii = f" {folded} ", _ASCII, folded.isascii()
    for last, (uses, is_name, length, by_case) in hits(folded):
        start, end = last - length + 1, last + 1
        # Nine in ten hits are parts of English words: they are told without a call.
        if (padded[start] in letters and folded[start] in letters) or (
            padded[end + 1] in letters and folded[last] in letters
        ):
            continue
        if not is_ascii and _is_inside_word(folded, start, end):
            continue
        if places is not None:
            start, end = places[start], places[last] + 1
        meant = uses
        if by_case:
            cased = cased or fold_case_kept(text)
            written = cased[start:end] if places is None else _SPACES.sub(" ", cased[start:end])
            meant = _joined(uses, by_case.get(written, ()))
        if meant and (end := _end_of_name(text, start, end) if is_name or by_case else end):
            known = found.get((start, end))
            found[start, end] = meant if known is None else _joined(known, meant)
    return [Match(start, end, uses) for (start, end), uses in sorted(found.items())]


def _joined(one: _Uses, other: _Uses) -> _Uses:
    if not one or not other or one == other:
        return one or other
    return tuple(sorted({*one, *other}))


def _all_forms(concepts: Iterable[Concept]) -> _Forms:
    """Every form of every label, folded, with its uses in any case and in one case only."""
    forms: _Forms = {}
    for concept in concepts:
        for label in (*concept.pref, *concept.alt):
            use = _use(concept, label.text)
            if _is_cased(use, concept):
                for form in _cased_forms(label.text):
                    by_case = forms.setdefault(lowered(form), ({}, {}))[1]
                    by_case.setdefault(form, {})[use] = None
            else:
                for form in _forms(use):
                    forms.setdefault(form, ({}, {}))[0][use] = None
    forms.pop("", None)
    return forms


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
    if _HANGUL.search(use.label):
        return False
    shape = shape_of(use.label)
    if not use.is_name:
        return shape == "title" and concept.kind in ("model", "dataset")
    letters = sum(c.isalpha() for c in use.label)
    match shape:
        case "caps":
            return True
        case "title":
            return concept.kind in ("method", "model", "dataset", "hardware")
        case "camel" | "alnum":
            return letters <= 4 or use.folded in common_words()
    return False


def _cased_forms(label: str) -> Iterator[str]:
    base = _SPACES.sub(" ", fold_case_kept(label)).strip()
    yield base
    yield _BEFORE_DIGIT.sub("", base)
    if not base.endswith("s"):
        yield base + "s"
    if len(base) >= 4:
        yield base.upper()
    if _NUMBERED.fullmatch(base):
        yield base.lower()


def _forms(use: LabelUse) -> Iterator[str]:
    base, label = use.folded, use.label
    if _HANGUL.search(base):
        yield from _korean_forms(base)
        return
    for form in {base, _BEFORE_DIGIT.sub("", base), *_split_forms(label)}:
        yield form
        if not form[-1:].isalpha():
            continue
        if form.endswith("ss"):
            yield form + "es"
        elif form.endswith("s"):
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
        automaton.add_word(form, _payload(form, *forms[form]))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _payload(
    form: str, uses: Iterable[LabelUse], by_case: Mapping[str, Iterable[LabelUse]]
) -> _Payload:
    ordered = tuple(sorted(uses))
    is_name = any(use.is_name for use in ordered)
    return ordered, is_name, len(form), {w: tuple(sorted(u)) for w, u in by_case.items()}


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


def _end_of_name(text: str, start: int, end: int) -> int:
    """The end of the name with its size and variant, or 0 when it is part of another name."""
    if start and text[start - 1] in _BEFORE_PART:
        part = _PART_BEFORE.search(text, max(0, start - 30), start)
        if part and part[1] != part[1].lower() and part[1].lower() not in common_words():
            return 0
    if end == len(text) or (
        text[end] in _BEHIND_WHOLE_NAME and not text[end + 1 : end + 2].isdigit()
    ):
        return end
    suffix = _SUFFIX.match(text, end)
    if suffix:
        end = suffix.end()
    return 0 if _GOES_ON.match(text, end) else end
