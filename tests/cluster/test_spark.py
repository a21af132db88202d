"""The job on a real Spark cluster of two workers of this machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from recommender import Document, DuplicateWork, Edge, Parameters, Recommender
from recommender.errors import JobFailed
from recommender.spark.job import session, write_related
from recommender.spark.pipeline import Sizes
from recommender.spark.tables import write_documents, write_edges
from tests.recommender.spark.invented import DICTIONARY, corpus
from tests.servers.commands import Paperkin
from tests.web.site import CORPUS

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
SIZES = Sizes(block=120, lot=60, task=120, parts=2)
_GUARD_S = 1200  # against hanging only; a busy machine takes long to start Spark
PARAMETERS = Parameters(kin=20, pair_limit=200)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    running = session("local-cluster[2,1,1024]")
    yield running
    running.stop()


def written(folder: Path, documents: list[Document], edges: list[Edge]) -> tuple[str, str]:
    """The tables of a corpus."""
    places = folder / "documents.parquet", folder / "edges.parquet"
    assert write_documents(places[0], documents) == len(documents)
    assert write_edges(places[1], edges) == len(edges)
    return str(places[0]), str(places[1])


def test_the_lists_are_those_of_one_machine(spark: SparkSession, tmp_path: Path) -> None:
    documents, edges = corpus(240, seed=1)
    target = tmp_path / "related"
    write_related(
        spark,
        *written(tmp_path, documents, edges),
        str(target),
        parameters=PARAMETERS,
        dictionary=DICTIONARY,
        k=20,
        sizes=SIZES,
    )
    found = defaultdict(list)
    for row in pq.read_table(target).to_pylist():
        found[row["work"]].append((row["rank"], row["related"], row["score"]))
    whole = Recommender.fit(documents, edges, PARAMETERS, dictionary=DICTIONARY)
    for work in documents:
        expected = whole.related(work.id, 20).results
        rows = sorted(found[work.id])
        assert [related for _, related, _ in rows] == [one.id for one in expected]
        assert [score for *_, score in rows] == pytest.approx([one.score for one in expected])


def test_bad_input_is_told_in_our_words(spark: SparkSession, tmp_path: Path) -> None:
    documents, edges = corpus(10, seed=2)
    (tmp_path / "twice").mkdir()
    twice = written(tmp_path / "twice", [*documents, documents[3]], edges)
    with pytest.raises(DuplicateWork, match=documents[3].id):
        write_related(spark, *twice, str(tmp_path / "a"))
    (tmp_path / "weightless").mkdir()
    weightless = written(tmp_path / "weightless", documents, [replace(edges[0], weight=-1.0)])
    with pytest.raises(JobFailed, match="weight of Edge"):
        write_related(spark, *weightless, str(tmp_path / "b"))
    with pytest.raises(JobFailed, match="nowhere"):
        write_related(spark, str(tmp_path / "nowhere"), twice[1], str(tmp_path / "c"))


def test_the_command_writes_the_lists_of_the_catalogue(tmp_path: Path) -> None:
    kin = Paperkin(tmp_path / "data", {})
    kin.run("ingest", "daily-papers", *map(str, sorted(CORPUS.glob("*.md"))))
    kin.run("related", "--all", str(tmp_path / "one.parquet"), "-k", "5")
    job = kin.start("related", "--all", str(tmp_path / "many"), "-k", "5", "--spark", "local[1]")
    _, said = job.communicate(timeout=_GUARD_S)
    assert job.returncode == 0, said
    assert "the lists of" in said
    columns = ["work", "rank", "related", "score"]
    one, many = (
        pq.read_table(tmp_path / name, columns=columns).to_pylist()
        for name in ("one.parquet", "many")
    )
    lists = [
        sorted((row["work"], row["rank"], row["related"]) for row in rows) for rows in (one, many)
    ]
    scores = [sorted(row["score"] for row in rows) for rows in (one, many)]
    assert lists[0] == lists[1] != []
    assert scores[0] == pytest.approx(scores[1])
    assert sorted(path.name for path in tmp_path.iterdir() if "many" in path.name) == ["many"]
