"""What the texts of works gave before the coined concepts of all works were known.

Hardly any of it changes with them, so it is kept between the two steps and read again only where
it can change.
"""

from __future__ import annotations

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile

from kg.catalogue.codec import decode, encode, sha256
from kg.catalogue.text_reading import NamesFound, Reading, TextReaders, Texts
from kg.closing import Closing
from kg.entities import Extraction

_IN_MEMORY_BYTES = 1 << 26  # beyond that they go to disk


class Drafts(Closing):
    """Drafts of one run, by work and texts; gone when it ends."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - closed at exit
        self._at: dict[str, tuple[str, int, int]] = {}

    def close(self) -> None:
        """Remove the file of drafts; safe to call twice."""
        self._file.close()

    def coin(self, readers: TextReaders, works: Sequence[Texts]) -> Reading[NamesFound]:
        """Begin to look for the names that works coin and use; the drafts are kept."""
        reading = readers.coin(works)

        def kept() -> list[NamesFound]:
            found = reading.result()
            for work, one in zip(works, found, strict=True):
                self._keep(work, one)
            return found

        return Reading([kept])

    def extract(self, readers: TextReaders, works: Sequence[Texts]) -> Reading[Extraction]:
        """Begin to look for mentions, results and links where the draft of a work is not final."""
        held = [self._final(readers, work) for work in works]
        reading = readers.extract([w for w, one in zip(works, held, strict=True) if one is None])

        def completed() -> list[Extraction]:
            read = iter(reading.result())
            return [next(read) if one is None else one for one in held]

        return Reading([completed])

    def _keep(self, work: Texts, found: NamesFound) -> None:
        body = encode(found)
        start = self._file.seek(0, 2)
        self._file.write(body)
        self._at[work[0]] = (_hash(work), start, len(body))

    def _final(self, readers: TextReaders, work: Texts) -> Extraction | None:
        """The draft of a work, when the coined concepts change nothing in it."""
        held, start, length = self._at.get(work[0], ("", 0, 0))
        if not length or held != _hash(work):
            return None
        self._file.seek(start)
        found = decode(self._file.read(length), NamesFound)
        is_final = not readers.reader.may_change(work[0], found.coinings, found.open_names)
        return decode(found.draft, Extraction) if is_final else None


def _hash(work: Texts) -> str:
    return sha256(encode(work[1]))
