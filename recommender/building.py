"""Documents and edges become a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from recommender.analyzer import Analyzer
from recommender.corpus import (
    BROADER,
    NO_YEAR,
    TOPIC,
    WORK,
    Corpus,
    Edges,
    Facet,
    first_of_group,
    node_id,
    node_key,
)
from recommender.counting import TermCounter
from recommender.errors import DuplicateWork, InvalidParameter
from recommender.model import Document, Edge
from recommender.parameters import Parameters
from recommender.sparse import Rows
from recommender.strings import StringTable


def build_corpus(
    documents: Iterable[Document],
    edges: Iterable[Edge],
    *,
    parameters: Parameters,
    dictionary: Mapping[str, Sequence[str]] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Corpus:
    """Count the texts and number the nodes.

    Args:
        documents: the works, in any order.
        edges: the links, in any order; their works need not be among the documents.
        parameters: which kinds are topical, and when rare pairs of words are left out.
        dictionary: Korean phrase -> English words.
        labels: node id -> what to call it; works default to their titles.

    Raises:
        DuplicateWork: when two documents have one id.
        InvalidParameter: when an edge has no positive weight.
    """
    works = sorted(documents, key=lambda document: document.id)
    for one, other in pairwise(works):
        if one.id == other.id:
            raise DuplicateWork(one.id)
    analyzer = Analyzer(dictionary)
    counter = TermCounter(analyzer, int(parameters.pair_limit))
    for work in works:
        counter.add(work.texts)
    counted = counter.finish()
    ids = [work.id for work in works]
    nodes, kinds, numbered = _number(ids, edges, frozenset(parameters.topical_kinds))
    groups = [work.group or "" for work in works]
    return Corpus(
        ids=StringTable.of(ids),
        years=np.array([NO_YEAR if w.year is None else w.year for w in works], np.int32),
        groups=first_of_group(groups),
        group_names=StringTable.of(groups),
        terms=counted.terms,
        surfaces=counted.surfaces,
        surface_counts=counted.surface_counts,
        counts=counted.counts,
        title_counts=counted.title_counts,
        dictionary=analyzer.phrases.entries,
        translations=counted.translations,
        nodes=StringTable.of(nodes),
        labels=StringTable.of(_labels(nodes, labels or {}, works)),
        work_nodes=_work_nodes(nodes, ids),
        kinds=kinds,
        edges=numbered,
        facets=_facets(works),
    )


def edge_keys(edge: Edge, topical: frozenset[str]) -> tuple[str, str]:
    """The names of the nodes an edge joins."""
    if edge.kind == BROADER:
        return node_key(TOPIC, edge.source), node_key(TOPIC, edge.target)
    family = WORK if edge.kind == "cites" else TOPIC if edge.kind in topical else edge.kind
    return node_key(WORK, edge.source), node_key(family, edge.target)


def _number(
    ids: list[str], edges: Iterable[Edge], topical: frozenset[str]
) -> tuple[list[str], tuple[str, ...], Edges]:
    numbers: dict[str, int] = {node_key(WORK, work_id): i for i, work_id in enumerate(ids)}
    kind_numbers: dict[str, int] = {}
    rows: list[tuple[int, int, int, float]] = []
    for edge in edges:
        if not 0 < edge.weight < float("inf"):
            raise InvalidParameter(f"weight of {edge}", edge.weight, "in (0, inf)")
        source, target = edge_keys(edge, topical)
        if source != target:
            rows.append(
                (
                    numbers.setdefault(source, len(numbers)),
                    numbers.setdefault(target, len(numbers)),
                    kind_numbers.setdefault(edge.kind, len(kind_numbers)),
                    edge.weight,
                )
            )
    nodes = sorted(numbers)
    kinds = tuple(sorted(kind_numbers))
    renumbered = _inverse([numbers[node] for node in nodes])
    kinds_renumbered = _inverse([kind_numbers[kind] for kind in kinds])
    table = np.array(rows, np.float64).reshape(-1, 4)
    ends = table[:, :3].astype(np.int64)
    return (
        nodes,
        kinds,
        Edges(
            renumbered[ends[:, 0]],
            renumbered[ends[:, 1]],
            kinds_renumbered[ends[:, 2]].astype(np.uint16),
            table[:, 3].astype(np.float32),
        ).canonical(),
    )


def _inverse(order: list[int]) -> NDArray[np.int32]:
    places = np.zeros(len(order), np.int32)
    places[np.array(order, np.int64)] = np.arange(len(order), dtype=np.int32)
    return places


def _work_nodes(nodes: list[str], ids: list[str]) -> NDArray[np.int32]:
    place = {node: i for i, node in enumerate(nodes) if node.startswith(WORK)}
    return np.array([place[node_key(WORK, work_id)] for work_id in ids], np.int32)


def _labels(nodes: list[str], labels: Mapping[str, str], works: list[Document]) -> list[str]:
    titles = {
        node_key(WORK, work.id): text.text
        for work in works
        for text in reversed(work.texts)
        if text.field == "title"
    }
    return [labels.get(node_id(node)) or titles.get(node, "") for node in nodes]


def _facets(works: list[Document]) -> dict[str, Facet]:
    entries: dict[str, set[tuple[str, int]]] = {}
    for number, work in enumerate(works):
        for name, values in work.facets.items():
            entries.setdefault(name, set()).update((value, number) for value in values)
    return {name: _facet(sorted(entries[name]), len(works)) for name in sorted(entries)}


def _facet(entries: list[tuple[str, int]], n_works: int) -> Facet:
    values = sorted({value for value, _ in entries})
    numbers = {value: number for number, value in enumerate(values)}
    rows = np.array([numbers[value] for value, _ in entries], np.int64)
    columns = np.array([work for _, work in entries], np.int64)
    marks = np.ones(len(rows), np.uint8)
    return Facet(
        StringTable.of(values), Rows.of_entries(rows, columns, marks, (len(values), n_works))
    )
