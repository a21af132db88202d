"""Documents and edges as Parquet files, which is what the job reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from recommender.model import Document, Edge

_ROWS = 20_000


def write_documents(path: Path, documents: Iterable[Document]) -> int:
    """Write works, some thousand at a time; gives how many there were."""
    import pyarrow as pa  # noqa: PLC0415 - only who writes Parquet needs it

    text = pa.struct([(name, pa.string()) for name in ("text", "language", "field")])
    fields = [("id", pa.string()), ("texts", pa.list_(text)), ("year", pa.int32())]
    return _write(path, pa.schema([*fields, ("group", pa.string())]), map(_row, documents))


def write_edges(path: Path, edges: Iterable[Edge]) -> int:
    """Write edges, some thousand at a time; gives how many there were."""
    import pyarrow as pa  # noqa: PLC0415

    fields = [(name, pa.string()) for name in ("source", "kind", "target")]
    rows = (
        {"source": one.source, "kind": one.kind, "target": one.target, "weight": one.weight}
        for one in edges
    )
    return _write(path, pa.schema([*fields, ("weight", pa.float64())]), rows)


def _row(document: Document) -> dict[str, Any]:
    texts = [
        {"text": one.text, "language": one.language, "field": one.field} for one in document.texts
    ]
    return {"id": document.id, "texts": texts, "year": document.year, "group": document.group}


def _write(path: Path, schema: Any, rows: Iterable[dict[str, Any]]) -> int:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    written = 0
    with pq.ParquetWriter(path, schema) as writer:
        for some in _batches(rows):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
            written += len(some)
    return written


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    reading = iter(rows)
    while some := list(islice(reading, _ROWS)):
        yield some
