"""The recommender: texts and typed edges in, ranked and explained works out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.building import build_corpus
from recommender.corpus import Corpus
from recommender.errors import InvalidParameter, UnknownWork
from recommender.explanation import evidence
from recommender.filtering import allowed_works
from recommender.fusion import (
    Scores,
    fuse,
    related_ingredients,
    search_ingredients,
    unwanted,
)
from recommender.index import Index
from recommender.learning import learned_parameters
from recommender.merging import carried_over, merged_corpus
from recommender.model import Document, Edge, Filters, Query, RankedList, Result
from recommender.parameters import WEIGHT_NAMES, Parameters
from recommender.profile import merged
from recommender.ranking import best_of_groups
from recommender.selection import diversified
from recommender.storage import load_index, save_index


class Recommender:
    """An index of works that answers what is related to what, and why.

    Immutable as to its answers: `add` and `remove` give a new recommender and leave this one as
    it is, so readers go on undisturbed.

    Attributes:
        version: the change number or name given when it was made or saved, None before.

    >>> from recommender import Document, Text
    >>> works = [Document("a", (Text("diffusion models for images"),)),
    ...          Document("b", (Text("image diffusion"),)), Document("c", (Text("parsing"),))]
    >>> [result.id for result in Recommender.fit(works, []).related("a").results]
    ['b']
    """

    def __init__(self, index: Index, version: int | str | None = None) -> None:
        self._index = index
        self.version = version

    @classmethod
    def fit(
        cls,
        documents: Iterable[Document],
        edges: Iterable[Edge] = (),
        parameters: Parameters | None = None,
        *,
        labels: Mapping[str, str] | None = None,
        dictionary: Mapping[str, Sequence[str]] | None = None,
        version: int | str | None = None,
    ) -> Recommender:
        """Build an index; the order of documents and edges does not matter.

        Args:
            documents: the works.
            edges: their links; see `recommender.model.Edge`.
            parameters: the hyperparameters, the defaults when None.
            labels: node id -> what evidence calls it; works default to their titles.
            dictionary: Korean phrase -> English words, so that texts of both languages meet.
            version: what `RankedList.as_of` will say.

        Raises:
            DuplicateWork: when two documents have one id.
            InvalidParameter: when an edge's weight is not positive and finite.
        """
        chosen = parameters or Parameters()
        corpus = build_corpus(
            documents,
            edges,
            parameters=chosen,
            dictionary=dictionary,
            labels=labels,
        )
        return cls(Index.of(corpus, chosen), version)

    @property
    def parameters(self) -> Parameters:
        """The hyperparameters the index was built with."""
        return self._index.parameters

    def learned(
        self,
        related: Mapping[str, Collection[str]],
        ignored: Mapping[str, Collection[str]] | None = None,
    ) -> Recommender:
        """The same index with weights learned from judged works; see `recommender.learning`.

        Args:
            related: work id -> ids of works that should be listed for it.
            ignored: work id -> ids of works that are neither right nor wrong for it.
        """
        return self.with_weights(learned_parameters(self._index, related, ignored=ignored))

    def with_weights(self, parameters: Parameters) -> Recommender:
        """The same index with other weights of the signals; nothing is built again.

        Raises:
            InvalidParameter: when anything but weights differs, since that is in the arrays.
        """
        fixed = set(parameters.as_dict()) - WEIGHT_NAMES
        old, new = self.parameters.as_dict(), parameters.as_dict()
        for name in sorted(fixed):
            if old[name] != new[name]:
                raise InvalidParameter(name, new[name], f"{old[name]}, as the index was built")
        return Recommender(replace(self._index, parameters=parameters), self.version)

    @property
    def index(self) -> Index:
        """The arrays behind the answers, for benchmarks and other rankings."""
        return self._index

    def __len__(self) -> int:
        return self._index.corpus.n_works

    def __contains__(self, work_id: object) -> bool:
        return isinstance(work_id, str) and self._index.corpus.ids.find(work_id) >= 0

    def ids(self) -> list[str]:
        """The ids of all works, sorted."""
        return list(self._index.corpus.ids)

    def related(
        self,
        work_id: str,
        k: int = 10,
        *,
        filters: Filters | None = None,
        diversity: float | None = None,
    ) -> RankedList:
        """The works most related to one work.

        Args:
            work_id: a held work.
            k: how many at most, >= 0.
            filters: which works may appear; applied before ranking.
            diversity: balance of maximal marginal relevance, in [0, 1]; None orders by score.

        Raises:
            UnknownWork: when the index does not hold the work.
        """
        return self.related_to((work_id,), k=k, filters=filters, diversity=diversity)

    def related_to(
        self,
        positive: Collection[str] = (),
        negative: Collection[str] = (),
        text: str | None = None,
        language: str | None = None,
        concepts: Collection[str] = (),
        k: int = 10,
        *,
        filters: Filters | None = None,
        diversity: float | None = None,
    ) -> RankedList:
        """The works most related to several works, a text and concepts, taken together.

        Args:
            positive: held works to be near to.
            negative: held works to be far from.
            text: a text to be near to, for instance an abstract that is not held.
            language: the text's BCP 47 tag, English when None.
            concepts: ids of topics to be near to; unknown ones are left out.
            k: how many at most, >= 0.
            filters: which works may appear; applied before ranking.
            diversity: balance of maximal marginal relevance, in [0, 1]; None orders by score.

        Raises:
            UnknownWork: when a positive or negative work is not held.
        """
        query = Query(tuple(positive), tuple(negative), text, language, tuple(concepts))
        scores = self._scores(query)
        if scores is None:
            return RankedList(query, (), "empty-query", self.version)
        return self._ranked(query, scores, k, filters=filters, diversity=diversity)

    def search(
        self,
        text: str,
        k: int = 10,
        *,
        language: str | None = None,
        filters: Filters | None = None,
        offset: int = 0,
    ) -> RankedList:
        """Plain text search; a word after "+" must occur, a word after "-" must not.

        Args:
            text: what to look for.
            k: how many at most, >= 0.
            language: the text's BCP 47 tag, English when None.
            filters: which works may appear.
            offset: how many of the best to skip, >= 0; ranks go on from there.
        """
        query = Query(text=text, language=language)
        wanted, required, unwanted_words = split_search(text)
        seed = self._index.seed_of_text(" ".join(wanted), language)
        if seed.is_empty:
            known = any(self._index.analyzer.terms(word, language or "en") for word in wanted)
            reason = "no-signal" if known else "empty-query"
            return RankedList(query, (), reason, self.version)
        profile = self._index.profile(seed)
        scores = fuse(
            self._index, [(profile, search_ingredients(self.parameters))], profile.own, 0.0
        )
        for words, present in ((required, True), (unwanted_words, False)):
            for word in words:
                scores.reached[self._with_word(word, language) != present] = False
        return self._ranked(query, scores, k, filters=filters, offset=offset)

    def explain(self, work_id: str, other_id: str) -> Result:
        """Why one work is related to another, and at which rank, with all its evidence.

        Raises:
            UnknownWork: when either is not held.
        """
        scores = self._scores(Query((work_id,)))
        assert scores is not None
        other = self._number(other_id)
        (found,) = evidence(self._index, scores, np.array([other]), limit=1 << 30)
        return Result(other_id, *self._standing(scores, other), found)

    def add(
        self,
        documents: Iterable[Document],
        edges: Iterable[Edge] = (),
        *,
        labels: Mapping[str, str] | None = None,
    ) -> Recommender:
        """A recommender that also holds these works, weighted by this epoch's statistics.

        A document whose id is held replaces it, and its edges replace the held work's edges.
        Edges of other held works are added to what they have.
        """
        corpus = self._index.corpus
        new = build_corpus(
            documents,
            edges,
            parameters=self.parameters,
            dictionary=corpus.dictionary,
            labels=labels,
        )
        return self._changed(new, set())

    def remove(self, ids: Iterable[str]) -> Recommender:
        """A recommender without these works and every edge that touches them.

        Raises:
            UnknownWork: when one of them is not held.
        """
        gone = set(ids)
        for work_id in sorted(gone):
            self._number(work_id)
        dictionary = self._index.corpus.dictionary
        nothing = build_corpus([], [], parameters=self.parameters, dictionary=dictionary)
        return self._changed(nothing, gone)

    def refit(self) -> Recommender:
        """A new epoch: the same works with statistics counted afresh."""
        return Recommender(Index.of(self._index.corpus, self.parameters), self.version)

    @property
    def is_stale(self) -> bool:
        """Whether the corpus has grown so much that `refit` is due."""
        counted = self._index.statistics.n_works
        return abs(len(self) - counted) > self.parameters.refit_growth * counted

    def save(self, folder: Path, *, version: int | str | None = None) -> None:
        """Write the index to a new folder, all of it or nothing.

        Args:
            folder: must not exist, or be empty.
            version: what answers will be "as of"; the recommender's own when None.

        Raises:
            IndexExists: when there is something in the folder.
        """
        save_index(self._index, folder, self.version if version is None else version)

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = True, verify: bool = True) -> Recommender:
        """Open a saved index.

        Args:
            folder: where it was saved.
            mmap: map the arrays instead of reading them, so that processes share them.
            verify: compare every file with its checksum.

        Raises:
            IndexMissing, IndexDamaged, IndexIncompatible: when it cannot be used.
        """
        return cls(*load_index(folder, mmap=mmap, verify=verify))

    def _changed(self, new: Corpus, removed: set[str]) -> Recommender:
        old = self._index
        corpus = merged_corpus(old.corpus, new, removed)
        statistics = carried_over(old.corpus, old.statistics, corpus)
        return Recommender(Index.of(corpus, self.parameters, statistics), self.version)

    def _number(self, work_id: str) -> int:
        number = self._index.corpus.ids.find(work_id)
        if number < 0:
            raise UnknownWork(work_id)
        return number

    def _scores(self, query: Query) -> Scores | None:
        """Fused scores, None when the query is empty."""
        positive = [self._number(work) for work in dict.fromkeys(query.positive)]
        negative = [self._number(work) for work in dict.fromkeys(query.negative)]
        seeds = [self._index.seed_of_work(work) for work in positive]
        if query.text:
            seeds.append(self._index.seed_of_text(query.text, query.language))
        topics = [self._index.topic(topic) for topic in dict.fromkeys(query.concepts)]
        known = [topic for topic in topics if topic >= 0]
        if known:
            seeds.append(self._index.seed_of_topics(known))
        if not seeds:
            return None
        profile = self._index.profile(merged(seeds))
        asked = [(profile, related_ingredients(self.parameters, profile.seed))]
        own = profile.own
        if negative:
            against = merged([self._index.seed_of_work(work) for work in negative])
            other = self._index.profile(against)
            ingredients = related_ingredients(self.parameters, against)
            asked.append((other, unwanted(ingredients, self.parameters.negative_weight)))
            own = own | other.own
        return fuse(self._index, asked, own, self.parameters.popularity_penalty)

    def _standing(self, scores: Scores, work: int) -> tuple[int, float]:
        """Rank and exact score of a work among all; 0 for one that nothing reaches."""
        if not scores.reached[work]:
            return int(scores.reached.sum()) + 1, 0.0
        total = scores.totals[work]
        above = scores.reached & (scores.totals > total + scores.slack)
        close = np.flatnonzero(scores.reached & (np.abs(scores.totals - total) <= scores.slack))
        exact = scores.exact(self._index, close)
        own = float(exact[close == work][0])
        better = (exact > own) | ((exact == own) & (close < work))
        return int(above.sum() + better.sum()) + 1, own

    def _with_word(self, word: str, language: str | None) -> NDArray[np.bool_]:
        """Which works have all terms of a word."""
        mask = np.ones(len(self), np.bool_)
        for term in self._index.analyzer.terms(word, language or "en"):
            number = self._index.corpus.terms.find(term)
            having = np.zeros(len(self), np.bool_)
            if number >= 0:
                having[self._index.texts.inverted.row(number)[0]] = True
            mask &= having
        return mask

    def _ranked(
        self,
        query: Query,
        scores: Scores,
        k: int,
        *,
        filters: Filters | None = None,
        diversity: float | None = None,
        offset: int = 0,
    ) -> RankedList:
        _check_counts(k, offset, diversity)
        allowed = scores.reached & allowed_works(self._index.corpus, filters)
        works, totals = self._chosen(scores, allowed, k + offset, diversity)
        works, totals = works[offset:], totals[offset:]
        found = evidence(self._index, scores, works, int(self.parameters.evidence_limit))
        rows = zip(works.tolist(), totals.tolist(), found, strict=True)
        results = tuple(
            Result(self._index.corpus.ids[work], rank, total, pieces)
            for rank, (work, total, pieces) in enumerate(rows, start=offset + 1)
        )
        reason = None if results else self._why_empty(scores, allowed, k)
        return RankedList(query, results, reason, self.version)

    def _chosen(
        self, scores: Scores, allowed: NDArray[np.bool_], count: int, diversity: float | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The works to list and their exact scores."""
        pool = count if diversity is None else max(count, int(self.parameters.diversity_pool))
        works, totals = best_of_groups(self._index, scores, allowed, pool)
        if diversity is None:
            return works, totals
        places = diversified(works, totals, self._likeness, diversity, count)
        return works[places], totals[places]

    def _likeness(self, work: int, others: NDArray[np.int64]) -> NDArray[np.float64]:
        """The greater of the cosines of texts and of topics."""
        spaces = (self._index.texts, self._index.topics)
        likeness: NDArray[np.float64] = np.max(
            [space.exact(space.query(work), others) for space in spaces], axis=0
        )
        return likeness

    def _why_empty(self, scores: Scores, allowed: NDArray[np.bool_], k: int) -> str:
        if k == 0:
            return "nothing-asked"
        if not scores.reached.any():
            return "no-other-works" if len(self) <= 1 else "no-signal"
        return "past-the-end" if allowed.any() else "all-filtered"


def split_search(text: str) -> tuple[list[str], list[str], list[str]]:
    """The words to look for, those that must occur, and those that must not.

    >>> split_search("diffusion +lora -audio")
    (['diffusion', 'lora'], ['lora'], ['audio'])
    """
    wanted, required, refused = [], [], []
    for word in text.split():
        if word.startswith("-") and len(word) > 1:
            refused.append(word[1:])
        elif word.startswith("+") and len(word) > 1:
            required.append(word[1:])
            wanted.append(word[1:])
        else:
            wanted.append(word)
    return wanted, required, refused


def _check_counts(k: int, offset: int, diversity: float | None) -> None:
    for name, value in (("k", k), ("offset", offset)):
        if value < 0:
            raise InvalidParameter(name, value, "0 or more")
    if diversity is not None and not 0 <= diversity <= 1:
        raise InvalidParameter("diversity", diversity, "0.0 to 1.0")
