"""The derived stage that reads the texts: first what they coin, then everything they mention.

A concept that one work coins may be named in works that came earlier. So the stage runs in three
steps, each remembered in the table ``pending``, and its outcome depends on the texts alone:

1. ``coin``: of every changed work, the names that it introduces or uses and the scheme lacks;
2. ``concept``: the coined concepts that follow from all works together; where one appears,
   changes or goes, the works that name it wait for the third step;
3. ``extract``: mentions, results and links, by the scheme and all coined concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from kg.catalogue.codec import decode, encode
from kg.catalogue.derive import ask_for, derive, texts_sha256
from kg.catalogue.entity_rows import delete_entities, write_entities
from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import delete_in, insert_all, select_in
from kg.catalogue.tables import (
    coining,
    concept,
    concept_broader,
    extraction,
    named,
    pending,
    state,
    work,
)
from kg.concepts.coining import Coining, resolve_coinings
from kg.concepts.extraction import Extractor
from kg.concepts.folding import fold_label
from kg.concepts.scheme import Scheme
from kg.entities import Claims, Concept, Work

BATCH_SIZE = 200
_VERSION = "extractor"


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """How many works were read anew, and how many concepts are coined now."""

    works: int
    coined: int


def extract_pending(
    catalogue: Catalogue,
    scheme: Scheme,
    *,
    progress: Callable[[int], None] | None = None,
) -> ExtractionReport:
    """Bring extraction up to date with the texts and with the scheme; safe to interrupt.

    Args:
        catalogue: whose texts are read.
        scheme: the concepts that are known beforehand.
        progress: called with the number of works finished so far.
    """
    reader = Extractor(scheme)
    with catalogue.writing() as connection:
        _adopt_version(connection, scheme, reader.version)
    while _step(catalogue, "coin", lambda connection, keys: _coin(connection, reader, keys)):
        pass
    while _step(catalogue, "concept", _settle_concepts):
        pass
    done = _extract_all(catalogue, scheme, progress)
    with catalogue.reading() as connection:
        return ExtractionReport(done, len(_coined(connection)))


def _extract_all(
    catalogue: Catalogue, scheme: Scheme, progress: Callable[[int], None] | None
) -> int:
    with catalogue.reading() as connection:
        if not _waiting(connection, "extract"):
            return 0
        reader = Extractor(scheme, _coined(connection))
    done = 0
    while count := _step(
        catalogue, "extract", lambda connection, keys: _extract(connection, reader, keys)
    ):
        done += count
        if progress is not None:
            progress(done)
    return done


def _step(
    catalogue: Catalogue, stage: str, work_on: Callable[[Connection, list[str]], None]
) -> int:
    """One transaction's worth of a stage; returns how many keys it settled."""
    with catalogue.writing() as connection:
        keys = _waiting(connection, stage)
        if keys:
            connection.execute(
                delete(pending).where(pending.c.stage == stage, pending.c.key.in_(keys))
            )
            work_on(connection, keys)
    return len(keys)


def _waiting(connection: Connection, stage: str) -> list[str]:
    return list(
        connection.scalars(
            select(pending.c.key)
            .where(pending.c.stage == stage)
            .order_by(pending.c.key)
            .limit(BATCH_SIZE)
        )
    )


# ---- the scheme -----------------------------------------------------------------------------


def _adopt_version(connection: Connection, scheme: Scheme, version: str) -> None:
    """Load the scheme and ask for every text to be read again, when the extraction changed."""
    held = connection.execute(
        select(state.c.value).where(state.c.name == _VERSION)
    ).scalar_one_or_none()
    if held == version:
        return
    _adopt_scheme(connection, scheme)
    ask_for(connection, "concept", connection.scalars(select(coining.c.concept_key)).all())
    ask_for(connection, "coin", connection.scalars(select(work.c.key).where(work.c.is_stub == 0)))
    connection.execute(delete(state).where(state.c.name == _VERSION))
    connection.execute(state.insert().values(name=_VERSION, value=version))


def _adopt_scheme(connection: Connection, scheme: Scheme) -> None:
    held = connection.scalars(select(concept.c.key).where(concept.c.is_coined == 0)).all()
    _delete_concepts(connection, [key for key in held if key not in scheme.concepts])
    _write_concepts(connection, list(scheme.concepts.values()))


