"""Extraction: everything that is found in the texts of a work, by one versioned extractor.

The catalogue coins over all works first and extracts then, so that what is found in a work does
not depend on when it was read.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.concepts.coiner import Coiner
from kg.concepts.coining import Coined, Coining, resolve_coinings
from kg.concepts.links import find_links
from kg.concepts.matching import LabelIndex
from kg.concepts.mentions import CoinedNames, MentionFinder, Named, surface_forms
from kg.concepts.passages import Passage, passages
from kg.concepts.results import find_results
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Extraction, WorkText

RULES_VERSION = "8"
_KEPT_READINGS = 1024  # more than the works of one transaction


def extractor_version(scheme: Scheme) -> str:
    """Twelve hexadecimal digits that change with the rules and with any concept of the scheme."""
    return hashlib.sha256(f"{RULES_VERSION}/{scheme.version}".encode()).hexdigest()[:12]


class Extractor:
    """Reads texts with a scheme and the concepts coined so far.

    Args:
        scheme: the shipped concepts.
        coined: what all works coined, resolved; a concept of the scheme's keys is ignored.

    Example:
        >>> from kg.entities import Label
        >>> from kg.records import Sentence
        >>> lora = Concept(key="lora", kind="method", pref=(Label(text="LoRA", language="en"),))
        >>> words = (Sentence(text="FlowTop: Video Editing with LoRA"),)
        >>> title = WorkText(key="title", field="title", language="en", sentences=words, source="x")
        >>> found = Extractor(Scheme([lora])).extract("arxiv:1", [title])
        >>> [(m.surface, m.role) for m in found.mentions]
        [('FlowTop', 'introduces'), ('LoRA', 'uses')]
    """

    def __init__(self, scheme: Scheme, coined: Iterable[Concept] = ()) -> None:
        self.scheme = scheme
        self._known = dict(scheme.concepts)
        self._coined = {c.key: c for c in coined if c.key not in scheme}
        self._index = _index_of(scheme)
        self._coiner = Coiner(scheme, self._index)
        self._read = lru_cache(_KEPT_READINGS)(self._read_anew)
        self._coined_names = CoinedNames(self._coined.values())
        self._finder = MentionFinder(scheme, self._index, self._coined_names)
        self.version = extractor_version(scheme)

    def named(self, texts: Sequence[WorkText]) -> tuple[Named, ...]:
        """Where texts name concepts of the scheme, in order of place.

        Labels are found in one pass and decided between, as for :meth:`extract`; names that works
        coin, roles, results and links are left out, for which it is several times as quick.
        """
        return self._finder.named(passages(texts, self._index))

    def coin(self, work: str, texts: Sequence[WorkText]) -> tuple[Coining, ...]:
        """The concepts that a work names and the scheme does not hold, sorted by key.

        Args:
            work: key of the work; the result does not depend on it.
            texts: its title, abstracts and summaries.
        """
        del work
        return self._read(tuple(texts))[1].coinings

    def names(self, texts: Sequence[WorkText]) -> frozenset[str]:
        """Folded forms of all name candidates of texts, and of what they coin themselves.

        What extraction finds in these texts can change with a coined concept only when the folded
        form of one of its labels (:func:`kg.concepts.folding.fold_label`) is among them.
        """
        found_in, coined = self._read(tuple(texts))
        names = {name.text for p in found_in for line in p.lines for name in line.names}
        names.update(label for one in coined.coinings for label in one.labels)
        return frozenset(form for name in names for form in surface_forms(name))

    def open_names(
        self, texts: Sequence[WorkText], draft: Extraction
    ) -> frozenset[tuple[str, bool]]:
        """The name candidates of texts that no mention of an extraction keeps from being one.

        Returns:
            Their words, and whether they open a sentence or stand behind a colon.
        """
        return self._finder.open_names(self._read(tuple(texts))[0], draft.mentions)

    def may_change(
        self, work: str, coinings: Iterable[Coining], open_names: Iterable[tuple[str, bool]]
    ) -> bool:
        """Whether the coined concepts can make a difference to what is found in a work.

        Args:
            work: its key.
            coinings: what :meth:`coin` found in it.
            open_names: what :meth:`open_names` found in it, by what an extractor without any
                coined concept extracts.

        Returns:
            False only when this extractor extracts the same.
        """
        own = {concept.key: concept for concept in resolve_coinings((work, c) for c in coinings)}
        return self._coined_names.name_others(open_names, own) or any(
            _as_seen_by(work, concept) != _as_seen_by(work, self._coined.get(key, concept))
            for key, concept in own.items()
        )

    def extract(self, work: str, texts: Sequence[WorkText]) -> Extraction:
        """Mentions, stated results and links of a work's texts, in order of place.

        Args:
            work: key of the work, as given to :func:`resolve_coinings`.
            texts: its title, abstracts and summaries.
        """
        found_in, coined = self._read(tuple(texts))
        own = self._own(work, coined.coinings)
        mentions = self._finder.find(work, found_in, own, coined)
        concepts = ChainMap(own, self._coined, self._known)
        return Extraction(
            mentions=mentions,
            results=find_results(found_in, mentions, concepts),
            links=tuple(
                link for p in found_in for link in find_links(p.text.key, p.number, p.words)
            ),
        )

    def _read_anew(self, texts: tuple[WorkText, ...]) -> tuple[list[Passage], Coined]:
        found_in = passages(texts, self._index)
        return found_in, self._coiner.read_passages(found_in)

    def _own(self, work: str, coinings: Iterable[Coining]) -> dict[str, Concept]:
        """What the work coins, with the kind and the introducer that all works together gave it."""
        resolved = resolve_coinings((work, coining) for coining in coinings)
        return {concept.key: self._coined.get(concept.key, concept) for concept in resolved}


def _as_seen_by(work: str, concept: Concept) -> tuple[object, ...]:
    """What of a concept that a work coined counts when the work is read."""
    return concept.kind, concept.pref, concept.alt, concept.introduced_by == work


@lru_cache(maxsize=2)
def _index_of(scheme: Scheme) -> LabelIndex:
    """The index of a scheme, which every extractor with this scheme shares."""
    return LabelIndex(scheme)
