"""A corpus that changes: works put in, replaced and taken out.

The result is the corpus that building from the remaining documents and edges would give, so an
index that grew in steps ranks like one built at once with the same statistics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import WORK, Corpus, Edges, Facet, first_of_group, node_id
from recommender.sparse import Rows, stacked
from recommender.statistics import Statistics
from recommender.strings import StringTable

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Renumbering:
    """Where the entries of two sorted tables stand in their union.

    Args:
        table: the union, sorted.
        old, new: for each entry of either table its place in the union.
    """

    table: StringTable
    old: NDArray[np.int64]
    new: NDArray[np.int64]

    @classmethod
    def of(cls, old: StringTable, new: StringTable) -> Renumbering:
        """Unite two sorted tables."""
        one, other = list(old), list(new)
        union = sorted(set(one) | set(other))
        places = {string: place for place, string in enumerate(union)}
        return cls(
            StringTable.of(union),
            np.array([places[string] for string in one], np.int64),
            np.array([places[string] for string in other], np.int64),
        )


def merged_corpus(old: Corpus, new: Corpus, removed: set[str]) -> Corpus:
    """Both corpora as one; a work of both is taken from the new one, with its edges.

    Args:
        old: what was held.
        new: what is added, counted by the same analyzer.
        removed: ids of works to take out, with every edge that touches them.
    """
    taken = _Selection.of(old, new, removed)
    terms = Renumbering.of(old.terms, new.terms)
    nodes = Renumbering.of(old.nodes, new.nodes)
    surfaces, surface_counts = _surfaces(old, new, terms)
    groups = taken.strings(old.group_names, new.group_names)
    edges, kinds = _edges(old, new, nodes, removed)
    places = {key: place for place, key in enumerate(nodes.table)}
    return Corpus(
        ids=StringTable.of(taken.ids),
        years=taken.array(old.years, new.years),
        groups=first_of_group(groups),
        group_names=StringTable.of(groups),
        terms=terms.table,
        surfaces=surfaces,
        surface_counts=surface_counts,
        counts=taken.rows(old.counts, new.counts, terms),
        title_counts=taken.rows(old.title_counts, new.title_counts, terms),
        dictionary=old.dictionary,
        translations=stacked([old.translations, new.translations]).take(taken.order),
        nodes=nodes.table,
        labels=_labels(old, new, nodes, removed),
        work_nodes=np.array([places[WORK + "\x1f" + work] for work in taken.ids], np.int32),
        kinds=kinds,
        edges=edges,
        facets=_facets(old, new, taken),
    )


def carried_over(old: Corpus, statistics: Statistics, corpus: Corpus) -> Statistics:
    """An epoch's statistics for a corpus that grew out of another; what is new counts nothing."""
    terms = _found(old.terms, corpus.terms)
    nodes = _found(old.nodes, corpus.nodes)
    return Statistics(
        statistics.n_works,
        _moved(statistics.term_works, terms),
        _moved(statistics.node_works, nodes),
        _moved(statistics.hubs, nodes),
        statistics.mean_length,
        statistics.mean_title_length,
    )


def _found(old: StringTable, new: StringTable) -> NDArray[np.int64]:
    places = {string: place for place, string in enumerate(old)}
    return np.array([places.get(string, -1) for string in new], np.int64)


def _moved(values: NDArray[T], places: NDArray[np.int64]) -> NDArray[T]:
    moved = np.zeros(len(places), values.dtype)
    moved[places >= 0] = values[places[places >= 0]]
    return moved


