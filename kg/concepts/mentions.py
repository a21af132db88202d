"""Mentions of concepts in the texts of one work: found, disambiguated, given a role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from kg.concepts.coining import Coined
from kg.concepts.definitions import may_define
from kg.concepts.folding import fold_label
from kg.concepts.kinds import votes_of_place
from kg.concepts.matching import FewLabels, LabelIndex, LabelUse, Match
from kg.concepts.names import Name, bare_name, shape_of
from kg.concepts.passages import Passage
from kg.concepts.role_model import RoleModel
from kg.concepts.roles import RoleDecision, role_of
from kg.concepts.scheme import Scheme
from kg.concepts.senses import senses_of
from kg.entities import Concept, Label, Mention, Place

# "has drawn much attention": an ordinary word in its ordinary sense.
_IDIOM = re.compile(
    r"\b(?:gain|receiv|garner|attract|draw|pa(?:y|id)|increas|grow|considerabl|widespread|signific|"
    r"substantial|much|little|more|less|particular|special|research|great|limited|insufficient|"
    r"renewed|rising|immense|tremendous|remarkable|extensive)\w*\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_IDIOM_REACH = 40
_SURER_RULES = ("label/", "defined/", "own-name/")


class _Found(NamedTuple):
    passage: Passage
    match: Match
    use: LabelUse
    confidence: float
    rule: str
    is_own: bool


class Named(NamedTuple):
    """A concept of the scheme that a text names.

    Args:
        concept: its key.
        place: where.
        confidence: that it is meant, in [0, 1].
    """

    concept: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a work when its ambiguous names are decided.

    Args:
        senses: concepts by folded acronym, as its texts define them.
        certain: concepts named without ambiguity.
        possible: concepts named at all.
    """

    senses: Mapping[str, frozenset[str]]
    certain: Set[str]
    possible: Set[str]


class CoinedNames:
    """Coined concepts by their folded labels, for works other than those that coined them.

    Only labels distinctive enough to be known elsewhere are kept.

    Args:
        concepts: coined concepts.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.key: concept for concept in concepts}
        found: defaultdict[str, list[LabelUse]] = defaultdict(list)
        for concept in sorted(self.concepts.values(), key=lambda c: c.key):
            for label in (*concept.pref, *concept.alt):
                if label.text not in concept.ambiguous and any(c.isupper() for c in label.text):
                    folded = fold_label(label.text)
                    use = LabelUse(concept.key, label.text, folded, False, True)
                    found[folded].append(use)
        self._uses = dict(found)

    def name_others(self, names: Iterable[tuple[str, bool]], own: Container[str]) -> bool:
        """Whether names, with whether they open something, mean what is not a work's own."""
        found = (self._uses_of(name, opens) for name, opens in names)
        return any(uses[0].concept not in own for uses in found if uses)

    def uses(self, sentence: str, name: Name) -> tuple[LabelUse, ...]:
        """The labels that a name candidate of a sentence can be, by key."""
        if not any(form in self._uses for form in surface_forms(name.text)):
            return ()
        return self._uses_of(name.text, _opens(sentence, name))

    def _uses_of(self, name: str, opens: bool) -> tuple[LabelUse, ...]:
        for form in surface_forms(name):
            known = self._uses.get(form, ())
            if uses := tuple(use for use in known if _may_stand(name, opens, use.label)):
                return uses
        return ()


@lru_cache(maxsize=1 << 16)
def surface_forms(name: str) -> tuple[str, ...]:
    """The folded forms under which a name candidate is looked up: as is, singular, bare.

    >>> surface_forms("FlowTop-7B")
    ('flowtop 7b', 'flowtop')
    """
    folded = fold_label(name)
    forms = [folded]
    if folded.endswith("s") and len(folded) > 4:
        forms.append(folded[:-1])
    bare = fold_label(bare_name(name))
    if bare != folded:
        forms.append(bare)
    return tuple(forms)


