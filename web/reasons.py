"""One sentence why a work is in a ranked list, told from the very parts of its score.

The evidence is grouped by what a reader understands: shared topics, people, citations, words, and
papers in between. The groups that carry most of the score are told, strongest first; a group that
carries little is left to the exact table beside the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from markupsafe import Markup

from recommender.model import Evidence, RankedList, Result
from web.contract import Reader
from web.i18n import Translator
from web.i18n.phrases import Item, NameList
from web.naming import Names, names_for
from web.shared_words import has_hangul, is_letter_pair, shared_word, text_of

Group = Literal["topics", "people", "citation", "cited-together", "words", "between"]
Subject = Literal["work", "text", "list"]

_SHOWN: Final = {"topics": 3, "people": 2, "cited-together": 1, "words": 3, "between": 1}
_MOST_GROUPS: Final = 2
_LOOKED_AT: Final = 6
_LEAST_SHARE: Final = 0.12
_TRANSLATED: Final = " → "
_WORD_SIGNALS: Final = frozenset({"text", "title"})


@dataclass(slots=True)
class _Told:
    """A group while it is filled: its part of the score and that of each thing in it."""

    part: float = 0.0
    items: dict[Item, float] = field(default_factory=dict)

    def add(self, item: Item | None, part: float) -> None:
        self.part += part
        if item is not None:
            self.items[item] = self.items.get(item, 0.0) + part


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ranked list answers.

    Args:
        seeds: keys of the works that were asked about.
        text: all words of those works, or the text that was asked about.
        subject: whether works were asked about or a text.
    """

    seeds: frozenset[str]
    text: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells reasons: one for a whole ranked list.

    Args:
        asked: what the list answers.
        names: what to call the nodes of its evidence.
        translate: messages of the reader's language.
    """

    asked: Asked
    names: Names
    translate: Translator

    def sentence(self, result: Result, text: str) -> str:
        """Give the sentence as plain text.

        Args:
            result: a place in the list.
            text: all words of the work in that place.
        """
        return _joined(self._clauses(result, text, self.translate.plain))

    def sentence_html(self, result: Result, text: str) -> Markup:
        """Give the sentence with a link at each thing it names."""
        return Markup(_joined(self._clauses(result, text, self.translate)))  # noqa: S704

    def _clauses(self, result: Result, text: str, say: Callable[..., str]) -> list[str]:
        groups = _strongest(self._grouped(result, text))
        if not groups:
            return [str(say("why.faint"))]
        clauses = []
        for place, (group, told) in enumerate(groups, start=1):
            ending = "last" if place == len(groups) else "more"
            best = sorted(told.items, key=lambda item: (-told.items[item], item.text))
            best = self._told_best(group, best)
            shown = NameList(best[: _SHOWN.get(group, 1)], self.translate.language)
            clauses.append(str(say(f"why.{self.asked.subject}.{group}.{ending}", names=shown)))
        return clauses

    def _told_best(self, group: Group, items: list[Item]) -> list[Item]:
        """Leave out what says nothing new: parts of phrases, topics wider than one that is told."""
        if group == "words":
            return _without_parts(self._readable(items))
        if group == "topics":
            wider = {wide for item in items for wide in self.names.wider(item.text)}
            return [item for item in items if item.text not in wider] or items
        return items

    def _readable(self, items: list[Item]) -> list[Item]:
        """Leave out what an English reader cannot read, as long as something is left."""
        if self.translate.language != "en":
            return items
        return [item for item in items if not has_hangul(item.text)] or items

    def _grouped(self, result: Result, text: str) -> dict[Group, _Told]:
        groups: dict[Group, _Told] = {}
        ends = self.asked.seeds | {result.id}
        english = _translations(result.evidence) if self.translate.language == "en" else {}
        for piece in result.evidence:
            if piece.part <= 0 or piece.kind == "rest" or piece.signal.startswith("-"):
                continue
            told: tuple[Group, Item | None]
            if piece.signal in _WORD_SIGNALS:
                word = self._word(piece, text, english)
                told = ("words", Item(word, quoted=True) if word else None)
            else:
                told = _classified(piece, self.names, ends)
            groups.setdefault(told[0], _Told()).add(told[1], piece.part)
        return {name: all_ for name, all_ in groups.items() if all_.items or name == "citation"}

    def _word(self, piece: Evidence, text: str, english: Mapping[str, str]) -> str | None:
        """The word as the reader may know it: whole, and in one language."""
        word = piece.label.partition(_TRANSLATED)[0]
        if word in english:
            return english[word]
        return shared_word(word, self.asked.text, text) if is_letter_pair(word) else word


def teller_for(
    ranked: RankedList,
    seeds: Sequence[str],
    subject: Subject,
    reader: Reader,
    translate: Translator,
) -> Teller:
    """Give the teller of a ranked list, with one look-up for everything its reasons name.

    Args:
        ranked: the list.
        seeds: keys of the works that were asked about.
        subject: whether works were asked about or a text.
        reader: knows what to call things.
        translate: messages of the reader's language.
    """
    text = text_of(reader.works(seeds)) if seeds else ranked.query.text or ""
    names = names_for(ranked.results, reader, translate.language)
    return Teller(Asked(frozenset(seeds), text, subject), names, translate)


def _without_parts(items: list[Item]) -> list[Item]:
    """Leave out words that stand in a longer phrase among the strongest ones."""
    phrases = [item.text.casefold().split() for item in items[:_LOOKED_AT]]

    def is_part(item: Item) -> bool:
        words = item.text.casefold().split()
        return any(len(words) < len(p) and set(words) <= set(p) for p in phrases)

    return [item for item in items if not is_part(item)]


def _translations(evidence: Iterable[Evidence]) -> dict[str, str]:
    """The English words that stand for each translated phrase: the longest, then the strongest."""
    best: dict[str, tuple[int, float, str]] = {}
    for piece in evidence:
        phrase, arrow, words = piece.label.partition(_TRANSLATED)
        if arrow:
            found = (len(words.split()), piece.part, words)
            best[phrase] = max(best.get(phrase, found), found)
    return {phrase: words for phrase, (_, _, words) in best.items()}


def _joined(clauses: list[str]) -> str:
    text = " ".join(clauses)
    return text[:1].upper() + text[1:]


def _classified(piece: Evidence, names: Names, ends: frozenset[str]) -> tuple[Group, Item | None]:
    between = tuple(node for node in piece.nodes if node not in ends)
    if not between:
        return "citation", None
    works = [node for node in between if names.of(node).kind == "work"]
    # A "kin" reads like what was asked about: it need not cite, or be cited by, either.
    if works and len(between) == 1 and piece.signal != "kin":
        return "cited-together", _item(names, works[0])
    if works:
        return "between", _item(names, works[0])
    meeting = names.meeting_point(between)
    return ("people" if names.of(meeting).kind == "agent" else "topics"), _item(names, meeting)


def _item(names: Names, key: str) -> Item:
    node = names.of(key)
    return Item(node.text, node.path, quoted=node.kind == "work")


def _strongest(groups: dict[Group, _Told]) -> list[tuple[Group, _Told]]:
    total = sum(told.part for told in groups.values())
    ordered: Iterable[tuple[Group, _Told]] = sorted(
        groups.items(), key=lambda entry: (-entry[1].part, entry[0])
    )
    return [
        (group, told)
        for group, told in list(ordered)[:_MOST_GROUPS]
        if total > 0 and told.part >= _LEAST_SHARE * total
    ]
