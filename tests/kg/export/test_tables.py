"""Parquet tables say what the entities say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.export import TABLES, PackageMissing, write_tables
from kg.iris import Iris
from tests.kg.invented import CLUSTER, ENTITIES, OTHERS, STUB, WORK

IRIS = Iris()


def test_tables_are_read_back(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra 'parquet'")
    counts = write_tables(ENTITIES, tmp_path, IRIS)
    tables = {name: parquet.read_table(tmp_path / f"{name}.parquet") for name in TABLES}
    assert {name: table.num_rows for name, table in tables.items()} == counts
    assert {name: tuple(table.column_names) for name, table in tables.items()} == {
        name: tuple(columns) for name, columns in TABLES.items()
    }
    first, stub = tables["works"].to_pylist()
    assert first["iri"] == IRIS.work(WORK.key).value
    assert (first["doi"], first["arxiv_id"], first["votes"]) == (
        "10.5555/willow.1",
        "2405.00001",
        9,
    )
    assert (stub["key"], stub["is_stub"], stub["votes"]) == (STUB.key, True, None)
    assert [row["name"] for row in tables["authorships"].to_pylist()] == ["Ada Quill", "Jin-ho Bae"]
    assert tables["agents"].to_pylist()[0]["kind"] == CLUSTER.kind
    edges = {(row["source"], row["relation"], row["target"]) for row in tables["edges"].to_pylist()}
    assert (WORK.key, "cites", STUB.key) in edges
    assert (WORK.key, "compares", f"concept:{OTHERS[0].key}") in edges
    assert ("concept:pruning", "broader", "concept:gardening") in edges


def test_a_missing_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PackageMissing, match="pyarrow"):
        write_tables([], tmp_path, IRIS)