@dataclass(frozen=True, slots=True)
class _Selection:
    """Which works of two corpora, one above the other, go on, in order of their ids."""

    ids: list[str]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, old: Corpus, new: Corpus, removed: set[str]) -> _Selection:
        place = {work: i for i, work in enumerate(old.ids)}
        place.update((work, old.n_works + i) for i, work in enumerate(new.ids))
        ids = sorted(work for work in place if work not in removed)
        return cls(ids, np.array([place[work] for work in ids], np.int64))

    def array(self, old: NDArray[np.int32], new: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.concatenate([old, new])[self.order]

    def strings(self, old: StringTable, new: StringTable) -> list[str]:
        both = [*old, *new]
        return [both[place] for place in self.order.tolist()]

    def rows(self, old: Rows, new: Rows, terms: Renumbering) -> Rows:
        width = len(terms.table)
        parts = [old.with_columns(terms.old, width), new.with_columns(terms.new, width)]
        return stacked(parts).take(self.order)


def _surfaces(
    old: Corpus, new: Corpus, terms: Renumbering
) -> tuple[StringTable, NDArray[np.int64]]:
    forms = [""] * len(terms.table)
    counts = np.zeros(len(terms.table), np.int64)
    for corpus, places in ((old, terms.old), (new, terms.new)):
        entries = zip(places.tolist(), corpus.surfaces, corpus.surface_counts, strict=True)
        for place, form, count in entries:
            if not forms[place] or count > counts[place]:
                forms[place], counts[place] = form, count
    return StringTable.of(forms), counts


def _labels(old: Corpus, new: Corpus, nodes: Renumbering, removed: set[str]) -> StringTable:
    labels = [""] * len(nodes.table)
    for corpus, places in ((old, nodes.old), (new, nodes.new)):
        for place, label in zip(places.tolist(), corpus.labels, strict=True):
            labels[place] = label or labels[place]
    for place, key in enumerate(nodes.table):
        if key.startswith(WORK) and node_id(key) in removed:
            labels[place] = ""
    return StringTable.of(labels)


def _edges(
    old: Corpus, new: Corpus, nodes: Renumbering, removed: set[str]
) -> tuple[Edges, tuple[str, ...]]:
    kinds = tuple(sorted({*old.kinds, *new.kinds}))
    replaced = np.zeros(len(nodes.table), np.bool_)
    replaced[nodes.new[new.work_nodes]] = True
    gone = np.array(
        [key.startswith(WORK) and node_id(key) in removed for key in nodes.table], np.bool_
    )
    kept = _renumbered(old, nodes.old, kinds)
    kept = kept.take(~replaced[kept.source])
    added = _renumbered(new, nodes.new, kinds)
    both = Edges(
        np.concatenate([kept.source, added.source]),
        np.concatenate([kept.target, added.target]),
        np.concatenate([kept.kind, added.kind]),
        np.concatenate([kept.weight, added.weight]),
    )
    return both.take(~(gone[both.source] | gone[both.target])).canonical(), kinds


def _renumbered(corpus: Corpus, places: NDArray[np.int64], kinds: tuple[str, ...]) -> Edges:
    kind_places = np.array([kinds.index(kind) for kind in corpus.kinds], np.uint16)
    edges = corpus.edges
    return Edges(
        places[edges.source].astype(np.int32),
        places[edges.target].astype(np.int32),
        kind_places[edges.kind] if len(edges.kind) else edges.kind,
        edges.weight,
    )


def _facets(old: Corpus, new: Corpus, taken: _Selection) -> dict[str, Facet]:
    facets = {}
    for name in sorted({*old.facets, *new.facets}):
        one, other = _facet_of(old, name), _facet_of(new, name)
        values = Renumbering.of(one.values, other.values)
        by_work = [
            facet.works.transposed().with_columns(places, len(values.table))
            for facet, places in ((one, values.old), (other, values.new))
        ]
        works = stacked(by_work).take(taken.order).transposed()
        filled = np.flatnonzero(np.diff(works.indptr))
        table = StringTable.of(values.table[place] for place in filled.tolist())
        if len(filled):
            facets[name] = Facet(table, works.take(filled))
    return facets


def _facet_of(corpus: Corpus, name: str) -> Facet:
    empty = Rows(
        np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), corpus.n_works
    )
    return corpus.facets.get(name, Facet(StringTable.of(()), empty))
