"""The related works of every work, made by a Spark cluster from the catalogue."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import Final

from kg.catalogue import Catalogue
from kg.catalogue.everything import everything
from recommender.parameters import Parameters
from recommender.spark.tables import write_documents, write_edges
from web.indexing import bilingual_dictionary, documents, hierarchy_edges, work_edges
from web.related_table import NoTable

_DOCUMENTS: Final = "documents.parquet"
_EDGES: Final = "edges.parquet"


def write_related_by_spark(
    catalogue: Catalogue, parameters: Parameters, target: Path, k: int, master: str
) -> int:
    """Write the first k related works of every work into a folder of Parquet files.

    Rows are ``work``, ``rank``, ``related`` and ``score``. What the job reads is written beside the
    target first, so both must lie where every machine of the cluster sees them.

    Args:
        catalogue: where the works are.
        parameters: of the ranking.
        target: a folder that does not exist yet.
        k: how many related works, > 0.
        master: the cluster, as Spark names it.

    Returns:
        how many works were ranked.

    Raises:
        NoTable: the target exists, or Spark is not installed.
    """
    if target.exists():
        raise NoTable(target, "is there already; give a new name")
    if importlib.util.find_spec("pyspark") is None:
        raise NoTable(target, "--spark needs pyspark (the extra 'spark') and Java 17 or newer")
    from recommender.spark.job import session, write_related  # noqa: PLC0415 - imports pyspark

    with _tables(catalogue, target) as (folder, works, dictionary):
        spark = session(master)
        try:
            write_related(
                spark,
                str(folder / _DOCUMENTS),
                str(folder / _EDGES),
                str(target.absolute()),
                parameters=parameters,
                dictionary=dictionary,
                k=k,
            )
        finally:
            spark.stop()
    return works


@contextmanager
def _tables(
    catalogue: Catalogue, target: Path
) -> Iterator[tuple[Path, int, dict[str, tuple[str, ...]]]]:
    """What the job reads, in a folder beside the target that goes when the job has ended."""
    folder = target.absolute().with_name(target.name + ".input")
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with everything(catalogue) as known:
            concepts = list(known.concepts())
            works = write_documents(folder / _DOCUMENTS, documents(known))
            edges = (edge for work in known.works() for edge in work_edges(work))
            write_edges(folder / _EDGES, chain(edges, hierarchy_edges(concepts)))
        yield folder, works, bilingual_dictionary(concepts)
    finally:
        rmtree(folder, ignore_errors=True)
