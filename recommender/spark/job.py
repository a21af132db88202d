"""Parquet in, Parquet out: the related works of every work, on Apache Spark.

    documents: id string, texts array<struct<text, language, field: string>>, year int,
               group string
    edges:     source, kind, target string, weight float
    related:   work string, rank int, related string, score double

Only this module imports pyspark.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyspark
from py4j.protocol import Py4JError
from pyspark import RDD, SparkContext, StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as f

from recommender.corpus import BROADER
from recommender.errors import DuplicateWork, JobFailed
from recommender.model import Document, Edge, Text
from recommender.parameters import Parameters
from recommender.spark.blocks import Plan
from recommender.spark.pipeline import Sizes, related_rows

_SCHEMA = "work string, rank int, related string, score double"
_CAUSE = re.compile(r"recommender\.errors\.\w+: (.+)")


def session(master: str) -> SparkSession:
    """A Spark session on a cluster; on one of this machine with this Python.

    Args:
        master: for instance ``local[4]``, ``local-cluster[2,1,1024]``, ``spark://host:7077``.
    """
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # workers of a local cluster are programs of their own and look for their files here
        os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    builder = SparkSession.builder.master(master).appName("paperkin related works")
    builder = builder.config("spark.ui.enabled", "false")
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


def write_related(
    spark: SparkSession,
    documents: str,
    edges: str,
    related: str,
    *,
    parameters: Parameters | None = None,
    dictionary: Mapping[str, Sequence[str]] | None = None,
    k: int = 20,
    sizes: Sizes | None = None,
) -> None:
    """Write the first k related works of every work, one row each.

    Args:
        spark: the session.
        documents, edges: Parquet files or folders, anywhere Spark reads.
        related: a folder that does not exist yet.
        parameters: the hyperparameters, the defaults when None.
        dictionary: Korean phrase -> English words, so that texts of both languages meet.
        k: how many at most, > 0.
        sizes: how the work is cut.

    Raises:
        DuplicateWork: two documents have one id.
        JobFailed: Spark could not do it.
    """
    cluster = _Cluster(spark.sparkContext)
    try:
        works, links = spark.read.parquet(documents), spark.read.parquet(edges)
        _check_ids(works)
        plan = _plan(links, parameters or Parameters(), dictionary or {})
        held, outside = _rows(works, links)
        rows = related_rows(held, outside, plan, cluster, k=k, sizes=sizes)
        spark.createDataFrame(rows, _SCHEMA).write.parquet(related)
    except (PySparkException, Py4JError) as error:
        cause = _CAUSE.search(str(error))
        raise JobFailed(cause[1] if cause else str(error).strip().splitlines()[0]) from error
    finally:
        cluster.release()


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Spark as the pipeline sees it."""

    context: SparkContext

    def broadcast(self, value: Any) -> Any:
        return self.context.broadcast(value)

    def kept(self, collection: RDD[Any]) -> RDD[Any]:
        return collection.persist(StorageLevel.DISK_ONLY)

    def release(self) -> None:
        """Give the disk back."""
        for kept in self.context._jsc.getPersistentRDDs().values():
            kept.unpersist()


def _check_ids(documents: DataFrame) -> None:
    twice = documents.groupBy("id").count().where("count > 1").select(f.min("id")).first()
    if twice is not None and twice[0] is not None:
        raise DuplicateWork(twice[0])


def _plan(
    edges: DataFrame, parameters: Parameters, dictionary: Mapping[str, Sequence[str]]
) -> Plan:
    kinds = sorted(row.kind for row in edges.select("kind").distinct().collect())
    hierarchy = [
        Edge(row.source, row.kind, row.target, row.weight)
        for row in edges.where(f.col("kind") == BROADER).collect()
    ]
    return Plan(parameters, tuple(hierarchy), dict(dictionary), tuple(kinds))


def _rows(documents: DataFrame, edges: DataFrame) -> tuple[RDD[Any], RDD[Any]]:
    """Each document with its edges, by id; and the edges of works that have no document."""
    grouped = (
        edges.where(f.col("kind") != BROADER)
        .groupBy("source")
        .agg(f.collect_list(f.struct("kind", "target", "weight")).alias("edges"))
    )
    joined = documents.join(grouped, documents["id"] == grouped["source"], "full_outer")
    held = joined.where("id is not null").sort("id")
    outside = joined.where("id is null")
    return (
        held.rdd.map(lambda row: (_document(row), _edges(row.id, row))),
        outside.rdd.map(lambda row: _edges(row.source, row)),
    )


def _document(row: Row) -> Document:
    texts = tuple(Text(one.text, one.language, one.field) for one in row.texts or ())
    return Document(row.id, texts, row.year, row.group, facets={})


def _edges(source: str, row: Row) -> list[Edge]:
    return [Edge(source, one.kind, one.target, one.weight) for one in row.edges or ()]
