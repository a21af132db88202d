"""Feeds: the same entries as Atom, RSS and JSON Feed."""

from __future__ import annotations

from web.feeds.atom import atom
from web.feeds.feed import Entry, Feed
from web.feeds.json_feed import json_feed
from web.feeds.rss import rss

__all__ = ["Entry", "Feed", "atom", "json_feed", "rss"]
