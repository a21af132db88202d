"""RDF Patch: one transaction of additions and deletions as lines of text.

A patch names the change numbers it covers in its header (``H previous``, ``H number``), so that a
follower knows whether it may apply it. Deletions come before additions, as everywhere.

References:
    RDF Patch, Apache Jena documentation (``https://jena.apache.org/documentation/rdf-patch/``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.export.errors import PatchInvalid

MEDIA_TYPE = "application/rdf-patch"
_HEADER = re.compile(r"H (?P<name>[A-Za-z][\w-]*) (?P<value>.+) \.")
_ORDER = {"H": 0, "TX": 1, "D": 2, "A": 3, "TC": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfPatch:
    """One transaction.

    Args:
        previous: the change that a dataset must have reached before it, from 0.
        number: the change that it has reached afterwards; more than ``previous``.
        deletions: quads to remove first.
        insertions: quads to add then.
        feed: name of the feed that the patch belongs to, or empty.
    """

    previous: int
    number: int
    deletions: tuple[ox.Quad, ...]
    insertions: tuple[ox.Quad, ...]
    feed: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.previous < self.number:
            raise ValueError(f"a patch leads forward, not from {self.previous} to {self.number}")


def write_patch(patch: RdfPatch) -> Iterator[str]:
    """Give the lines of a patch, each with its line end.

    >>> a, g = ox.NamedNode("https://a.example/"), ox.NamedNode("https://g.example/")
    >>> patch = RdfPatch(previous=0, number=1, deletions=(), insertions=(ox.Quad(a, a, a, g),))
    >>> list(write_patch(patch))[2:4]
    ['TX .\\n', 'A <https://a.example/> <https://a.example/> <https://a.example/> \
<https://g.example/> .\\n']
    """
    if patch.feed:
        yield f'H feed "{patch.feed}" .\n'
    yield f'H previous "{patch.previous}" .\n'
    yield f'H number "{patch.number}" .\n'
    yield "TX .\n"
    yield from _lines("D", patch.deletions)
    yield from _lines("A", patch.insertions)
    yield "TC .\n"


def _lines(sign: str, quads: Iterable[ox.Quad]) -> Iterator[str]:
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    for line in text.decode().split("\n"):
        if line:
            yield f"{sign} {line}\n"


def read_patches(lines: Iterable[str]) -> Iterator[RdfPatch]:
    """Read patches that follow each other in one text.

    Raises:
        PatchInvalid: a line that is none of a patch, a patch that is not closed, or an order in
            which additions come before deletions.
    """
    reader = _Reader()
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            patch = reader.take(number, stripped)
            if patch is not None:
                yield patch
                reader = _Reader(line=number)
    reader.must_be_empty()


class _Reader:
    """Collects the lines of one patch; its quads are parsed together, which is fast."""

    def __init__(self, line: int = 0) -> None:
        self._line = line
        self._state = -1
        self._headers: dict[str, str] = {}
        self._texts: dict[str, list[tuple[int, str]]] = {"D": [], "A": []}

    def take(self, number: int, line: str) -> RdfPatch | None:
        self._line = number
        sign = line.split(" ", 1)[0]
        order = _ORDER.get(sign)
        if order is None:
            raise PatchInvalid(number, f"{sign!r} is none of {', '.join(_ORDER)}")
        if order < self._state or (order > 1 and self._state < 1):
            raise PatchInvalid(number, f"{sign} is out of order")
        self._state = order
        if sign == "H":
            self._header(line)
        elif sign in self._texts:
            self._texts[sign].append((number, line[2:]))
        elif line not in {"TX .", "TC ."}:
            raise PatchInvalid(number, f"{line!r} is not closed by a full stop")
        return self._finished() if sign == "TC" else None

    def _header(self, line: str) -> None:
        match = _HEADER.fullmatch(line)
        if match is None:
            raise PatchInvalid(self._line, "a header is a name and a value")
        self._headers[match["name"]] = match["value"].strip('"')

    def _finished(self) -> RdfPatch:
        deletions, insertions = (tuple(_quads(self._texts[sign])) for sign in ("D", "A"))
        try:
            return RdfPatch(
                previous=int(self._headers["previous"]),
                number=int(self._headers["number"]),
                deletions=deletions,
                insertions=insertions,
                feed=self._headers.get("feed", ""),
            )
        except (KeyError, ValueError) as error:
            raise PatchInvalid(self._line, f"no change numbers: {error}") from error

    def must_be_empty(self) -> None:
        if self._state >= 0:
            raise PatchInvalid(self._line, "the last patch is not closed by TC")


def _quads(texts: list[tuple[int, str]]) -> list[ox.Quad]:
    """Parse all lines at once, or one by one to find the place of a fault."""
    try:
        quads: list[ox.Quad] = _parsed("\n".join(text for _, text in texts))
    except (SyntaxError, ValueError):
        quads = []
    if len(quads) == len(texts):
        return quads
    return [_quad(line, text) for line, text in texts]


def _quad(line: int, text: str) -> ox.Quad:
    try:
        quads = _parsed(text)
    except (SyntaxError, ValueError) as error:
        raise PatchInvalid(line, f"no quad: {error}") from error
    if len(quads) != 1:
        raise PatchInvalid(line, "one quad a line")
    return quads[0]


def _parsed(text: str) -> list[ox.Quad]:
    # Nested terms are never written here, and a deep nest of them would crash the parser.
    if "<<" in text:
        raise ValueError("triple terms are not taken")
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
