"""The change feed: every change of the open dataset as RDF Patch, and mirrors that follow it.

- :class:`FeedWriter` and :class:`RecordedStore` write pages as the store takes its patches;
- :class:`FeedReader` tells them (:mod:`kg.feed.pages` says what lies where);
- :class:`Mirror` follows the feed of another installation.

A page is told only when a version with its number is published, so what was told never changes.
"""

from __future__ import annotations

from kg.feed.errors import (
    FeedDamaged,
    FeedError,
    FeedNotReady,
    FeedPassed,
    FeedUnreachable,
    WrongMirror,
)
from kg.feed.pages import feed_folder
from kg.feed.recording import FeedWriter, RecordedStore
from kg.feed.telling import is_told

__all__ = [
    "FeedDamaged",
    "FeedError",
    "FeedNotReady",
    "FeedPassed",
    "FeedUnreachable",
    "FeedWriter",
    "RecordedStore",
    "WrongMirror",
    "feed_folder",
    "is_told",
]
