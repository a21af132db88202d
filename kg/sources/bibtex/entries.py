r"""BibTeX files, entry by entry: the syntax alone.

Our own reader rather than a library's: those at hand read a whole file into memory, stop at or skip
a broken entry, and do not tell its line. An entry ends where its brackets close; a line that begins
with ``@`` while an entry is open, deeper than its fields can be, tells that it was never closed.

References:
    O. Patashnik, "BibTeXing", 1988; Nelson Beebe's grammar of BibTeX, TUGboat 14(4), 1993.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Final

from kg.sources.files import ReadLimits, numbered_lines

_ENTRY_START = re.compile(r"\s*@\s*([A-Za-z]+)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}()\"#%~=]*[^\s,{}\"#%~=])\s*(?:,|$)")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w.:+/-]*)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}\"=]+")
_MONTHS: Final = MappingProxyType(
    {
        name[:3].lower(): name
        for name in (
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        )
    }
)  # fmt: skip
_NO_WORKS = frozenset(("comment", "preamble"))


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry: type and field names in small letters, values without their outer brackets."""

    type: str
    key: str
    fields: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class BadBibEntry:
    """An entry that cannot be read, and why."""

    reason: str
    line: int
    excerpt: str


def bib_entries(stream: IO[bytes], limits: ReadLimits) -> Iterator[BibEntry | BadBibEntry]:
    """Read the entries of a file; text between entries is BibTeX's way of commenting."""
    strings: dict[str, str] = dict(_MONTHS)
    for line, text, problem in _blocks(stream, limits):
        if problem is not None:
            yield BadBibEntry(problem, line, text[:400])
            continue
        read = _read(text, line, strings)
        if read is not None:
            yield read


def _blocks(stream: IO[bytes], limits: ReadLimits) -> Iterator[tuple[int, str, str | None]]:
    """Cut the file into entries by their brackets: line, text and what is wrong."""
    block: list[str] = []
    begun = depth = size = 0
    stray = ""
    for number, raw in numbered_lines(stream, limits):
        line = _decoded(raw)
        if line is None:
            yield number, "", "The line is too long."
            continue
        start = _ENTRY_START.match(line)
        if start is not None and block and line.startswith("@"):
            yield begun, "".join(block), "The entry is not closed before the next one begins."
            block = []
        rest = line
        while rest:
            if not block:
                start = _ENTRY_START.match(rest)
                if start is None:
                    stray = stray if begun else stray or rest.strip()
                    break
                begun, depth, size = number, 0, 0
            cut, depth = _balance(rest, depth, block)
            block.append(rest[:cut])
            size += cut
            rest = rest[cut:]
            if depth == 0:
                yield begun, "".join(block), None
                block = []
            elif size > limits.max_entry_bytes:
                yield begun, "".join(block)[:400], "The entry is too long."
                block = []
    if block:
        yield begun, "".join(block), "The file ends in the middle of an entry."
    elif stray and not begun:
        yield 1, stray, "The file has no entry of BibTeX."


def _decoded(raw: bytes | None) -> str | None:
    """Read UTF-8, and a line that is none as Windows-1252, in which old files are."""
    if raw is None:
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _balance(text: str, depth: int, block: list[str]) -> tuple[int, int]:
    """Count brackets from a depth on; give the place behind the last one and the new depth.

    An entry in round brackets ends at one outside braces, which count alone inside.
    """
    is_round = (block[0] if block else text).lstrip().partition("{")[0].count("(") > 0
    for match in re.finditer(r"\\.|[{}()]", text):
        mark = match[0]
        if mark == "{" or (mark == "(" and is_round and depth == 0):
            depth += 1
        elif mark == "}" or (mark == ")" and is_round and depth == 1):
            depth -= 1
            if depth <= 0:
                return match.end(), 0
    return len(text), depth


def _read(text: str, line: int, strings: dict[str, str]) -> BibEntry | BadBibEntry | None:
    start = _ENTRY_START.match(text)
    if start is None:
        return None
    kind, body = start[1].lower(), text[start.end() : -1]
    if kind in _NO_WORKS:
        return None
    if kind == "string":
        strings.update(_fields(body, strings)[0])
        return None
    key = _KEY.match(body)
    name = "" if key is None else key[1]
    fields, problem = _fields(body[0 if key is None else key.end() :], strings)
    if problem:
        return BadBibEntry(problem, line, text[:400])
    return BibEntry(kind, name, MappingProxyType(fields), line)


def _fields(text: str, strings: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """Read ``name = value`` with commas between; a name given twice keeps its first value."""
    fields: dict[str, str] = {}
    position = 0
    while (match := _FIELD.match(text, position)) is not None:
        value, position = _value(text, match.end(), strings)
        if value is None:
            return fields, f"The value of {match[1]} cannot be read."
        fields.setdefault(match[1].lower(), value)
    if text[position:].strip(" \t\r\n,"):
        return fields, "Something stands between the fields that is none."
    return fields, None


def _value(text: str, position: int, strings: Mapping[str, str]) -> tuple[str | None, int]:
    """Read one value: pieces in braces, in quotes, numbers or names, joined by ``#``."""
    pieces: list[str] = []
    while True:
        position = _skip(text, position)
        if text.startswith("{", position) or text.startswith('"', position):
            end = _end_of_piece(text, position)
            if end is None:
                return None, position
            pieces.append(text[position + 1 : end - 1])
            position = end
        else:
            word = _WORD.match(text, position)
            if word is None:
                return None, position
            pieces.append(strings.get(word[0].lower(), word[0]))
            position = word.end()
        position = _skip(text, position)
        if not text.startswith("#", position):
            return "".join(pieces), position
        position += 1


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _end_of_piece(text: str, position: int) -> int | None:
    """Give the place behind the piece that begins with a brace or a quote."""
    is_quoted = text[position] == '"'
    depth = 0
    for match in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, position + is_quoted):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if is_quoted and match[0] == '"' and depth == 0:
            return match.end()
        if not is_quoted and match[0] == "}" and depth == 0:
            return match.end()
    return None
