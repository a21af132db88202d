"""The lines of the digest: what each one is, by itself.

A line is told by its beginning alone; which entry it belongs to is decided in the package's
reader. Expressions are anchored and bounded, so that hostile lines are read in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.characters import cleaned
from kg.sources.parts import absolute_url, parse_date

_HEADING = re.compile(r"(#{1,6})[ \t\u00a0]+(.*)")
_ISSUE = re.compile(r"daily\s+papers?\b\W{0,5}(.*)", re.IGNORECASE)
# The target of a Markdown link: no white space, brackets in pairs.
_TARGET = r"\(\s{0,9}<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]{0,300}\)"
_LINKED_TITLE = re.compile(rf"\[(.*)\]{_TARGET}\s*")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_VOTE = re.compile(
    r"\W{0,4}(?:up)?votes?\W{0,4}?\s*[:：]\W{0,4}?\s*(-?[\d,. ]*\d|.*)", re.IGNORECASE
)
_AUTHORS = re.compile(r"\*{0,3}authors?\*{0,3}\s*[:：]\*{0,3}\s*(.*)", re.IGNORECASE)
_PICTURE = re.compile(
    rf"!\[[^\]]{{0,300}}\]{_TARGET}|<img\b[^>]{{0,300}}?\bsrc\s?=\s?[\"']([^\"'>]*)", re.IGNORECASE
)
_VIDEO = re.compile(
    r"\[\s?watch(?:\s+the)?\s+video\s?\]\s?\(?\s?<?(https?://[^\s)>]+)"
    r"|<(?:video|source)\b[^>]{0,300}?\bsrc\s?=\s?[\"']([^\"'>]*)",
    re.IGNORECASE,
)
_ONLY_TAGS = re.compile(
    r"(?:\s*</?(?:div|video|source|img|p|br|a|center|figure)\b[^>]*>)+\s*", re.IGNORECASE
)
_MEDIA = re.compile(
    rf"!\[[^\]]{{0,300}}\]{_TARGET}|\[\s?watch(?:\s+the)?\s+video\s?\]\S*", re.IGNORECASE
)
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")
_COMMENT = re.compile(r"\s*<!--.*-->\s*")
_BULLET = re.compile(r"([ \t\u00a0]*)(?:[-*+•‣·](?=\s)|\d{1,3}[.)](?=\s))[ \t\u00a0]*(.*)")
_LABEL = re.compile(
    r"(\*{2,3}|_{2})(?=\S)([^*_]{1,80}?)(?:\s*[:：]\s*\1|\1\s*[:：])[ \t\u00a0]*(.*)"
)
_TAB_WIDTH = 4


@dataclass(frozen=True, slots=True)
class IssueHeading:
    """``## Daily Papers (2024-05-28)``; the day is None when it cannot be read."""

    issued_on: date | None


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """Any other heading above the entries."""


@dataclass(frozen=True, slots=True)
class EntryHeading:
    """``### [title](url)``; the URL is None when the heading is no link."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Fence:
    """The beginning or end of a block of code."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, a video or markup around them; a URL is None when it is not usable."""

    picture_url: str | None = None
    video_url: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """``Vote: 41``; None for ``-``, and unreadable when it is neither."""

    votes: int | None
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Authors:
    """``Authors: …``, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet or number of a list: how far it is indented, its label and its words."""

    indent: int
    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line that is nothing else."""

    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """A blank line, a rule or a comment."""


Line = (
    IssueHeading | SectionHeading | EntryHeading | Fence | Media | Votes | Authors | Bullet | Words
) | Nothing


def read_line(raw: str) -> Line:
    """Tell what a line is.

    The words of a sentence are given as they stand, spaces at their end and all, so that they can
    be compared with the source.

    >>> read_line("Vote: -")
    Votes(votes=None, is_readable=True)
    >>> read_line("  - **What's New**: A sentence.")
    Bullet(indent=2, label="What's New", text='A sentence.')
    """
    line = cleaned(raw).rstrip("\t\r\n")
    if not line.strip() or _RULE.fullmatch(line) or _COMMENT.fullmatch(line):
        return Nothing()
    if _FENCE.match(line):
        return Fence()
    heading = _HEADING.match(line)
    if heading is not None:
        return _read_heading(len(heading[1]), heading[2].strip())
    return _read_media(line) or _read_field(line.strip()) or _read_words(line)


def _read_heading(level: int, text: str) -> IssueHeading | SectionHeading | EntryHeading:
    issue = _ISSUE.match(text)
    linked = _LINKED_TITLE.fullmatch(text)
    if issue is not None and linked is None:
        return IssueHeading(parse_date(issue[1]))
    if level <= 2:
        return SectionHeading()
    return (
        EntryHeading(text, None) if linked is None else EntryHeading(linked[1].strip(), linked[2])
    )


def _read_media(line: str) -> Media | None:
    picture, video = _PICTURE.search(line), _VIDEO.search(line)
    rest = _MEDIA.sub("", line)
    if rest.strip() and not _ONLY_TAGS.fullmatch(rest):
        return None
    return Media(_url_of(picture), _url_of(video))


def _url_of(match: re.Match[str] | None) -> str | None:
    return None if match is None else absolute_url(match[1] or match[2])


def _read_field(line: str) -> Votes | Authors | None:
    votes = _VOTE.fullmatch(line)
    if votes is not None:
        return _read_votes(votes[1].strip(" *"))
    authors = _AUTHORS.fullmatch(line)
    return None if authors is None else Authors(authors[1].strip())


def _read_votes(text: str) -> Votes:
    digits = text.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        return Votes(int(digits))
    return Votes(None, is_readable=text.lower() in {"", "-", "–", "—", "n/a", "none", "?"})


def _read_words(line: str) -> Bullet | Words:
    bullet = _BULLET.fullmatch(line)
    if bullet is None:
        return Words(_width(line[: len(line) - len(line.lstrip())]), line.lstrip())
    text = bullet[2].lstrip()
    label = _LABEL.fullmatch(text)
    if label is None:
        return Bullet(_width(bullet[1]), None, text)
    return Bullet(_width(bullet[1]), label[2].strip(), label[3].lstrip())


def _width(indent: str) -> int:
    return len(indent.expandtabs(_TAB_WIDTH))
