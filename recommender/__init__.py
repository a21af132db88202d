"""Texts and typed edges become ranked, explained related works.

The package stands alone: numpy, SciPy and snowballstemmer, no RDF, no SQL, no web.

    documents, edges --building--> corpus --index--> weights --profile, signals--> values
        --fusion--> scores --selection, explanation--> ranked list with evidence

`corpus` holds what was given, `index` everything derived from it; `merging` changes the one and
re-derives the other; `storage` writes and maps both.
"""

from __future__ import annotations

from recommender.analyzer import Analyzer
from recommender.errors import (
    DuplicateWork,
    IndexDamaged,
    IndexExists,
    IndexIncompatible,
    IndexMissing,
    InvalidParameter,
    RecommenderError,
    SavedIndexError,
    TooLittleToEvaluate,
    UnknownWork,
)
from recommender.evaluating import Evaluation, evaluate
from recommender.model import (
    Document,
    Edge,
    Evidence,
    Filters,
    Query,
    RankedList,
    Result,
    Text,
)
from recommender.parameters import Parameters
from recommender.recommender import Recommender

__all__ = [
    "Analyzer",
    "Document",
    "DuplicateWork",
    "Edge",
    "Evaluation",
    "Evidence",
    "Filters",
    "IndexDamaged",
    "IndexExists",
    "IndexIncompatible",
    "IndexMissing",
    "InvalidParameter",
    "Parameters",
    "Query",
    "RankedList",
    "Recommender",
    "RecommenderError",
    "Result",
    "SavedIndexError",
    "Text",
    "TooLittleToEvaluate",
    "UnknownWork",
    "evaluate",
]
