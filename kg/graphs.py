"""Names of the named graphs, and the licences that decide where a text goes.

A name is what stands behind ``…/graph/`` in the graph's IRI (:meth:`kg.iris.Iris.graph`). Each kind
of fact has one graph, and a text has one by its licence and language, so that what may not be given
away can be left out whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

WORKS = "works"
AGENTS = "agents"
VENUES = "venues"
LISTINGS = "listings"
CONCEPTS = "concepts"
CLAIMS = "claims"
COMPAT = "compat"
META = "meta"
RECOMMENDATIONS = "recommendations"

FIXED = (WORKS, AGENTS, VENUES, LISTINGS, CONCEPTS, CLAIMS, COMPAT, META, RECOMMENDATIONS)
"""The published graphs that every dataset has; text graphs come beside them."""

_TEXTS = "texts/"
_LINKS = "links/"
_UNKNOWN = "unknown"

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_CC = "https://creativecommons.org/"
_CC_IRI = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<terms>[a-z-]+)|(?P<public>publicdomain)/(?P<tool>zero|mark))"
    r"/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,6}))?/?(?:legalcode|deed)?(?:\.[a-z-]+)?"
)
_CC_SLUG = re.compile(r"cc-(?P<terms>by[a-z-]*)-(?P<version>\d\.\d)(?:-(?P<port>[a-z]{2,6}))?")
_PUBLIC_SLUG = re.compile(r"(?P<tool>cc0|pdm)-(?P<version>\d\.\d)")
_LANGUAGE = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*")
_OPEN_TERMS = frozenset({"by", "by-sa"})
_OPEN_IRIS = (
    "opendatacommons.org/licenses/",
    "www.apache.org/licenses/license-2.0",
    "opensource.org/license/mit",
    "opensource.org/licenses/mit",
    "spdx.org/licenses/apache-2.0",
    "spdx.org/licenses/mit",
)


@lru_cache(maxsize=256)
def licence_slug(licence: str | None) -> str:
    """Give a licence as one path segment; equal licences in different spellings give one slug.

    >>> licence_slug("http://creativecommons.org/licenses/by-nc-nd/4.0")
    'cc-by-nc-nd-4.0'
    >>> licence_slug(None)
    'unknown'
    """
    if licence is None:
        return _UNKNOWN
    match = _CC_IRI.fullmatch(licence.strip().lower())
    if match is None:
        return quote(licence.strip(), safe="") or _UNKNOWN
    if match["public"]:
        return f"{'cc0' if match['tool'] == 'zero' else 'pdm'}-{match['version']}"
    return "-".join(filter(None, ("cc", match["terms"], match["version"], match["port"])))


def licence_of_slug(slug: str) -> str | None:
    """Give the licence's IRI back, in its usual spelling.

    >>> licence_of_slug("cc-by-nc-nd-4.0")
    'https://creativecommons.org/licenses/by-nc-nd/4.0/'
    """
    if slug == _UNKNOWN:
        return None
    if match := _PUBLIC_SLUG.fullmatch(slug):
        tool = "zero" if match["tool"] == "cc0" else "mark"
        return f"{_CC}publicdomain/{tool}/{match['version']}/"
    if match := _CC_SLUG.fullmatch(slug):
        port = f"{match['port']}/" if match["port"] else ""
        return f"{_CC}licenses/{match['terms']}/{match['version']}/{port}"
    return unquote(slug)


def is_open(licence: str | None) -> bool:
    """Tell whether anybody may pass the text on, for any purpose, also changed.

    An unknown licence is not open.

    >>> is_open("https://creativecommons.org/licenses/by/4.0/"), is_open(None)
    (True, False)
    """
    slug = licence_slug(licence)
    if _PUBLIC_SLUG.fullmatch(slug):
        return True
    if match := _CC_SLUG.fullmatch(slug):
        return match["terms"] in _OPEN_TERMS
    address = unquote(slug).lower().partition("://")[2]
    return address.startswith(_OPEN_IRIS)


def language_tag(language: str) -> str:
    """Give a BCP 47 tag in small letters, as stores keep it; what is none becomes ``und``.

    >>> language_tag("zh-Hant"), language_tag("not a tag")
    ('zh-hant', 'und')
    """
    tag = language.lower()
    return tag if _LANGUAGE.fullmatch(tag) else "und"


def texts(licence: str | None, language: str) -> str:
    """Give the name of the graph for texts under a licence in a language.

    >>> texts("https://creativecommons.org/licenses/by/4.0/", "ko")
    'texts/cc-by-4.0/ko'
    """
    return f"{_TEXTS}{licence_slug(licence)}/{language_tag(language)}"


def links(name: str) -> str:
    """Give the name of the graph of a link set."""
    return _LINKS + quote(name, safe="")


def is_link_set(name: str) -> bool:
    """Tell whether the graph is a link set: links by id, proposed or reviewed ones."""
    return name.startswith(_LINKS)


def is_published(name: str) -> bool:
    """Tell whether the graph is part of the endpoint's default graph."""
    return name in FIXED or name.startswith(_TEXTS)


def licence_of(name: str) -> str | None:
    """Give the licence of a graph: of its texts, else CC0, under which all facts are published.

    Returns:
        An IRI, or None for texts of which the licence is not known.

    >>> licence_of("texts/unknown/ko") is None, licence_of("works") == CC0
    (True, True)
    """
    if name.startswith(_TEXTS):
        return licence_of_slug(name.split("/")[1])
    return CC0


def may_be_given_away(name: str) -> bool:
    """Tell whether the graph belongs into the open dump."""
    return is_published(name) and is_open(licence_of(name))
