"""What an installation adds to the shipped scheme: a Turtle file of its own, written from reviews.

The file lies in the data directory, so it survives a rebuild and an upgrade of the shipped scheme.
It says no more than what was added: a new concept, or another label or alignment of a known one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.concepts.errors import SchemeUnreadable
from kg.concepts.folding import fold_label
from kg.concepts.scheme import KIND_CLASSES, Scheme
from kg.entities import Concept, Label
from kg.iris import Iris
from kg.vocab import LPWC, PAPERKIN, RDF, SKOS

CURATED = "concepts.ttl"
"""Name of the file in the data directory."""

_PREFIXES = {
    "concept": "https://w3id.org/paperkin/concept/",
    "skos": SKOS.Concept.value.removesuffix("Concept"),
    "paperkin": PAPERKIN.Metric.value.removesuffix("Metric"),
}


def problems(scheme: Scheme, added: Iterable[Concept]) -> Iterator[str]:
    """What is wrong with concepts that would be added to a scheme, a sentence each.

    Args:
        scheme: to which they would be added.
        added: new concepts, or more of known ones.
    """
    concepts = list(added)
    keys = {concept.key for concept in concepts}
    for concept in concepts:
        for key in (*concept.broader, *concept.related):
            if key not in scheme and key not in keys:
                yield f"{concept.key}: there is no concept {key}"
            elif concept.key in {key, *(above for above, _ in scheme.broader_closure(key))}:
                yield f"{concept.key}: it would stand above itself by {key}"
        for label in (*concept.pref, *concept.alt):
            others = [key for key in scheme.find(label.text) if key != concept.key]
            if others and label.text not in concept.ambiguous:
                yield f'{concept.key}: "{label.text}" is a label of {", ".join(others)}'


def added_to(scheme: Scheme, concept: Concept) -> Concept:
    """What a reviewed concept adds to a scheme: of a known one, only what is new.

    A Korean label becomes the preferred one where the concept has none yet.
    """
    held = scheme.get(concept.key)
    if held is None:
        return concept
    known = {(fold_label(x.text), x.language) for x in (*held.pref, *held.alt)}
    fresh = [
        label
        for label in (*concept.pref, *concept.alt)
        if (fold_label(label.text), label.language) not in known
    ]
    preferred = {label.language for label in held.pref}
    pref: list[Label] = []
    for label in fresh:
        if label.language not in preferred:
            pref.append(label)
            preferred.add(label.language)
    return Concept(
        key=concept.key,
        kind=held.kind,
        pref=tuple(pref),
        alt=tuple(label for label in fresh if label not in pref),
        broader=tuple(key for key in concept.broader if key not in held.broader),
        exact_match=tuple(x for x in concept.exact_match if x not in held.exact_match),
        close_match=tuple(x for x in concept.close_match if x not in held.close_match),
    )


def write_skos(concepts: Iterable[Concept], path: Path, *, known: Scheme | None = None) -> int:
    """Write concepts as SKOS in Turtle, added to what the file holds; the file is replaced whole.

    Args:
        concepts: to be written.
        path: the file; it may be missing.
        known: the scheme that says the kinds of those it holds, so that they are not said again.

    Returns:
        How many statements are new.
    """
    held = set(_triples_of(path)) if path.exists() else set()
    said = {triple for concept in concepts for triple in _triples(concept, known)}
    ordered = sorted(held | said, key=str)
    text = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)
    assert text is not None  # no output was given, so it comes back
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return len(said - held)


def _triples_of(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise SchemeUnreadable(str(path), str(error)) from error


def _triples(concept: Concept, known: Scheme | None) -> Iterator[ox.Triple]:
    iris = Iris()
    node = iris.concept(concept.key)
    if known is None or concept.key not in known:
        yield ox.Triple(node, RDF.type, SKOS.Concept)
        yield ox.Triple(node, SKOS.inScheme, iris.scheme())
        if concept.kind in KIND_CLASSES:
            yield ox.Triple(node, RDF.type, KIND_CLASSES[concept.kind])
    words: Mapping[ox.NamedNode, Iterable[Label]] = {
        SKOS.prefLabel: concept.pref,
        SKOS.altLabel: concept.alt,
        SKOS.definition: [Label(text=concept.definition, language="en")] * bool(concept.definition),
    }
    for term, labels in words.items():
        for label in labels:
            yield ox.Triple(node, term, ox.Literal(label.text, language=label.language))
    if concept.introduced_by is not None:
        yield ox.Triple(node, LPWC.introducedBy, iris.work(concept.introduced_by))
    for text in concept.ambiguous:
        yield ox.Triple(node, PAPERKIN.ambiguousLabel, ox.Literal(text))
    for term, keys in ((SKOS.broader, concept.broader), (SKOS.related, concept.related)):
        for key in keys:
            yield ox.Triple(node, term, iris.concept(key))
    matches = ((SKOS.exactMatch, concept.exact_match), (SKOS.closeMatch, concept.close_match))
    for term, targets in matches:
        for target in targets:
            yield ox.Triple(node, term, ox.NamedNode(target))
