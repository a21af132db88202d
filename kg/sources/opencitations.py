"""OpenCitations: who cites whom, in tables or in the answers of its interface.

Columns ``citing`` and ``cited`` (others, such as ``oci`` and ``timespan``, are not needed) with
commas or tabs between. A cell holds one id or several (``omid:br/0601 doi:10.1000/1``). Records
have no title: they only cite. Rows of one citing work that follow each other make one record.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from kg.identifiers import WorkId, find_work_ids
from kg.records import BibliographicRecord
from kg.sources.base import Entry, Head, Source
from kg.sources.files import numbered_lines, peeked
from kg.sources.json_source import text_of
from kg.sources.json_values import BadJson, json_values
from kg.sources.parts import local_id, parse_date, parse_year, rejection

_MOST_CITED_IN_ONE = 5_000
_NO_COLUMNS = "The table has no columns citing and cited."
_REGISTERS = ("omid", "pmid", "pmcid", "meta")
"""Registers whose ids OpenCitations uses and no other source of ours knows."""


class _Row(NamedTuple):
    line: int
    citing: str
    cited: str
    created: str


class _Problem(NamedTuple):
    line: int
    reason: str
    excerpt: str


class OpenCitations(Source):
    """Reads citations."""

    name = "opencitations"
    about = "OpenCitations, or any table with the columns citing and cited"
    suffixes = (".csv", ".tsv", ".json")

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read a table, or the JSON of the interface."""
        head, stream = peeked(stream)
        is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")
        draft: _Draft | None = None
        for row in self._json_rows(stream) if is_json else self._table_rows(stream):
            ids = _ids(row)
            if isinstance(ids, _Problem):
                yield rejection(location, ids.line, ids.reason, ids.excerpt)
                continue
            citing, cited, created = ids
            if draft is not None and not draft.goes_on_with(citing):
                yield draft.record(location)
                draft = None
            draft = draft or _Draft(row.line, citing, created)
            draft.cited.append(cited)
        if draft is not None:
            yield draft.record(location)

    def sniff(self, head: Head) -> bool:
        """Look for the two columns."""
        first = head.text.lstrip("\ufeff \t\r\n").partition("\n")[0]
        if first[:1] in ("[", "{"):
            return '"citing"' in head.text and '"cited"' in head.text
        columns = {cell.strip(' "').lower() for cell in first.replace("\t", ",").split(",")}
        return {"citing", "cited"} <= columns

    def _json_rows(self, stream: IO[bytes]) -> Iterator[_Row | _Problem]:
        for line, value in json_values(stream, self.limits):
            if isinstance(value, BadJson):
                yield _Problem(line, value.reason, value.excerpt.decode("utf-8", "replace"))
            elif not isinstance(value, Mapping):
                yield _Problem(line, "The value is no object.", str(value)[:400])
            else:
                cells = (text_of(value, key) for key in ("citing", "cited", "creation"))
                yield _Row(line, *cells)

    def _table_rows(self, stream: IO[bytes]) -> Iterator[_Row | _Problem]:
        columns: dict[str, int] = {}
        for number, line in numbered_lines(stream, self.limits):
            cells = _cells(line)
            if isinstance(cells, str):
                yield _Problem(number, cells, "")
            elif not columns and any(cells):
                columns = {name.strip("\ufeff ").lower(): index for index, name in enumerate(cells)}
                if not {"citing", "cited"} <= columns.keys():
                    yield _Problem(number, _NO_COLUMNS, " | ".join(cells)[:400])
                    return
            elif any(cells):
                yield _row(number, cells, columns)


class _Draft:
    """The citations of one work, while its rows go on."""

    def __init__(self, line: int, ids: tuple[WorkId, ...], created: str) -> None:
        self.line = line
        self.ids = ids
        self.cited: list[WorkId] = []
        self._created = created

    def goes_on_with(self, citing: tuple[WorkId, ...]) -> bool:
        return citing == self.ids and len(self.cited) < _MOST_CITED_IN_ONE

    def record(self, location: str) -> BibliographicRecord:
        published_on = parse_date(self._created)
        return BibliographicRecord(
            source=OpenCitations.name,
            key=f"{self.ids[0]}/{self.cited[0]}",
            location=location,
            line=self.line,
            ids=self.ids,
            title_source="",
            title="",
            published_on=published_on,
            year=parse_year(self._created),
            cites=tuple(dict.fromkeys(self.cited)),
        )


def _cells(line: bytes | None) -> list[str] | str:
    """Cut a line at its commas or tabs, or say why it cannot be."""
    if line is None:
        return "The line is too long."
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return "The line is not UTF-8."
    delimiter = "\t" if "\t" in text else ","
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return "The quotes of the line are not closed."


def _row(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> _Row:
    def cell(*names: str) -> str:
        places = (columns[name] for name in names if name in columns)
        return next((cells[place] for place in places if place < len(cells)), "")

    return _Row(number, cell("citing"), cell("cited"), cell("creation", "citing_year"))


def _ids(row: _Row | _Problem) -> tuple[tuple[WorkId, ...], WorkId, str] | _Problem:
    if isinstance(row, _Problem):
        return row
    citing, cited = _known(row.citing), _known(row.cited)
    if not citing or not cited:
        lacking = "citing" if not citing else "cited"
        reason = f"No known id stands in the column {lacking}."
        return _Problem(row.line, reason, f"{row.citing} | {row.cited}")
    return citing, cited[0], row.created


def _known(cell: str) -> tuple[WorkId, ...]:
    """Give the ids of a cell, those first that other sources know."""
    words = cell.split()
    known = [found for word in words for found in find_work_ids(word)]
    pairs = (word.partition(":") for word in words)
    own = [local_id(name, key) for name, _, key in pairs if name in _REGISTERS and key]
    return tuple(dict.fromkeys(known + own))
