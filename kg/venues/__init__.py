"""From the words that name a venue to the venue: only what is certain becomes one.

A statement keeps its words; beside them stands the key of the series and of the edition when both
the series and what is said of it are certain. Papers of a workshop whose own series is not known
belong to the workshops of the conference (``cvprw``), never to the conference itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.entities import Appearance, Venue
from kg.errors import InvalidIdentifier
from kg.identifiers import parse_issn
from kg.records import VenueStatement
from kg.venues.clauses import venue_clauses
from kg.venues.recognition import SeriesMention, find_series, year_in
from kg.venues.series import (
    Series,
    known_series,
    series_by_issn,
    series_by_letter,
)

__all__ = ["appearance_of", "venue_clauses", "venues_named", "year_in"]

_WORKSHOP = re.compile(r"\bworkshops?\b|\bSRW\b", re.IGNORECASE)
_AT_HOST = re.compile(
    r"(?<!accepted)(?<!appear)(?<!presented)(?<!published)(?<!oral)(?<!poster)(?<=[\w)])\s?@\s?(?:the\s|ACM\s|IEEE\s)?$",
    re.IGNORECASE,
)
_ACRONYM = r"([A-Za-z]*[A-Z][A-Za-z0-9]*-?[A-Z0-9][A-Za-z0-9-]*)"
_ACRONYM_BEFORE = re.compile(
    rf"\b{_ACRONYM}\b[^,;.()]{{0,40}}\b(?:at|in|of|with|during)\s(?:the\s)?(?:\d{{4}}\s)?(?:IEEE\S*\s|ACM\s)?$"
)
_ACRONYM_AT_HOST = re.compile(
    rf"\b(?:at|to|by|in|for)\s(?:the\s)?{_ACRONYM}(?:\s?['’]?\d{{2,4}})?\s(?:at|@)\s(?:the\s)?(?:ACM\s|IEEE\S*\s)?$"
)
_ACRONYM_AFTER = re.compile(rf"\s?[-:/]?\s?{_ACRONYM}\b")
_NO_VENUES = frozenset(
    (
        "IEEE",
        "ACM",
        "CVF",
        "IEEE/CVF",
        "RSJ",
        "AAAI",
        "AI",
        "NLP",
        "ML",
        "LNCS",
        "LBW",
        "LBR",
        "USA",
        "UK",
        "LLM",
        "LLMs",
    )
)
_BESIDE_THE_PROCEEDINGS = re.compile(
    r"\bextended abstracts\b|\bEA ['’]?\d\d\b|\bbridge program|\blate[- ]?breaking\b|\bLB[RW]\b",
    re.IGNORECASE,
)
"""What a conference holds and does not print among its papers."""
_FINDINGS = re.compile(r"\bfindings\b", re.IGNORECASE)
_WITH_FINDINGS = frozenset(("acl", "emnlp", "naacl", "eacl"))
_WORKSHOPS_SUFFIX = "w"
_ISSN_PREFIX = "issn:"
_NOT_A_SERIES = frozenset(("0302-9743", "1611-3349"))
"""Lecture Notes in Computer Science: the ISSN of a shelf, not of a venue."""

_JOINT = {
    frozenset(("acl", "ijcnlp")): "acl",
    frozenset(("acl", "coling")): "acl",
    frozenset(("acl", "eacl")): "acl",
    frozenset(("aacl", "ijcnlp")): "aacl",
    frozenset(("emnlp", "ijcnlp")): "emnlp",
    frozenset(("emnlp", "conll")): "emnlp",
    frozenset(("emnlp", "hlt")): "emnlp",
    frozenset(("naacl", "hlt")): "naacl",
    frozenset(("aaai", "icwsm")): "icwsm",
    frozenset(("siggraph", "tog")): "siggraph",
    frozenset(("siggraphasia", "tog")): "siggraphasia",
}
"""Conferences held together, or named with who holds them, and under which the papers go."""


def appearance_of(statement: VenueStatement) -> Appearance:
    """Say where a statement says that a work appeared; uncertain words stay words.

    >>> appearance_of(VenueStatement(text="Accepted to ICCV 2025 Workshops", said_in="comment"))
    Appearance(venue='iccvw', event='iccvw/2025', text='Accepted to ICCV 2025 Workshops', year=2025)
    >>> appearance_of(VenueStatement(text="Accepted somewhere", said_in="comment")).venue is None
    True
    """
    found = _by_id(statement)
    key, year = found if found is not None else (None, None)
    year = year or statement.year
    return Appearance(
        venue=key,
        event=f"{key}/{year}" if key and year and _has_editions(key) else None,
        text=statement.text,
        year=year,
    )


def venues_named(appearances: Sequence[Appearance]) -> tuple[Venue, ...]:
    """Give the venues and editions that these appearances name, each once, sorted by key."""
    venues: dict[str, Venue] = {}
    for appearance in appearances:
        if appearance.venue is None:
            continue
        series = _venue(appearance.venue, appearance.text)
        venues.setdefault(series.key, series)
        if appearance.event is not None:
            venues.setdefault(appearance.event, _edition(series, appearance.event, appearance.year))
    return tuple(venues[key] for key in sorted(venues))


def _by_id(statement: VenueStatement) -> tuple[str, int | None] | None:
    """Read the source's own id of the venue where it is one that is known for certain."""
    own = statement.venue_id
    if own is not None and own in known_series():
        return own, statement.year
    named = _by_words(statement.text)
    lettered = series_by_letter().get(own or "")
    if lettered is not None and (named is None or frozenset((named[0], lettered.key)) in _JOINT):
        return lettered.key, statement.year
    if named is not None or own is None:
        return named
    try:
        issn = parse_issn(own)
    except InvalidIdentifier:
        return None
    if issn in _NOT_A_SERIES:
        return None
    known = series_by_issn().get(issn)
    return (known.key if known else f"{_ISSN_PREFIX}{issn}"), statement.year


