"""Whatever it is: each file is read by the source that recognises its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from kg.sources.base import HEAD_BYTES, Entry, Head, Source
from kg.sources.errors import UnreadableLocation
from kg.sources.files import (
    BROKEN_STREAM,
    COMPRESSION_SUFFIXES,
    DEFAULT_LIMITS,
    ReadLimits,
    open_stream,
    peeked,
)
from kg.sources.parts import rejection

_UNKNOWN = "No source recognises this file; name the source to read it nevertheless."


class Auto(Source):
    """Recognises the source of each file.

    Args:
        limits: as for every source.
        sources: those to ask, in order; the first that recognises a file reads it.
    """

    name = "auto"
    about = "whatever it is: each file by the source that recognises it"
    suffixes = ()

    def __init__(
        self,
        limits: ReadLimits = DEFAULT_LIMITS,
        sources: Callable[[], Sequence[type[Source]]] | None = None,
    ) -> None:
        super().__init__(limits)
        self._sources = sources or _all_others

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Recognise one stream and read it; a file of white space has nothing to read."""
        beginning, stream = peeked(stream)
        head = head_of(Path(location).name, beginning)
        if not head.text.strip():
            return
        source = self.recognise(head)
        if source is None:
            yield rejection(location, 1, _UNKNOWN, head.text)
        else:
            yield from source(self.limits).entries(stream, location)

    def recognise(self, head: Head) -> type[Source] | None:
        """Give the first source that recognises a file by its beginning, or None."""
        return next((each for each in self._sources() if each(self.limits).sniff(head)), None)

    def sniff(self, head: Head) -> bool:
        """Tell whether some source recognises the file."""
        return self.recognise(head) is not None


def recognise_file(path: Path, limits: ReadLimits = DEFAULT_LIMITS) -> str | None:
    """Give the name of the source that recognises a file, or None.

    Raises:
        UnreadableLocation: the file cannot be opened or decompressed.
    """
    try:
        with open_stream(path, limits) as stream:
            source = Auto(limits).recognise(head_of(path.name, stream.read(HEAD_BYTES)))
    except BROKEN_STREAM as error:
        raise UnreadableLocation(path, str(error)) from error
    return None if source is None else source.name


def head_of(name: str, beginning: bytes) -> Head:
    """Make the head of a file from its name and first bytes."""
    name = name.lower()
    for suffix in COMPRESSION_SUFFIXES:
        name = name.removesuffix(suffix)
    return Head(name, beginning[:HEAD_BYTES].decode("utf-8-sig", "replace"))


def _all_others() -> Sequence[type[Source]]:
    # The list holds this source too, so it is asked for only when a file is there to recognise.
    from kg.sources import SOURCES  # noqa: PLC0415

    return [source for source in SOURCES if source is not Auto]
