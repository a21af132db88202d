"""Which concepts of the scheme a definition in a text is about."""

from __future__ import annotations

from kg.concepts.definitions import Definition
from kg.concepts.folding import fold_label
from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme
from kg.entities import Concept

_STEM = 5  # code points by which words of a long form and of a label are compared


def senses_of(definition: Definition, scheme: Scheme, index: LabelIndex) -> frozenset[str]:
    """Keys of the concepts that a definition defines, maybe none.

    Those that the long form names; else those of the short form that have a label much like it
    ("Large Languages Models (LLMs)").

    Args:
        definition: of a text.
        scheme: the known concepts.
        index: of their labels.
    """
    if named := index.keys_of(definition.long):
        return frozenset(named)
    short = index.keys_of(definition.short)
    return frozenset(key for key in short if _alike(scheme[key], definition.long))


def _alike(concept: Concept, long: str) -> bool:
    """Whether more than half of the words of a long form stand in one of a concept's labels."""
    words = {word[:_STEM] for word in fold_label(long).split()}
    labels = [
        {word[:_STEM] for word in fold_label(x.text).split()} for x in (*concept.pref, *concept.alt)
    ]
    return any(2 * len(words & label) > len(words) for label in labels)
