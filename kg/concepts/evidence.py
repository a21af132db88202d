"""What the texts of a work say of the names in them: the evidence on which coining decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.concepts.cues import is_component, is_introduced
from kg.concepts.definitions import Definition, find_definitions
from kg.concepts.folding import fold_label
from kg.concepts.kinds import Votes, genera_of_place, kind_of_phrase, votes_of_place
from kg.concepts.matching import LabelIndex
from kg.concepts.names import Name, bare_name, find_names, shape_of
from kg.concepts.scheme import Scheme
from kg.concepts.segments import blank_no_prose, sentence_ranges
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
_HYPHENATED_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)+")
_NOT_WORD = re.compile(r"[^\w]+")
_HANGUL = re.compile(r"[가-힣]")
_QUOTED = re.compile(r"(?<![\w])['\"‘“]([a-z][a-z -]{3,40}[a-z])['\"’”](?![a-z])")
TITLE_HEAD_WEIGHT, CUE_WEIGHT = 2, 1


@dataclass(slots=True)
class Evidence:
    """What the texts of a work say of one name.

    Args:
        forms: how it is written.
        votes: for what it is.
        introduced: weight of the places that say the work brings it.
        in_body, in_korean, in_list: whether it stands in a sentence, a Korean one, an enumeration.
        genera: keys of the concepts that it is said to be one of.
        first: place in the order of names.
    """

    forms: Counter[str] = field(default_factory=Counter)
    votes: Votes = field(default_factory=Counter)
    introduced: int = 0
    in_body: bool = False
    in_korean: bool = False
    in_list: bool = False
    genera: Counter[str] = field(default_factory=Counter)
    first: int = 0

    def add(self, other: Evidence) -> None:
        """Take in what is said of the same thing under another name."""
        self.votes += other.votes
        self.introduced += other.introduced
        self.in_body |= other.in_body
        self.in_korean |= other.in_korean
        self.in_list |= other.in_list
        self.genera += other.genera


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

    def read(self, text: str, *, is_title: bool) -> None:
        """Take in one sentence, or an abstract of several."""
        prose = blank_no_prose(text)
        if is_title:
            self._read_title(prose)
            return
        for start, end in sentence_ranges(prose):
            self._read_sentence(prose[start:end])

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
                evidence.votes += _title_votes(rest)
                self.heads.add(fold_label(head))
            elif shape_of(head) in ("camel", "alnum", "caps", "title") and not head.endswith("s"):
                self._introduced_known[fold_label(head)] += weight
        self.definitions += find_definitions(title)
        self._title = _spaced(title)
        for name in find_names(title):
            if name.shape in ("camel", "alnum") and not self._known(name.text):
                self._evidence(name.text).votes += votes_of_place(title, name.start, name.end)

    def _read_sentence(self, sentence: str) -> None:
        definitions = find_definitions(sentence)
        self.definitions += definitions
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
    ) -> Evidence:
        evidence = self._evidence(name.text)
        evidence.in_body = True
        evidence.in_korean |= bool(_HANGUL.search(sentence))
        evidence.votes += votes
        is_part = name.shape == "phrase" and is_component(sentence)
        if is_part or _is_introduced(sentence, name, definitions):
            evidence.introduced += CUE_WEIGHT
        for phrase in genera_of_place(sentence, name.start, name.end):
            evidence.genera.update(self._genus(phrase))
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
                evidence.introduced += CUE_WEIGHT

    def _genus(self, phrase: str) -> tuple[str, ...]:
        """The concept that the last words of a noun phrase name, two words at least."""
        words = phrase.split()
        for cut in range(len(words) - 1):
            if keys := self._index.keys_of(" ".join(words[cut:])):
                return keys[:1]
        return ()

    def _evidence(self, label: str) -> Evidence:
        key = fold_label(bare_name(label))
        evidence = self.names.get(key)
        if evidence is None:
            evidence = self.names[key] = Evidence(first=len(self.names))
        evidence.forms[bare_name(label)] += 1
        return evidence

    def _known(self, label: str) -> tuple[ConceptKind, ...]:
        """Kinds of the scheme's concepts that a name names, its size and variant aside."""
        return tuple(self._scheme[key].kind for key in self._index.keys_of(label))


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
