"""Finds what a work coins: decides which of the names in its texts are things, and of what kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.concepts.coining import Coined, Coining
from kg.concepts.definitions import Definition
from kg.concepts.evidence import TITLE_HEAD_WEIGHT, Evidence, Reading
from kg.concepts.folding import common_words, fold_label, not_names, slug
from kg.concepts.kinds import Votes, kind_of_phrase, votes_of_form
from kg.concepts.matching import LabelIndex
from kg.concepts.names import bare_name, is_namelike, shape_of
from kg.concepts.passages import Passage, passages
from kg.concepts.scheme import Scheme
from kg.concepts.senses import senses_of
from kg.entities import ConceptKind, Label, WorkText

_PLACES_OF_DEFINITION = 2
_PART = re.compile(r"([-_])")
_TAIL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[-_])(?=[A-Z])")
_CARRIED: Final = frozenset({"method", "model"})
_MIN_TAIL = 3


class Coiner:
    """Finds the coinings of a work.

    Args:
        scheme: names it holds are not coined.
        index: of its labels.
    """

    def __init__(self, scheme: Scheme, index: LabelIndex) -> None:
        self._scheme = scheme
        self._index = index

    def read(self, texts: Sequence[WorkText]) -> Coined:
        """What a work's texts coin, and which of the scheme's names they introduce."""
        return self.read_passages(passages(texts, self._index))

    def read_passages(self, found_in: Iterable[Passage]) -> Coined:
        """What :meth:`read` gives, of passages that are at hand."""
        reading = Reading(self._scheme, self._index)
        for passage in found_in:
            reading.read(passage)
        by_key: dict[str, Coining] = {}
        for coining in self._coinings(reading):
            by_key.setdefault(coining.key, coining)
        coinings = tuple(by_key[key] for key in sorted(by_key))
        return Coined(coinings, reading.introduced_known(), reading.known_aliases())

    def _coinings(self, reading: Reading) -> Iterator[Coining]:
        known = {fold_label(bare_name(short)) for short, _ in reading.known_aliases()}
        aliases = self._aliases(reading)
        for folded, evidence in _merged(reading, aliases).items():
            coining = self._decide(folded, evidence, aliases.get(folded, ()), reading)
            if coining is not None and folded not in known:
                yield coining

    def _aliases(self, reading: Reading) -> dict[str, list[Label]]:
        """For each name that a definition explains: the other labels."""
        aliases: defaultdict[str, list[Label]] = defaultdict(list)
        for d in reading.definitions:
            if senses_of(d, self._scheme, self._index):
                continue
            first = _canonical(reading, d)
            other = d.long if first == d.short else d.short
            labels = [Label(text=other, language="en")]
            labels += [Label(text=d.korean, language="ko")] if d.korean else []
            aliases[fold_label(first)] += [x for x in labels if x not in aliases[fold_label(first)]]
        return dict(aliases)

    def _decide(
        self, folded: str, evidence: Evidence, alt: Sequence[Label], reading: Reading
    ) -> Coining | None:
        label = evidence.forms.most_common(1)[0][0]
        parents = self._parents(label, reading)
        if (
            not _is_worth(label, evidence, alt, bool(parents))
            or self._index.keys_of(label)
            or folded in not_names()
            or not slug(label)
        ):
            return None
        introduced = evidence.introduced > 0
        votes = self._votes(label, evidence, alt, parents)
        kind, weight = _best(votes, introduced, bool(alt))
        genera = self._genera(evidence) if introduced else ()
        return Coining(
            key=self._free_key(label, alt, kind),
            label=label,
            kind=kind,
            introduces=introduced,
            alt=tuple(alt),
            broader=tuple(sorted({*parents, *genera})),
            confidence=_confidence(evidence.introduced, weight),
        )

    def _votes(
        self, label: str, evidence: Evidence, alt: Sequence[Label], parents: Sequence[str]
    ) -> Votes:
        """The votes of the words around a name, of its form, its long form, its parent."""
        votes = evidence.votes + votes_of_form(label)
        phrases = [label] if " " in label else []
        phrases += [other.text for other in alt if other.language == "en"]
        votes.update({kind: 2 for p in phrases if (kind := kind_of_phrase(p))})
        votes.update({self._scheme[key].kind: 3 for key in parents})
        return votes

    def _genera(self, evidence: Evidence) -> Iterator[str]:
        """The concepts that a name is said to be one of, two words of their labels at least."""
        for phrase in evidence.genera():
            words = phrase.split()
            for cut in range(len(words) - 1):
                if keys := self._index.keys_of(" ".join(words[cut:])):
                    yield keys[0]
                    break

    def _free_key(self, label: str, alt: Sequence[Label], kind: ConceptKind) -> str:
        for form in (label, *(x.text for x in alt if x.language == "en")):
            if slug(form) and slug(form) not in self._scheme:
                return slug(form)
        return f"{slug(label)}-{kind}"

    def _parents(self, label: str, reading: Reading) -> tuple[str, ...]:
        """The concept of which a name is a variant: ImageNet of ImageNet-64, LoRA of VeLoRA."""
        parts = _PART.split(label)
        for cut in range(len(parts) - 2, 0, -2):
            head = "".join(parts[:cut])
            if is_namelike(head) and len(head) > 3 and (keys := self._index.keys_of(head)):
                return keys[:1]
        return self._carried(label, reading)

    def _carried(self, label: str, reading: Reading) -> tuple[str, ...]:
        """The method or model whose name is the last part of a name: "Ve|LoRA", "Swin-|BERT".

        A tail that reads as a word ("Movie|Dreamer") counts only where the texts name it by itself.
        """
        for tail in _tails(label):
            keys = self._index.keys_of(tail)
            if len(keys) != 1 or self._scheme[keys[0]].kind not in _CARRIED:
                continue
            if shape_of(tail) == "title":
                is_carried = reading.names_also(keys[0])
            else:
                is_carried = self._is_written(keys[0], tail)
            if is_carried:
                return keys
        return ()

    def _is_written(self, key: str, name: str) -> bool:
        """Whether a concept is written so, letter for letter; a plural is."""
        concept = self._scheme[key]
        forms = {label.text for label in (*concept.pref, *concept.alt)}
        return name in forms or name.removesuffix("s") in forms


def _canonical(reading: Reading, d: Definition) -> str:
    """The form by which a defined thing goes: the head of the title, else what stands first."""
    if fold_label(d.short) in reading.heads or d.short_at[0] < d.long_at[0]:
        return d.short
    return d.long


def _merged(reading: Reading, aliases: dict[str, list[Label]]) -> dict[str, Evidence]:
    """Evidence by canonical name: what is said of an alias is said of the name."""
    owner = {fold_label(x.text): name for name, labels in aliases.items() for x in labels}
    merged: dict[str, Evidence] = {}
    for folded, found in sorted(reading.names.items(), key=lambda item: item[1].first):
        name = owner.get(folded, folded)
        if name not in merged:
            forms = Counter([_written(reading, name) or next(iter(found.forms))])
            merged[name] = reading.names.get(name) or Evidence(forms=forms)
        if merged[name] is not found:
            merged[name].add(found)
    return merged


def _written(reading: Reading, folded: str) -> str | None:
    """A defined form as the text writes it."""
    forms = (form for d in reading.definitions for form in (d.short, d.long))
    return next((form for form in forms if fold_label(form) == folded), None)


def _best(votes: Votes, introduced: bool, is_defined: bool) -> tuple[ConceptKind, int]:
    if not votes:
        return ("method" if introduced else "concept" if is_defined else "model"), 0
    kind = min(votes, key=lambda k: (-votes[k], k))
    return kind, votes[kind]


def _confidence(introduced: int, weight: int) -> float:
    base = 0.55 + min(weight, 4) * 0.08
    return round(min(0.97, base + min(introduced, 3) * 0.05), 2)


def _is_worth(label: str, evidence: Evidence, alt: Sequence[Label], has_parent: bool) -> bool:
    """Whether form and context together make a name of it, or of another of its forms."""
    others = [other.text for other in alt if other.language == "en"]
    if others:
        is_told = kind_of_phrase(max(label, *others, key=len)) is not None
        # The definition is two of the places: a term that is used again is one.
        if is_told or len(evidence.places) > _PLACES_OF_DEFINITION:
            return True
    return any(_is_name(form, evidence, has_parent) for form in (label, *others))


def _is_name(label: str, evidence: Evidence, has_parent: bool) -> bool:
    if label.islower():
        return evidence.introduced > 0 and kind_of_phrase(label) is not None
    shape = shape_of(label)
    if evidence.introduced:
        is_head = evidence.introduced >= TITLE_HEAD_WEIGHT
        is_sure = evidence.in_body and (is_head or shape == "phrase")
        return shape not in ("title", "phrase") or is_sure or _is_rare(label)
    is_sure = shape in ("camel", "alnum") and (evidence.in_body or evidence.in_title or has_parent)
    if is_sure or (shape == "phrase" and evidence.in_korean):
        return True
    if shape == "title" and not _is_rare(label):
        return False
    strength = max(evidence.votes.values(), default=0)
    if shape == "title":
        strength += 2 * (strength >= 1 and evidence.in_list)
    return strength >= (3 if shape == "title" else 2)


def _tails(label: str) -> Iterator[str]:
    """What stands behind each place at which a new name begins inside a name, the longest first."""
    if " " not in label:
        cuts = (place.start() for place in _TAIL.finditer(label))
        yield from (label[cut:] for cut in cuts if len(label) - cut >= _MIN_TAIL)


def _is_rare(label: str) -> bool:
    return any(word not in common_words() for word in fold_label(label).split())
