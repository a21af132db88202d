"""What goes into the recommender and what comes out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from recommender.errors import InvalidParameter

K = TypeVar("K")
V = TypeVar("V")


def _frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a work.

    Args:
        text: the words themselves.
        language: a BCP 47 tag such as "en" or "ko"; only the primary subtag is read.
        field: "title", "abstract", "summary" or any other name; titles count apart in `search`.
    """

    text: str
    language: str = "en"
    field: str = "abstract"


@dataclass(frozen=True, slots=True)
class Document:
    """A work as the recommender sees it.

    Args:
        id: the work's id, unique in the index.
        texts: its texts, in any number of languages.
        year: year of publication, if known.
        group: works with the same group are versions of one another and are never
            recommended to each other; a list holds at most one of them.
        facets: what filters look at: name -> values ("venue", "language", "has_code", ...).

    Raises:
        InvalidParameter: when the texts are no tuple of `Text`.
    """

    id: str
    texts: tuple[Text, ...] = ()
    year: int | None = None
    group: str | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _frozen({}))

    def __post_init__(self) -> None:
        if isinstance(self.texts, str) or not all(isinstance(one, Text) for one in self.texts):
            raise InvalidParameter(f"texts of {self.id!r}", self.texts, "a tuple of Text")


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed, weighted link that starts at a work, or joins two concepts.

    Args:
        source: a work's id; for kind "broader" the narrower concept's id.
        kind: "cites" (target is a work), "author", "concept", "keyword", "task", "venue", ...;
            "broader" joins a concept to a wider one.
        target: the id at the other end. Topical kinds share one space of ids, works have one,
            and every other kind has its own, so a keyword "7" is never taken for the work "7".
        weight: in (0, inf), 1 for a plain fact, less for a doubtful one.
    """

    source: str
    kind: str
    target: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Filters:
    """Which works may appear; everything given must hold.

    Args:
        year_min, year_max: inclusive; a work without a year fails either.
        facets: name -> accepted values; a work needs one of them, for every name.
        without: name -> values none of which the work may have.
        ranges: name -> (lowest, highest) value, inclusive, compared as text (ISO dates fit);
            None leaves that end open.
        exclude: ids of works not to show, for instance those already seen.
        only: when given, the only works that may be shown.
    """

    year_min: int | None = None
    year_max: int | None = None
    facets: Mapping[str, Collection[str]] = field(default_factory=lambda: _frozen({}))
    without: Mapping[str, Collection[str]] = field(default_factory=lambda: _frozen({}))
    ranges: Mapping[str, tuple[str | None, str | None]] = field(default_factory=lambda: _frozen({}))
    exclude: Collection[str] = ()
    only: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One addend of a score, and why it is there.

    Args:
        signal: "text", "title", "concepts", "link", "walk2", "walk3", "kin" or "popularity";
            with a leading "-" when it comes from a work the reader does not want.
        kind: "term", "translation", or the kind of the link ("concept", "author", "cites", ...);
            "path" for a walk over links of different kinds; "alike" for a work that reads like
            the query and is linked to the result; "rest" sums what is not listed.
        label: for people: the word as mostly written, or the labels along the path.
        nodes: ids along the path from the query to the result; empty for words.
        part: what it adds to the score; the parts of a result sum to its score.
    """

    signal: str
    kind: str
    label: str
    nodes: tuple[str, ...]
    part: float


@dataclass(frozen=True, slots=True)
class Result:
    """One work of a ranked list, with the evidence that put it there."""

    id: str
    rank: int
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, as it was asked."""

    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    text: str | None = None
    language: str | None = None
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedList:
    """Works in order, and, when there are none, the reason.

    Args:
        query: what was asked.
        results: by falling score, ties by id (reordered when diversity was asked for).
        reason: why the list is empty: "empty-query" (nothing was asked), "no-other-works",
            "no-signal" (no work shares anything with the query), "all-filtered", "past-the-end"
            (of a search) or "nothing-asked" (k is 0); else None.
        as_of: the version of the index that answered.
    """

    query: Query
    results: tuple[Result, ...] = ()
    reason: str | None = None
    as_of: int | str | None = None
