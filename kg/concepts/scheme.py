"""The concept scheme: loaded from SKOS, looked up by key and by label, walked upwards."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import resources
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.concepts.errors import SchemeUnreadable
from kg.concepts.folding import fold_label, fold_tight
from kg.concepts.pausing import collector_paused
from kg.entities import Concept, ConceptKind, Label
from kg.errors import InvalidIdentifier
from kg.iris import Iris
from kg.vocab import LPWC, LPWCC, PAPERKIN, RDF, SKOS

_KINDS: Mapping[str, ConceptKind] = {
    LPWCC.method.value: "method",
    LPWCC.task.value: "task",
    LPWCC.dataset.value: "dataset",
    LPWCC.model.value: "model",
    PAPERKIN.Metric.value: "metric",
    PAPERKIN.Hardware.value: "hardware",
}
KIND_CLASSES: Mapping[ConceptKind, ox.NamedNode] = {
    kind: ox.NamedNode(iri) for iri, kind in _KINDS.items()
}
"""The class of each kind of concept; a general one has none of its own."""
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Said = Mapping[ox.NamedNode, list[_Term]]


class Scheme:
    """An immutable set of concepts with its hierarchy.

    Args:
        concepts: the concepts, each key once.

    Example:
        >>> a = Concept(key="adapter", kind="method", pref=(Label(text="Adapter", language="en"),))
        >>> label = Label(text="LoRA", language="en")
        >>> b = Concept(key="lora", kind="method", pref=(label,), broader=("adapter",))
        >>> scheme = Scheme([a, b])
        >>> scheme.broader_closure("lora")
        (('adapter', 1),)
        >>> scheme.find("LORA")
        ('lora',)
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        ordered = sorted(concepts, key=lambda concept: concept.key)
        self._concepts = {concept.key: concept for concept in ordered}

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """Every concept by its key, in the order of keys."""
        return MappingProxyType(self._concepts)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change when any concept changes."""
        digest = hashlib.sha256()
        for concept in self._concepts.values():
            digest.update(repr(concept).encode())
        return digest.hexdigest()[:12]

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __contains__(self, key: object) -> bool:
        return key in self._concepts

    def __getitem__(self, key: str) -> Concept:
        return self._concepts[key]

    def get(self, key: str) -> Concept | None:
        """The concept of a key, or None."""
        return self._concepts.get(key)

    def find(self, label: str) -> tuple[str, ...]:
        """Keys of the concepts that bear a label, case, hyphens and spaces before digits aside."""
        found = self._by_label.get(fold_label(label), ())
        if not found and any(c.isdigit() for c in label):
            return self._by_tight_label.get(fold_tight(label), ())
        return found

    def broader_closure(self, key: str) -> tuple[tuple[str, int], ...]:
        """The concepts above one, each with its least distance, nearest first, then by key.

        Args:
            key: of a concept; an unknown one has nothing above it.

        Returns:
            Pairs of key and distance (from 1); cycles are walked once.
        """
        distances = {key: 0}
        level = [key]
        while level:
            above = {b for k in level if k in self for b in self[k].broader if b in self}
            level = sorted(above - distances.keys())
            depth = max(distances.values()) + 1
            distances.update((k, depth) for k in level)
        del distances[key]
        return tuple(sorted(distances.items(), key=lambda pair: (pair[1], pair[0])))

    def neighbours(self, key: str) -> frozenset[str]:
        """The concepts whose presence in a text speaks for this one.

        Broader and narrower concepts up to two steps, related ones, and those under the same
        broader one.
        """
        return self._neighbours.get(key, frozenset())

    @cached_property
    def _by_label(self) -> dict[str, tuple[str, ...]]:
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for concept in self:
            for label in chain(concept.pref, concept.alt):
                keys[fold_label(label.text)].add(concept.key)
        return {label: tuple(sorted(found)) for label, found in keys.items()}

    @cached_property
    def _by_tight_label(self) -> dict[str, tuple[str, ...]]:
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for label, found in self._by_label.items():
            if any(c.isdigit() for c in label):
                keys[label.replace(" ", "")].update(found)
        return {label: tuple(sorted(found)) for label, found in keys.items()}

    @cached_property
    def _neighbours(self) -> dict[str, frozenset[str]]:
        near: defaultdict[str, set[str]] = defaultdict(set)
        below: defaultdict[str, set[str]] = defaultdict(set)
        for concept in self:
            for key in (*concept.broader, *concept.related):
                near[concept.key].add(key)
                near[key].add(concept.key)
            for key in concept.broader:
                below[key].add(concept.key)
        for key, children in below.items():
            for child in children:
                near[child] |= children - {child}
                for grandchild in below.get(child, set()) - {key}:
                    near[key].add(grandchild)
                    near[grandchild].add(key)
        return {key: frozenset(found) for key, found in near.items()}


def load_scheme(path: Path | None = None, curated: Path | None = None) -> Scheme:
    """Load a scheme from an RDF file.

    Args:
        path: the file, its format told by its suffix; None for the shipped scheme.
        curated: a Turtle file with more concepts, or more of the same ones; it may be missing.

    Raises:
        SchemeUnreadable: the file is missing or is no RDF.
    """
    with collector_paused():
        said = [_shipped() if path is None else _quads(path)]
        if curated is not None and curated.exists():
            said.append(_quads(curated))
        return Scheme(_concepts(chain.from_iterable(said)))


def _shipped() -> Iterator[ox.Quad]:
    data = resources.files("ontologies").joinpath("methods.ttl").read_bytes()
    return ox.parse(input=data, format=ox.RdfFormat.TURTLE)


def _quads(path: Path) -> Iterator[ox.Quad]:
    known = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    try:
        yield from ox.parse(path=path, format=known or ox.RdfFormat.TURTLE)
    except (OSError, SyntaxError) as error:
        raise SchemeUnreadable(str(path), str(error)) from error


def _concepts(quads: Iterable[ox.Quad]) -> Iterator[Concept]:
    facts: defaultdict[str, defaultdict[ox.NamedNode, list[_Term]]]
    facts = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            facts[quad.subject.value][quad.predicate].append(quad.object)
    keys = {iri: _key(iri, said) for iri, said in facts.items() if _is_concept(said)}
    for iri, key in keys.items():
        yield _concept(key, facts[iri], keys)


def _concept(key: str, said: _Said, keys: Mapping[str, str]) -> Concept:
    def inside(term: ox.NamedNode) -> tuple[str, ...]:
        return tuple(sorted(keys[iri] for iri in _iris(said, term) if iri in keys))

    definitions = _labels(said, SKOS.definition)
    return Concept(
        key=key,
        kind=_kind(said),
        pref=_labels(said, SKOS.prefLabel),
        alt=_labels(said, SKOS.altLabel),
        definition=definitions[0].text if definitions else "",
        broader=inside(SKOS.broader),
        related=inside(SKOS.related),
        exact_match=_iris(said, SKOS.exactMatch),
        close_match=_iris(said, SKOS.closeMatch),
        ambiguous=tuple(sorted({x.text for x in _labels(said, PAPERKIN.ambiguousLabel)})),
        introduced_by=_introducer(said),
    )


def _introducer(said: _Said) -> str | None:
    """The key of the work that a concept is said to come from, where it is one of ours."""
    for iri in _iris(said, LPWC.introducedBy):
        try:
            return Iris().parse(iri).key
        except InvalidIdentifier:
            continue
    return None


def _labels(said: _Said, term: ox.NamedNode) -> tuple[Label, ...]:
    """The literals of a property, English first, then by language and text."""
    found = [o for o in said.get(term, ()) if isinstance(o, ox.Literal)]
    labels = [Label(text=o.value, language=o.language or "en") for o in found]
    return tuple(sorted(labels, key=lambda x: (x.language != "en", x.language, x.text)))


def _is_concept(said: _Said) -> bool:
    return SKOS.Concept in said.get(RDF.type, ())


def _kind(said: _Said) -> ConceptKind:
    kinds = sorted(_KINDS[iri] for iri in _iris(said, RDF.type) if iri in _KINDS)
    return kinds[0] if kinds else "concept"


def _key(iri: str, said: _Said) -> str:
    notations = sorted(o.value for o in said.get(SKOS.notation, ()) if isinstance(o, ox.Literal))
    return notations[0] if notations else iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _iris(said: _Said, term: ox.NamedNode) -> tuple[str, ...]:
    return tuple(sorted(o.value for o in said.get(term, ()) if isinstance(o, ox.NamedNode)))
