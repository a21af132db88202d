"""What every source must do, whatever it reads: inherited by the tests of each."""

from __future__ import annotations

import gzip
import io
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, ClassVar

import zstandard

from kg.records import BibliographicRecord, Rejection
from kg.sources import SOURCES, Head, ReadLimits
from kg.sources.base import Entry, Source


class SourceContract:
    """A subclass gives the source, a small example of its files, and an entry that is broken."""

    source: ClassVar[type[Source]]
    file_name: ClassVar[str]
    example: ClassVar[bytes]
    """At least two records and no rejection."""
    has_lines: ClassVar[bool] = True
    """False where a rejection cannot tell its line."""
    broken: ClassVar[bytes]
    """A whole file with at least one entry that must be rejected, and one that is good."""
    many: ClassVar[bytes | None] = None
    """What an endless file of the source repeats; None where a file is one value by its nature."""
    many_head: ClassVar[bytes] = b""

    def records(self, data: bytes) -> list[BibliographicRecord]:
        return [entry for entry in self.entries(data) if isinstance(entry, BibliographicRecord)]

    def rejections(self, data: bytes) -> list[Rejection]:
        return [entry for entry in self.entries(data) if isinstance(entry, Rejection)]

    def entries(self, data: bytes) -> list[Entry]:
        return list(self.source().entries(io.BytesIO(data), "memory"))

    def test_it_stands_in_the_list(self) -> None:
        assert self.source in SOURCES
        assert self.source.about
        assert len([each for each in SOURCES if each.name == self.source.name]) == 1

    def test_the_example_is_read_whole(self) -> None:
        assert len(self.records(self.example)) >= 2
        assert self.rejections(self.example) == []

    def test_records_say_where_they_come_from(self) -> None:
        for record in self.records(self.example):
            assert record.source == self.source.name
            assert record.location == "memory"
            assert record.ids
            assert record.key
            assert record.title == " ".join(record.title.split())
            assert record.line is None or record.line >= 1

    def test_reading_twice_gives_equal_records_with_unique_keys(self) -> None:
        first, second = self.records(self.example), self.records(self.example)
        assert first == second
        assert len({record.key for record in first}) == len(first)

    def test_an_empty_file_gives_nothing(self) -> None:
        assert self.entries(b"") == []
        assert self.entries(b"\n\n") == []

    def test_a_broken_entry_is_rejected_and_the_rest_goes_in(self) -> None:
        rejections = self.rejections(self.broken)
        assert rejections
        assert self.records(self.broken)
        for rejection in rejections:
            assert rejection.location == "memory"
            assert rejection.reason.endswith(".")
            assert len(rejection.excerpt) <= 200
            assert (rejection.line is not None) == self.has_lines

    def test_bytes_that_are_no_text_are_rejected(self) -> None:
        assert self.rejections(b"\xff\xfe\x00\x81 \xc3(\n" * 3)
        assert self.rejections(b"\x00\x01\x02\x03")

    def test_a_file_of_something_else_is_rejected(self) -> None:
        assert self.rejections(b"This is only a letter to a friend.\nWith kind regards\n")

    def test_a_cut_file_does_not_crash(self) -> None:
        for end in range(0, len(self.example), max(1, len(self.example) // 40)):
            self.entries(self.example[:end])

    def test_compressed_files_read_alike(self, tmp_path: Path) -> None:
        expected = self.records(self.example)
        for suffix, data in (
            ("", self.example),
            (".gz", gzip.compress(self.example)),
            (".xz", lzma.compress(self.example)),
            (".zst", zstandard.compress(self.example)),
        ):
            path = tmp_path / (self.file_name + suffix)
            path.write_bytes(data)
            records = [
                each for each in self.source().read(path) if isinstance(each, BibliographicRecord)
            ]
            assert [record.key for record in records] == [record.key for record in expected]
            assert {record.location for record in records} == {str(path)}

    def test_a_folder_is_read_in_the_order_of_names(self, tmp_path: Path) -> None:
        (tmp_path / "inner").mkdir()
        (tmp_path / "inner" / self.file_name).write_bytes(self.example)
        (tmp_path / (".hidden" + self.file_name)).write_bytes(self.broken)
        records = list(self.source().read(tmp_path))
        assert len(records) == len(self.records(self.example))

    def test_a_damaged_archive_is_a_rejection(self, tmp_path: Path) -> None:
        path = tmp_path / (self.file_name + ".gz")
        path.write_bytes(gzip.compress(self.example * 3)[:-20])
        last = list(self.source().read(path))[-1]
        assert isinstance(last, Rejection)

    def test_a_bursting_archive_is_a_rejection(self, tmp_path: Path) -> None:
        path = tmp_path / (self.file_name + ".gz")
        path.write_bytes(gzip.compress(self.example + b" " * 50_000))
        limits = ReadLimits(max_expanded_bytes=len(self.example) + 10_000)
        entries = list(self.source(limits).read(path))
        assert any(isinstance(entry, Rejection) and "expands" in entry.reason for entry in entries)

    def test_it_recognises_its_own_and_nothing_else(self) -> None:
        text = self.example.decode("utf-8", "replace")
        assert self.source().sniff(Head(self.file_name, text))
        for name, text in (
            ("a.txt", "Dear friend,"),
            ("b.json", '{"a": 1}'),
            ("c.xml", "<a/>"),
            ("", ""),
        ):
            assert not self.source().sniff(Head(name, text))

    def test_records_come_while_the_file_goes_on(self) -> None:
        if self.many is None:
            return
        stream = _Endless(self.many_head, self.many)
        entries = self.source().entries(stream, "memory")
        for _ in range(20):
            next(entries)
        assert stream.given < (1 << 22)


class _Endless(io.RawIOBase, IO[bytes]):  # type: ignore[misc]
    """A file that never ends."""

    def __init__(self, head: bytes, piece: bytes) -> None:
        self.given = 0
        self._rest = head
        self._pieces = self._numbered(piece)

    @staticmethod
    def _numbered(piece: bytes) -> Iterator[bytes]:
        number = 10_000
        while True:
            number += 1
            yield piece.replace(b"%NUMBER%", str(number).encode())

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < max(size, 1):
            self._rest += next(self._pieces)
        chunk, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(chunk)
        return chunk

    def readline(self, size: int | None = -1) -> bytes:
        while b"\n" not in self._rest:
            self._rest += next(self._pieces)
        end = self._rest.index(b"\n") + 1
        end = end if size is None or size < 0 else min(end, size)
        return self.read(end)
