"""Files as streams: found in a folder, decompressed with a cap, cut into lines with a cap.

Compression is told by the first bytes, not by the name, and so is UTF-16, which some programs of
Windows write: it is read as UTF-8. Memory does not grow with the file.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

import zstandard

from kg.sources.errors import ExpansionTooLarge, UnreadableLocation

_GZIP, _XZ, _BZIP2, _ZSTD = b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd"
COMPRESSION_SUFFIXES: Final = (".gz", ".zst", ".xz", ".bz2")
CHUNK_BYTES: Final = 1 << 16
_UNQUESTIONED_BYTES = 64 << 20

BROKEN_STREAM: Final = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    ExpansionTooLarge,
)
"""What reading a damaged, lying or bursting compressed file raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much of a file is read before it is refused.

    Args:
        max_expanded_bytes: of one decompressed file.
        max_ratio: of expanded to compressed size, once 64 MiB are expanded.
        max_entry_bytes: of one line, XML record or BibTeX entry; longer ones are rejected.
    """

    max_expanded_bytes: int = 64 << 30
    max_ratio: int = 250
    max_entry_bytes: int = 32 << 20


DEFAULT_LIMITS: Final = ReadLimits()


def files_under(location: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Give a file itself, or the files of a folder that end in one of the suffixes, sorted.

    Args:
        location: file or folder; hidden files and folders are left out.
        suffixes: small letters, with dot; a compression suffix may follow. Empty for any.

    Raises:
        UnreadableLocation: there is no such file or folder.
    """
    if location.is_file():
        yield location
        return
    if not location.is_dir():
        raise UnreadableLocation(location, "no such file or folder")
    for path in sorted(location.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(location).parts)
        if path.is_file() and not is_hidden and _ends_in(path.name, suffixes):
            yield path


def _ends_in(name: str, suffixes: tuple[str, ...]) -> bool:
    name = name.lower()
    for compression in COMPRESSION_SUFFIXES:
        name = name.removesuffix(compression)
    return not suffixes or name.endswith(suffixes)


@contextmanager
def open_stream(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> Iterator[IO[bytes]]:
    """Open a file for reading bytes, decompressed when it is compressed, UTF-16 as UTF-8.

    Raises:
        UnreadableLocation: the file cannot be opened.
        ExpansionTooLarge: while reading, when the file expands too much.
    """
    try:
        raw = path.open("rb", buffering=CHUNK_BYTES)
    except OSError as error:
        raise UnreadableLocation(path, error.strerror or str(error)) from error
    with raw:
        head = raw.read(6)
        raw.seek(0)
        expanded = _decompressed(raw, head)
        stream = cast(io.BufferedReader, raw)
        if expanded is not raw:
            guarded = _Guarded(expanded, raw, str(path), limits)
            stream = io.BufferedReader(guarded, buffer_size=CHUNK_BYTES)
        if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            stream = io.BufferedReader(_Recoded(stream), buffer_size=CHUNK_BYTES)
        yield stream


def _decompressed(raw: IO[bytes], head: bytes) -> IO[bytes]:
    if head.startswith(_GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if head.startswith(_XZ):
        return cast(IO[bytes], lzma.LZMAFile(raw))
    if head.startswith(_BZIP2):
        return cast(IO[bytes], bz2.BZ2File(raw))
    if head.startswith(_ZSTD):
        decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        return cast(IO[bytes], decompressor.stream_reader(raw, read_across_frames=True))
    return raw


class _Guarded(io.RawIOBase):
    """Counts what a decompressor gives and stops when that is out of all proportion."""

    def __init__(
        self, expanded: IO[bytes], raw: IO[bytes], location: str, limits: ReadLimits
    ) -> None:
        self._expanded = expanded
        self._raw = raw
        self._location = location
        self._limits = limits
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._expanded.read(min(len(buffer), CHUNK_BYTES))
        self._count += len(chunk)
        self._check()
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _check(self) -> None:
        if self._count > self._limits.max_expanded_bytes:
            limit = f"{self._limits.max_expanded_bytes} bytes"
            raise ExpansionTooLarge(self._location, self._count, limit)
        allowed = max(_UNQUESTIONED_BYTES, self._limits.max_ratio * self._raw.tell())
        if self._count > allowed:
            limit = f"{self._limits.max_ratio} times its size"
            raise ExpansionTooLarge(self._location, self._count, limit)


class _Recoded(io.RawIOBase):
    """UTF-16 with its mark, as UTF-8; what is none gives the replacement character."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._left = b""
        self._is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left and not self._is_at_end:
            piece = self._stream.read(CHUNK_BYTES)
            self._is_at_end = not piece
            self._left = self._decoder.decode(piece, self._is_at_end).encode("utf-8", "replace")
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def numbered_lines(
    stream: IO[bytes], limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[tuple[int, bytes | None]]:
    """Cut a stream into lines.

    Yields:
        The number of the line from 1 and its bytes, or None in place of a line that is longer than
        allowed.
    """
    number = 0
    while line := stream.readline(limits.max_entry_bytes + 1):
        number += 1
        if len(line) <= limits.max_entry_bytes:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(CHUNK_BYTES)):
            pass
        yield number, None


def numbered_pieces(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Cut a stream into lines, and long lines into pieces of at most 64 KiB.

    Yields:
        The number of the line from 1, and the piece with its line end.
    """
    number = 1
    while piece := stream.readline(CHUNK_BYTES):
        yield number, piece
        number += piece.endswith(b"\n")


def peeked(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """Look at the first bytes of a stream without taking them from it.

    Returns:
        Up to 64 KiB, and the stream to go on with.
    """
    if not isinstance(stream, io.BufferedReader):
        head = stream.read(CHUNK_BYTES)
        return head, cast(IO[bytes], _Rejoined(head, stream))
    return stream.peek(CHUNK_BYTES)[:CHUNK_BYTES], stream


class _Rejoined(io.RawIOBase):
    """A stream with its first bytes put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._rest.read(size)

    def readline(self, size: int | None = -1) -> bytes:
        line = self._head.readline(-1 if size is None else size)
        if line.endswith(b"\n") or (size is not None and 0 <= size <= len(line)):
            return line
        wanted = -1 if size is None or size < 0 else size - len(line)
        return line + self._rest.readline(wanted)
