"""Which works a service was asked about, and when: so that enriching goes on where it stopped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Select, and_, func, or_, select

from kg.catalogue.opening import Catalogue
from kg.catalogue.sql import insert_all, select_in
from kg.catalogue.tables import enquiry, identifier, work
from kg.identifiers import WorkId

_PAGE = 500


def unasked(
    catalogue: Catalogue, service: str, before: str
) -> Iterator[tuple[str, tuple[WorkId, ...]]]:
    """Give the works about which a service was not asked since a time, with their ids, by key.

    Args:
        catalogue: may be written while this goes on.
        service: its name.
        before: ISO 8601; an enquiry made then or earlier counts as none.
    """
    last = ""
    while True:
        with catalogue.reading() as connection:
            page = [str(row.key) for row in connection.execute(_unasked(service, before, last))]
            ids = _ids_of(connection, page)
        for key in page:
            yield key, ids[key]
        if len(page) < _PAGE:
            return
        last = page[-1]


def count_unasked(catalogue: Catalogue, service: str, before: str) -> int:
    """How many works :func:`unasked` would give."""
    with catalogue.reading() as connection:
        inner = _unasked(service, before, "").limit(None).subquery()
        return int(connection.execute(select(func.count()).select_from(inner)).scalar_one())


def mark_asked(connection: Connection, service: str, keys: Sequence[str], now: str) -> None:
    """Write down that a service was asked about these works."""
    mine = select(enquiry.c.work_key).where(enquiry.c.service == service)
    held = [str(row.work_key) for row in select_in(connection, mine, enquiry.c.work_key, keys)]
    for key in held:
        connection.execute(
            enquiry.update()
            .where(enquiry.c.service == service, enquiry.c.work_key == key)
            .values(asked_at=now)
        )
    fresh = sorted(set(keys) - set(held))
    insert_all(
        connection,
        enquiry,
        [{"service": service, "work_key": key, "asked_at": now} for key in fresh],
    )


def _unasked(service: str, before: str, last: str) -> Select[tuple[str]]:
    asked = and_(enquiry.c.work_key == work.c.key, enquiry.c.service == service)
    return (
        select(work.c.key)
        .select_from(work.outerjoin(enquiry, asked))
        .where(
            work.c.is_stub == 0,
            work.c.key > last,
            or_(enquiry.c.asked_at.is_(None), enquiry.c.asked_at <= before),
        )
        .order_by(work.c.key)
        .limit(_PAGE)
    )


def _ids_of(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[WorkId, ...]]:
    found: defaultdict[str, list[WorkId]] = defaultdict(list)
    query = select(identifier.c.id, identifier.c.work_key)
    for row in select_in(connection, query, identifier.c.work_key, keys):
        found[row.work_key].append(WorkId.parse(row.id))
    return {key: tuple(sorted(found[key])) for key in keys}
