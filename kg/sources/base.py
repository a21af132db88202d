"""What every source is: a name, a way to recognise its files, a way to read them.

A source reads one stream at a time and yields records and rejections in the order of the file.
Nothing is dropped in silence, and nothing that stands in a file makes it raise.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from kg.records import BibliographicRecord, Rejection
from kg.sources.errors import UnreadableLocation
from kg.sources.files import BROKEN_STREAM, DEFAULT_LIMITS, ReadLimits, files_under, open_stream
from kg.sources.parts import rejection

Entry = BibliographicRecord | Rejection

HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, for recognising its source.

    Args:
        name: of the file, in small letters, without a compression suffix.
        text: its first 64 KiB as UTF-8, unreadable bytes replaced.
    """

    name: str
    text: str


class Source(ABC):
    """One kind of place that records come from.

    A subclass has a name, the suffixes of its files and the two abstract methods.
    """

    name: ClassVar[str]
    """As on the command line."""
    about: ClassVar[str]
    """One line of help."""
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of its files in a folder, without a compression suffix."""

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self.limits = limits

    def read(self, location: Path) -> Iterator[Entry]:
        """Read a file, or the files of a folder in the order of their names.

        Yields:
            Records and rejections, streaming. A file that breaks off in the middle gives what came
            before and a rejection.

        Raises:
            UnreadableLocation: there is no such file or folder.
        """
        for path in files_under(location, self.suffixes):
            yield from self.read_file(path)

    def read_file(self, path: Path) -> Iterator[Entry]:
        """Read one file, whatever its name."""
        try:
            with open_stream(path, self.limits) as stream:
                yield from self.entries(stream, str(path))
        except UnreadableLocation as error:
            yield rejection(str(path), None, f"The file cannot be opened: {error.reason}.")
        except BROKEN_STREAM as error:
            yield rejection(str(path), None, f"The file cannot be read to its end: {error}.")

    @abstractmethod
    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read one stream of bytes; ``location`` is what the records say they come from."""

    @abstractmethod
    def sniff(self, head: Head) -> bool:
        """Tell whether a file that begins so is one of this source's."""
