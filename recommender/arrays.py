"""An index as named arrays, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import Corpus, Edges, Facet
from recommender.graph import TypedGraph
from recommender.index import Index
from recommender.parameters import Parameters
from recommender.postings import VectorSpace
from recommender.sparse import Rows
from recommender.statistics import Statistics
from recommender.strings import StringTable
from recommender.weighting import TermSpace

Arrays = dict[str, NDArray[Any]]


def arrays_of(index: Index) -> tuple[Arrays, dict[str, Any]]:
    """Every array by name, and the names that are no arrays (kinds, facets, dictionary)."""
    corpus, statistics = index.corpus, index.statistics
    arrays: Arrays = {
        "years": corpus.years,
        "groups": corpus.groups,
        "work_nodes": corpus.work_nodes,
        "surface_counts": corpus.surface_counts,
        "edges.source": corpus.edges.source,
        "edges.target": corpus.edges.target,
        "edges.kind": corpus.edges.kind,
        "edges.weight": corpus.edges.weight,
        "statistics.n_works": np.array([statistics.n_works], np.int64),
        "idf": index.texts.idf,
        "pairs": index.texts.pairs,
        "statistics.node_works": statistics.node_works,
        "statistics.hubs": statistics.hubs,
        "graph.kinds": index.graph.kinds,
        "graph.strengths": index.graph.strengths,
        "graph.parting": index.graph.parting,
        "graph.passing": index.graph.passing,
        "cited": index.cited,
    }
    for name in ("ids", "group_names", "terms", "surfaces", "nodes", "labels"):
        _put_strings(arrays, name, getattr(corpus, name))
    for name in ("counts", "title_counts", "translations"):
        _put_rows(arrays, name, getattr(corpus, name))
    for name, space in (("texts", index.texts), ("titles", index.titles)):
        arrays[f"{name}.scales"] = space.scales
        arrays[f"{name}.single"] = space.single
        arrays[f"{name}.common"] = space.common
        _put_rows(arrays, f"{name}.inverted", space.inverted)
    _put_rows(arrays, "topics.forward", index.topics.forward)
    _put_rows(arrays, "topics.inverted", index.topics.inverted)
    _put_rows(arrays, "graph.weights", index.graph.weights)
    for number, facet in enumerate(corpus.facets.values()):
        _put_strings(arrays, f"facet{number}.values", facet.values)
        _put_rows(arrays, f"facet{number}.works", facet.works)
    names = {
        "kinds": list(corpus.kinds),
        "facets": list(corpus.facets),
        "dictionary": {phrase: list(words) for phrase, words in corpus.dictionary.items()},
    }
    return arrays, names


def index_from(
    arrays: Mapping[str, NDArray[Any]], names: Mapping[str, Any], parameters: Parameters
) -> Index:
    """The inverse of `arrays_of`.

    Raises:
        KeyError: when an array or a name is missing.
    """
    graph = TypedGraph(
        _rows(arrays, "graph.weights"),
        *(arrays[f"graph.{name}"] for name in ("kinds", "strengths", "parting", "passing")),
    )
    statistics = Statistics(
        int(arrays["statistics.n_works"][0]),
        arrays["statistics.node_works"],
        arrays["statistics.hubs"],
    )
    corpus = _corpus(arrays, names)
    return Index(
        corpus=corpus,
        statistics=statistics,
        parameters=parameters,
        texts=_terms(arrays, "texts", corpus.counts, parameters),
        titles=_terms(arrays, "titles", corpus.title_counts, parameters),
        topics=VectorSpace(_rows(arrays, "topics.forward"), _rows(arrays, "topics.inverted")),
        graph=graph,
        cited=arrays["cited"],
    )


def _corpus(arrays: Mapping[str, NDArray[Any]], names: Mapping[str, Any]) -> Corpus:
    facets = {
        name: Facet(
            _strings(arrays, f"facet{number}.values"), _rows(arrays, f"facet{number}.works")
        )
        for number, name in enumerate(names["facets"])
    }
    edges = Edges(*(arrays[f"edges.{column}"] for column in ("source", "target", "kind", "weight")))
    dictionary = {phrase: tuple(words) for phrase, words in names["dictionary"].items()}
    return Corpus(
        ids=_strings(arrays, "ids"),
        years=arrays["years"],
        groups=arrays["groups"],
        group_names=_strings(arrays, "group_names"),
        terms=_strings(arrays, "terms"),
        surfaces=_strings(arrays, "surfaces"),
        surface_counts=arrays["surface_counts"],
        counts=_rows(arrays, "counts"),
        title_counts=_rows(arrays, "title_counts"),
        dictionary=dict(sorted(dictionary.items())),
        translations=_rows(arrays, "translations"),
        nodes=_strings(arrays, "nodes"),
        labels=_strings(arrays, "labels"),
        work_nodes=arrays["work_nodes"],
        kinds=tuple(names["kinds"]),
        edges=edges,
        facets=facets,
    )


def _put_rows(arrays: Arrays, name: str, rows: Rows) -> None:
    arrays[f"{name}.indptr"] = rows.indptr
    arrays[f"{name}.indices"] = rows.indices
    arrays[f"{name}.values"] = rows.values
    arrays[f"{name}.width"] = np.array([rows.width], np.int64)


def _rows(arrays: Mapping[str, NDArray[Any]], name: str) -> Rows:
    return Rows(
        arrays[f"{name}.indptr"],
        arrays[f"{name}.indices"],
        arrays[f"{name}.values"],
        int(arrays[f"{name}.width"][0]),
    )


def _terms(
    arrays: Mapping[str, NDArray[Any]], name: str, counts: Rows, parameters: Parameters
) -> TermSpace:
    inverted = _rows(arrays, f"{name}.inverted")
    return TermSpace(
        counts,
        inverted,
        arrays["idf"],
        arrays["pairs"],
        arrays[f"{name}.scales"],
        arrays[f"{name}.single"],
        arrays[f"{name}.common"],
        parameters,
    )


def _put_strings(arrays: Arrays, name: str, strings: StringTable) -> None:
    arrays[f"{name}.blob"] = strings.blob
    arrays[f"{name}.offsets"] = strings.offsets


def _strings(arrays: Mapping[str, NDArray[Any]], name: str) -> StringTable:
    return StringTable(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])