class MentionFinder:
    """Finds the mentions of a work.

    Args:
        scheme: the shipped concepts.
        index: of their labels.
        coined: concepts coined over all works.
    """

    def __init__(self, scheme: Scheme, index: LabelIndex, coined: CoinedNames) -> None:
        self._scheme = scheme
        self._index = index
        self._coined = coined
        self._model = RoleModel()

    def find(
        self,
        work: str,
        found_in: Sequence[Passage],
        own: Mapping[str, Concept],
        read: Coined,
    ) -> tuple[Mention, ...]:
        """The mentions, in order of place.

        Args:
            work: key of the work.
            found_in: its sentences.
            own: the concepts that this work coined, by key.
            read: what reading the work gave besides.
        """
        aliases = [self._named_here(key, short) for short, key in read.aliases]
        local = [*_without_ambiguity(own.values()), *aliases]
        own_labels = FewLabels(local) if local else None
        found: list[_Found] = []
        for passage, chosen in self._chosen(found_in):
            of_work = () if own_labels is None else _own(passage, own_labels)
            found += _longest([*chosen, *of_work, *self._others(passage, own)])
        brought = {coining.key for coining in read.coinings if coining.introduces}
        brought |= {f.use.concept for f in found if f.use.folded in read.introduced}
        return tuple(self._mention(work, f, own, brought) for f in found)

    def named(self, found_in: Sequence[Passage]) -> tuple[Named, ...]:
        """Where concepts of the scheme stand, in order of place, and no more."""
        return tuple(
            Named(f.use.concept, _place(f), f.confidence)
            for _, chosen in self._chosen(found_in)
            for f in _longest(chosen)
        )

    def _chosen(self, found_in: Sequence[Passage]) -> Iterator[tuple[Passage, list[_Found]]]:
        """What the labels of the scheme mean in each passage."""
        known = _known(found_in, self._defined_senses(found_in))
        for passage in found_in:
            yield passage, [f for m in passage.hits if (f := self._choose(passage, m, known))]

    def open_names(
        self, found_in: Sequence[Passage], mentions: Sequence[Mention]
    ) -> frozenset[tuple[str, bool]]:
        """Name candidates that no mention covers which :func:`_longest` would prefer."""
        covered: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for m in mentions:
            # Of one place only what is surer than a coined name comes before it.
            is_sure = m.rule.startswith(_SURER_RULES)
            end = m.place.end if is_sure else m.place.end - 1
            covered[m.place.text, m.place.sentence].append((m.place.start, end))
        return frozenset(
            (name.text, _opens(line.text, name))
            for passage in found_in
            for line in passage.lines
            for name in line.names
            if not _is_covered(
                covered[passage.text.key, passage.number],
                line.start + name.start,
                line.start + name.end,
            )
        )

    def _named_here(self, key: str, short: str) -> Concept:
        """A concept of the scheme under the acronym that a work gives it."""
        return replace(
            self._scheme[key], pref=(Label(text=short, language="en"),), alt=(), ambiguous=()
        )

    def _choose(self, passage: Passage, match: Match, known: _Known) -> _Found | None:
        """The concept that a scheme label means here, or None when it means none of them."""
        candidates = match.uses
        if known.senses:
            senses = [known.senses[u.folded] for u in candidates if u.folded in known.senses]
            if senses:
                meant = [use for use in candidates if use.concept in senses[0]]
                return _Found(passage, match, meant[0], 0.95, "defined", False) if meant else None
        if len(candidates) == 1 and not candidates[0].is_ambiguous:
            return _Found(passage, match, candidates[0], 0.95, "label", False)
        near = {use: self._support(use, known.certain) for use in candidates}
        best = max(candidates, key=lambda u: (near[u], not u.is_ambiguous, -len(u.concept)))
        if best.is_ambiguous:
            sure, best = self._of_ambiguous(passage, match, known, near[best], best)
            return _Found(passage, match, best, sure, "context", False) if sure else None
        if len({use.concept for use in candidates}) > 1:
            return _Found(passage, match, best, 0.8 if near[best] else 0.55, "context", False)
        return _Found(passage, match, best, 0.95, "label", False)

    def _support(self, use: LabelUse, present: Set[str]) -> int:
        """How much the concepts of a work speak for a label; its own other label most."""
        if use.concept in present:
            return 1000
        return len(self._scheme.neighbours(use.concept) & present)

    def _of_ambiguous(
        self, passage: Passage, match: Match, known: _Known, support: int, best: LabelUse
    ) -> tuple[float, LabelUse]:
        """How sure an ambiguous name is, and the sense that its company speaks for most."""
        if not best.is_name and _is_idiom(passage.prose, match.start):
            return 0.0, best
        if support:
            return 0.8, best
        sure = {use: self._in_company(passage, match, use, known) for use in match.uses}
        best = max(match.uses, key=lambda use: (sure[use], -len(use.concept)))
        return sure[best], best

    def _in_company(self, passage: Passage, match: Match, use: LabelUse, known: _Known) -> float:
        """Confidence of an ambiguous name by its likely neighbours, or by the words around it."""
        if not use.is_name:
            return 0.0
        if self._scheme.neighbours(use.concept) & known.possible:
            return 0.7
        line = passage.line_at(match.start)
        votes = votes_of_place(line.text, match.start - line.start, match.end - line.start)
        return 0.6 if votes[self._scheme[use.concept].kind] >= 2 else 0.0

    def _defined_senses(self, found_in: Sequence[Passage]) -> dict[str, frozenset[str]]:
        """For each acronym that the texts define: the concepts that it can mean, maybe none."""
        senses: dict[str, frozenset[str]] = {}
        for passage in found_in:
            if not may_define(passage.prose):
                continue
            for d in (d for line in passage.lines for d in line.definitions):
                meant = senses_of(d, self._scheme, self._index)
                short = fold_label(d.short)
                for form in (short, short.removesuffix("s")):
                    senses[form] = senses.get(form, frozenset()) | meant
        return senses

    def _others(self, passage: Passage, own: Mapping[str, Concept]) -> Iterator[_Found]:
        if not self._coined.concepts:
            return
        for line in passage.lines:
            for name in line.names:
                uses = self._coined.uses(line.text, name)
                if uses and uses[0].concept not in own:
                    match = Match(line.start + name.start, line.start + name.end, uses)
                    yield _Found(passage, match, uses[0], 0.85, "coined-name", False)

    def _mention(
        self, work: str, found: _Found, own: Mapping[str, Concept], brought: set[str]
    ) -> Mention:
        match, passage = found.match, found.passage
        key = found.use.concept
        concept = own.get(key) or self._scheme.get(key) or self._coined.concepts[key]
        if key in brought or concept.introduced_by == work:
            decision = RoleDecision("introduces", 0.95, "introduced")
        else:
            decision = self._role(found, concept)
        return Mention(
            concept=key,
            kind=concept.kind,
            role=decision.role,
            place=_place(found),
            surface=passage.words[match.start : match.end],
            confidence=round(min(found.confidence, 0.4 + 0.6 * decision.confidence), 2),
            rule=f"{found.rule}/{decision.rule}",
        )

    def _role(self, found: _Found, concept: Concept) -> RoleDecision:
        match, passage = found.match, found.passage
        line = passage.line_at(match.start)
        return role_of(
            line.text,
            match.start - line.start,
            match.end - line.start,
            concept.kind,
            passage.label,
            None if passage.is_title else self._model,
        )


