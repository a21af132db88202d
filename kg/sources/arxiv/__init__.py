"""arXiv's metadata in each form in which it is handed round.

- JSON lines of a daily crawl: ``id, title, authors, categories, comment, summary``;
- JSON lines of the metadata snapshot: ``id, submitter, authors, title, comments, journal-ref, doi,
  categories, abstract, versions, update_date, authors_parsed``;
- Atom, as the query interface answers;
- OAI-PMH, with the prefixes ``arXiv``, ``arXivRaw`` and ``oai_dc``.

The authors stand in the order of the byline. arXiv gives its metadata, abstracts among them, under
CC0. A paper that is announced again is the same record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from kg.records import BibliographicRecord
from kg.sources.arxiv.json_lines import snapshot_or_crawl
from kg.sources.arxiv.records import NAME, arxiv_record
from kg.sources.arxiv.xml import xml_fields
from kg.sources.base import Entry, Head
from kg.sources.files import peeked
from kg.sources.json_source import JsonObject, JsonSource, UnusableEntry
from kg.sources.parts import rejection
from kg.sources.xml_elements import UTF_16, BadXml

_JSON_MARKS = ('"authors_parsed"', '"journal-ref"', '"submitter"')
_CRAWL = re.compile(r'"(?:pdf|abs)":\s*"https?://arxiv\.org/(?:pdf|abs)/')
_XML_MARKS = (
    "http://arxiv.org/OAI/",
    "http://arxiv.org/schemas/atom",
    "oai:arXiv.org:",
    "arxiv.org/api/",
)


class Arxiv(JsonSource):
    """Reads arXiv's metadata."""

    name = NAME
    about = "arXiv metadata: JSON lines of either common shape, Atom, OAI-PMH"
    suffixes = (".json", ".jsonl", ".ndjson", ".xml", ".atom")

    def entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        """Read whichever of the forms it is."""
        head, stream = peeked(stream)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", *UTF_16)):
            return self._xml_entries(stream, location)
        return super().entries(stream, location)

    def record(self, value: JsonObject, location: str, line: int) -> BibliographicRecord:
        """Make the record of one line."""
        return arxiv_record(snapshot_or_crawl(value), location, line)

    def sniff(self, head: Head) -> bool:
        """Look for arXiv's own field names, addresses and namespaces."""
        if head.text.lstrip("\ufeff \t\r\n").startswith("<"):
            return any(mark in head.text for mark in _XML_MARKS)
        first = head.text.lstrip("\ufeff \t\r\n").partition("\n")[0]
        return any(mark in first for mark in _JSON_MARKS) or _CRAWL.search(first) is not None

    def _xml_entries(self, stream: IO[bytes], location: str) -> Iterator[Entry]:
        for line, found in xml_fields(stream, self.limits):
            if isinstance(found, BadXml):
                yield rejection(location, line, found.reason, found.excerpt)
                continue
            try:
                yield arxiv_record(found, location, line)
            except UnusableEntry as error:
                yield rejection(location, line, str(error), found.title or found.id)
