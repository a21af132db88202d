"""The derived stage that reads the texts: first what they coin, then everything they mention.

A concept that one work coins may be named in works that came earlier. So the stage runs in three
steps, each remembered in the table ``pending``, and its outcome depends on the texts alone:

1. ``coin``: of every changed work, the names that it introduces or uses and the scheme lacks;
2. ``concept``: the coined concepts that follow from all works together; where one appears,
   changes or goes, the works that name it wait for the third step;
3. ``extract``: mentions, results and links, by the scheme and all coined concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from kg.catalogue.codec import decode, encode
from kg.catalogue.derive import Derivation, ask_for, texts_sha256
from kg.catalogue.entity_rows import delete_entity, write_entity
from kg.catalogue.opening import Catalogue
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
    shipped = scheme.concepts
    for key in connection.scalars(select(concept.c.key).where(concept.c.is_coined == 0)).all():
        if key not in shipped:
            _delete_concept(connection, key)
    for one in shipped.values():
        _write_concept(connection, one)
    ask_for(connection, "concept", connection.scalars(select(coining.c.concept_key)).all())
    ask_for(connection, "coin", connection.scalars(select(work.c.key).where(work.c.is_stub == 0)))
    connection.execute(delete(state).where(state.c.name == _VERSION))
    connection.execute(state.insert().values(name=_VERSION, value=version))


def _write_concept(connection: Connection, value: Concept) -> bool:
    changed = write_entity(connection, "concept", value, None)
    if changed:
        _delete_hierarchy(connection, value.key)
        if value.broader:
            connection.execute(
                insert(concept_broader),
                [{"concept_key": value.key, "broader_key": one} for one in value.broader],
            )
    return changed


def _delete_concept(connection: Connection, key: str) -> bool:
    _delete_hierarchy(connection, key)
    return delete_entity(connection, "concept", key, None)


def _delete_hierarchy(connection: Connection, key: str) -> None:
    connection.execute(delete(concept_broader).where(concept_broader.c.concept_key == key))


# ---- step 1: coin -----------------------------------------------------------------------------


def _coin(connection: Connection, reader: Extractor, keys: Iterable[str]) -> None:
    for key in keys:
        held = _work(connection, key)
        if held is None:
            continue
        before = set(
            connection.scalars(select(coining.c.concept_key).where(coining.c.work_key == key))
        )
        coined = {one.key: one for one in reader.coin(key, held.texts)}
        for table in (coining, named):
            connection.execute(delete(table).where(table.c.work_key == key))
        if coined:
            connection.execute(
                insert(coining),
                [
                    {"work_key": key, "concept_key": name, "body": encode(one)}
                    for name, one in sorted(coined.items())
                ],
            )
        names = sorted(reader.names(held.texts))
        if names:
            connection.execute(insert(named), [{"work_key": key, "name": name} for name in names])
        ask_for(connection, "concept", before | set(coined))
        ask_for(connection, "extract", {key})


# ---- step 2: settle the coined concepts -------------------------------------------------------


def _settle_concepts(connection: Connection, keys: Iterable[str]) -> None:
    for key in keys:
        before = _concept(connection, key)
        if before is not None and not before.is_coined:
            continue
        rows = connection.execute(
            select(coining.c.work_key, coining.c.body)
            .where(coining.c.concept_key == key)
            .order_by(coining.c.work_key)
        ).all()
        settled = resolve_coinings([(row.work_key, decode(row.body, Coining)) for row in rows])
        after = settled[0] if settled else None
        if after is None:
            changed = _delete_concept(connection, key)
        else:
            changed = _write_concept(connection, after)
        if changed:
            labels = _folded_labels(before) | _folded_labels(after)
            ask_for(
                connection,
                "extract",
                connection.scalars(select(named.c.work_key).where(named.c.name.in_(labels))).all(),
            )


def _folded_labels(value: Concept | None) -> set[str]:
    labels = (*value.pref, *value.alt) if value else ()
    return {fold_label(label.text) for label in labels}


def _concept(connection: Connection, key: str) -> Concept | None:
    body = connection.execute(
        select(concept.c.state).where(concept.c.key == key)
    ).scalar_one_or_none()
    return None if body is None else decode(body, Concept)


def _coined(connection: Connection) -> list[Concept]:
    rows = connection.scalars(
        select(concept.c.state).where(concept.c.is_coined == 1).order_by(concept.c.key)
    )
    return [decode(body, Concept) for body in rows]


# ---- step 3: extract --------------------------------------------------------------------------


def _extract(connection: Connection, reader: Extractor, keys: list[str]) -> None:
    for key in keys:
        held = _work(connection, key)
        if held is None:
            continue
        found = reader.extract(key, held.texts)
        connection.execute(delete(extraction).where(extraction.c.work_key == key))
        connection.execute(
            extraction.insert().values(
                work_key=key,
                version=reader.version,
                texts_sha256=texts_sha256(held),
                body=encode(found),
            )
        )
        claims = Claims(
            key=key,
            mentions=found.mentions,
            results=found.results,
            extractor=reader.version,
            texts=held.texts,
        )
        write_entity(connection, "claims", claims, None)
    Derivation(connection, None).works(keys)


def _work(connection: Connection, key: str) -> Work | None:
    body = connection.execute(select(work.c.state).where(work.c.key == key)).scalar_one_or_none()
    return None if body is None else decode(body, Work)
