"""JSON values out of a stream, one by one: JSON lines, an array, or a page of an interface.

A broken value costs itself only: JSON lines go on with the next line, an array with its next
element. Memory holds one value at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from kg.sources.files import CHUNK_BYTES, ReadLimits, numbered_pieces

PAGES: Final = ("results", "data", "items", "message", "papers")
"""Keys under which interfaces put the values of a page."""

_STRUCTURE = re.compile(rb'["\[\]{},]')
_REST_OF_STRING = re.compile(rb'(?:[^"\\]|\\.)*+', re.DOTALL)
_BEGINS_A_PRETTY_OBJECT = re.compile(rb"(?:\{|[^\n]*[\[{,])[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class BadJson:
    """A value that is no JSON: why, and its beginning."""

    reason: str
    excerpt: bytes


Numbered = tuple[int, Any]
"""The line at which a value begins, from 1, and the value or a :class:`BadJson`."""


def json_values(stream: IO[bytes], limits: ReadLimits) -> Iterator[Numbered]:
    """Read the values of a stream, whichever of the three forms it has.

    Yields:
        Line and value; a page gives the values in it, one level deep or two (Crossref).
    """
    pieces = numbered_pieces(stream)
    has_lines = False
    for number, piece in pieces:
        head = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head:
            continue
        if head.startswith(b"[") and not has_lines:
            yield from _scan(_Scanner(limits, depth=1, line=number), head[1:], stream)
        elif head.startswith(b"{") and _BEGINS_A_PRETTY_OBJECT.fullmatch(head):
            yield from _pages(_scan(_Scanner(limits, depth=0, line=number), head, stream))
        else:
            has_lines = True
            yield from _pages(_line(number, head, pieces, limits))


def _line(
    number: int, head: bytes, pieces: Iterator[tuple[int, bytes]], limits: ReadLimits
) -> Iterator[Numbered]:
    line = bytearray(head)
    is_too_long = False
    while not head.endswith(b"\n") and (following := next(pieces, None)) is not None:
        head = following[1]
        is_too_long = len(line) + len(head) > limits.max_entry_bytes
        line += b"" if is_too_long else head
    if is_too_long:
        yield number, BadJson("The line is too long.", bytes(line[:400]))
    else:
        yield from _one(number, bytes(line).strip())


def _one(number: int, text: bytes) -> Iterator[Numbered]:
    try:
        yield number, json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        yield number, BadJson(_why(error), text[:400])


def _why(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"This is no JSON: {error.msg[:1].lower()}{error.msg[1:]}."
    if isinstance(error, UnicodeDecodeError):
        return "This is no UTF-8."
    return "This JSON is nested too deeply or holds too long a number."


def _pages(values: Iterator[Numbered]) -> Iterator[Numbered]:
    for number, value in values:
        yield from ((number, each) for each in _opened(value, depth=2))


def _opened(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, dict) and depth and "title" not in value:
        for key in PAGES:
            inner = value.get(key)
            if isinstance(inner, list):
                yield from inner
                return
            if isinstance(inner, dict) and len(value) <= 5:
                yield from _opened(inner, depth - 1)
                return
    yield value


def _scan(scanner: _Scanner, head: bytes, stream: IO[bytes]) -> Iterator[Numbered]:
    yield from scanner.take(head)
    while chunk := stream.read(CHUNK_BYTES):
        yield from scanner.take(chunk)
    yield from scanner.finish()


class _Scanner:
    """Finds the ends of values by their brackets, quotes and escapes."""

    def __init__(self, limits: ReadLimits, *, depth: int, line: int) -> None:
        self._limits = limits
        self._next_line = line
        self._outer = self._depth = depth
        self._in_string = False
        self._value = bytearray()
        self._line = 0
        self._is_too_long = False
        self._is_escaped = False

    def take(self, piece: bytes) -> Iterator[Numbered]:
        """Take a piece of the file; every value that it ends comes out."""
        start = position = 0
        while position < len(piece):
            if self._in_string:
                position = self._end_of_string(piece, position)
                continue
            match = _STRUCTURE.search(piece, position)
            if match is None:
                break
            position = match.end()
            if self._is_end_of_value(match[0]):
                self._keep(piece[start : match.start()])
                yield from self._emit()
                self._depth -= match[0] == b"]"
                start = position
                continue
            self._count(match[0])
            if self._outer == self._depth == 0 and match[0] == b"}":
                self._keep(piece[start:position])
                yield from self._emit()
                start = position
        self._keep(piece[start:])

    def _end_of_string(self, piece: bytes, position: int) -> int:
        """Give the place behind the closing quote, or the end of the piece."""
        if self._is_escaped:
            self._is_escaped = False
            position += 1
        end = _REST_OF_STRING.match(piece, position).end()  # type: ignore[union-attr]
        if piece[end : end + 1] == b"\\":
            self._is_escaped = True
        elif piece[end : end + 1] == b'"':
            self._in_string = False
        return end + 1

    def finish(self) -> Iterator[Numbered]:
        """Give what is left when the file ends."""
        if self._depth < self._outer and not self._value.strip():
            return
        if self._value.strip() or self._depth:
            self._value = self._value or bytearray(b"[")
            yield from self._emit(is_cut=True)

    def _is_end_of_value(self, mark: bytes) -> bool:
        return self._outer == self._depth == 1 and mark in b",]"

    def _count(self, mark: bytes) -> None:
        if mark == b'"':
            self._in_string = True
        elif mark in b"[{":
            self._depth += 1
        elif mark in b"]}":
            self._depth -= 1

    def _keep(self, piece: bytes) -> None:
        if not self._value:
            rest = piece.lstrip()
            self._line = self._next_line + piece[: len(piece) - len(rest)].count(b"\n")
        else:
            rest = piece
        self._next_line += piece.count(b"\n")
        self._is_too_long |= len(self._value) + len(rest) > self._limits.max_entry_bytes
        if not self._is_too_long:
            self._value += rest

    def _emit(self, *, is_cut: bool = False) -> Iterator[Numbered]:
        text, is_too_long = bytes(self._value).strip(), self._is_too_long
        self._value, self._is_too_long = bytearray(), False
        if is_too_long:
            yield self._line, BadJson("The value is too long.", text[:400])
        elif is_cut:
            yield self._line, BadJson("The file ends in the middle of a value.", text[:400])
        elif text:
            yield from _pages(_one(self._line, text))
