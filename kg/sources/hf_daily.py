"""Hugging Face's daily papers as its interface gives them: a JSON array a day.

Authors stand in the order of the byline, those that the service hides are left out; the abstract
is arXiv's. The votes are those at the time of download, which the file does not tell: they count as
the day's. Some archives of these files hold each entry as the text that Python prints for it; that
is read too.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from kg.identifiers import arxiv_month, find_work_id
from kg.language import title_language
from kg.records import BibliographicRecord, ListingItem, Prose, Sentence, StatedLink
from kg.sources.base import Entry, Head
from kg.sources.json_source import (
    JsonObject,
    JsonSource,
    UnusableEntry,
    count_of,
    object_of,
    objects_of,
    text_of,
    texts_of,
)
from kg.sources.parts import CC0, absolute_url, abstract, author_name, parse_date, unique_names
from kg.titles import plain_title

_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)")
_MARK = re.compile(r"""["']upvotes["']|["']discussionId["']|\{\s*["']paper["']\s*:""")
_VIDEO = re.compile(r"\.(?:mp4|webm|mov|m4v)(?:$|\?)", re.IGNORECASE)
_LONGEST_PRINTED = 1 << 20


class HfDaily(JsonSource):
    """Reads the daily papers of Hugging Face."""

    name = "hf-daily"
    about = "Hugging Face daily papers, JSON of its interface, one file a day"
    suffixes = (".json",)

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read one day; positions count the entries of a day from 1."""
        self._positions: Counter[date] = Counter()
        return super().entries(stream, location)

    def _entry(self, value: Any, location: str, line: int) -> Entry:
        return super()._entry(_unprinted(value), location, line)

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one entry of the list, or of a paper's own page."""
        paper = object_of(value, "paper") or value
        work_id = find_work_id(text_of(paper, "id"))
        if work_id is None or work_id.scheme != "arxiv":
            raise UnusableEntry("The entry has no arXiv id.")
        title_source = text_of(paper, "title") or text_of(value, "title")
        if not title_source:
            raise UnusableEntry("The entry has no title.")
        title = plain_title(title_source)
        authors = unique_names(
            author_name(text_of(author, "name"))
            for author in objects_of(paper, "authors")
            if author.get("hidden") is not True
        )
        listing = self._listing(value, paper, location)
        month = arxiv_month(work_id)
        published_on = parse_date(paper.get("publishedAt"))
        return BibliographicRecord(
            source=self.name,
            key=f"{listing.issued_on}/{work_id.value}" if listing else work_id.value,
            location=location,
            line=line,
            ids=(work_id,),
            title_source=title_source,
            title=title,
            title_language=title_language(title),
            authors=authors,
            author_order="byline" if authors else "unknown",
            authors_complete=True if authors else None,
            prose=_prose(paper),
            published_on=published_on,
            year=published_on.year if published_on else int(str(month)[:4]),
            listing=listing,
            keywords=texts_of(paper, "ai_keywords"),
            links=_links(paper),
        )

    def sniff(self, head: Head) -> bool:
        """Look for what every entry has and no other source."""
        is_json = head.text.lstrip()[:1] in {"[", "{"}
        return is_json and _MARK.search(head.text) is not None

    def _listing(self, value: JsonObject, paper: JsonObject, location: str) -> ListingItem | None:
        """Say where it stood; a paper's own page stands in no list."""
        if "paper" not in value:
            return None
        in_name = _DAY_IN_NAME.search(location.rpartition("/")[2])
        issued_on = (
            parse_date(in_name[1] if in_name else None)
            or parse_date(paper.get("submittedOnDailyAt"))
            or parse_date(value.get("publishedAt"))
        )
        if issued_on is None:
            raise UnusableEntry("The day of the list is told neither by the file nor by the entry.")
        self._positions[issued_on] += 1
        return ListingItem(
            series=self.name,
            issued_on=issued_on,
            position=self._positions[issued_on],
            votes=count_of(paper, "upvotes"),
            picture_url=_picture(value),
            video_url=next(filter(_is_video, _media(value, paper)), None),
        )


def _unprinted(value: Any) -> Any:
    """Read the text that Python prints for a dictionary."""
    if not isinstance(value, str) or not value.startswith("{'") or len(value) > _LONGEST_PRINTED:
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value


def _prose(paper: JsonObject) -> tuple[Prose, ...]:
    by_authors = abstract(text_of(paper, "summary"), licence=CC0)
    generated = text_of(paper, "ai_summary")
    if not generated:
        return by_authors
    sentence = Sentence(text=generated)
    summary = Prose(field="summary", sentences=(sentence,), language="en", generated=True)
    return (*by_authors, summary)


def _links(paper: JsonObject) -> tuple[StatedLink, ...]:
    code = absolute_url(paper.get("githubRepo"))
    project = absolute_url(paper.get("projectPage"))
    links = [StatedLink(url=code, kind="code")] if code else []
    if project and project != code:
        links.append(StatedLink(url=project, kind="project"))
    return tuple(links)


def _media(value: JsonObject, paper: JsonObject) -> tuple[str, ...]:
    urls = (
        *texts_of(value, "mediaUrls"),
        *texts_of(value, "mediaUrl"),
        *texts_of(paper, "mediaUrls"),
    )
    return tuple(filter(None, map(absolute_url, urls)))


def _is_video(url: str) -> bool:
    return _VIDEO.search(url) is not None


def _picture(value: JsonObject) -> str | None:
    thumbnail = absolute_url(value.get("thumbnail"))
    pictures = (url for url in _media(value, {}) if not _is_video(url))
    return thumbnail or next(pictures, None)
