"""Ranked lists as plain values: the one shape of the API, the command line and other machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.catalogue.errors import UnknownEntity
from recommender.model import Evidence, RankedList
from web.contract import Reader
from web.i18n import Language, translator
from web.reasons import Subject, teller_for
from web.shared_words import text_of


def key_of(reader: Reader, text: str) -> str:
    """The key of the held work that a text names by any spelling of an id, or by its title.

    Raises:
        UnknownEntity: no such work is held, or a title fits several.
    """
    found = reader.find(text)
    if found is not None:
        return found
    titled = reader.suggest(text, limit=2).works
    if len(titled) == 1:
        return titled[0].key
    raise UnknownEntity("work", text)


def ranked_value(
    ranked: RankedList,
    seeds: Sequence[str],
    subject: Subject,
    reader: Reader,
    language: Language,
) -> dict[str, Any]:
    """A ranked list with the sentence and the exact evidence of each place.

    Args:
        ranked: the list; works that are no longer held fall out.
        seeds: keys of the works that were asked about.
        subject: whether works were asked about or a text.
        reader: for titles and names.
        language: of the sentences.
    """
    works = {work.key: work for work in reader.works([one.id for one in ranked.results])}
    teller = teller_for(ranked, seeds, subject, reader, translator(language))
    return {
        "version": ranked.as_of,
        "reason": ranked.reason,
        "results": [
            {
                "id": result.id,
                "title": works[result.id].title,
                "rank": result.rank,
                "score": result.score,
                "why": teller.sentence(result, text_of([works[result.id]])),
                "evidence": [_piece_value(piece) for piece in result.evidence],
            }
            for result in ranked.results
            if result.id in works
        ],
    }


def _piece_value(piece: Evidence) -> dict[str, Any]:
    # By hand: dataclasses.asdict copies every node and costs a quarter of a whole answer.
    return {
        "signal": piece.signal,
        "kind": piece.kind,
        "label": piece.label,
        "nodes": list(piece.nodes),
        "part": piece.part,
    }
