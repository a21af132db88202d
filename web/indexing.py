"""What the recommender is fed: documents and typed edges made from the catalogue's works."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain

from kg.catalogue.everything import Everything
from kg.entities import Concept, Work
from recommender import Document, Edge, Recommender, Text
from recommender.parameters import Parameters

_ROLE_WEIGHT = {
    "introduces": 1.0,
    "extends": 1.0,
    "trains": 0.8,
    "evaluates": 0.8,
    "compares": 0.8,
    "uses": 1.0,
    "mentions": 0.6,
}
"""How much a work has to do with a concept that it names in this role, in (0, 1]."""


def fitted(known: Everything, parameters: Parameters, number: int) -> Recommender:
    """An index of everything, made anew; the works stream through it twice.

    Works known only from citations have no text and are no candidates; the edges to them stay,
    so that two works that cite the same one are near to each other.

    Args:
        known: what the catalogue holds.
        parameters: of the ranking.
        number: the change that answers will be "as of".
    """
    concepts = list(known.concepts())
    labels = {one.key: one.pref[0].text for one in concepts}
    labels |= {one.key: one.name for one in known.agents()}
    labels |= {one.key: one.acronym or one.name for one in known.venues()}
    labels |= {one.key: one.title for one in known.stubs()}
    edges = (edge for work in known.works() for edge in work_edges(work))
    return Recommender.fit(
        documents(known),
        chain(edges, hierarchy_edges(concepts)),
        parameters,
        labels=labels,
        dictionary=bilingual_dictionary(concepts),
        version=number,
    )


def documents(known: Everything) -> Iterator[Document]:
    """Every work that is more than a citation, by key."""
    stating = known.stating_results()
    return (document(work, stating) for work in known.works() if not work.is_stub)


def document(work: Work, stating_results: Container[str]) -> Document:
    """The work's texts and what filters look at.

    Args:
        work: a work that is more than a citation.
        stating_results: keys of the works in whose texts a result is stated.
    """
    return Document(
        id=work.key,
        texts=tuple(
            Text(" ".join(sentence.text for sentence in text.sentences), text.language, text.field)
            for text in work.texts
        ),
        year=work.year,
        facets={name: values for name, values in _facets(work, stating_results) if values},
    )


def _facets(work: Work, stating_results: Container[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "concept", tuple(edge.concept for edge in work.concepts)
    yield "task", tuple(edge.concept for edge in work.concepts if edge.kind == "task")
    yield "agent", tuple(one.agent for one in work.authorships)
    yield "venue", tuple(one.venue for one in work.appearances if one.venue)
    yield "language", tuple(sorted({text.language for text in work.texts}))
    yield "category", work.categories
    has_code = any(link.kind == "code" and link.status == "available" for link in work.links)
    yield "has_code", ("yes" if has_code else "no",)
    yield "has_result", ("yes" if work.key in stating_results else "no",)
    yield "listed_on", tuple(reading.read_on.isoformat() for reading in work.votes)


def work_edges(work: Work) -> Iterator[Edge]:
    """The typed edges that start at a work."""
    for one in work.concepts:
        weight = _ROLE_WEIGHT[one.role] * one.confidence
        if weight > 0:
            yield Edge(work.key, "concept", one.concept, weight)
    for keyword in work.keywords:
        yield Edge(work.key, "keyword", f"keyword:{keyword.casefold()}")
    for agent in dict.fromkeys(one.agent for one in work.authorships):
        yield Edge(work.key, "author", agent)
    for venue in dict.fromkeys(one.venue for one in work.appearances if one.venue):
        yield Edge(work.key, "venue", venue)
    for cited in work.cites:
        yield Edge(work.key, "cites", cited)


def hierarchy_edges(concepts: Iterable[Concept]) -> Iterator[Edge]:
    """One edge from every concept to each wider one."""
    for concept in concepts:
        for broader in concept.broader:
            yield Edge(concept.key, "broader", broader)


def bilingual_dictionary(concepts: Iterable[Concept]) -> dict[str, tuple[str, ...]]:
    """Korean labels with the English words of the same concept, so that languages meet."""
    dictionary: dict[str, tuple[str, ...]] = {}
    for concept in concepts:
        english = concept.pref[0].text
        for label in (*concept.pref, *concept.alt):
            if label.language == "ko":
                dictionary.setdefault(label.text, (english,))
    return dictionary
