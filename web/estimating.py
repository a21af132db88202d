"""How much there is to read: files tell their size beforehand, but not their records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


class RecordsRead:
    """Tells how many records were read, and about how many there will be.

    The estimate takes the files to come for as dense as those that were read; while the first one
    is being read there is none.

    Args:
        paths: the files, in the order of reading.
        progress: told the step, the records read and the estimate.

    >>> told = []
    >>> files = [Path(__file__), Path(__file__)]
    >>> watch = RecordsRead(files, lambda *said: told.append(said))
    >>> watch(5); watch.finished(files[0], 10); watch(12)
    >>> told
    [('records', 5, None), ('records', 12, 20)]
    """

    def __init__(
        self, paths: Sequence[Path], progress: Callable[[str, int, int | None], None]
    ) -> None:
        self._all_bytes = sum(path.stat().st_size for path in paths)
        self._progress = progress
        self._bytes = self._records = 0

    def __call__(self, records: int) -> None:
        """So many records were read of all files together."""
        total = None
        if self._bytes:
            total = max(records, self._records * self._all_bytes // self._bytes)
        self._progress("records", records, total)

    def finished(self, path: Path, records: int) -> None:
        """A file was read to its end; so many records were read of all files together."""
        self._bytes += path.stat().st_size
        self._records = records
