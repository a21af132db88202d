"""What the texts of a work say of the names in them: the evidence on which coining decides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.concepts.cues import is_component, is_introduced
from kg.concepts.definitions import Definition, find_definitions
from kg.concepts.folding import fold_label
from kg.concepts.kinds import Votes, genera_of_place, kind_of_phrase, votes_of_place
from kg.concepts.matching import LabelIndex, Match
from kg.concepts.names import Name, bare_name, find_names, shape_of
from kg.concepts.passages import Line, Passage
from kg.concepts.scheme import Scheme
from kg.entities import ConceptKind

_SEPARATOR = re.compile(
    r"['\"’”]?\s*(?:,\s*(?:and|or|및|그리고)\s+|,\s*|/|\s(?:and|or|및|&|"
    r"그리고|또는)\s+|(?:와|과|이나|나|랑)\s+|·)['\"‘“]?"
)
_TITLE_HEAD = re.compile(r"^(.{2,60}?)\s*(?::|\s[-–—])\s+(.+)$")
_REPORT_WORDS = re.compile(r"\s+(?:Technical Report|Model Card|System Card)\b.*")
_REPORT = re.compile(rf"^(.{{2,40}}?){_REPORT_WORDS.pattern}")
_SURVEY = re.compile(
    r"\b(?:survey|overview|review|tutorial|study|perspective|position|analysis)\b", re.I
)
_ARTICLE = re.compile(r"^(?:An?|The)\s")
_NO_APPOSITION = re.compile(
    r"^(?:\w+ing|Towards?|How|Why|What|When|Can|From|To|On|For|Is|Are|Do|Does|With|In|Beyond|Any)\b",
    re.IGNORECASE,
)
_HYPHENATED_NAME = re.compile(
    r"[A-Z][A-Za-z0-9]*(?:-(?:to|of|and|in|on|for|with|by|the|a|is|n))*(?:-[A-Z0-9][A-Za-z0-9]*)+"
)
# In a title any compound of words is written so: "English-German", "Multi-Tier".
_COMPOUND = re.compile(r"[A-Z][a-z]+(?:[-‐‑–/][A-Z][a-z]+)+")
_NOT_WORD = re.compile(r"[^\w]+")
_QUOTED = re.compile(r"(?<![\w])['\"‘“]([a-z][a-z -]{3,40}[a-z])['\"’”](?![a-z])")
TITLE_HEAD_WEIGHT, CUE_WEIGHT = 2, 1


class Group:
    """Names that stand in one enumeration of a sentence, and so share what is said of them.

    Args:
        text: the sentence.
        start, end: from the first to the last of them.
        known: kinds of those that the scheme holds.
    """

    def __init__(self, text: str, start: int, end: int, known: Sequence[ConceptKind]) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._known = known

    @cached_property
    def votes(self) -> Votes:
        """Of the words around them, and of the company of what is known."""
        votes = votes_of_place(self.text, self.start, self.end)
        for kind in self._known:
            votes[kind] += 2
        return votes


@dataclass(slots=True)
class Evidence:
    """What the texts of a work say of one name.

    The words around it are read only when they are asked for: most names are told to be none by
    their form.

    Args:
        forms: how it is written.
        told: votes that do not come from a sentence.
        groups: in which it stands.
        places: text, start and end of each place in a sentence.
        introduced: weight of the places that say the work brings it.
        in_body, in_korean, in_list, in_title: whether it stands in a sentence, a Korean one, an
            enumeration, a title.
        first: place in the order of names.
    """

    forms: Counter[str] = field(default_factory=Counter)
    told: Votes = field(default_factory=Counter)
    groups: list[Group] = field(default_factory=list)
    places: list[tuple[str, int, int]] = field(default_factory=list)
    introduced: int = 0
    in_body: bool = False
    in_korean: bool = False
    in_list: bool = False
    in_title: bool = False
    first: int = 0

    @property
    def votes(self) -> Votes:
        """For what the name is, by all its places."""
        votes = self.told.copy()
        for group in self.groups:
            votes.update(group.votes)
        return votes

    def genera(self) -> Iterator[str]:
        """The noun phrases that say of what the named thing is one."""
        for text, start, end in self.places:
            yield from genera_of_place(text, start, end)

    def add(self, other: Evidence) -> None:
        """Take in what is said of the same thing under another name."""
        self.told.update(other.told)
        self.groups += other.groups
        self.places += other.places
        self.introduced += other.introduced
        self.in_body |= other.in_body
        self.in_korean |= other.in_korean
        self.in_list |= other.in_list
        self.in_title |= other.in_title


class Reading:
    """The texts of one work as they are read, sentence by sentence.

    Args:
        scheme: the known concepts.
        index: of their labels.

    Attributes:
        names: evidence by folded name, of names that the scheme does not hold.
        definitions: acronyms that the texts define.
        heads: folded heads of titles.
    """

    def __init__(self, scheme: Scheme, index: LabelIndex) -> None:
        self.names: dict[str, Evidence] = {}
        self.definitions: list[Definition] = []
        self.heads: set[str] = set()
        self._scheme = scheme
        self._index = index
        self._title = ""
        self._introduced_known: Counter[str] = Counter()
        self._hits: list[Match] = []

    def read(self, passage: Passage) -> None:
        """Take in one passage."""
        self._hits += passage.hits
        if passage.is_title:
            self._read_title(passage.prose)
            return
        for line in passage.lines:
            self._read_line(passage, line)

    def names_also(self, key: str) -> bool:
        """Whether a label of that concept of the scheme stands in the texts."""
        return any(use.concept == key for hit in self._hits for use in hit.uses)

    def introduced_known(self) -> frozenset[str]:
        """Folded names of the scheme that the texts introduce.

        A name that is the head of the title, or that the title holds and a sentence proposes, or
        that two sentences propose: "we introduce LoRA into …" alone introduces nothing.
        """
        return frozenset(
            name
            for name, count in self._introduced_known.items()
            if count and count + (_spaced(name) in self._title) >= TITLE_HEAD_WEIGHT
        )

    def known_aliases(self) -> tuple[tuple[str, str], ...]:
        """Acronyms defined for the scheme's concepts: pairs of the acronym and a key, sorted."""
        found = set()
        for d in self.definitions:
            keys = self._index.keys_of(d.long)
            if keys and not set(keys) & set(self._index.keys_of(d.short)):
                found.add((d.short, keys[0]))
        return tuple(sorted(found))

    def _read_title(self, title: str) -> None:
        match = _TITLE_HEAD.match(title) or _REPORT.match(title)
        if match:
            head = _REPORT_WORDS.sub("", match[1].strip("'\"‘’“”*[] "))
            rest = match[2] if match.lastindex == 2 else ""
            weight = 0 if _SURVEY.search(rest) else TITLE_HEAD_WEIGHT
            if _is_whole_name(head) and not self._known(head):
                evidence = self._evidence(head)
                evidence.introduced += weight
                evidence.told += _title_votes(rest)
                self.heads.add(fold_label(head))
            elif shape_of(head) in ("camel", "alnum", "caps", "title") and not head.endswith("s"):
                self._introduced_known[fold_label(head)] += weight
        self.definitions += find_definitions(title)
        self._title = _spaced(title)
        for name in find_names(title):
            if name.shape in ("camel", "alnum", "caps") and not self._known(name.text):
                evidence = self._evidence(name.text)
                evidence.in_title |= _COMPOUND.fullmatch(name.text) is None
                evidence.groups.append(Group(title, name.start, name.end, ()))

    def _read_line(self, passage: Passage, line: Line) -> None:
        self.definitions += line.definitions
        names = _outermost(line.names, line.definitions)
        known = {n: self._known(n.text) for n in names}
        if not all(known.values()):
            names = _outside_labels(passage, line, names, known)
        for group in _groups(line.text, names):
            for name in group:
                if known[name] and not name.text.endswith("s"):
                    introduced = _is_introduced(line.text, name, line.definitions)
                    self._introduced_known[fold_label(name.text)] += int(introduced)
            unknown = [name for name in group if not known[name]]
            if unknown:
                self._take(line, group, unknown, [known[n][0] for n in group if known[n]])
        if line.is_korean:
            self._take_quoted(line.text)

    def _take(
        self, line: Line, names: list[Name], unknown: list[Name], known: list[ConceptKind]
    ) -> None:
        """Take in the names of an enumeration that the scheme does not hold."""
        group = Group(line.text, names[0].start, names[-1].end, known)
        listed = any(name.shape in ("camel", "alnum") for name in names)
        introduced = False
        for name in unknown:
            evidence = self._evidence(name.text)
            evidence.in_body = True
            evidence.in_korean |= line.is_korean
            evidence.in_list |= listed
            evidence.groups.append(group)
            evidence.places.append((line.text, name.start, name.end))
            is_part = line.is_korean and name.shape == "phrase" and is_component(line.text)
            # "We release X and Y": what follows the first of a list is brought with it.
            introduced = introduced or _is_introduced(line.text, name, line.definitions)
            evidence.introduced += CUE_WEIGHT * (is_part or introduced)

    def _take_quoted(self, sentence: str) -> None:
        for match in _QUOTED.finditer(sentence):
            kind = kind_of_phrase(match[1])
            if " " in match[1] and kind and not self._known(match[1]):
                evidence = self._evidence(match[1])
                evidence.in_body = evidence.in_korean = True
                evidence.told[kind] += 3
                evidence.introduced += CUE_WEIGHT

    def _evidence(self, label: str) -> Evidence:
        key = fold_label(bare_name(label))
        evidence = self.names.get(key)
        if evidence is None:
            evidence = self.names[key] = Evidence(first=len(self.names))
        evidence.forms[bare_name(label)] += 1
        return evidence

    def _known(self, label: str) -> tuple[ConceptKind, ...]:
        """Kinds of the scheme's concepts that a name names, its size and variant aside."""
        keys = self._index.keys_of(label)
        return tuple(self._scheme[key].kind for key in keys) if keys else ()


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


def _outside_labels(
    passage: Passage, line: Line, names: list[Name], known: Mapping[Name, Sequence[ConceptKind]]
) -> list[Name]:
    """Names that are no part of a longer label of the scheme ("Kolmogorov-Arnold network")."""
    first = bisect_left(passage.hits, (line.start,))
    last = bisect_left(passage.hits, (line.end,), lo=first)
    labels = [(hit.start - line.start, hit.end - line.start) for hit in passage.hits[first:last]]
    return [
        n
        for n in names
        if known[n]
        or not any(a <= n.start and n.end <= b and b - a > n.end - n.start for a, b in labels)
    ]


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
