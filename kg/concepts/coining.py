"""Concepts that a work names and the scheme does not hold: its own, and those of others.

Every work is read by itself (:class:`Coiner`); what all works coined is then made into one concept
a key (:func:`resolve_coinings`). Neither depends on the order of reading.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.concepts.cues import is_component, is_introduced
from kg.concepts.definitions import Definition, find_definitions
from kg.concepts.folding import common_words, fold_label, not_names, slug
from kg.concepts.kinds import Votes, kind_of_phrase, votes_of_form, votes_of_place
from kg.concepts.matching import LabelIndex
from kg.concepts.names import Name, bare_name, find_names, is_namelike, shape_of
from kg.concepts.scheme import Scheme
from kg.concepts.segments import blank_no_prose, sentence_ranges
from kg.entities import Concept, ConceptKind, Label, WorkText

_SEPARATOR = re.compile(
    r"['\"’”]?\s*(?:,\s*(?:and|or|및|그리고)\s+|,\s*|/|\s(?:and|or|및|&|"
    r"그리고|또는)\s+|(?:와|과|이나|나|랑)\s+|·)['\"‘“]?"
)
_TITLE_HEAD = re.compile(r"^(.{2,60}?)\s*(?::|\s[-–—])\s+(.+)$")
_REPORT = re.compile(r"^(.{2,40}?)\s+(?:Technical Report|Model Card|System Card)\b")
_SURVEY = re.compile(
    r"\b(?:survey|overview|review|tutorial|study|perspective|position|analysis)\b", re.I
)
_ARTICLE = re.compile(r"^(?:An?|The)\s")
_NO_APPOSITION = re.compile(
    r"^(?:\w+ing|Towards?|How|Why|What|When|Can|From|To|On|For|Is|Are|Do|Does|With|In|Beyond|Any)\b",
    re.IGNORECASE,
)
_HYPHENATED_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)+")
_NOT_WORD = re.compile(r"[^\w]+")
_HANGUL = re.compile(r"[가-힣]")
_QUOTED = re.compile(r"(?<![\w])['\"‘“]([a-z][a-z -]{3,40}[a-z])['\"’”](?![a-z])")
_T = TypeVar("_T", bound=str)
_TITLE_HEAD_WEIGHT, _CUE_WEIGHT = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coining:
    """A concept that one work names and the scheme does not hold.

    Args:
        key: slug of its label.
        label: as the work writes it.
        kind: what it is, by the words around it.
        introduces: True when the work says that it brings it.
        alt: other labels (acronym or long form, Korean name).
        broader: keys of scheme concepts that the work says it is a kind or variant of.
        confidence: that it is a thing of this kind, in [0, 1].
    """

    key: str
    label: str
    kind: ConceptKind
    introduces: bool
    alt: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    confidence: float = 0.5

    @property
    def labels(self) -> tuple[str, ...]:
        """The label and the other ones, without their languages."""
        return (self.label, *(other.text for other in self.alt))


@dataclass(frozen=True, slots=True)
class Coined:
    """What reading one work gave.

    Args:
        coinings: sorted by key.
        introduced: folded names of the scheme that the work says it introduces.
        aliases: acronyms that it defines for a concept of the scheme which does not list them.
    """

    coinings: tuple[Coining, ...]
    introduced: frozenset[str]
    aliases: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Evidence:
    """What the texts of a work say of one name."""

    forms: Counter[str] = field(default_factory=Counter)
    votes: Votes = field(default_factory=Counter)
    introduced: int = 0
    in_body: bool = False
    in_korean: bool = False
    in_list: bool = False
    first: int = 0


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
        reading = _Reading(self._scheme, self._index)
        for text in texts:
            for sentence in text.sentences:
                reading.read(sentence.text, is_title=text.field == "title")
        coinings = sorted(reading.coinings(), key=lambda coining: coining.key)
        return Coined(tuple(coinings), reading.introduced_known(), reading.known_aliases())


class _Reading:
    def __init__(self, scheme: Scheme, index: LabelIndex) -> None:
        self._scheme = scheme
        self._index = index
        self._names: dict[str, _Evidence] = {}
        self._definitions: list[Definition] = []
        self._heads: dict[str, str] = {}
        self._title = ""
        self._introduced_known: Counter[str] = Counter()

    def read(self, text: str, *, is_title: bool) -> None:
        prose = blank_no_prose(text)
        if is_title:
            self._read_title(prose)
            return
        for start, end in sentence_ranges(prose):
            self._read_sentence(prose[start:end])

    def _read_title(self, title: str) -> None:
        match = _TITLE_HEAD.match(title) or _REPORT.match(title)
        if match:
            head = match[1].strip("'\"‘’“”*[] ")
            rest = match[2] if match.lastindex == 2 else ""
            weight = 0 if _SURVEY.search(rest) else _TITLE_HEAD_WEIGHT
            if _is_whole_name(head) and not self._known(head):
                evidence = self._evidence(head)
                evidence.introduced += weight
                evidence.votes += _title_votes(rest)
                self._heads[fold_label(head)] = head
            elif shape_of(head) in ("camel", "alnum", "caps", "title") and not head.endswith("s"):
                self._introduced_known[fold_label(head)] += weight
        self._definitions += find_definitions(title)
        self._title = _spaced(title)
        for name in find_names(title):
            if name.shape in ("camel", "alnum") and not self._known(name.text):
                self._evidence(name.text).votes += votes_of_place(title, name.start, name.end)

    def _read_sentence(self, sentence: str) -> None:
        definitions = find_definitions(sentence)
        self._definitions += definitions
        names = _outermost(find_names(sentence), definitions)
        known = {n: self._known(n.text) for n in names}
        names = self._outside_labels(sentence, names, known)
        for group in _groups(sentence, names):
            for name in group:
                if known[name] and not name.text.endswith("s"):
                    introduced = _is_introduced(sentence, name, definitions)
                    self._introduced_known[fold_label(name.text)] += int(introduced)
            if all(known[name] for name in group):
                continue
            votes = votes_of_place(sentence, group[0].start, group[-1].end)
            for name in group:
                votes.update(dict.fromkeys(known[name][:1], 2))
            listed = any(name.shape in ("camel", "alnum") for name in group)
            for name in group:
                if not known[name]:
                    self._take(sentence, name, votes, definitions).in_list |= listed
        self._take_quoted(sentence)

    def _outside_labels(
        self, sentence: str, names: list[Name], known: Mapping[Name, Sequence[ConceptKind]]
    ) -> list[Name]:
        """Names that are no part of a longer label of the scheme ("Kolmogorov-Arnold network")."""
        if all(known.values()):
            return names
        labels = [(m.start, m.end) for m in self._index.find(sentence)]
        return [
            n
            for n in names
            if known[n]
            or not any(a <= n.start and n.end <= b and b - a > n.end - n.start for a, b in labels)
        ]

    def _take(
        self, sentence: str, name: Name, votes: Votes, definitions: list[Definition]
    ) -> _Evidence:
        evidence = self._evidence(name.text)
        evidence.in_body = True
        evidence.in_korean |= bool(_HANGUL.search(sentence))
        evidence.votes += votes
        is_part = name.shape == "phrase" and is_component(sentence)
        if is_part or _is_introduced(sentence, name, definitions):
            evidence.introduced += _CUE_WEIGHT
        return evidence

    def _take_quoted(self, sentence: str) -> None:
        if not _HANGUL.search(sentence):
            return
        for match in _QUOTED.finditer(sentence):
            kind = kind_of_phrase(match[1])
            if " " in match[1] and kind and not self._known(match[1]):
                evidence = self._evidence(match[1])
                evidence.in_body = evidence.in_korean = True
                evidence.votes[kind] += 3
                evidence.introduced += _CUE_WEIGHT

    def _evidence(self, label: str) -> _Evidence:
        key = fold_label(bare_name(label))
        evidence = self._names.get(key)
        if evidence is None:
            evidence = self._names[key] = _Evidence(first=len(self._names))
        evidence.forms[bare_name(label)] += 1
        return evidence

    def _known(self, label: str) -> tuple[ConceptKind, ...]:
        """Kinds of the scheme's concepts that a name names, its size and variant aside."""
        return tuple(self._scheme[key].kind for key in self._index.keys_of(label))

    def introduced_known(self) -> frozenset[str]:
        """Folded names of the scheme that the texts introduce.

        A name that is the head of the title, or that the title holds and a sentence proposes, or
        that two sentences propose: "we introduce LoRA into …" alone introduces nothing.
        """
        return frozenset(
            name
            for name, count in self._introduced_known.items()
            if count and count + (_spaced(name) in self._title) >= _TITLE_HEAD_WEIGHT
        )

    def known_aliases(self) -> tuple[tuple[str, str], ...]:
        """Acronyms defined for the scheme's concepts: pairs of the acronym and a key, sorted."""
        found = set()
        for d in self._definitions:
            keys = self._index.keys_of(d.long)
            if keys and not set(keys) & set(self._index.keys_of(d.short)):
                found.add((d.short, keys[0]))
        return tuple(sorted(found))

    def coinings(self) -> Iterator[Coining]:
        for short, _ in self.known_aliases():
            self._names.pop(fold_label(bare_name(short)), None)
        aliases = self._aliases()
        for folded, evidence in self._merged(aliases).items():
            coining = self._decide(folded, evidence, aliases.get(folded, ()))
            if coining is not None:
                yield coining

    def _aliases(self) -> dict[str, list[Label]]:
        """For each name that a definition explains: the other labels."""
        aliases: defaultdict[str, list[Label]] = defaultdict(list)
        for d in self._definitions:
            if self._known(d.long) or not (first := self._canonical(d)):
                continue
            other = d.long if first == d.short else d.short
            labels = [Label(text=other, language="en")]
            labels += [Label(text=d.korean, language="ko")] if d.korean else []
            aliases[fold_label(first)] += [x for x in labels if x not in aliases[fold_label(first)]]
        return dict(aliases)

    def _canonical(self, d: Definition) -> str:
        if fold_label(d.short) in self._heads or d.short_at[0] < d.long_at[0]:
            return d.short
        return d.long

    def _merged(self, aliases: dict[str, list[Label]]) -> dict[str, _Evidence]:
        """Evidence by canonical name: what is said of an alias is said of the name."""
        owner = {fold_label(x.text): name for name, labels in aliases.items() for x in labels}
        merged: dict[str, _Evidence] = {}
        for folded, found in sorted(self._names.items(), key=lambda item: item[1].first):
            name = owner.get(folded, folded)
            if name not in merged:
                merged[name] = self._names.get(name) or _Evidence(
                    forms=Counter([self._written(name) or next(iter(found.forms))])
                )
            if merged[name] is not found:
                _add(merged[name], found)
        return merged

    def _written(self, folded: str) -> str | None:
        for d in self._definitions:
            for form in (d.short, d.long):
                if fold_label(form) == folded:
                    return form
        return None

    def _decide(self, folded: str, evidence: _Evidence, alt: Sequence[Label]) -> Coining | None:
        label = evidence.forms.most_common(1)[0][0]
        if self._known(label) or folded in not_names():
            return None
        own_votes = evidence.votes.copy()
        votes = evidence.votes + votes_of_form(label)
        for other in alt:
            if (kind := kind_of_phrase(other.text)) and other.language == "en":
                votes[kind] += 2
        if (kind := kind_of_phrase(label)) and " " in label:
            votes[kind] += 2
        parents = self._parents(label)
        for key in parents:
            votes[self._scheme[key].kind] += 3
        introduced = evidence.introduced > 0
        if not _is_worth(label, evidence, own_votes, bool(parents)):
            return None
        kind, weight = _best(votes, introduced)
        if not slug(label) or (label.islower() and not (introduced and kind_of_phrase(label))):
            return None
        return Coining(
            key=self._free_key(label, alt, kind),
            label=label,
            kind=kind,
            introduces=introduced,
            alt=tuple(alt),
            broader=parents,
            confidence=_confidence(evidence.introduced, weight),
        )

    def _free_key(self, label: str, alt: Sequence[Label], kind: ConceptKind) -> str:
        for form in (label, *(x.text for x in alt if x.language == "en")):
            if slug(form) and slug(form) not in self._scheme:
                return slug(form)
        return f"{slug(label)}-{kind}"

    def _parents(self, label: str) -> tuple[str, ...]:
        """The concept of which a name is a variant: ImageNet of ImageNet-64."""
        parts = re.split(r"([-_ ])", label)
        for cut in range(len(parts) - 2, 0, -2):
            head = "".join(parts[:cut])
            if is_namelike(head) and len(head) > 3 and (keys := self._index.keys_of(head)):
                return keys[:1]
        return ()


