"""Where things stand on the site: one writer and one reader of paths.

Paths are those of the global entity IRIs, so that an installation serves each entity at the path
its IRI has.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlencode

from kg.errors import InvalidIdentifier
from kg.identifiers import WorkId, find_work_id
from kg.iris import Iris

DAILY_SERIES: Final = "daily-papers"
"""The series whose issues stand directly under ``/issue/``."""

KEYWORD: Final = "keyword:"
"""Prefix of the ids of free keywords among the nodes of the recommender."""

# A page names the same entities again and again, and so do the pages after it.
_REMEMBERED = 1 << 15
_KEPT = "~!$'()*+,;=@:"
_EDITION = re.compile(r".+/\d{4}")


@lru_cache(_REMEMBERED)
def entity_path(kind: str, key: str) -> str:
    """Give the path of an entity's page.

    >>> entity_path("work", "arxiv:2405.17258"), entity_path("issue", "daily-papers/2024-05-28")
    ('/work/arxiv/2405.17258', '/issue/2024-05-28')
    >>> entity_path("agent", "name:ab12"), entity_path("venue", "issn:1234-5678")
    ('/agent/name/ab12', '/venue/issn:1234-5678')
    >>> entity_path("venue", "neurips/2024")
    '/event/neurips/2024'
    """
    if kind == "work":
        return "/work/" + WorkId.parse(key).path
    if kind == "issue":
        series, _, day = key.rpartition("/")
        return f"/issue/{day}" if series == DAILY_SERIES else f"/issue/{quote(series)}/{day}"
    if kind == "agent":
        key = key.replace(":", "/", 1)
    if kind == "venue" and _EDITION.fullmatch(key):
        kind = "event"
    return f"/{kind}/{quote(key, safe='/' + _KEPT)}"


def work_key_of(path: str) -> str:
    """Read the key of a work from the rest of a path, in any spelling of the id.

    Args:
        path: decoded, such as ``arxiv/2405.17258``; a bare id is understood too.

    Raises:
        InvalidIdentifier: the path names no id.
    """
    try:
        return str(WorkId.from_path(path, decoded=True))
    except InvalidIdentifier:
        found = find_work_id(path)
        if found is None:
            raise
        return str(found)


def agent_key_of(path: str) -> str:
    """Read the key of an agent: ``name/ab12`` → ``name:ab12``."""
    return path.replace("/", ":", 1)


def issue_key_of(path: str) -> str | None:
    """Read the key of an issue from ``2024-05-28`` or ``<series>/2024-05-28``, else None."""
    series, _, day = path.rpartition("/")
    try:
        is_plain_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        return None
    return f"{series or DAILY_SERIES}/{day}" if is_plain_day else None


@lru_cache(_REMEMBERED)
def kind_of_node(node: str) -> str:
    """Tell what an id in the evidence of a recommendation names.

    >>> kind_of_node("arxiv:2405.17258"), kind_of_node("name:ab12"), kind_of_node("lora")
    ('work', 'agent', 'concept')
    """
    if node.startswith(KEYWORD):
        return "keyword"
    if node.startswith(("name:", "orcid:", "acl-person:")):
        return "agent"
    try:
        WorkId.parse(node)
    except InvalidIdentifier:
        return "concept"
    return "work"


def with_query(path: str, **parameters: object) -> str:
    """Give a path with query parameters; those that are None or empty are left out.

    >>> with_query("/search", q="low rank", after=None)
    '/search?q=low+rank'
    """
    present = {
        name: value for name, value in parameters.items() if value is not None and value != ""
    }
    return f"{path}?{urlencode(present, doseq=True)}" if present else path


def entity_iri(entity_base: str, kind: str, key: str) -> str | None:
    """Give the global IRI of a work, agent, concept or venue; None for what only this site says.

    >>> entity_iri("https://w3id.org/paperkin/", "concept", "lora")
    'https://w3id.org/paperkin/concept/lora'
    """
    if kind not in {"work", "agent", "concept", "venue"}:
        return None
    return str(getattr(Iris(base=entity_base), kind)(key).value)
