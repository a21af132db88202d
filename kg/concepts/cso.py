"""The Computer Science Ontology: read from its CSV, and aligned with the scheme.

References:
    Salatino et al. (2018), The Computer Science Ontology: a large-scale taxonomy of research areas.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.concepts.errors import SchemeUnreadable
from kg.concepts.folding import fold_label, slug
from kg.concepts.matching import LabelIndex
from kg.concepts.scheme import Scheme
from kg.entities import Concept, Label

TOPICS = "https://cso.kmi.open.ac.uk/topics/"
_BROADER, _PRIMARY = "klink:broaderGeneric", "klink:primaryLabel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A concept of the scheme and a topic of CSO that mean the same, or nearly.

    Args:
        concept: key.
        topic: IRI.
        match: ``exact`` when their preferred labels agree, else ``close``.
    """

    concept: str
    topic: str
    match: Literal["exact", "close"]


def read_cso(path: Path) -> Scheme:
    """Read CSO's CSV (semicolons; subject, predicate, object) as a scheme.

    Topics that CSO calls equivalent are one concept, named by their primary label; each has its
    topic's IRI as an exact match.

    Raises:
        SchemeUnreadable: the file is missing or holds no topic.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file, delimiter=";") if len(row) == 3]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SchemeUnreadable(str(path), str(error)) from error
    primary = dict(_primary_labels(rows))
    above: defaultdict[str, set[str]] = defaultdict(set)
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, target in rows:
        name = primary.get(subject, subject)
        labels[name].add(subject)
        if predicate == _BROADER:
            below = primary.get(target, target)
            labels[below].add(target)
            above[below].add(name)
    if not labels:
        raise SchemeUnreadable(str(path), "it holds no topic")
    return Scheme(_concept(name, labels[name], above[name]) for name in sorted(labels))


def align(scheme: Scheme, cso: Scheme) -> list[Alignment]:
    """Pairs of concepts that share a label, by key.

    A concept whose labels lead to several topics is aligned with the one of its preferred label,
    or with none.
    """
    index = LabelIndex(cso)
    found = []
    for concept in scheme:
        english = [x.text for x in (*concept.pref, *concept.alt) if x.language == "en"]
        preferred = index.keys_of(english[0]) if english else ()
        others = {key for label in english[1:] for key in index.keys_of(label)}
        keys = preferred or tuple(sorted(others))
        if len(keys) == 1 and concept.kind not in ("dataset", "model", "hardware"):
            same = fold_label(cso[keys[0]].pref[0].text) == fold_label(english[0])
            topic = cso[keys[0]].exact_match[0]
            match: Literal["exact", "close"] = "exact" if preferred and same else "close"
            found.append(Alignment(concept=concept.key, topic=topic, match=match))
    return found


def _primary_labels(rows: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    for subject, predicate, target in rows:
        if predicate == _PRIMARY:
            yield subject, target


def _concept(name: str, labels: set[str], above: set[str]) -> Concept:
    return Concept(
        key=slug(name),
        kind="concept",
        pref=(Label(text=name, language="en"),),
        alt=tuple(Label(text=label, language="en") for label in sorted(labels - {name})),
        broader=tuple(sorted({slug(label) for label in above} - {slug(name)})),
        exact_match=(TOPICS + name.replace(" ", "_"),),
    )
