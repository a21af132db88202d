"""Documents and edges become a corpus."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise

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
    analyzer = Analyzer(dictionary)
    counter = TermCounter(analyzer, int(parameters.pair_limit))
    works = []
    for document in documents:
        counter.add(document.texts)
        works.append(_without_texts(document))
    counted = counter.finish()
    order = sorted(range(len(works)), key=lambda place: works[place].id)
    works = [works[place] for place in order]
    for one, other in pairwise(works):
        if one.id == other.id:
            raise DuplicateWork(one.id)
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
        counts=counted.counts.take(np.array(order, np.int64)),
        title_counts=counted.title_counts.take(np.array(order, np.int64)),
        dictionary=analyzer.phrases.entries,
        translations=counted.translations.take(np.array(order, np.int64)),
        nodes=StringTable.of(nodes),
        labels=StringTable.of(_labels(nodes, labels or {}, works)),
        work_nodes=_work_nodes(nodes, ids),
        kinds=kinds,
        edges=numbered,
        facets=_facets(works),
    )


def _without_texts(document: Document) -> Document:
    """The same work with its title only: a million abstracts need not be held at once."""
    titles = tuple(text for text in document.texts if text.field == "title")[:1]
    return replace(document, texts=titles)


class _Family(dict[str, int]):
    """Numbers by id of one family of nodes; an unknown id gets the next number of all families."""

    def __init__(self, count: Iterator[int]) -> None:
        self._count = count

    def __missing__(self, node: str) -> int:
        number = self[node] = next(self._count)
        return number


class _NodeNumbers:
    """Numbers nodes as they are met; each family of nodes has ids of its own."""

    def __init__(self, ids: list[str], topical: frozenset[str]) -> None:
        self._topical = topical
        self._count = count()
        self._families: dict[str, _Family] = {}
        works = self._family(WORK)
        for work in ids:
            works[work]  # its number is its place

    def _family(self, name: str) -> _Family:
        return self._families.setdefault(name, _Family(self._count))

    def families_of(self, kind: str) -> tuple[_Family, _Family]:
        """Numbers by id of the families that edges of a kind join."""
        if kind == BROADER:
            return self._family(TOPIC), self._family(TOPIC)
        target = WORK if kind == "cites" else TOPIC if kind in self._topical else kind
        return self._family(WORK), self._family(target)

    def names(self) -> list[str]:
        """The names of all nodes, by number."""
        names = [""] * sum(map(len, self._families.values()))
        for family, numbers in self._families.items():
            for node, number in numbers.items():
                names[number] = node_key(family, node)
        return names


def _number(
    ids: list[str], edges: Iterable[Edge], topical: frozenset[str]
) -> tuple[list[str], tuple[str, ...], Edges]:
    numbers = _NodeNumbers(ids, topical)
    kinds: dict[str, tuple[int, _Family, _Family]] = {}
    columns = array("i"), array("i"), array("i")
    weights = array("f")
    for edge in edges:
        if edge.kind not in kinds:
            kinds[edge.kind] = (len(kinds), *numbers.families_of(edge.kind))
        kind, source_family, target_family = kinds[edge.kind]
        if not 0 < edge.weight < math.inf:
            raise InvalidParameter(f"weight of {edge}", edge.weight, "in (0, inf)")
        columns[0].append(source_family[edge.source])
        columns[1].append(target_family[edge.target])
        columns[2].append(kind)
        weights.append(edge.weight)
    names = numbers.names()
    order = sorted(range(len(names)), key=names.__getitem__)
    kind_order = sorted(kinds)
    source, target, kind_column = (np.frombuffer(column, np.int32) for column in columns)
    places, kind_places = _inverse(order), _inverse([kinds[kind][0] for kind in kind_order])
    found = Edges(
        places[source],
        places[target],
        kind_places[kind_column].astype(np.uint16),
        np.frombuffer(weights, np.float32),
    )
    nodes = [names[place] for place in order]
    return nodes, tuple(kind_order), found.take(source != target).canonical()


def _inverse(order: list[int]) -> NDArray[np.int32]:
    places = np.zeros(len(order), np.int32)
    places[np.array(order, np.int64)] = np.arange(len(order), dtype=np.int32)
    return places


def _work_nodes(nodes: list[str], ids: list[str]) -> NDArray[np.int32]:
    place = {node: i for i, node in enumerate(nodes) if node.startswith(WORK)}
    return np.array([place[node_key(WORK, work_id)] for work_id in ids], np.int32)


def _labels(nodes: list[str], labels: Mapping[str, str], works: list[Document]) -> list[str]:
    titles = {node_key(WORK, work.id): text.text for work in works for text in work.texts}
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
