"""XML elements out of a stream, one by one, with their lines.

The file is fed to the parser line by line, which gives the line of each element; elements are
dropped once read. A document type is refused: none of our formats has one, and with it go entity
declarations and everything that can be done with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO, Final, Literal, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from kg.sources.files import ReadLimits, numbered_pieces

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_DOCTYPE = b"<!DOCTYPE"

_Events = Iterator[tuple[str, Element]]


@dataclass(frozen=True, slots=True)
class XmlEvent:
    """An element that begins (with its attributes only) or ends (whole).

    Args:
        what: ``start`` or ``end``.
        tag: without namespace.
        element: valid until the next event.
        line: at which it begins, from 1.
    """

    what: Literal["start", "end"]
    tag: str
    element: Element
    line: int


@dataclass(frozen=True, slots=True)
class BadXml:
    """Why the file cannot be read on, and where."""

    reason: str
    line: int
    excerpt: bytes


def xml_events(
    stream: IO[bytes], limits: ReadLimits, *, starts: Collection[str], ends: Collection[str]
) -> Iterator[XmlEvent | BadXml]:
    """Read the elements of some names.

    Args:
        stream: the file.
        limits: an element in ``ends`` may be as long as an entry.
        starts: tags, without namespace, whose beginning is told.
        ends: tags whose elements are given whole and then dropped; those inside them stay theirs.

    Yields:
        Events in the order of the file; a :class:`BadXml` is the last.
    """
    reader = _Reader(starts, ends)
    has_any = False
    for number, piece in numbered_pieces(stream):
        reason = reader.refusal(number, piece, limits)
        if reason is not None:
            yield BadXml(reason, number, piece[:400])
            return
        try:
            reader.feed(piece)
            for event in reader.events(number):
                has_any = True
                yield event
        except ParseError as error:
            yield BadXml(f"This is no well-formed XML: {error.msg}.", number, piece[:400])
            return
    for last in reader.close() if reader.has_begun else ():
        has_any = True
        yield last
    if reader.has_begun and not has_any:
        wanted = ", ".join(sorted({*starts, *ends}))
        yield BadXml(f"The file has none of the elements {wanted}.", 1, b"")


def local_name(tag: str) -> str:
    """Give a tag without its namespace."""
    return tag.rpartition("}")[2]


class _Reader:
    def __init__(self, starts: Collection[str], ends: Collection[str]) -> None:
        self._parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        self._starts = frozenset(starts)
        self._ends = frozenset(ends)
        self._open: list[Element] = []
        self._entry: Element | None = None
        self._entry_line = 1
        self._entry_bytes = 0
        self._tail = b""
        self._line = 1
        self.has_begun = False

    def refusal(self, number: int, piece: bytes, limits: ReadLimits) -> str | None:
        """Say why a piece must not be fed to the parser, or give None."""
        self._line = number
        if number == 1 and not self.has_begun and piece.startswith(UTF_16):
            return "XML in UTF-16 is not read."
        window = self._tail + piece
        self._tail = window[-len(_DOCTYPE) + 1 :]
        if _DOCTYPE in window:
            return "XML with a document type is refused."
        self._entry_bytes += len(piece)
        if self._entry_bytes > limits.max_entry_bytes:
            return "The element is too long."
        return None

    def feed(self, piece: bytes) -> None:
        if not self.has_begun:
            piece = piece.lstrip()
        self.has_begun = self.has_begun or bool(piece)
        if piece:
            self._parser.feed(piece)

    def events(self, number: int) -> Iterator[XmlEvent]:
        for what, element in cast(_Events, self._parser.read_events()):
            tag = local_name(element.tag)
            if what == "start":
                yield from self._started(tag, element, number)
            else:
                yield from self._ended(tag, element)

    def close(self) -> Iterator[XmlEvent | BadXml]:
        try:
            self._parser.close()
        except ParseError as error:
            yield BadXml(f"This is no well-formed XML: {error.msg}.", self._line, b"")
            return
        yield from self.events(self._line)

    def _started(self, tag: str, element: Element, number: int) -> Iterator[XmlEvent]:
        self._open.append(element)
        if self._entry is not None:
            return
        if tag in self._ends:
            self._entry, self._entry_line = element, number
        if tag in self._starts:
            yield XmlEvent("start", tag, element, number)

    def _ended(self, tag: str, element: Element) -> Iterator[XmlEvent]:
        self._open.pop()
        is_entry = element is self._entry
        if is_entry:
            yield XmlEvent("end", tag, element, self._entry_line)
            self._entry = None
        if self._entry is None:
            self._entry_bytes = 0
            if self._open:
                self._open[-1].remove(element)
