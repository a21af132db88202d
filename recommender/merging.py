"""A corpus that changes: works put in, replaced and taken out.

The result is the corpus that building from the remaining documents and edges would give, so an
index that grew in steps ranks like one built at once.

Tables are sorted, so what is new is found in them by bisection and put between; numbers of what
was there move up but keep their order, and nothing that was sorted needs sorting again. The cost
is that of copying the arrays once, however long the texts once took to be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommender.corpus import TOPIC, WORK, Corpus, Edges, Facet, first_of_group, node_key
from recommender.kernels import kernels
from recommender.sparse import Rows, gathered
from recommender.strings import StringTable

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Renumbering:
    """Where the entries of two sorted tables stand in their union.

    Args:
        table: the union, sorted.
        old, new: for each entry of either table its place in the union.
    """

    table: StringTable
    old: Places
    new: Places

    @classmethod
    def of(cls, old: StringTable, new: StringTable) -> Renumbering:
        """Unite two sorted tables, the second of them the smaller."""
        strings = list(new)
        places, present = old.places_of(strings)
        absent = places[~present]
        before = np.cumsum(np.bincount(absent, minlength=len(old) + 1))
        added = [string for string, held in zip(strings, present.tolist(), strict=True) if not held]
        return cls(
            old.edited(absent, added, np.zeros(len(absent), np.bool_)),
            np.arange(len(old)) + before[: len(old)],
            places + np.cumsum(~present) - ~present,
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
    merged = Corpus(
        ids=taken.ids,
        years=taken.array(old.years, new.years),
        groups=first_of_group(groups),
        group_names=StringTable.of(groups),
        terms=terms.table,
        surfaces=surfaces,
        surface_counts=surface_counts,
        counts=taken.rows(old.counts, new.counts, terms),
        title_counts=taken.rows(old.title_counts, new.title_counts, terms),
        dictionary=old.dictionary,
        translations=gathered([old.translations, new.translations], taken.order),
        nodes=nodes.table,
        labels=_labels(old, new, nodes),
        work_nodes=taken.array(
            nodes.old[old.work_nodes].astype(np.int32), nodes.new[new.work_nodes].astype(np.int32)
        ),
        kinds=kinds,
        edges=edges,
        facets=_facets(old, new, taken),
    )
    kept_all = merged.n_works == old.n_works + new.n_works
    return merged if kept_all else _without_unused(merged)


def relabelled(corpus: Corpus, labels: Mapping[str, str]) -> Corpus:
    """The same corpus with other labels for the nodes that have these ids, in every family."""
    families = {WORK, TOPIC, *corpus.kinds}
    named = {
        place: label
        for node, label in labels.items()
        for family in families
        if (place := corpus.nodes.find(node_key(family, node))) >= 0
    }
    places = np.array(sorted(named), np.int64)
    changed = [named[place] for place in places.tolist()]
    table = corpus.labels.edited(places, changed, np.ones(len(places), np.bool_))
    return replace(corpus, labels=table)


@dataclass(frozen=True, slots=True)
class _Selection:
    """Which works of two corpora, one above the other, go on, in order of their ids."""

    ids: StringTable
    order: Places

    @classmethod
    def of(cls, old: Corpus, new: Corpus, removed: set[str]) -> _Selection:
        union = Renumbering.of(old.ids, new.ids)
        order = np.empty(len(union.table), np.int64)
        order[union.old] = np.arange(old.n_works)
        order[union.new] = old.n_works + np.arange(new.n_works)
        kept = np.ones(len(order), np.bool_)
        kept[[union.table.find(work) for work in removed]] = False
        return cls(union.table.taken(kept) if removed else union.table, order[kept])

    def array(self, old: NDArray[np.int32], new: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.concatenate([old, new])[self.order]

    def strings(self, old: StringTable, new: StringTable) -> list[str]:
        both = [*old, *new]
        return [both[place] for place in self.order.tolist()]

    def rows(self, old: Rows, new: Rows, terms: Renumbering) -> Rows:
        width = len(terms.table)
        parts = [_renumbered_rows(old, terms.old, width), _renumbered_rows(new, terms.new, width)]
        return gathered(parts, self.order)


def _renumbered_rows(rows: Rows, columns: Places, width: int) -> Rows:
    """The same rows with new numbers for the columns, in the same order as the old ones."""
    indices = kernels().gathered(columns.astype(np.int32), rows.indices)
    return Rows(rows.indptr, indices, rows.values, width)


def _surfaces(
    old: Corpus, new: Corpus, terms: Renumbering
) -> tuple[StringTable, NDArray[np.int64]]:
    """How each term of the union is mostly written; of the two forms the one seen more often."""
    counts = np.zeros(len(terms.table), np.int64)
    counts[terms.old] = old.surface_counts
    known = np.zeros(len(terms.table), np.bool_)
    known[terms.old] = True
    held = known[terms.new]
    better = ~held | (new.surface_counts > counts[terms.new])
    places = _places_in(terms.old, terms.new)
    counts[terms.new[better]] = new.surface_counts[better]
    forms = [new.surfaces[place] for place in np.flatnonzero(better).tolist()]
    return old.surfaces.edited(places[better], forms, held[better]), counts


def _places_in(old: Places, new: Places) -> Places:
    """How many old entries stand before each new one."""
    return np.searchsorted(old, new)


def _labels(old: Corpus, new: Corpus, nodes: Renumbering) -> StringTable:
    known = np.zeros(len(nodes.table), np.bool_)
    known[nodes.old] = True
    held = known[nodes.new]
    named = np.diff(new.labels.offsets) > 0
    chosen = named | ~held
    labels = [new.labels[place] for place in np.flatnonzero(chosen).tolist()]
    places = _places_in(nodes.old, nodes.new)
    return old.labels.edited(places[chosen], labels, held[chosen])


def _edges(
    old: Corpus, new: Corpus, nodes: Renumbering, removed: set[str]
) -> tuple[Edges, tuple[str, ...]]:
    kinds = tuple(sorted({*old.kinds, *new.kinds}))
    replaced = np.zeros(len(nodes.table), np.bool_)
    replaced[nodes.new[new.work_nodes]] = True
    gone = np.zeros(len(nodes.table), np.bool_)
    gone[[nodes.table.find(node_key(WORK, work)) for work in removed]] = True
    kept = _renumbered(old, nodes.old, kinds)
    kept = kept.take(~replaced[kept.source])
    added = _renumbered(new, nodes.new, kinds)
    both = Edges(
        np.concatenate([kept.source, added.source]),
        np.concatenate([kept.target, added.target]),
        np.concatenate([kept.kind, added.kind]),
        np.concatenate([kept.weight, added.weight]),
    )
    if removed:
        both = both.take(~(gone[both.source] | gone[both.target]))
    return both.canonical(), kinds


def _renumbered(corpus: Corpus, places: Places, kinds: tuple[str, ...]) -> Edges:
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
            _renumbered_rows(facet.works.transposed(), places, len(values.table))
            for facet, places in ((one, values.old), (other, values.new))
        ]
        works = gathered(by_work, taken.order).transposed()
        filled = np.diff(works.indptr) > 0
        if filled.any():
            facets[name] = Facet(values.table.taken(filled), works.take(np.flatnonzero(filled)))
    return facets


def _facet_of(corpus: Corpus, name: str) -> Facet:
    empty = Rows(
        np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), corpus.n_works
    )
    return corpus.facets.get(name, Facet(StringTable.of(()), empty))


def _without_unused(corpus: Corpus) -> Corpus:
    """Without the terms and nodes, and so the names, that only works taken out had."""
    terms = np.bincount(corpus.counts.indices, minlength=len(corpus.terms)) > 0
    nodes = np.zeros(len(corpus.nodes), np.bool_)
    for used in (corpus.work_nodes, corpus.edges.source, corpus.edges.target):
        nodes[used] = True
    numbers = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
    edges = corpus.edges
    return replace(
        corpus,
        terms=corpus.terms.taken(terms),
        surfaces=corpus.surfaces.taken(terms),
        surface_counts=corpus.surface_counts[terms],
        counts=corpus.counts.of_columns(terms),
        title_counts=corpus.title_counts.of_columns(terms),
        nodes=corpus.nodes.taken(nodes),
        labels=corpus.labels.taken(nodes),
        work_nodes=numbers[corpus.work_nodes],
        edges=replace(edges, source=numbers[edges.source], target=numbers[edges.target]),
    )
