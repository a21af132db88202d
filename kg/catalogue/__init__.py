"""The system of record: records as stated, entities as resolved, and the log of every change.

- :class:`Catalogue` opens it; :class:`Reader` asks it questions.
- :func:`ingest` puts records in; :func:`extract_pending` reads their texts.
- :mod:`kg.catalogue.changes` is what the graph, the index and the feed follow.
- :func:`forget_work` and :func:`forget_agent` take something out for good.

Rejected: an object-relational mapping of every part of a work (ten tables and as many joins for
one page, when a work is always read and written whole), and triples as the system of record
(records could not be re-resolved when the rules improve).
"""

from __future__ import annotations

from kg.catalogue.extracting import ExtractionReport, extract_pending
from kg.catalogue.forget import ForgetReport, forget_agent, forget_work
from kg.catalogue.ingest import FileRead, IngestReport, hash_file, ingest, utc_now
from kg.catalogue.opening import Catalogue
from kg.catalogue.reading import IssueRow, Reader, Suggestions, WorkPage

__all__ = [
    "Catalogue",
    "ExtractionReport",
    "FileRead",
    "ForgetReport",
    "IngestReport",
    "IssueRow",
    "Reader",
    "Suggestions",
    "WorkPage",
    "extract_pending",
    "forget_agent",
    "forget_work",
    "hash_file",
    "ingest",
    "utc_now",
]
