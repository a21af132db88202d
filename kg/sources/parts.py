"""The parts of a record that every source builds in the same way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from kg.characters import cleaned, folded
from kg.identifiers import WorkId, find_orcid, find_work_id
from kg.language import detect_language
from kg.names import is_team
from kg.records import AuthorName, Prose, Rejection, Sentence, VenueStatement

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"

_EXCERPT_LENGTH = 200
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)", re.ASCII)
_URL_CHARACTERS = re.compile(r"[!-~]+|[!-~\u00a1-\ud7ff\uf900-\ufffd]+")


def rejection(location: str, line: int | None, reason: str, excerpt: str | bytes = "") -> Rejection:
    """Make a rejection; the excerpt is cleaned and cut to 200 characters."""
    text = excerpt.decode("utf-8", "replace") if isinstance(excerpt, bytes) else excerpt
    return Rejection(
        location=location, line=line, reason=reason, excerpt=folded(text[:2000])[:_EXCERPT_LENGTH]
    )


def author_name(
    name: str,
    *,
    orcid: str | None = None,
    person_id: str | None = None,
    affiliations: Iterable[str] = (),
) -> AuthorName | None:
    """Make a name as printed, or None when there is no letter or digit in it.

    Args:
        name: the source's string.
        orcid: any spelling; a wrong one counts as none.
        person_id: the source's own id of the person, with its register, or None.
        affiliations: names of institutions.
    """
    printed = folded(name)
    if not any(character.isalnum() for character in printed):
        return None
    return AuthorName(
        name=printed,
        is_organisation=is_team(printed),
        orcid=None if orcid is None else find_orcid(orcid),
        person_id=person_id,
        affiliations=tuple(dict.fromkeys(filter(None, map(folded, affiliations)))),
    )


def unique_names(names: Iterable[AuthorName | None]) -> tuple[AuthorName, ...]:
    """Keep each printed name once, in order.

    Two entries of one name with different ids are two people and both stay.
    """
    kept: dict[tuple[str, str | None, str | None], AuthorName] = {}
    for name in names:
        if name is not None:
            kept.setdefault((name.name, name.orcid, name.person_id), name)
    return tuple(kept.values())


def abstract(text: str, *, licence: str | None, language: str | None = None) -> tuple[Prose, ...]:
    """Make the abstract by the authors, as one sentence, or nothing of an empty text.

    Args:
        text: as stated.
        licence: IRI, or None when unknown.
        language: BCP 47, or None to detect it.
    """
    sentence = folded(text)
    if not sentence:
        return ()
    return (
        Prose(
            field="abstract",
            sentences=(Sentence(text=sentence),),
            language=language or detect_language(sentence, default="en"),
            licence=licence,
        ),
    )


def parse_date(text: object) -> date | None:
    """Read the day at the beginning of a text (``2024-05-28T…``), or None.

    >>> parse_date("2024-05-28T10:00:00Z")
    datetime.date(2024, 5, 28)
    >>> parse_date("2024-13-01") is None
    True
    """
    match = _DATE.match(text.strip()) if isinstance(text, str) else None
    if match is None or match[3] is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_year(value: object) -> int | None:
    """Read a year between 1500 and 2100 from a number or a text, or None.

    >>> parse_year("May 2021"), parse_year(2021), parse_year("n.d.")
    (2021, 2021, None)
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    match = _YEAR.search(str(value)) if isinstance(value, str | int) else None
    return None if match is None else int(match[1])


def absolute_url(text: object) -> str | None:
    """Give an absolute http(s) URL without white space or control characters, or None."""
    if not isinstance(text, str):
        return None
    url = cleaned(text).strip()
    if _URL_CHARACTERS.fullmatch(url) is None or set(url) & set('<>"{}|\\^`'):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def known_ids(*spellings: str) -> tuple[WorkId, ...]:
    """Recognise ids in some spellings, each once, the first found first."""
    found = (find_work_id(spelling) for spelling in spellings if spelling)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def with_subtitle(title: str, subtitle: str) -> str:
    """Give a title with its subtitle, as other sources print it, once.

    >>> with_subtitle("Looms", "A Study"), with_subtitle("Looms: a study", "A Study")
    ('Looms: A Study', 'Looms: a study')
    """
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1] in ':?!.–—' else ': '}{subtitle}"


def local_id(source: str, key: str, *distinguishing: str) -> WorkId:
    """Make the id of a work that no register knows.

    Args:
        source: name of the source.
        key: the entry's own name in its file.
        distinguishing: words that tell it from an entry of the same name in another file (title,
            year); their hash is put behind the key. None for keys that are unique by themselves.

    Raises:
        InvalidIdentifier: the key is empty once cleaned.

    >>> str(local_id("jsonl", "paper 1"))
    'local:jsonl/paper 1'
    """
    name = folded(key)
    if distinguishing:
        digest = hashlib.sha256("\n".join(distinguishing).casefold().encode()).hexdigest()
        name = f"{name}-{digest[:10]}" if name else digest[:16]
    return WorkId.parse(f"local:{source}/{name}")


def venue(
    text: str, said_in: str, *, venue_id: str = "", year: int | None = None
) -> tuple[VenueStatement, ...]:
    """Make the statement of a venue, or nothing of an empty text."""
    words = folded(text)
    if not words:
        return ()
    return (VenueStatement(text=words, said_in=said_in, venue_id=venue_id or None, year=year),)