def resolve_coinings(coinings: Iterable[tuple[str, Coining]]) -> tuple[Concept, ...]:
    """Make one concept a key of what all works coined, whatever the order.

    The introducing work decides label and kind (the earliest key among several); else the majority
    does, ties by the alphabet.

    Args:
        coinings: pairs of a work's key and one of its coinings.

    Returns:
        Concepts sorted by key.
    """
    by_key: defaultdict[str, list[tuple[str, Coining]]] = defaultdict(list)
    for work, coining in coinings:
        by_key[coining.key].append((work, coining))
    return tuple(_resolve(key, sorted(by_key[key], key=_order)) for key in sorted(by_key))


def _order(pair: tuple[str, Coining]) -> tuple[bool, str, str, str]:
    work, coining = pair
    return (not coining.introduces, work, coining.label, coining.kind)


def _resolve(key: str, found: list[tuple[str, Coining]]) -> Concept:
    work, first = found[0]
    if first.introduces:
        label, kind = first.label, first.kind
        alt = set(first.alt)
    else:
        label = _majority(coining.label for _, coining in found)
        kind = _majority(coining.kind for _, coining in found)
        alt = {x for _, coining in found for x in coining.alt}
    alt |= {Label(text=c.label, language="en") for _, c in found} - {
        Label(text=label, language="en")
    }
    ordered = tuple(sorted(alt, key=lambda x: (x.language, x.text)))
    return Concept(
        key=key,
        kind=kind,
        pref=(Label(text=label, language="en"),),
        alt=ordered,
        broader=tuple(sorted({b for _, c in found for b in c.broader})),
        ambiguous=tuple(sorted(x.text for x in ordered if is_weak(x.text))),
        introduced_by=work if first.introduces else None,
        is_coined=True,
    )


