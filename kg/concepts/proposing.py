"""Concepts that a corpus asks for: terms that many works share and the scheme does not hold.

Nothing enters the scheme by itself. Proposals are written to a table, a person decides line by
line, and what was accepted becomes concepts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.concepts.coiner import Coiner
from kg.concepts.definitions import find_definitions
from kg.concepts.errors import SchemeUnreadable
from kg.concepts.folding import common_words, fold_label, slug
from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme
from kg.concepts.segments import blank_no_prose, sentence_ranges
from kg.concepts.tagging import Tagger
from kg.entities import Concept, ConceptKind, Label, WorkText

_COLUMNS = (
    "decision", "key", "label", "kind", "works", "acronyms", "korean", "broader", "exact", "close",
    "examples",
)  # fmt: skip
ACCEPTED = "yes"
_MARK_UP = re.compile(r"[\\${}^~<>=|]|_\{|``|''")  # of LaTeX, HTML, Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A term that may become a concept.

    Args:
        label: its most frequent form.
        kind: what most places say it is.
        works: in how many works it stands.
        key: of the concept that it would add to; empty for a new one.
        acronyms: short forms that texts define for it, and other names.
        korean: Korean names.
        broader: keys of scheme concepts whose label it ends in.
        exact, close: IRIs of concepts elsewhere that mean the same, or nearly.
        examples: keys of some works, sorted.
    """

    label: str
    kind: ConceptKind
    works: int = 0
    key: str = ""
    acronyms: tuple[str, ...] = ()
    korean: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    works: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[ConceptKind] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)


class Proposer:
    """Collects the terms of works one by one.

    Args:
        scheme: what it holds is not proposed.
        index: of its labels.
        tagger: marks terms in English sentences.
    """

    def __init__(self, scheme: Scheme, index: LabelIndex, tagger: Tagger) -> None:
        self._index = index
        self._tagger = tagger
        self._coiner = Coiner(scheme, index)
        self._seen: defaultdict[str, _Seen] = defaultdict(_Seen)
        self._works = 0

    def read(self, work: str, texts: Sequence[WorkText]) -> None:
        """Take in the texts of one work."""
        self._works += 1
        for coining in self._coiner.read(texts).coinings:
            self._add(work, coining.label, coining.kind)
        for text in texts:
            for sentence in text.sentences:
                prose = blank_no_prose(sentence.text)
                for start, end in sentence_ranges(prose):
                    self._read_sentence(work, prose[start:end])

    def _read_sentence(self, work: str, sentence: str) -> None:
        for term in self._tagger.terms(sentence):
            self._add(work, sentence[term.start : term.end], term.kind)
        for d in find_definitions(sentence):
            key = fold_label(d.long)
            if key in self._seen:
                self._seen[key].acronyms[d.short] += 1

    def _add(self, work: str, words: str, kind: ConceptKind) -> None:
        key = fold_label(words).removesuffix("s")
        if not key or self._index.keys_of(words) or not slug(words):
            return
        seen = self._seen[key]
        seen.works.add(work)
        seen.forms[words] += 1
        seen.kinds[kind] += 1

    def proposals(self, at_least: int = 5, at_most_share: float = 0.2) -> list[Proposal]:
        """The terms worth a look, most shared first.

        Args:
            at_least: works that must hold a term; at least 1.
            at_most_share: of all works, in (0, 1]; what stands everywhere says nothing.
        """
        limit = at_most_share * self._works
        found = [
            self._proposal(seen)
            for seen in self._seen.values()
            if at_least <= len(seen.works) <= max(limit, at_least) and _is_term(seen)
        ]
        return sorted(found, key=lambda p: (-p.works, p.label))

    def _proposal(self, seen: _Seen) -> Proposal:
        label = min(seen.forms, key=lambda form: (-seen.forms[form], form))
        return Proposal(
            label=label,
            kind=min(seen.kinds, key=lambda kind: (-seen.kinds[kind], kind)),
            works=len(seen.works),
            acronyms=tuple(a for a, n in seen.acronyms.most_common(2) if n > 1),
            broader=self._broader(label),
            examples=tuple(sorted(seen.works)[:3]),
        )

    def _broader(self, label: str) -> tuple[str, ...]:
        """The concept that the last words name: "video diffusion model" ends in one."""
        words = label.split()
        for cut in range(1, len(words)):
            if keys := self._index.keys_of(" ".join(words[cut:])):
                return keys[:1]
        return ()


def _is_term(seen: _Seen) -> bool:
    """Several words, or one that is no ordinary word; no mark-up and no half of a bracket."""
    label = seen.forms.most_common(1)[0][0]
    if _MARK_UP.search(label) or label.count("(") != label.count(")"):
        return False
    words = fold_label(label).split()
    return len(words) > 1 or words[0] not in common_words()


def write_review(proposals: Iterable[Proposal], path: Path) -> None:
    """Write proposals as a table (tab-separated) with an empty column ``decision``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, dialect="excel-tab")
        table.writerow(_COLUMNS)
        for p in proposals:
            several = (p.acronyms, p.korean, p.broader, p.exact, p.close, p.examples)
            lists = (" | ".join(one) for one in several)
            table.writerow(("", p.key, p.label, p.kind, p.works or "", *lists))


def read_review(path: Path) -> Iterator[Concept]:
    """The concepts of the lines whose decision is ``yes``, as the reviewer left them.

    Kind, labels, broader concepts and alignments may be corrected in the table.

    Raises:
        SchemeUnreadable: the file is missing or no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, dialect="excel-tab"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SchemeUnreadable(str(path), str(error)) from error
    if rows and (missing := {"decision", "label", "kind"} - rows[0].keys()):
        raise SchemeUnreadable(str(path), f"it has no column {', '.join(sorted(missing))}")
    for row in rows:
        if (row["decision"] or "").strip().lower() == ACCEPTED:
            yield _reviewed(row)


def _reviewed(row: Mapping[str, str | None]) -> Concept:
    label, *others = (row["label"] or "", *_list(row.get("acronyms")))
    first, *more = (*_list(row.get("korean")), "")
    pref = [Label(text=label, language="en")]
    pref += [Label(text=first, language="ko")] if first else []
    alt = [Label(text=other, language="en") for other in others]
    alt += [Label(text=other, language="ko") for other in more if other]
    return Concept(
        key=(row.get("key") or "").strip() or slug(label),
        kind=_kind(row["kind"] or ""),
        pref=tuple(pref),
        alt=tuple(alt),
        broader=_list(row.get("broader")),
        exact_match=_list(row.get("exact")),
        close_match=_list(row.get("close")),
    )


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(item.strip() for item in (cell or "").split("|") if item.strip())


def _kind(word: str) -> ConceptKind:
    kinds: tuple[ConceptKind, ...] = (
        "method", "task", "dataset", "model", "metric", "hardware", "concept",
    )  # fmt: skip
    return next((kind for kind in kinds if kind == word.strip()), "concept")
