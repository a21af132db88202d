"""RSS 2.0.

References:
    RSS 2.0 Specification, RSS Advisory Board.
"""

from __future__ import annotations

from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from web.feeds.feed import Entry, Feed

_ATOM = "http://www.w3.org/2005/Atom"
register_namespace("atom", _ATOM)


def rss(feed: Feed) -> bytes:
    """Write a feed as RSS 2.0, in UTF-8."""
    root = Element("rss", {"version": "2.0"})
    channel = SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.description)
    _text(channel, "language", feed.language)
    _text(channel, "lastBuildDate", format_datetime(feed.updated_at))
    own = {"rel": "self", "type": "application/rss+xml", "href": feed.url}
    SubElement(channel, f"{{{_ATOM}}}link", own)
    for entry in feed.entries:
        _add_item(channel, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_item(channel: Element, entry: Entry) -> None:
    item = SubElement(channel, "item")
    _text(item, "title", entry.title)
    _text(item, "link", entry.url)
    _text(item, "guid", entry.id).set("isPermaLink", "false")
    _text(item, "pubDate", format_datetime(entry.updated_at))
    if entry.summary:
        _text(item, "description", entry.summary)
    for word in entry.categories:
        _text(item, "category", word)


def _text(parent: Element, tag: str, text: str) -> Element:
    node = SubElement(parent, tag)
    node.text = text
    return node