def _majority(values: Iterable[_T]) -> _T:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def is_weak(label: str) -> bool:
    """True for a label that says too little outside the work that coined it.

    >>> is_weak("CVD"), is_weak("M3"), is_weak("FlowVid"), is_weak("Vermeer")
    (True, True, False, False)
    """
    if _HANGUL.search(label):
        return False
    letters = sum(c.isalnum() for c in label)
    return letters <= 4 and not (shape_of(label) == "camel" and letters == 4)


def _best(votes: Votes, introduced: bool) -> tuple[ConceptKind, int]:
    if not votes:
        return ("method" if introduced else "model"), 0
    kind = min(votes, key=lambda k: (-votes[k], k))
    return kind, votes[kind]


def _confidence(introduced: int, weight: int) -> float:
    base = 0.55 + min(weight, 4) * 0.08
    return round(min(0.97, base + min(introduced, 3) * 0.05), 2)


def _is_worth(label: str, evidence: _Evidence, votes: Votes, has_parent: bool) -> bool:
    """Whether form and context together make a name of it."""
    strength = max(votes.values(), default=0)
    shape = shape_of(label)
    if evidence.introduced:
        is_head = evidence.introduced >= _TITLE_HEAD_WEIGHT and evidence.in_body
        return (
            shape not in ("title", "phrase")
            or _is_rare(label)
            or is_head
            or (shape == "phrase" and evidence.in_body)
        )
    if shape in ("camel", "alnum"):
        return evidence.in_body or has_parent or strength >= 2
    if shape == "title":
        return _is_rare(label) and (strength >= 3 or (strength >= 1 and evidence.in_list))
    return strength >= 2 or (shape == "phrase" and evidence.in_korean)


