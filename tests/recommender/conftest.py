"""A small corpus of invented papers that every recommender test may use."""

from __future__ import annotations

import pytest
from hypothesis import settings

from recommender import Document, Edge, Recommender, Text

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

TEXTS = {
    "w1": ("Gentle pruning of sparse adapters", "We prune adapter layers without any data."),
    "w2": ("Adapter merging", "Merged adapter layers keep accuracy; pruning is not needed."),
    "w3": ("River level forecasts", "Forecasting floods with recurrent networks."),
    "w4": ("Flood maps from radar", "Radar images show floods; forecasts follow."),
    "w5": ("A grammar of birdsong", "Song syllables obey a grammar."),
}

EDGES = (
    Edge("w1", "concept", "adapter"),
    Edge("w2", "concept", "merging"),
    Edge("adapter", "broader", "fine-tuning"),
    Edge("merging", "broader", "fine-tuning"),
    Edge("w3", "task", "forecasting"),
    Edge("w4", "task", "forecasting"),
    Edge("w3", "author", "Ada Lindqvist"),
    Edge("w5", "author", "Ada Lindqvist"),
    Edge("w2", "cites", "w1"),
    Edge("w4", "cites", "w3"),
    Edge("w5", "cites", "elsewhere"),
    Edge("w1", "cites", "elsewhere"),
)

DOCUMENTS = tuple(
    Document(
        work,
        (Text(title, "en", "title"), Text(abstract, "en", "abstract")),
        year=2019 + number,
        facets={
            "venue": ("Brook" if number % 2 else "Hill",),
            "language": ("en",),
            "listed_on": (f"2024-05-{10 + number}",),
        }
        | ({"has_code": ("yes",)} if number < 3 else {}),
    )
    for number, (work, (title, abstract)) in enumerate(TEXTS.items())
)


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    return DOCUMENTS


@pytest.fixture(scope="session")
def edges() -> tuple[Edge, ...]:
    return EDGES


@pytest.fixture(scope="session")
def small(documents: tuple[Document, ...], edges: tuple[Edge, ...]) -> Recommender:
    return Recommender.fit(documents, edges, labels={"adapter": "adapters"}, version=7)
