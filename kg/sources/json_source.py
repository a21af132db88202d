"""Sources whose files are JSON: each value of a file is one record or one rejection.

Fields are read through functions that give the empty value when a field is missing or of another
type than it should be, since a wrong type in one field is no reason to lose the work.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import IO, Any, ClassVar

from kg.characters import folded
from kg.records import BibliographicRecord
from kg.sources.base import Entry, Source
from kg.sources.json_values import BadJson, json_values
from kg.sources.parts import rejection

JsonObject = Mapping[str, Any]


class UnusableEntry(ValueError):
    """An entry that makes no record; the message is the reason, one sentence."""


class JsonSource(Source):
    """Reads values one by one; a subclass says what record a value is."""

    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".ndjson")

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read JSON lines, an array, or a page of an interface."""
        for line, value in json_values(stream, self.limits):
            if isinstance(value, BadJson):
                yield rejection(location, line, value.reason, value.excerpt)
            else:
                yield self._entry(value, location, line)

    def _entry(self, value: Any, location: str, line: int) -> Entry:
        try:
            if not isinstance(value, Mapping):
                raise UnusableEntry("The value is no object.")
            return self.record(value, location, line)
        except UnusableEntry as error:
            return rejection(location, line, str(error), str(value)[:400])

    @abstractmethod
    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one value.

        Raises:
            UnusableEntry: it has no id or no title.
        """


def text_of(value: JsonObject, *keys: str) -> str:
    """Give the first of these fields that is a text or a number, folded; else an empty text."""
    for key in keys:
        field = value.get(key)
        if isinstance(field, str) and (text := folded(field)):
            return text
        if isinstance(field, int) and not isinstance(field, bool):
            return str(field)
    return ""


def texts_of(value: JsonObject, key: str) -> tuple[str, ...]:
    """Give the texts of a list, folded, without empty ones; a single text is a list of one."""
    field = value.get(key)
    candidates = field if isinstance(field, list) else [field]
    return tuple(text for each in candidates if isinstance(each, str) and (text := folded(each)))


def object_of(value: JsonObject, key: str) -> JsonObject:
    """Give a field that is an object, else an empty one."""
    field = value.get(key)
    return field if isinstance(field, Mapping) else {}


def objects_of(value: JsonObject, key: str) -> tuple[JsonObject, ...]:
    """Give the objects of a list."""
    field = value.get(key)
    return (
        tuple(each for each in field if isinstance(each, Mapping))
        if isinstance(field, list)
        else ()
    )


def count_of(value: JsonObject, key: str) -> int | None:
    """Give a field that is a whole number of at least 0, else None."""
    field = value.get(key)
    is_count = isinstance(field, int) and not isinstance(field, bool) and 0 <= field < 1 << 31
    return field if is_count else None
