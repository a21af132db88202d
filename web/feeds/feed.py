"""The content of a feed, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry.

    Args:
        id: an IRI that never changes, so that a reader shows an entry once.
        title: plain.
        url: page.
        summary: plain text, or empty.
        language: BCP 47 of the summary.
        categories: words for it.
        updated_at: last change, with a time zone.
    """

    id: str
    title: str
    url: str
    summary: str
    language: str
    categories: tuple[str, ...]
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list that grows.

    Args:
        id: an IRI that never changes.
        title: plain.
        description: one sentence.
        page: what it is the feed of.
        url: the feed itself.
        language: of the title.
        updated_at: last change, with a time zone.
        entries: newest first.
    """

    id: str
    title: str
    description: str
    page: str
    url: str
    language: str
    updated_at: datetime
    entries: tuple[Entry, ...]
