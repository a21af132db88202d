"""What to call things in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.entities import Concept, Label, Work
from web.i18n import Language


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by name: its words, their language where it matters, and its page."""

    text: str
    path: str | None = None
    language: str | None = None


def concept_label(concept: Concept, language: Language) -> Label:
    """Give the preferred label in a language, else the first one.

    >>> from kg.entities import Concept
    >>> lora = Concept(key="lora", kind="method", pref=(Label(text="LoRA", language="en"),))
    >>> concept_label(lora, "ko").text
    'LoRA'
    """
    for label in concept.pref:
        if label.language.partition("-")[0] == language:
            return label
    return concept.pref[0] if concept.pref else Label(text=concept.key, language="en")


def short_title(title: str, limit: int = 60) -> str:
    """Give the beginning of a title, cut at a word, at most ``limit`` characters.

    >>> short_title("Low rank adapters: a long story", 20)
    'Low rank adapters'
    >>> short_title("Low-rank adapters of very large models", 20)
    'Low-rank adapters…'
    """
    head = title.partition(": ")[0]
    if len(head) <= limit:
        return head
    cut = title[: limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


def year_of(work: Work) -> int | None:
    """Give the year of a work as far as anything tells it."""
    if work.published_on is not None:
        return work.published_on.year
    return work.year


def first_seen_on(work: Work) -> date | None:
    """Give the day on which a work appeared: published, else first listed, else None."""
    if work.published_on is not None:
        return work.published_on
    return min((reading.read_on for reading in work.votes), default=None)