def _by_words(text: str) -> tuple[str, int | None] | None:
    """Choose the one series that the words name, or None where they name several or none."""
    mentions = find_series(text)
    key = _chosen(mentions, text)
    if key is None:
        return None
    years = [mention.year for mention in mentions if mention.year is not None]
    return key, years[0] if years else year_in(text)


def _chosen(mentions: tuple[SeriesMention, ...], text: str) -> str | None:
    found = {mention.series.key: mention.series for mention in mentions}
    workshops = [each.key for each in found.values() if each.kind == "workshop"]
    hosts = frozenset(each.key for each in found.values() if each.kind != "workshop")
    if workshops:
        return workshops[0] if len(workshops) == 1 else None
    host = next(iter(hosts)) if len(hosts) == 1 else _JOINT.get(hosts)
    if host is None or _BESIDE_THE_PROCEEDINGS.search(text):
        return None
    is_workshop = any(_is_of_workshops(mention, text) for mention in mentions)
    is_workshop = is_workshop or _WORKSHOP.search(text) is not None
    if not is_workshop and any(_is_beside_another(mention, text) for mention in mentions):
        return None
    if found[host].kind == "conference" and is_workshop:
        return host + _WORKSHOPS_SUFFIX
    if host in _WITH_FINDINGS and _FINDINGS.search(text):
        return f"findings-{host}"
    return host


def _is_of_workshops(mention: SeriesMention, text: str) -> bool:
    """Tell ``CVPRW``, ``Name@CVPR`` and ``accepted to Name at CVPR``."""
    before = text[: mention.start]
    named = _ACRONYM_AT_HOST.search(before)
    is_named = named is not None and named[1] not in _NO_VENUES
    return mention.is_workshop or is_named or _AT_HOST.search(before) is not None


def _is_beside_another(mention: SeriesMention, text: str) -> bool:
    """Tell whether an acronym that is not known stands where a workshop's would stand."""
    before = _ACRONYM_BEFORE.search(text[: mention.start])
    after = _ACRONYM_AFTER.match(text[mention.end :])
    words = (match[1] for match in (before, after) if match is not None)
    return any(word not in _NO_VENUES and not find_series(word) for word in words)


def _has_editions(key: str) -> bool:
    series = known_series().get(key)
    is_journal = series is not None and series.kind == "journal"
    return not is_journal and not key.startswith(_ISSN_PREFIX)


def _venue(key: str, text: str) -> Venue:
    series = known_series().get(key)
    if series is not None:
        return Venue(key=key, name=series.name, acronym=series.acronym, kind=series.kind)
    if key.startswith(_ISSN_PREFIX):
        return Venue(key=key, name=text, kind="journal")
    host: Series = known_series()[key.removesuffix(_WORKSHOPS_SUFFIX)]
    return Venue(
        key=key, name=f"{host.acronym} Workshops", acronym=f"{host.acronym}W", kind="workshop"
    )


def _edition(series: Venue, key: str, year: int | None) -> Venue:
    name = f"{series.acronym} {year}"
    return Venue(key=key, name=name, acronym=name, kind="event", series=series.key, year=year)
