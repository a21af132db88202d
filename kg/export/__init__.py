"""The dataset as files: dumps in every format, a manifest, and changes as RDF Patch.

- :func:`export_dataset` writes a whole export with its manifest;
- :mod:`kg.export.selection` says what a dump holds, :func:`write_dump` writes it;
- :mod:`kg.export.patches` writes and reads the change feed;
- :func:`write_tables` writes Parquet tables for data frames;
- :func:`context` is our JSON-LD context.

Rejected: rdflib's writers (20 to 60 times slower, and three of them lose content), and the engine's
JSON-LD writer (expanded form, no context).
"""

from __future__ import annotations

from kg.export.errors import (
    ExportError,
    PackageMissing,
    PatchInvalid,
    UnknownFormat,
    UnknownSelection,
)
from kg.export.formats import COMPRESSIONS, FORMATS, Format, format_named
from kg.export.jsonld import context, write_jsonld
from kg.export.manifest import ExportOptions, FileEntry, Manifest, export_dataset
from kg.export.patches import RdfPatch, read_patches, write_patch
from kg.export.selection import (
    KINDS,
    graph_names,
    neighbourhood,
    quads_of_graphs,
    quads_of_kind,
    whole,
)
from kg.export.tables import TABLES, write_tables
from kg.export.writing import Written, canonical_sha256, write_canonical, write_dump

__all__ = [
    "COMPRESSIONS",
    "FORMATS",
    "KINDS",
    "TABLES",
    "ExportError",
    "ExportOptions",
    "FileEntry",
    "Format",
    "Manifest",
    "PackageMissing",
    "PatchInvalid",
    "RdfPatch",
    "UnknownFormat",
    "UnknownSelection",
    "Written",
    "canonical_sha256",
    "context",
    "export_dataset",
    "format_named",
    "graph_names",
    "neighbourhood",
    "quads_of_graphs",
    "quads_of_kind",
    "read_patches",
    "whole",
    "write_canonical",
    "write_dump",
    "write_jsonld",
    "write_patch",
    "write_tables",
]
