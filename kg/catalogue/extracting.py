"""The derived stage that reads the texts: first what they coin, then everything they mention.

A concept that one work coins may be named in works that came earlier. So the stage runs in three
steps, each remembered in the table ``pending``, and its outcome depends on the texts alone:

1. ``coin``: of every changed work, the names that it introduces or uses and the scheme lacks;
2. ``concept``: the coined concepts that follow from all works together; where one appears,
   changes or goes, the works that name it wait for the third step;
3. ``extract``: mentions, results and links, by the scheme and all coined concepts. The first step
   finds them too while it reads, by what the work itself coins; only where concepts that others
   coined can change them is the work read again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, delete, func, select

from kg.catalogue.codec import decode, encode
from kg.catalogue.derive import ask_for, derive, texts_sha256
from kg.catalogue.drafts import Drafts
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
from kg.catalogue.text_reading import NamesFound, Reading, TextReaders, Texts, text_readers
from kg.concepts.coining import Coining, resolve_coinings
from kg.concepts.extraction import extractor_version
from kg.concepts.folding import fold_label
from kg.concepts.scheme import Scheme
from kg.entities import Claims, Concept, Extraction, Work

BATCH_SIZE = 200
_VERSION = "extractor"
_READ_AHEAD = 2  # batches: enough that no process waits while one is written
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """How many works were read anew, and how many concepts are coined now."""

    works: int
    coined: int


def extract_pending(
    catalogue: Catalogue,
    scheme: Scheme,
    *,
    progress: Callable[[str, int, int | None], None] | None = None,
    processes: int = 1,
) -> ExtractionReport:
    """Bring extraction up to date with the texts and with the scheme; safe to interrupt.

    Args:
        catalogue: whose texts are read.
        scheme: the concepts that are known beforehand.
        progress: called with the step (``names``, ``texts``), the number of works finished in it
            and the number of works waiting at its beginning.
        processes: how many processes read, at most; what they find does not depend on it.
    """
    version = extractor_version(scheme)
    with catalogue.writing() as connection:
        _adopt_version(connection, scheme, version)
    with Drafts() as drafts:
        _read_waiting(catalogue, scheme, drafts, _COIN, progress, processes)
        while _settle_next(catalogue):
            pass
        done = _read_waiting(catalogue, scheme, drafts, _EXTRACT, progress, processes)
    with catalogue.reading() as connection:
        coined = connection.execute(
            select(func.count()).select_from(concept).where(concept.c.is_coined == 1)
        ).scalar_one()
    return ExtractionReport(done, int(coined))


def _settle_next(catalogue: Catalogue) -> bool:
    """Settle some of the concepts that wait; False when none does."""
    with catalogue.writing() as connection:
        keys = _waiting(connection, "concept")
        if keys:
            _no_longer_waiting(connection, "concept", keys)
            _settle_concepts(connection, keys)
    return bool(keys)


def _waiting(connection: Connection, stage: str, after: str = "") -> list[str]:
    return list(
        connection.scalars(
            select(pending.c.key)
            .where(pending.c.stage == stage, pending.c.key > after)
            .order_by(pending.c.key)
            .limit(BATCH_SIZE)
        )
    )


def _no_longer_waiting(connection: Connection, stage: str, keys: Sequence[str]) -> None:
    connection.execute(delete(pending).where(pending.c.stage == stage, pending.c.key.in_(keys)))


# ---- reading works --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stage(Generic[_T]):
    """A step that reads works: how it is called, begun and written down."""

    name: str
    title: str
    begin: Callable[[Drafts, TextReaders, Sequence[Texts]], Reading[_T]]
    write: Callable[[Connection, str, Sequence[Work], Sequence[_T]], None]
    needs_coined: bool


@dataclass(frozen=True, slots=True)
class _Batch(Generic[_T]):
    """Works that are being read, and the keys that wait for it."""

    keys: list[str]
    works: list[Work]
    reading: Reading[_T]


def _read_waiting(
    catalogue: Catalogue,
    scheme: Scheme,
    drafts: Drafts,
    stage: _Stage[_T],
    progress: Callable[[str, int, int | None], None] | None,
    processes: int,
) -> int:
    """Read every work that waits for a stage; returns how many."""
    with catalogue.reading() as connection:
        total = _count_waiting(connection, stage.name)
        if not total:
            return 0
        coined = _coined(connection) if stage.needs_coined else []
    done = 0
    with text_readers(scheme, coined, total, processes) as readers:
        for batch in _batches(catalogue, stage, drafts, readers):
            _write_batch(catalogue, stage, readers.version, batch)
            done += len(batch.keys)
            if progress is not None:
                progress(stage.title, done, max(done, total))
    return done


def _batches(
    catalogue: Catalogue, stage: _Stage[_T], drafts: Drafts, readers: TextReaders
) -> Iterator[_Batch[_T]]:
    """Batches in the order of their keys; while one is written down, the next is being read."""
    ahead: deque[_Batch[_T]] = deque()
    after = ""
    while True:
        with catalogue.reading() as connection:
            keys = _waiting(connection, stage.name, after)
            works = _works(connection, keys)
        if keys:
            after = keys[-1]
            texts = [(work.key, work.texts) for work in works]
            ahead.append(_Batch(keys, works, stage.begin(drafts, readers, texts)))
            if len(ahead) > _READ_AHEAD:
                yield ahead.popleft()
        elif ahead:
            yield ahead.popleft()
        elif after:
            after = ""  # a work may have come to wait again meanwhile
        else:
            return


def _write_batch(catalogue: Catalogue, stage: _Stage[_T], version: str, batch: _Batch[_T]) -> None:
    """Write down what was found, unless a text has become another one since it was read."""
    found = batch.reading.result()
    with catalogue.writing() as connection:
        now = {work.key: work for work in _works(connection, batch.keys)}
        fresh = [
            (now[work.key], one)
            for work, one in zip(batch.works, found, strict=True)
            if work.key in now and now[work.key].texts == work.texts
        ]
        outdated = now.keys() - {work.key for work, _ in fresh}
        settled = [key for key in batch.keys if key not in outdated]
        _no_longer_waiting(connection, stage.name, settled)
        stage.write(connection, version, [work for work, _ in fresh], [one for _, one in fresh])


def _count_waiting(connection: Connection, stage: str) -> int:
    query = select(func.count()).select_from(pending).where(pending.c.stage == stage)
    return int(connection.execute(query).scalar_one())


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


def _write_coinings(
    connection: Connection, _version: str, works: Sequence[Work], found: Sequence[NamesFound]
) -> None:
    keys = [work.key for work in works]
    before = select_in(connection, select(coining.c.concept_key), coining.c.work_key, keys)
    touched = {str(row.concept_key) for row in before}
    for table in (coining, named):
        delete_in(connection, table, table.c.work_key, keys)
    coined = {key: {c.key: c for c in one.coinings} for key, one in zip(keys, found, strict=True)}
    insert_all(
        connection,
        coining,
        [
            {"work_key": key, "concept_key": name, "body": encode(one)}
            for key, by_name in coined.items()
            for name, one in by_name.items()
        ],
    )
    insert_all(
        connection,
        named,
        [
            {"work_key": key, "name": name}
            for key, one in zip(keys, found, strict=True)
            for name in one.names
        ],
    )
    ask_for(connection, "concept", touched.union(*coined.values()))
    ask_for(connection, "extract", keys)


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


def _write_extractions(
    connection: Connection, version: str, works: Sequence[Work], found: Sequence[Extraction]
) -> None:
    keys = [work.key for work in works]
    both = list(zip(works, found, strict=True))
    delete_in(connection, extraction, extraction.c.work_key, keys)
    insert_all(
        connection,
        extraction,
        [
            {
                "work_key": work.key,
                "version": version,
                "texts_sha256": texts_sha256(work),
                "body": encode(one),
            }
            for work, one in both
        ],
    )
    claims = [
        Claims(
            key=work.key,
            mentions=one.mentions,
            results=one.results,
            extractor=version,
            texts=work.texts,
        )
        for work, one in both
    ]
    write_entities(connection, "claims", claims, None)
    derive(connection, keys, (), None)


def _works(connection: Connection, keys: Sequence[str]) -> list[Work]:
    rows = select_in(connection, select(work.c.state), work.c.key, keys)
    return [decode(row.state, Work) for row in rows]


_COIN: _Stage[NamesFound] = _Stage("coin", "names", Drafts.coin, _write_coinings, False)
_EXTRACT: _Stage[Extraction] = _Stage("extract", "texts", Drafts.extract, _write_extractions, True)
