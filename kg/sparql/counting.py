"""Rows of a table counted in its serialisation as it passes.

The engine writes results an order of magnitude faster than Python could take the rows one by
one, so the limit on rows is kept by looking at the bytes. Exact for every format: see each one.
"""

from __future__ import annotations

import re

from pyoxigraph import QueryResultsFormat

# In JSON an unescaped quotation mark before a name character opens a string, hence the brace
# before it is structure: two rows meet exactly where this matches. (Rows without any value are
# not counted; each has two bytes.)
_JSON_BOUNDARY = re.compile(rb'\},\{"[^,:}\]]')
_JSON_OVERLAP = 4


class RowCounter:
    """Counts the rows of one serialised table.

    >>> counter = RowCounter(QueryResultsFormat.TSV)
    >>> counter.feed(b"?x\\n1\\n"), counter.feed(b"2\\n")
    (1, 2)

    Args:
        fmt: format of the bytes that will be fed; None counts nothing.
    """

    def __init__(self, fmt: QueryResultsFormat | None) -> None:
        self._count = (
            {
                QueryResultsFormat.JSON: self._json,
                QueryResultsFormat.XML: self._xml,
                QueryResultsFormat.CSV: self._csv,
                QueryResultsFormat.TSV: self._tsv,
            }.get(fmt)
            if fmt
            else None
        )
        self._seen = 0
        self._tail = b""
        self._quoted = False
        self._first = True

    def feed(self, data: bytes) -> int:
        """Take the next bytes.

        Returns:
            Rows seen so far.
        """
        if self._count:
            self._count(data)
        return self._seen

    def _json(self, data: bytes) -> None:
        joined = self._tail + data
        self._seen += len(_JSON_BOUNDARY.findall(joined))
        if self._first and b'"bindings":[{' in joined:
            self._seen, self._first = self._seen + 1, False
        # Long enough for the opening too while it has not been seen.
        self._tail = joined[-(12 if self._first else _JSON_OVERLAP) :]

    def _xml(self, data: bytes) -> None:
        # In text "<" is written "&lt;".
        joined = self._tail + data
        self._seen += joined.count(b"<result>")
        self._tail = joined[-7:]

    def _tsv(self, data: bytes) -> None:
        # A line feed in a literal is written "\n"; the first line is the header.
        self._seen += data.count(b"\n")
        self._header(data)

    def _csv(self, data: bytes) -> None:
        # Only line feeds outside quotation marks end a row; "" within a field toggles twice.
        for part in data.split(b'"'):
            if not self._quoted:
                self._seen += part.count(b"\n")
            self._quoted = not self._quoted
        self._quoted = not self._quoted
        self._header(data)

    def _header(self, data: bytes) -> None:
        if self._first and b"\n" in data:
            self._seen, self._first = self._seen - 1, False
