"""Recognising ids of works in the spellings that people and programs use.

A spelling is either the whole text (``2405.17258v2``, ``P18-1001``), which may be bare, or stands
somewhere in it, and then something must say what it is (``arXiv:…``, a known host, ``10.…/``): a
bare ``2405.17258`` in a sentence is a number. Every quantifier in the expressions is bounded or
runs over characters that end the alternative, so that the time grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from kg.errors import InvalidIdentifier
from kg.identifiers.schemes import (
    ACL_NEW,
    ACL_OLD,
    ARXIV_NEW,
    ARXIV_OLD,
    SCHEMES,
    acl_value,
    arxiv_value_of_doi,
    doi_value,
    openalex_value,
    s2_value,
)
from kg.identifiers.work import WorkId

_ARXIV_ID: Final = rf"(?:{ARXIV_NEW}|{ARXIV_OLD})(?:v\d{{1,3}})?(?!\d|\.\d)"
_HOSTS = r"(?:arxiv|ar5iv|alphaxiv|huggingface\.co/papers|hf\.co/papers)"
_SPELLING: Final = re.compile(
    rf"""
    (?<![\w.])10\.\d{{4,9}}(?:\.\d+)*(?:/|%2F)(?P<doi>[!-~]+)
    | {_HOSTS}(?:[\s:.\[(]{{0,5}}|[^\s"<>]{{0,200}}?(?:[/=:]|%3A|%2F))(?P<arxiv>{_ARXIV_ID})
    | \babs[/-](?P<corr>{_ARXIV_ID}|\d{{4}}-\d{{4,5}}(?!\d))
    | (?<![\w./-])(?P<old>{ARXIV_OLD}(?:v\d{{1,3}})?(?!\d|\.\d))
    | \[(?P<bracketed>{_ARXIV_ID})\]
    | aclanthology[.:][^\s"<>]{{0,60}}?(?P<acl>(?:{ACL_OLD}|{ACL_NEW})(?!\d))
    | aclweb\.org/anthology/[^\s"<>]{{0,60}}?(?P<aclweb>(?:{ACL_OLD}|{ACL_NEW})(?!\d))
    | openalex(?:\.org)?[/:](?:works/)?(?P<openalex>W\d{{2,12}})(?!\w)
    | semanticscholar\.org/(?:[^\s"<>/]{{1,300}}/){{0,3}}(?P<s2>[0-9a-f]{{40}})(?!\w)
    | corpus_?id:?\s?(?P<corpus>[1-9]\d{{0,11}})(?!\d)
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_WHOLE_ARXIV = re.compile(
    rf"[\[(]?(?P<arxiv>{_ARXIV_ID})[\])]?(?:\s*\[[\w.-]{{1,20}}\]|\.pdf)?",
    re.ASCII | re.IGNORECASE,
)
_WHOLE_DOI = re.compile(
    r"(?:doi:)?(?P<doi>10\.\d{4,9}(?:\.\d+)*/[!-~]*[^.,;:!?'*)\]}])", re.ASCII | re.IGNORECASE
)
"""A DOI and nothing else; what closes a sentence or a bracket at its end is no part of it."""
_NOT_IN_A_WHOLE_DOI = re.compile(r"[^!-~]|[\"`\\<>]|%2f", re.ASCII | re.IGNORECASE)
_VERSION = re.compile(r"v(\d{1,3})$", re.ASCII | re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PAGE_OF_A_DOI = re.compile(
    r"(?:v\d{1,2})?(?:\.full|\.abstract)?(?:\.pdf|\.html?|/e?pdf|/full|/abstract|/html|/meta)$",
    re.IGNORECASE,
)
_LEAD_LENGTH = 300


class _Found(NamedTuple):
    work_id: WorkId
    spelling: str


def find_work_id(text: str) -> WorkId | None:
    """Recognise the first id of a work in a text, whatever its usual spelling.

    Args:
        text: an id, a URL, a DOI with any prefix, or words around one of them; hostile text is
            safe.

    Returns:
        The canonical id, or None when there is none.

    >>> str(find_work_id("https://arxiv.org/pdf/2405.17258v2.pdf"))
    'arxiv:2405.17258'
    >>> str(find_work_id("doi.org/10.48550/arXiv.2405.17258"))
    'arxiv:2405.17258'
    >>> find_work_id("pi is 3.14159") is None
    True
    """
    found = next(_find(text), None)
    return None if found is None else found.work_id


def find_work_ids(text: str) -> tuple[WorkId, ...]:
    """Recognise every id of a work in a text, each once, in the order of their places."""
    return tuple(dict.fromkeys(found.work_id for found in _find(text)))


def arxiv_version(text: str) -> int | None:
    """Give the version that a spelling of an arXiv id states, or None.

    >>> arxiv_version("arXiv:2405.17258v2 [cs.CL]")
    2
    """
    for found in _find(text):
        if found.work_id.scheme == "arxiv":
            match = _VERSION.search(found.spelling)
            return None if match is None else int(match.group(1))
    return None


def _find(text: str) -> Iterator[_Found]:
    whole = _whole(text.strip())
    if whole is not None:
        yield whole
        return
    position = 0
    while (match := _SPELLING.search(text, position)) is not None:
        found, position = _read(match)
        if found is not None:
            yield found


def _whole(text: str) -> _Found | None:
    """Read a text that is nothing but an id."""
    match = _WHOLE_ARXIV.fullmatch(text)
    if match is not None:
        return _as_found("arxiv", match["arxiv"])
    match = _WHOLE_DOI.fullmatch(text)
    if match is not None and _NOT_IN_A_WHOLE_DOI.search(text) is None:
        # Alone, it is taken as it is: brackets in it need not match, as they must in a text.
        return _as_doi(match["doi"])
    scheme = text.partition(":")[0].lower()
    if scheme in SCHEMES and scheme != "doi":
        try:
            return _Found(WorkId.parse(text), text)
        except InvalidIdentifier:
            return None
    for scheme, value in (
        ("acl", acl_value(text)),
        ("openalex", openalex_value(text)),
        ("s2", s2_value(text) if len(text) == 40 else None),
    ):
        if value is not None:
            return _Found(WorkId(scheme, value), text)
    return None


def _read(match: re.Match[str]) -> tuple[_Found | None, int]:
    """Read one match, and tell where the search goes on."""
    kind = match.lastgroup
    if kind == "doi":
        return _read_doi(match)
    spelling = match[kind or 0]
    if kind == "corr" and "." not in spelling and "/" not in spelling:
        spelling = spelling.replace("-", ".")
    scheme = {"acl": "acl", "aclweb": "acl", "openalex": "openalex", "s2": "s2", "corpus": "s2"}
    return _as_found(scheme.get(kind or "", "arxiv"), spelling), match.end()


def _as_found(scheme: str, spelling: str) -> _Found | None:
    value = SCHEMES[scheme](spelling)
    return None if value is None else _Found(WorkId(scheme, value), spelling)


def _read_doi(match: re.Match[str]) -> tuple[_Found | None, int]:
    text, start = match.string, match.start()
    lead = text[max(0, start - _LEAD_LENGTH) : start].rpartition(" ")[2]
    is_in_url = "://" in lead or "doi.org/" in lead.lower()
    spelling = _ended(match[0], is_in_url=is_in_url)
    end = start + len(spelling)
    if is_in_url or "%2f" in spelling.lower():
        spelling = unquote(spelling, errors="surrogateescape")
    return _as_doi(spelling), max(end, start + 1)


def _as_doi(spelling: str) -> _Found | None:
    arxiv = arxiv_value_of_doi(spelling)
    if arxiv is not None:
        return _Found(WorkId("arxiv", arxiv), spelling)
    value = doi_value(spelling)
    return None if value is None else _Found(WorkId("doi", value), spelling)


def _ended(spelling: str, *, is_in_url: bool) -> str:
    """Cut a run of characters where the DOI in it ends."""
    spelling = spelling[: _end_by_brackets(spelling, '?#&"`\\' if is_in_url else '"`\\')]
    spelling = spelling.rstrip(".,;:!?'*")
    return _PAGE_OF_A_DOI.sub("", spelling) if is_in_url else spelling


def _end_by_brackets(spelling: str, terminators: str) -> int:
    """Give the place of the first terminator, unopened closing bracket or beginning of a tag."""
    opened: list[str] = []
    for place, character in enumerate(spelling):
        if character in terminators:
            return place
        if character == "<" and not spelling[place + 1 : place + 2].isdigit():
            return place
        if character in "([{<":
            opened.append(character)
        elif character in _CLOSERS and (not opened or opened.pop() != _CLOSERS[character]):
            return place
    return len(spelling)