def _is_rare(label: str) -> bool:
    return any(word not in common_words() for word in fold_label(label).split())


def _is_whole_name(head: str) -> bool:
    whole = any(n.start == 0 and n.end == len(head) for n in find_names(head))
    return whole or _HYPHENATED_NAME.fullmatch(head) is not None


def _title_votes(rest: str) -> Votes:
    """What the words behind the colon of a title say that the name is: "A Benchmark for …"."""
    if _NO_APPOSITION.match(rest):
        return Counter()
    votes = votes_of_place("X is a " + _ARTICLE.sub("", rest).lower(), 0, 1)
    del votes["task"]  # what is done with it: "X: Human Video Generation with …"
    return votes


def _is_introduced(sentence: str, name: Name, definitions: list[Definition]) -> bool:
    """By the words around the name, or around it together with its other form."""
    if is_introduced(sentence, name.start, name.end):
        return True
    for d in definitions:
        if (name.start, name.end) in (d.short_at, d.long_at):
            start, end = min(d.short_at[0], d.long_at[0]), max(d.short_at[1], d.long_at[1])
            end += sentence[end : end + 1] == ")"
            return is_introduced(sentence, start, end)
    return False


def _spaced(text: str) -> str:
    """Folded words between single spaces, punctuation left out."""
    return f" {' '.join(_NOT_WORD.sub(' ', fold_label(text)).split())} "


def _add(into: _Evidence, other: _Evidence) -> None:
    into.votes += other.votes
    into.introduced += other.introduced
    into.in_body |= other.in_body
    into.in_korean |= other.in_korean
    into.in_list |= other.in_list


def _outermost(names: Sequence[Name], definitions: list[Definition]) -> list[Name]:
    """Names with the long forms of definitions, none of them inside another."""
    longs = [Name(*d.long_at, d.long, "phrase") for d in definitions]
    kept: list[Name] = []
    for name in sorted((*longs, *names), key=lambda n: (n.start, -n.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _groups(sentence: str, names: list[Name]) -> Iterator[list[Name]]:
    """Names that stand in one enumeration."""
    group: list[Name] = []
    for name in names:
        if group and not _SEPARATOR.fullmatch(sentence, group[-1].end, name.start):
            yield group
            group = []
        group.append(name)
    if group:
        yield group
