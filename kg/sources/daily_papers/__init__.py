"""The daily digest in Markdown: one file a day, one entry a paper.

::

    ## Daily Papers (2024-05-28)
    ### [Title](https://arxiv.org/abs/2405.00001)
    ![](https://example.org/picture.png)
    Vote: 7
    Authors: Ada Example, Bo Muster
    - A sentence of the summary.

What varies is told in ``docs/sources.md``. The series shuffles its authors, so their order is only
a listed one; its summaries are machine-made and under CC BY-NC-ND 4.0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Final

from kg.identifiers import WorkId, find_work_id
from kg.language import detect_language, title_language
from kg.records import BibliographicRecord, ListingItem, Prose, Sentence
from kg.sources.base import Entry, Head, Source
from kg.sources.daily_papers.authors import AuthorList, parse_authors
from kg.sources.daily_papers.lines import (
    Authors,
    Bullet,
    EntryHeading,
    Fence,
    IssueHeading,
    Line,
    Media,
    Nothing,
    SectionHeading,
    Votes,
    Words,
    read_line,
)
from kg.sources.files import numbered_lines
from kg.sources.parts import rejection
from kg.titles import plain_title

__all__ = ["SERIES", "AuthorList", "DailyPapers", "parse_authors"]

SERIES: Final = "daily-papers"
LICENCE: Final = "https://creativecommons.org/licenses/by-nc-nd/4.0/"

_NO_AUTHORS = AuthorList((), (), None)


@dataclass(slots=True)
class _Draft:
    """An entry that is being read."""

    line: int
    title: str
    work_id: WorkId | None
    licence: str
    votes: int | None = None
    picture_url: str | None = None
    video_url: str | None = None
    authors: AuthorList = _NO_AUTHORS
    sentences: list[Sentence] = field(default_factory=list)
    open_bullets: list[tuple[int, str | None]] = field(default_factory=list)
    last_line: int = 0


_STATED_LICENCE: Final = re.compile(
    r"<!--\s*licen[cs]e:\s*(https?://[^\s<>\"]+)\s*-->", re.IGNORECASE
)
"""How a digest of one's own says under which licence its sentences are."""


