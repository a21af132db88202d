"""The related works of every work, as one table in a file that can be gone on with."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from recommender import Recommender, Result
from web.errors import WebError

_ROWS: Final = 50_000


class NoTable(WebError, ValueError):
    """A table cannot be written as asked."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


@dataclass(frozen=True, slots=True)
class TableReport:
    """How many works the table has, and how many of them were there already."""

    works: int
    kept: int


def write_related(
    recommender: Recommender, path: Path, k: int, progress: Callable[[int, int], None]
) -> TableReport:
    """Write the first k related works of every work, one row each.

    Rows are ``work``, ``rank``, ``related``, ``score``, ``parts`` (what each signal gives) and
    ``version``. A table that was broken off is gone on with, if it is of the same version and the
    same k; else it is begun anew. Works whose list is empty have no row.

    Args:
        recommender: the index.
        path: a file ending in ``.jsonl`` or ``.parquet``.
        k: how many related works, > 0.
        progress: called with the works done and all works.

    Raises:
        NoTable: the ending is another, or Parquet cannot be written here.
    """
    if path.suffix not in (".jsonl", ".parquet"):
        raise NoTable(path, "the name must end in .jsonl or .parquet")
    if path.suffix == ".parquet" and importlib.util.find_spec("pyarrow") is None:
        raise NoTable(path, "Parquet needs pyarrow (the extra 'parquet')")
    partial = path.with_name(path.name + ".part")
    ids = recommender.ids()
    head = {"version": recommender.version, "k": k, "works": len(ids)}
    kept = _kept(partial, head)
    with partial.open("a" if kept else "w", encoding="utf-8") as file:
        if not kept:
            file.write(json.dumps(head) + "\n")
        for done, work in enumerate(ids[kept:], start=kept + 1):
            rows = [_row(work, one) for one in recommender.related(work, k).results]
            file.write(json.dumps({"work": work, "rows": rows}, ensure_ascii=False) + "\n")
            progress(done, len(ids))
    finish = _finish_parquet if path.suffix == ".parquet" else _finish_lines
    finish(partial, path, recommender.version)
    partial.unlink()
    return TableReport(len(ids), kept)


def _row(work: str, result: Result) -> dict[str, Any]:
    parts: dict[str, float] = {}
    for piece in result.evidence:
        parts[piece.signal] = parts.get(piece.signal, 0.0) + piece.part
    return {
        "work": work,
        "rank": result.rank,
        "related": result.id,
        "score": result.score,
        "parts": parts,
    }


def _kept(partial: Path, head: dict[str, Any]) -> int:
    """How many works a table that was broken off has; a half-written last line is cut away."""
    if not partial.is_file():
        return 0
    lines, whole = 0, 0
    with partial.open("rb") as file:
        for number, line in enumerate(file):
            if not line.endswith(b"\n") or (number == 0 and json.loads(line) != head):
                break
            lines, whole = lines + 1, whole + len(line)
    if lines:
        with partial.open("r+b") as file:
            file.truncate(whole)
    return max(lines - 1, 0)


def _rows(partial: Path, version: int | str | None) -> Iterator[dict[str, Any]]:
    with partial.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            for row in json.loads(line)["rows"]:
                yield row | {"version": version}


def _finish_lines(partial: Path, path: Path, version: int | str | None) -> None:
    whole = path.with_name(path.name + ".whole")
    with whole.open("w", encoding="utf-8") as file:
        for row in _rows(partial, version):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    whole.replace(path)


def _finish_parquet(partial: Path, path: Path, version: int | str | None) -> None:
    import pyarrow  # noqa: PLC0415 - only who writes Parquet needs it
    import pyarrow.parquet  # noqa: PLC0415

    schema = pyarrow.schema(
        [
            ("work", pyarrow.string()),
            ("rank", pyarrow.int32()),
            ("related", pyarrow.string()),
            ("score", pyarrow.float64()),
            ("parts", pyarrow.map_(pyarrow.string(), pyarrow.float64())),
            ("version", pyarrow.string()),
        ]
    )
    whole = path.with_name(path.name + ".whole")
    with pyarrow.parquet.ParquetWriter(whole, schema) as writer:
        rows = []
        for row in _rows(partial, None if version is None else str(version)):
            rows.append(row | {"parts": list(row["parts"].items())})
            if len(rows) == _ROWS:
                writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
                rows.clear()
        writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
    whole.replace(path)
