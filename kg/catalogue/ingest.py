"""One reading of a source into the catalogue, batch by batch, with a ledger of what happened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, select, update

from kg import graphs
from kg.catalogue.entity_rows import write_entities
from kg.catalogue.merging import Dispute
from kg.catalogue.opening import Catalogue
from kg.catalogue.put import PutReport, put_records
from kg.catalogue.readings import (
    Reading,
    earlier_reading,
    forget_reading,
    remember_reading,
)
from kg.catalogue.sql import insert_all
from kg.catalogue.tables import file as file_table
from kg.catalogue.tables import rejection, run
from kg.entities import SourceFile
from kg.records import BibliographicRecord, Rejection

BATCH_SIZE = 200
"""Records in one transaction: large enough to share the cost of a commit, small enough that an
interrupted run loses little. Only speed depends on it."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class IngestReport:
    """What one reading did.

    ``rejected`` lists every entry that did not go in, and why; ``disputes`` every id that an entry
    stated and its work did not get, because a register knows the one that has it as another work.
    """

    source: str
    locations: list[str] = field(default_factory=list)
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The report in the shape of the command line's ``--json``."""
        return {
            "source": self.source,
            "locations": self.locations,
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [
                {"location": one.location, "line": one.line, "reason": one.reason}
                for one in self.rejected
            ],
            "disputed": [asdict(one) for one in self.disputes],
        }


@dataclass(frozen=True, slots=True)
class FileRead:
    """The file behind a reading.

    Args:
        sha256: of its bytes.
        fingerprint: changes with the bytes and with the way they are read; None always reads.
        again: read it even if it was read before.
    """

    sha256: str
    fingerprint: str | None = None
    again: bool = False


def ingest(
    catalogue: Catalogue,
    source: str,
    location: str,
    items: Iterable[BibliographicRecord | Rejection],
    report: IngestReport,
    *,
    file: FileRead | None = None,
    clock: Clock = utc_now,
    progress: Callable[[int], None] | None = None,
) -> IngestReport:
    """Put everything that a source yields into the catalogue.

    Each batch is one transaction: acknowledged means durable, and a batch is there whole or not
    at all. An interrupted reading is repeated from its beginning; what went in costs little then.
    A file that was read whole with the same fingerprint is not read again: the ledger gets a run
    with everything unchanged and the rejections of then.

    Args:
        catalogue: where to.
        source: name of the source.
        location: what is read, for the ledger.
        items: records and rejections, streaming.
        report: counts are added to it, so that several locations share one.
        file: the file that is read, so that the graph can name it as its source.
        clock: gives the times in the ledger.
        progress: called with the number of items read so far.
    """
    report.locations.append(location)
    with catalogue.writing() as connection:
        run_id = _begin_run(connection, source, location, clock())
        if file is not None and file.fingerprint is not None:
            earlier = earlier_reading(connection, source, location, file.fingerprint)
            forget_reading(connection, source, location)
            if earlier is not None and not file.again:
                _repeat(connection, run_id, earlier, report, clock())
                remember_reading(connection, source, location, file.fingerprint, run_id)
                return report
    before = (report.read, report.added, report.changed, report.unchanged, len(report.rejected))
    fed = _Fed()
    for batch in _batches(items):
        with catalogue.writing() as connection:
            _put_batch(connection, batch, run_id, report, clock)
        fed.count(batch)
        if progress is not None:
            progress(report.read)
    after = (report.read, report.added, report.changed, report.unchanged, len(report.rejected))
    with catalogue.writing() as connection:
        names = ("read", "added", "changed", "unchanged", "rejected")
        counts = {name: now - then for name, now, then in zip(names, after, before, strict=True)}
        finished = clock().isoformat(timespec="seconds")
        connection.execute(
            update(run).where(run.c.id == run_id).values(finished_at=finished, **counts)
        )
        if file is not None and fed.records:
            _remember_file(connection, run_id, fed.file(file.sha256, source, location, clock()))
        if file is not None and file.fingerprint is not None:
            remember_reading(connection, source, location, file.fingerprint, run_id)
    return report


def _repeat(
    connection: Connection, run_id: int, earlier: Reading, report: IngestReport, now: datetime
) -> None:
    """Tell again what the file gave when it was read."""
    _write_rejections(connection, run_id, earlier.rejected)
    unchanged = earlier.read - len(earlier.rejected)
    connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(
            finished_at=now.isoformat(timespec="seconds"),
            read=earlier.read,
            unchanged=unchanged,
            rejected=len(earlier.rejected),
        )
    )
    report.read += earlier.read
    report.unchanged += unchanged
    report.rejected.extend(earlier.rejected)


@dataclass(slots=True)
class _Fed:
    """What a file gave, as far as the graph's provenance tells it."""

    records: int = 0
    graphs: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)

    def count(self, batch: Iterable[BibliographicRecord | Rejection]) -> None:
        for item in batch:
            if isinstance(item, BibliographicRecord):
                self.records += 1
                self.graphs |= {graphs.WORKS, graphs.AGENTS} | _graphs_of(item)
                self.licences |= {prose.licence for prose in item.prose if prose.licence}

    def file(self, key: str, source: str, location: str, read_at: datetime) -> SourceFile:
        return SourceFile(
            key=key,
            source=source,
            location=location,
            read_at=read_at.replace(microsecond=0),
            records=self.records,
            licence=next(iter(self.licences)) if len(self.licences) == 1 else None,
            graphs=tuple(sorted(self.graphs)),
        )


def _graphs_of(stated: BibliographicRecord) -> set[str]:
    listed = {graphs.LISTINGS} if stated.listing else set()
    return listed | {graphs.texts(prose.licence, prose.language) for prose in stated.prose}


def _remember_file(connection: Connection, run_id: int, value: SourceFile) -> None:
    """A file that is known keeps the time of its first reading."""
    held = connection.execute(select(file_table.c.key).where(file_table.c.key == value.key)).first()
    if held is None:
        write_entities(connection, "file", [value], run_id)


def hash_file(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes, read in a stream."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _begin_run(connection: Connection, source: str, location: str, now: datetime) -> int:
    return int(
        connection.execute(
            run.insert()
            .values(source=source, location=location, started_at=now.isoformat(timespec="seconds"))
            .returning(run.c.id)
        ).scalar_one()
    )


def _put_batch(
    connection: Connection,
    batch: list[BibliographicRecord | Rejection],
    run_id: int,
    report: IngestReport,
    clock: Clock,
) -> None:
    records = [item for item in batch if isinstance(item, BibliographicRecord)]
    now = clock().isoformat(timespec="seconds")
    put: PutReport = put_records(connection, records, run_id, now)
    rejected = [item for item in batch if isinstance(item, Rejection)] + put.rejected
    _write_rejections(connection, run_id, rejected)
    report.read += len(batch)
    report.added += put.added
    report.changed += put.changed
    report.unchanged += put.unchanged
    report.rejected.extend(rejected)
    report.disputes.extend(put.disputes)


def _write_rejections(connection: Connection, run_id: int, rejected: Sequence[Rejection]) -> None:
    insert_all(
        connection,
        rejection,
        [
            {
                "run_id": run_id,
                "location": one.location,
                "line": one.line,
                "reason": one.reason,
                "excerpt": one.excerpt,
            }
            for one in rejected
        ],
    )


def _batches(
    items: Iterable[BibliographicRecord | Rejection],
) -> Iterator[list[BibliographicRecord | Rejection]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH_SIZE)):
        yield batch
