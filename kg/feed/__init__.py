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
from kg.feed.mirror import FollowReport, Mirror
from kg.feed.opening import open_mirror
from kg.feed.pages import feed_folder
from kg.feed.reading import FeedIndex, FeedPage, FeedReader
from kg.feed.recording import FeedWriter, RecordedStore
from kg.feed.source import FeedSource, HttpFeed, Offer
from kg.feed.telling import is_told

__all__ = [
    "FeedDamaged",
    "FeedError",
    "FeedIndex",
    "FeedNotReady",
    "FeedPage",
    "FeedPassed",
    "FeedReader",
    "FeedSource",
    "FeedUnreachable",
    "FeedWriter",
    "FollowReport",
    "HttpFeed",
    "Mirror",
    "Offer",
    "RecordedStore",
    "WrongMirror",
    "feed_folder",
    "is_told",
    "open_mirror",
]