class DailyPapers(Source):
    """Reads the digest."""

    name = SERIES
    about = "the daily digest in Markdown, one file a day"
    suffixes = (".md", ".markdown")

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read one day, or several in one file."""
        reader = _Reader(location)
        for number, raw in numbered_lines(stream, self.limits):
            if raw is None:
                yield rejection(location, number, "The line is too long.")
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                yield rejection(location, number, "The line is not UTF-8.", raw)
                text = raw.decode("utf-8", "ignore")
            stated = _STATED_LICENCE.fullmatch(text.strip())
            if stated is not None:
                reader.licence = stated[1]
                continue
            yield from reader.take(number, read_line(text), text)
        yield from reader.finish()

    def sniff(self, head: Head) -> bool:
        """Look for the heading of an issue."""
        return any(
            isinstance(read_line(line), IssueHeading) for line in head.text.splitlines()[:500]
        )


class _Reader:
    """Puts lines together to entries, in one pass."""

    def __init__(self, location: str) -> None:
        self._location = location
        self.licence: str = LICENCE
        self._issued_on: date | None = None
        self._is_in_issue = False
        self._is_in_code = False
        self._has_lines = False
        self._has_issue = False
        self._draft: _Draft | None = None
        self._positions: Counter[date] = Counter()
        self._seen: set[tuple[date, WorkId]] = set()

    def take(self, number: int, line: Line, raw: str) -> Iterator[Entry]:
        """Take the next line; an entry comes out when the following one begins."""
        self._has_lines = self._has_lines or bool(raw.strip())
        if isinstance(line, Fence) or self._is_in_code:
            yield from self._take_code(number, line, raw)
        elif isinstance(line, IssueHeading):
            yield from self.finish_entry()
            yield from self._begin_issue(number, line, raw)
        elif isinstance(line, SectionHeading):
            yield from self.finish_entry()
            self._is_in_issue = False
        elif isinstance(line, EntryHeading):
            yield from self.finish_entry()
            yield from self._begin_entry(number, line, raw)
        elif self._is_in_issue and not isinstance(line, Nothing):
            yield from self._take_part(number, line, raw)

    def finish(self) -> Iterator[Entry]:
        """Give the last entry, and say so when the file was no digest at all."""
        yield from self.finish_entry()
        if self._has_lines and not self._has_issue:
            reason = "No heading of an issue was found (## Daily Papers (YYYY-MM-DD))."
            yield rejection(self._location, None, reason)

    def finish_entry(self) -> Iterator[Entry]:
        """Give the entry that is being read, unless this issue already had the paper."""
        draft, self._draft = self._draft, None
        if draft is None or draft.work_id is None or self._issued_on is None:
            return
        place = (self._issued_on, draft.work_id)
        if place in self._seen:
            return
        self._seen.add(place)
        self._positions[self._issued_on] += 1
        position = self._positions[self._issued_on]
        yield _record(draft, draft.work_id, self._issued_on, position, self._location)

    def _begin_issue(self, number: int, line: IssueHeading, raw: str) -> Iterator[Entry]:
        self._is_in_issue = self._has_issue = True
        self._issued_on = line.issued_on
        if line.issued_on is None:
            reason = "The day of the issue cannot be read (YYYY-MM-DD)."
            yield rejection(self._location, number, reason, raw)

    def _begin_entry(self, number: int, line: EntryHeading, raw: str) -> Iterator[Entry]:
        if not self._is_in_issue and not line.url:
            return
        work_id = find_work_id(line.url or "")
        reason = None
        if not self._is_in_issue:
            reason = "The entry stands under no heading of an issue."
        elif self._issued_on is None:
            reason = "The entry stands in an issue whose day cannot be read."
        elif work_id is None or work_id.scheme != "arxiv":
            reason = "The heading of the entry has no link to arXiv."
        elif not plain_title(line.title):
            reason = "The entry has no title."
        if reason is not None:
            yield rejection(self._location, number, reason, raw)
            work_id = None
        if self._is_in_issue:
            self._draft = _Draft(number, line.title, work_id, self.licence)

    def _take_code(self, number: int, line: Line, raw: str) -> Iterator[Entry]:
        if isinstance(line, Fence):
            self._is_in_code = not self._is_in_code
        if self._is_in_issue and self._draft is not None:
            yield rejection(self._location, number, "A block of code belongs to no entry.", raw)

    def _take_part(self, number: int, line: Line, raw: str) -> Iterator[Entry]:
        draft = self._draft
        if draft is None:
            yield rejection(self._location, number, "The line belongs to no entry.", raw)
            return
        match line:
            case Media():
                draft.picture_url = draft.picture_url or line.picture_url
                draft.video_url = draft.video_url or line.video_url
            case Authors():
                draft.authors = parse_authors(line.text)
            case Votes():
                draft.votes = line.votes
                if not line.is_readable:
                    yield rejection(self._location, number, "The votes cannot be read.", raw)
            case Bullet():
                _add_bullet(draft, line)
                draft.last_line = number
            case Words():
                _add_words(draft, line, is_next_line=draft.last_line == number - 1)
                draft.last_line = number


def _add_bullet(draft: _Draft, bullet: Bullet) -> None:
    """Add a sentence; a label without words is that of the bullets nested below it."""
    opened = draft.open_bullets
    while opened and opened[-1][0] >= bullet.indent:
        opened.pop()
    label = bullet.label or (opened[-1][1] if opened else None)
    if bullet.text.strip():
        draft.sentences.append(Sentence(text=bullet.text, label=label, level=len(opened)))
    opened.append((bullet.indent, None if bullet.text.strip() else bullet.label))


def _add_words(draft: _Draft, words: Words, *, is_next_line: bool) -> None:
    """Go on with the bullet above when the line is indented right below it, else a sentence."""
    if is_next_line and words.indent and draft.sentences:
        last = draft.sentences[-1]
        draft.sentences[-1] = Sentence(
            text=f"{last.text.rstrip()} {words.text}", label=last.label, level=last.level
        )
    else:
        draft.sentences.append(Sentence(text=words.text))


def _record(
    draft: _Draft, work_id: WorkId, issued_on: date, position: int, location: str
) -> BibliographicRecord:
    title = plain_title(draft.title)
    return BibliographicRecord(
        source=SERIES,
        key=f"{issued_on}/{work_id.value}",
        location=location,
        line=draft.line,
        ids=(work_id,),
        title_source=draft.title,
        title=title,
        title_language=title_language(title),
        authors=draft.authors.names,
        author_order="listed" if draft.authors.names else "unknown",
        authors_complete=draft.authors.complete,
        prose=_summary(tuple(draft.sentences), draft.licence),
        listing=ListingItem(
            series=SERIES,
            issued_on=issued_on,
            position=position,
            votes=draft.votes,
            picture_url=draft.picture_url,
            video_url=draft.video_url,
        ),
    )


def _summary(sentences: tuple[Sentence, ...], licence: str) -> tuple[Prose, ...]:
    """One prose, or two where the entry is written in two languages.

    A single sentence in another language (a quotation, a link) stays where it stands.
    """
    if not sentences:
        return ()
    whole = detect_language(" ".join(sentence.text for sentence in sentences), default="ko")
    own = [detect_language(sentence.text, default=whole) for sentence in sentences]
    counted = Counter(own)
    languages = [one for one in counted if 3 * counted[one] >= len(sentences)]
    if len(languages) < 2:
        languages = [whole]
    return tuple(
        Prose(
            field="summary",
            sentences=tuple(
                sentence
                for sentence, language in zip(sentences, own, strict=True)
                if language == one or (one == whole and language not in languages)
            ),
            language=one,
            licence=licence,
            generated=True,
        )
        for one in languages
    )