def _write_concepts(connection: Connection, values: Sequence[Concept]) -> set[str]:
    changed = write_entities(connection, "concept", values, None)
    delete_in(connection, concept_broader, concept_broader.c.concept_key, sorted(changed))
    insert_all(
        connection,
        concept_broader,
        [
            {"concept_key": value.key, "broader_key": one}
            for value in values
            if value.key in changed
            for one in value.broader
        ],
    )
    return changed


def _delete_concepts(connection: Connection, keys: Sequence[str]) -> set[str]:
    delete_in(connection, concept_broader, concept_broader.c.concept_key, keys)
    return delete_entities(connection, "concept", keys, None)


# ---- step 1: coin -----------------------------------------------------------------------------


def _coin(connection: Connection, reader: Extractor, keys: list[str]) -> None:
    works = _works(connection, keys)
    before = select_in(connection, select(coining.c.concept_key), coining.c.work_key, keys)
    touched = {str(row.concept_key) for row in before}
    for table in (coining, named):
        delete_in(connection, table, table.c.work_key, keys)
    coined = {work.key: _by_key(reader.coin(work.key, work.texts)) for work in works}
    insert_all(
        connection,
        coining,
        [
            {"work_key": key, "concept_key": name, "body": encode(one)}
            for key, found in coined.items()
            for name, one in found.items()
        ],
    )
    insert_all(
        connection,
        named,
        [
            {"work_key": work.key, "name": name}
            for work in works
            for name in sorted(reader.names(work.texts))
        ],
    )
    ask_for(connection, "concept", touched.union(*coined.values()))
    ask_for(connection, "extract", [work.key for work in works])


def _by_key(coined: Iterable[Coining]) -> dict[str, Coining]:
    return {one.key: one for one in coined}


# ---- step 2: settle the coined concepts -------------------------------------------------------


def _settle_concepts(connection: Connection, keys: list[str]) -> None:
    """Make the coined concepts what all works together say, and have their works read again."""
    before = _concepts(connection, keys)
    open_keys = [key for key in keys if key not in before or before[key].is_coined]
    query = select(coining.c.work_key, coining.c.body).order_by(coining.c.work_key)
    rows = select_in(connection, query, coining.c.concept_key, open_keys)
    after = {
        one.key: one
        for one in resolve_coinings((row.work_key, decode(row.body, Coining)) for row in rows)
    }
    changed = _write_concepts(connection, list(after.values()))
    changed |= _delete_concepts(connection, [key for key in open_keys if key not in after])
    labels = {
        label
        for key in changed
        for one in (before.get(key), after.get(key))
        for label in _folded_labels(one)
    }
    naming = select_in(connection, select(named.c.work_key), named.c.name, sorted(labels))
    ask_for(connection, "extract", {str(row.work_key) for row in naming})


def _folded_labels(value: Concept | None) -> set[str]:
    labels = (*value.pref, *value.alt) if value else ()
    return {fold_label(label.text) for label in labels}


def _concepts(connection: Connection, keys: Sequence[str]) -> dict[str, Concept]:
    rows = select_in(connection, select(concept.c.state), concept.c.key, keys)
    return {one.key: one for one in (decode(row.state, Concept) for row in rows)}


def _coined(connection: Connection) -> list[Concept]:
    rows = connection.scalars(
        select(concept.c.state).where(concept.c.is_coined == 1).order_by(concept.c.key)
    )
    return [decode(body, Concept) for body in rows]


# ---- step 3: extract --------------------------------------------------------------------------


def _extract(connection: Connection, reader: Extractor, keys: list[str]) -> None:
    works = _works(connection, keys)
    found = {work.key: reader.extract(work.key, work.texts) for work in works}
    delete_in(connection, extraction, extraction.c.work_key, keys)
    insert_all(
        connection,
        extraction,
        [
            {
                "work_key": work.key,
                "version": reader.version,
                "texts_sha256": texts_sha256(work),
                "body": encode(found[work.key]),
            }
            for work in works
        ],
    )
    claims = [
        Claims(
            key=work.key,
            mentions=found[work.key].mentions,
            results=found[work.key].results,
            extractor=reader.version,
            texts=work.texts,
        )
        for work in works
    ]
    write_entities(connection, "claims", claims, None)
    derive(connection, found, (), None)


def _works(connection: Connection, keys: Sequence[str]) -> list[Work]:
    rows = select_in(connection, select(work.c.state), work.c.key, keys)
    return [decode(row.state, Work) for row in rows]
