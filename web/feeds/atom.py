"""Atom.

References:
    RFC 4287, The Atom Syndication Format.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from web.feeds.feed import Entry, Feed

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", _ATOM)


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom, in UTF-8."""
    root = Element(_name("feed"), {_LANG: feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.description)
    _text(root, "updated", feed.updated_at.isoformat())
    SubElement(root, _name("link"), {"rel": "self", "href": feed.url})
    SubElement(root, _name("link"), {"rel": "alternate", "type": "text/html", "href": feed.page})
    # Every feed must name an author; its entries' authors are not known as bylines.
    _text(SubElement(root, _name("author")), "name", feed.title)
    for entry in feed.entries:
        _add_entry(root, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: Element, entry: Entry) -> None:
    node = SubElement(root, _name("entry"))
    _text(node, "id", entry.id)
    _text(node, "title", entry.title)
    _text(node, "updated", entry.updated_at.isoformat())
    SubElement(node, _name("link"), {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.summary:
        _text(node, "summary", entry.summary).set(_LANG, entry.language)
    for word in entry.categories:
        SubElement(node, _name("category"), {"term": word})


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _text(parent: Element, tag: str, text: str) -> Element:
    node = SubElement(parent, _name(tag))
    node.text = text
    return node
