"""Ranked lists as JSON: the one shape of the API, the command line and every other machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from kg.catalogue.errors import UnknownEntity
from recommender.model import Evidence, RankedList, Result
from web.contract import Services
from web.i18n import Language, Translator, translator
from web.naming import Names, names_for
from web.reasons import sentence


class EvidenceJson(TypedDict):
    """One addend of a score; the parts of a result sum to its score."""

    signal: str
    kind: str
    label: str
    nodes: list[str]
    part: float


class ResultJson(TypedDict):
    """One place of a ranked list."""

    id: str
    title: str
    rank: int
    score: float
    why: str
    evidence: list[EvidenceJson]


class RankedJson(TypedDict):
    """A ranked list; ``reason`` says why it is empty."""

    work: str | None
    version: int | str | None
    reason: str | None
    results: list[ResultJson]


def key_of(services: Services, text: str) -> str:
    """The key of the held work that a text names by any spelling of an id, or by its title.

    Raises:
        UnknownEntity: no such work is held.
    """
    found = services.reader.find(text)
    if found is not None:
        return found
    titled = services.reader.suggest(text, limit=2).works
    if len(titled) == 1:
        return titled[0].key
    raise UnknownEntity("work", text)


def ranked_json(
    services: Services, ranked: RankedList, seeds: Sequence[str], language: Language
) -> RankedJson:
    """Give a ranked list as JSON.

    Args:
        services: for titles and names.
        ranked: the list.
        seeds: keys of the works that were asked about.
        language: of the sentences why.
    """
    results = ranked.results
    titles = {work.key: work.title for work in services.reader.works([one.id for one in results])}
    names, say = names_for(results, services.reader, language), translator(language)
    return {
        "work": seeds[0] if len(seeds) == 1 else None,
        "version": ranked.as_of,
        "reason": ranked.reason,
        "results": [
            _result(one, titles[one.id], names, say, frozenset(seeds))
            for one in results
            if one.id in titles
        ],
    }


def _result(
    result: Result, title: str, names: Names, say: Translator, seeds: frozenset[str]
) -> ResultJson:
    return {
        "id": result.id,
        "title": title,
        "rank": result.rank,
        "score": result.score,
        "why": sentence(result, names, say, seeds, "work" if seeds else "text"),
        "evidence": [_evidence(one) for one in result.evidence],
    }


def _evidence(one: Evidence) -> EvidenceJson:
    return {
        "signal": one.signal,
        "kind": one.kind,
        "label": one.label,
        "nodes": list(one.nodes),
        "part": one.part,
    }
