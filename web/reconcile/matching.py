"""Candidates for a name, each with a score that says how alike the names are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kg.catalogue.folding import fold
from kg.identifiers import find_orcid
from web.contract import Services
from web.reconcile.kinds import (
    KINDS,
    Thing,
    description_of,
    id_of,
    kind_of,
    name_of,
    thing_of,
)

MOST = 25
_DEFAULT = 5
_SURE, _ALMOST, _SHORT = 100.0, 99.0, 85.0
_LEAST = 35.0
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    Args:
        text: a name, a title, or an id in any spelling.
        kinds: ids of kinds to look among; empty for all.
        limit: most candidates.
        conditions: values that the thing should have, by id of the property.
    """

    text: str
    kinds: tuple[str, ...]
    limit: int
    conditions: tuple[tuple[str, str], ...] = ()


def asked_from(said: object) -> Asked | None:
    """Read a question of a batch; None for what is none."""
    if not isinstance(said, dict) or not isinstance(said.get("query", ""), str):
        return None
    kinds, limit = _listed(said.get("type")), said.get("limit", _DEFAULT)
    pairs = [_condition(one) for one in _listed(said.get("properties")) if isinstance(one, dict)]
    return Asked(
        said.get("query", "")[:_LONGEST_TEXT].strip(),
        tuple(kind for kind in kinds if isinstance(kind, str) and kind in KINDS) or tuple(KINDS),
        max(1, min(limit, MOST)) if isinstance(limit, int) else _DEFAULT,
        tuple(pair for pair in pairs if pair is not None),
    )


def _condition(said: dict[str, Any]) -> tuple[str, str] | None:
    value = said.get("v")
    if isinstance(value, dict):
        value = value.get("id")
    return None if value is None or value == "" else (str(said.get("pid")), str(value))


def _listed(said: object) -> list[object]:
    return said if isinstance(said, list) else [said]


def candidates(asked: Asked, services: Services) -> list[dict[str, Any]]:
    """The candidates of a question, the best first, as the protocol has them."""
    sure = {kind_of(one) + one.key for one in _by_id(asked, services)}
    scored: dict[str, tuple[float, Thing]] = {}
    for thing in _found(asked, services):
        key = kind_of(thing) + thing.key
        likeness = _SURE if key in sure else _likeness(asked.text, thing)
        scored[key] = (_with_conditions(likeness, thing, asked, services), thing)
    best = sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].key))
    best = [pair for pair in best if pair[0] >= _LEAST][: asked.limit]
    exact = sum(score >= _SURE for score, _ in best)
    return [_told(thing, score, is_match=score >= _SURE and exact == 1) for score, thing in best]


def _found(asked: Asked, services: Services) -> Iterator[Thing]:
    yield from _by_id(asked, services)
    if not asked.text:
        return
    for kind in asked.kinds:
        yield from services.reader.named(kind, asked.text, MOST)
    if "work" in asked.kinds:
        ranked = services.search(asked.text, k=MOST)
        yield from services.reader.works([result.id for result in ranked.results])


def _by_id(asked: Asked, services: Services) -> Iterator[Thing]:
    reader = services.reader
    held = thing_of(asked.text, reader)
    if held is not None and kind_of(held) in asked.kinds:
        yield held
    key = reader.find(asked.text) if "work" in asked.kinds and asked.text else None
    if key is not None:
        yield from reader.works([key])
    orcid = find_orcid(asked.text) if "agent" in asked.kinds else None
    if orcid is not None:
        yield from reader.agents_by_key([f"orcid:{orcid}"]).values()


def _likeness(text: str, thing: Thing) -> float:
    """How alike the names are, in [0, 100]: 100 for equal ones, case and accents aside."""
    folded = fold(text)
    names = {fold(name) for name in KINDS[kind_of(thing)].names(thing)}
    if folded in names:
        return _SURE
    heads = {name.partition(":")[0] for name in names} - names
    alike = [_ALMOST * _ratio(folded, name) for name in names]
    alike += [_SHORT * _ratio(folded, head) for head in heads]
    return round(max(alike, default=0.0), 2)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _with_conditions(score: float, thing: Thing, asked: Asked, services: Services) -> float:
    """A tenth off for each value that the thing is known to have otherwise."""
    for property_id, wanted in asked.conditions:
        known = KINDS[kind_of(thing)].properties.get(property_id)
        values = [] if known is None else list(known.values(thing, services.reader))
        if values and not any(_is_value(one, wanted) for one in values):
            score *= 0.9
    return round(score, 2)


def _is_value(value: dict[str, Any], wanted: str) -> bool:
    if "float" in value:
        return wanted.strip().removesuffix(".0") == str(value["float"]).removesuffix(".0")
    return fold(wanted) in {fold(str(one)) for one in value.values()}


def _told(thing: Thing, score: float, *, is_match: bool) -> dict[str, Any]:
    kind = kind_of(thing)
    return {
        "id": id_of(kind, thing.key),
        "name": name_of(thing),
        "description": description_of(thing),
        "type": [{"id": kind, "name": KINDS[kind].name}],
        "score": score,
        "match": is_match,
    }


def suggested(prefix: str, kinds: Iterable[str], services: Services) -> list[dict[str, Any]]:
    """Things whose name begins so or holds such a word."""
    found = [one for kind in kinds for one in services.reader.named(kind, prefix, MOST)]
    return [
        {
            "id": id_of(kind_of(one), one.key),
            "name": name_of(one),
            "description": description_of(one),
            "notable": [{"id": kind_of(one), "name": KINDS[kind_of(one)].name}],
        }
        for one in found[:MOST]
    ]
