"""The recommender: texts and typed edges in, ranked and explained works out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from recommender.building import build_corpus
from recommender.corpus import Corpus
from recommender.errors import InvalidParameter
from recommender.fusion import Scores
from recommender.index import Index
from recommender.learning import learned_parameters
from recommender.listing import Wish, explained, listed
from recommender.merging import merged_corpus, relabelled
from recommender.model import Document, Edge, Filters, Query, RankedList, Result
from recommender.parameters import WEIGHT_NAMES, Parameters
from recommender.querying import number_of, scores_of, search_scores
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
            positive: ids of held works to be near to; a string is one id.
            negative: ids of held works to be far from.
            text: a text to be near to, for instance an abstract that is not held.
            language: the text's BCP 47 tag, English when None.
            concepts: ids of topics to be near to; unknown ones are left out.
            k: how many at most, >= 0.
            filters: which works may appear; applied before ranking.
            diversity: balance of maximal marginal relevance, in [0, 1]; None orders by score.

        Raises:
            UnknownWork: when a positive or negative work is not held.
        """
        query = Query(_ids(positive), _ids(negative), text, language, _ids(concepts))
        return self._answer(query, scores_of(self._index, query), Wish(k, 0, filters, diversity))

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
        scores = search_scores(self._index, text, language)
        return self._answer(query, scores, Wish(k, offset, filters))

    def explain(self, work_id: str, other_id: str) -> Result:
        """Why one work is related to another, and at which rank, with all its evidence.

        Raises:
            UnknownWork: when either is not held.
        """
        scores = scores_of(self._index, Query((work_id,)), whole=True)
        assert not isinstance(scores, str)
        return explained(self._index, scores, number_of(self._index, other_id))

    def _answer(self, query: Query, scores: Scores | str, wish: Wish) -> RankedList:
        """A ranked list, or an empty one with the reason there are no scores."""
        if isinstance(scores, str):
            return RankedList(query, (), scores, self.version)
        results, reason = listed(self._index, scores, wish)
        return RankedList(query, results, reason, self.version)

    def add(
        self,
        documents: Iterable[Document],
        edges: Iterable[Edge] = (),
        *,
        labels: Mapping[str, str] | None = None,
    ) -> Recommender:
        """A recommender that also holds these works: the one that `fit` would make of them all.

        Only the new texts are read; everything is weighted anew from the stored counts. A
        document whose id is held replaces it, and its edges replace the held work's edges. Edges
        of other held works are added to what they have.

        Above `Parameters.pair_limit` works the known pairs of words are those of the last `fit`
        and of the added works themselves: a pair that was left out then has no count to add to.

        Args:
            documents: the works, new or changed.
            edges: their links, and further links of held works.
            labels: node id -> what evidence calls it, for new and for held nodes.

        Raises:
            DuplicateWork: when two of the documents have one id.
            InvalidParameter: when an edge's weight is not positive and finite.
        """
        corpus = self._index.corpus
        new = build_corpus(
            documents,
            edges,
            parameters=self.parameters,
            dictionary=corpus.dictionary,
            labels=labels,
        )
        return self._changed(new, set(), labels or {})

    def remove(self, ids: Iterable[str]) -> Recommender:
        """A recommender without these works and every edge that touches them.

        Raises:
            UnknownWork: when one of them is not held.
        """
        gone = set(ids)
        for work_id in sorted(gone):
            number_of(self._index, work_id)
        dictionary = self._index.corpus.dictionary
        nothing = build_corpus([], [], parameters=self.parameters, dictionary=dictionary)
        return self._changed(nothing, gone, {})

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

    def _changed(self, new: Corpus, removed: set[str], labels: Mapping[str, str]) -> Recommender:
        corpus = relabelled(merged_corpus(self._index.corpus, new, removed), labels)
        return Recommender(Index.of(corpus, self.parameters), self.version)


def _ids(ids: Collection[str]) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(ids)
