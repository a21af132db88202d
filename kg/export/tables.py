"""Parquet tables for data frames: works, agents, authorships, concepts and edges.

Each row says what one quad or a few say; the keys are those of the entities, and their IRIs follow
from them. The tables hold facts only, no texts under a licence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.entities import Agent, Concept, Entity, Work
from kg.export.errors import PackageMissing
from kg.identifiers import WorkId
from kg.iris import Iris
from kg.mapping.votes import newest_reading

Row = dict[str, Any]

TABLES: dict[str, dict[str, str]] = {
    "works": {
        "key": "string",
        "iri": "string",
        "title": "string",
        "arxiv_id": "string",
        "doi": "string",
        "published_on": "date",
        "year": "integer",
        "votes": "integer",
        "status": "string",
        "is_stub": "boolean",
    },
    "agents": {
        "key": "string",
        "iri": "string",
        "name": "string",
        "kind": "string",
        "orcid": "string",
    },
    "authorships": {
        "work": "string",
        "listed_position": "integer",
        "byline_position": "integer",
        "agent": "string",
        "name": "string",
    },
    "concepts": {
        "key": "string",
        "iri": "string",
        "kind": "string",
        "label_en": "string",
        "label_ko": "string",
        "is_coined": "boolean",
    },
    "edges": {
        "source": "string",
        "relation": "string",
        "target": "string",
        "confidence": "number",
    },
}
"""The columns of each table with their types, in order."""

_BATCH = 20_000


def rows_of(entity: Entity, iris: Iris) -> Iterator[tuple[str, Row]]:
    """Give the rows that an entity adds, each with the name of its table."""
    if isinstance(entity, Work):
        yield from _work_rows(entity, iris)
    elif isinstance(entity, Agent):
        yield (
            "agents",
            {
                "key": entity.key,
                "iri": iris.agent(entity.key).value,
                "name": entity.name,
                "kind": entity.kind,
                "orcid": entity.orcid,
            },
        )
    elif isinstance(entity, Concept):
        yield from _concept_rows(entity, iris)


def _work_rows(work: Work, iris: Iris) -> Iterator[tuple[str, Row]]:
    ids = [WorkId.parse(one) for one in work.ids]
    row = {
        "key": work.key,
        "iri": iris.work(work.key).value,
        "title": work.title,
        "arxiv_id": next((one.value for one in ids if one.scheme == "arxiv"), None),
        "doi": next((one.value for one in ids if one.scheme == "doi"), None),
        "published_on": work.published_on,
        "year": work.year,
        "votes": newest_reading(work.votes).votes if work.votes else None,
        "status": work.status,
        "is_stub": work.is_stub,
    }
    yield "works", row
    for one in work.authorships:
        authorship = {
            "work": work.key,
            "listed_position": one.listed_position,
            "byline_position": one.byline_position,
            "agent": one.agent,
            "name": one.name,
        }
        yield "authorships", authorship
    for cited in work.cites:
        yield "edges", _edge(work.key, "cites", cited)
    for edge in work.concepts:
        yield "edges", _edge(work.key, edge.role, f"concept:{edge.concept}", edge.confidence)


def _concept_rows(concept: Concept, iris: Iris) -> Iterator[tuple[str, Row]]:
    labels = {label.language: label.text for label in reversed(concept.pref)}
    row = {
        "key": concept.key,
        "iri": iris.concept(concept.key).value,
        "kind": concept.kind,
        "label_en": labels.get("en"),
        "label_ko": labels.get("ko"),
        "is_coined": concept.is_coined,
    }
    yield "concepts", row
    for relation, keys in (("broader", concept.broader), ("related", concept.related)):
        for key in keys:
            yield "edges", _edge(f"concept:{concept.key}", relation, f"concept:{key}")


def _edge(source: str, relation: str, target: str, confidence: float | None = None) -> Row:
    return {"source": source, "relation": relation, "target": target, "confidence": confidence}


def write_tables(
    entities: Iterable[Entity],
    folder: Path,
    iris: Iris,
    *,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Write one Parquet file a table, streaming.

    Args:
        entities: all of them, in any order.
        folder: where the files go.
        iris: mints the IRIs.
        progress: called with the number of entities from time to time.

    Returns:
        The number of rows of each table.

    Raises:
        PackageMissing: pyarrow is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    written = dict.fromkeys(TABLES, 0)
    writers = _Writers(folder)
    try:
        for number, entity in enumerate(entities, start=1):
            for table, row in rows_of(entity, iris):
                waiting[table].append(row)
                written[table] += 1
                if len(waiting[table]) == _BATCH:
                    writers.write(table, waiting.pop(table))
            if progress is not None and number % _BATCH == 0:
                progress(number)
        for table in TABLES:
            writers.write(table, waiting[table])
    finally:
        writers.close()
    return written


class _Writers:
    """The open files, one a table."""

    def __init__(self, folder: Path) -> None:
        try:
            self._arrow = import_module("pyarrow")
            parquet = import_module("pyarrow.parquet")
        except ImportError as error:
            raise PackageMissing("Parquet tables", "pyarrow") from error
        self._schemas = {table: self._schema(columns) for table, columns in TABLES.items()}
        self._files = {
            table: parquet.ParquetWriter(folder / f"{table}.parquet", schema)
            for table, schema in self._schemas.items()
        }

    def _schema(self, columns: dict[str, str]) -> Any:
        types = {
            "string": self._arrow.string(),
            "integer": self._arrow.int64(),
            "number": self._arrow.float64(),
            "boolean": self._arrow.bool_(),
            "date": self._arrow.date32(),
        }
        return self._arrow.schema([(name, types[kind]) for name, kind in columns.items()])

    def write(self, table: str, rows: list[Row]) -> None:
        if rows:
            content = self._arrow.Table.from_pylist(rows, schema=self._schemas[table])
            self._files[table].write_table(content)

    def close(self) -> None:
        for file in self._files.values():
            file.close()