def _place(found: _Found) -> Place:
    passage, match = found.passage, found.match
    return Place(text=passage.text.key, sentence=passage.number, start=match.start, end=match.end)


def _known(found_in: Sequence[Passage], senses: Mapping[str, frozenset[str]]) -> _Known:
    certain: set[str] = set()
    possible: set[str] = set()
    for passage in found_in:
        for match in passage.hits:
            first = match.uses[0]
            possible.update([use.concept for use in match.uses])
            if len(match.uses) == 1 or all(use.concept == first.concept for use in match.uses):
                certain.update(
                    [
                        use.concept
                        for use in match.uses
                        if not use.is_ambiguous and use.folded not in senses
                    ]
                )
    return _Known(senses, certain, possible)


def _own(passage: Passage, labels: FewLabels) -> Iterator[_Found]:
    for match in labels.find(passage.prose):
        yield _Found(passage, match, match.uses[0], 0.92, "own-name", True)


def _longest(found: list[_Found]) -> list[_Found]:
    """The leftmost longest, none overlapping another; of one place the work's own, the surest."""
    found.sort(key=_preference)
    kept: list[_Found] = []
    end = 0
    for f in found:
        if f.match.start >= end:
            kept.append(f)
            end = f.match.end
    return kept


def _preference(found: _Found) -> tuple[int, int, bool, float]:
    match = found.match
    return match.start, -match.end, not found.is_own, -found.confidence


def _without_ambiguity(concepts: Iterable[Concept]) -> Iterator[Concept]:
    for concept in concepts:
        yield replace(concept, ambiguous=())


def _is_idiom(text: str, start: int) -> bool:
    return _IDIOM.search(text, max(0, start - _IDIOM_REACH), start) is not None


def _may_stand(name: str, opens: bool, label: str) -> bool:
    """Whether a name candidate may be the coined label, by its form and place."""
    if shape_of(label) == "title" or shape_of(name) == "title":
        return name == label and not opens
    return name == label or shape_of(label) in ("camel", "alnum", "phrase")


def _opens(sentence: str, name: Name) -> bool:
    """Whether a name opens a sentence or stands behind a colon, where any word is capitalised."""
    return sentence[: name.start].rstrip()[-1:] in ("", ":")


def _is_covered(mentions: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in mentions)
