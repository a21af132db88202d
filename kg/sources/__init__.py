"""Where records come from: one module a source, one list of them.

``read("daily-papers", path)`` yields what the files say, record by record, and a rejection with
its line for everything that cannot be read. A new source is one module with a
:class:`~kg.sources.base.Source` and one line in the list below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from kg.records import BibliographicRecord
from kg.sources.acl_anthology import AclAnthology
from kg.sources.arxiv import Arxiv
from kg.sources.auto import Auto, recognise_file
from kg.sources.base import Entry, Head, Source
from kg.sources.bibtex import Bibtex
from kg.sources.csl_json import CslJson
from kg.sources.daily_papers import DailyPapers
from kg.sources.errors import (
    BadOverrides,
    ExpansionTooLarge,
    SourceError,
    UnknownSource,
    UnreadableLocation,
)
from kg.sources.files import DEFAULT_LIMITS, ReadLimits, files_under
from kg.sources.hf_daily import HfDaily
from kg.sources.jsonl import Jsonl
from kg.sources.openalex import OpenAlex
from kg.sources.opencitations import OpenCitations
from kg.sources.overrides import AuthorOverride, AuthorOverrides
from kg.sources.semantic_scholar import SemanticScholar

__all__ = [
    "SOURCES",
    "AuthorOverride",
    "AuthorOverrides",
    "BadOverrides",
    "Entry",
    "ExpansionTooLarge",
    "Head",
    "ReadLimits",
    "Source",
    "SourceError",
    "UnknownSource",
    "UnreadableLocation",
    "files_of",
    "read",
    "read_stream",
    "recognise_file",
    "source_names",
]

SOURCES: Final[tuple[type[Source], ...]] = (
    DailyPapers,
    HfDaily,
    Arxiv,
    AclAnthology,
    OpenAlex,
    SemanticScholar,
    OpenCitations,
    Bibtex,
    CslJson,
    Jsonl,
    Auto,
)


def source_names() -> tuple[str, ...]:
    """Give the names of the sources, in the order of the list."""
    return tuple(source.name for source in SOURCES)


def read(
    source: str,
    location: Path,
    *,
    overrides: AuthorOverrides | None = None,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> Iterator[Entry]:
    """Read a file or folder.

    Args:
        source: name of a source.
        location: file or folder.
        overrides: curated corrections of printed names.
        limits: how much is read before a file is refused.

    Yields:
        Records and rejections, streaming, in the order of the files.

    Raises:
        UnknownSource: there is no source of that name.
        UnreadableLocation: there is no such file or folder.
    """
    return _corrected(_source(source)(limits).read(location), overrides or AuthorOverrides())


def read_stream(
    source: str,
    stream: IO[bytes],
    location: str,
    *,
    overrides: AuthorOverrides | None = None,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> Iterator[Entry]:
    """Read bytes that are in no file, such as the reply of a service.

    Args:
        source: name of a source.
        stream: uncompressed.
        location: where the bytes come from, for the records to say.
        overrides: curated corrections of printed names.
        limits: how much is read before an entry is refused.

    Raises:
        UnknownSource: there is no source of that name.
    """
    entries = _source(source)(limits).entries(stream, location)
    return _corrected(entries, overrides or AuthorOverrides())


def files_of(source: str, locations: Iterable[Path]) -> list[Path]:
    """Give the files that a source would read at these places, each folder's sorted by name.

    Raises:
        UnknownSource: there is no source of that name.
        UnreadableLocation: there is no such file or folder.
    """
    suffixes = _source(source).suffixes
    return [path for location in locations for path in files_under(location, suffixes)]


def _source(name: str) -> type[Source]:
    by_name = {each.name: each for each in SOURCES}
    if name not in by_name:
        raise UnknownSource(name, source_names())
    return by_name[name]


def _corrected(entries: Iterator[Entry], overrides: AuthorOverrides) -> Iterator[Entry]:
    for entry in entries:
        yield overrides.apply(entry) if isinstance(entry, BibliographicRecord) else entry
