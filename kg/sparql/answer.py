"""A whole answer, waiting to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from kg.closing import Closing
from kg.sparql.formats import Form, ResultFormat
from kg.versions import Version

_CHUNK_BYTES = 64 * 1024


@dataclass(slots=True, kw_only=True)
class QueryAnswer(Closing):
    """The serialised result of one query; complete when it exists.

    Args:
        form: form of the query.
        format: how it is written.
        version: what was read.
        rows: rows of a table; 0 for graphs and truth values.
        size_bytes: length of the body.
        elapsed_s: from being asked to being complete, in seconds.
        body: the bytes, in memory or in a temporary file.
        cached: it was given before and not evaluated again.
    """

    form: Form
    format: ResultFormat
    version: Version
    rows: int
    size_bytes: int
    elapsed_s: float
    body: IO[bytes]
    cached: bool = False

    @property
    def media_type(self) -> str:
        """Value for a Content-Type header."""
        return self.format.content_type

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces, from the beginning."""
        self.body.seek(0)
        while piece := self.body.read(_CHUNK_BYTES):
            yield piece

    def read(self) -> bytes:
        """The body as a whole."""
        self.body.seek(0)
        return self.body.read()

    def close(self) -> None:
        """Drop the body; safe to call twice."""
        self.body.close()
